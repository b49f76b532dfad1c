"""What a reader sees on a page run by AppTest: words, tables, files offered."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest


def said(app: AppTest) -> str:
    """Everything that stands under charts and tables, without the marks that keep it from being taken for Markdown."""
    return re.sub(r"\\(.)", r"\1", "\n".join(str(caption.value) for caption in app.caption))


def address(app: AppTest, name: str) -> list[str]:
    """The values of a parameter in the page's address; AppTest gives a single one as itself."""
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def tables(app: AppTest) -> list[list[list[str]]]:
    """The page's tables of figures: rows of cells as text, the first row the headings."""
    return [cells(element.proto.body) for element in app.main.get("html") if "ipasn-grid" in element.proto.body and "<table>" in element.proto.body]


def cells(html: str) -> list[list[str]]:
    """Rows of a table's cells as text."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _text(cell: str) -> str:
    """A cell's words without the sign beside them."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r'<span class="mark".*?</span>', "", cell)))
