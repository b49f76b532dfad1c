"""Pages of plain HTML: a title, sentences, forms. No script, nothing from elsewhere, readable at 360 px, by day and by night."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dashboard.text import LANGUAGES, _, language
from dashboard.web import form_token
from dashboard.web.headers import hash_of

TEMPLATES = Path(__file__).parent / "templates"

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")

POLICY = f"default-src 'none'; style-src {hash_of(STYLE)}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}

_templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_templates.filters["urlencode"] = urlencode


@dataclass(frozen=True)
class Field:
    """One place to fill in."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    longest: int = 254
    digits: bool = False
    is_needed: bool = True


@dataclass(frozen=True)
class Form:
    """Fields with one button, sent to `action`."""

    action: str
    button: str
    fields: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    sentence: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    words: str
    address: str


@dataclass(frozen=True)
class Page:
    """One page. `picture` is SVG that we drew ourselves; everything else is text."""

    title: str
    sentences: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    problem: str = ""
    codes: tuple[str, ...] = ()
    picture: str = ""
    links: tuple[Link, ...] = ()


def show(request: Request, page: Page, back: str = "/", status: int = 200) -> HTMLResponse:
    """The page in the language of this request, with a form token that fits the browser. `back`: where the reader was going."""
    secret, token = form_token.made(request)
    values = {"page": page, "language": language(), "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], "style": STYLE, "_": _}
    content = _templates.get_template("frame.html").render(**values, address=request.url.path, next=back, form_token=token)
    response = HTMLResponse(content, status, {"Content-Security-Policy": POLICY})
    form_token.put(response, request, secret)
    return response
