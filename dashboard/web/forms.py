"""What a browser sends with a form, and in which language and from where its reader came."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from dashboard import text
from dashboard.web import form_token
from dashboard.web.gate import local_path

MOST_BYTES = 16 * 1024
"""Of a form: a name, three passwords and a way back."""


@dataclass(frozen=True)
class Filled:
    """What was filled in; `is_ours`: on a page that this browser got from us."""

    values: dict[str, str]
    is_ours: bool

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def back(self) -> str:
        """Where the reader was going."""
        return local_path(self["next"])


async def filled(request: Request) -> Filled:
    """The form of this request, in whose language the answer is written. One that is too long or no form is empty."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return Filled({}, is_ours=False)
    values = {name: given[0] for name, given in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}
    text.use(values.get("lang"))
    return Filled(values, form_token.fits(request, values.get("form_token", "")))


def back(request: Request) -> str:
    """Where the reader was going, as the address says; the language of that page, or the one asked for, is used from here on."""
    target = local_path(request.query_params.get("next", "/"))
    text.use(request.query_params.get("lang") or parse_qs(urlsplit(target).query).get("lang", [None])[0])
    return target
