"""A document on a page, before it has a number: its pages as they will be printed, and all of it in words, a drawing in its sentence."""

import hashlib
from html import escape

import streamlit as st

from dashboard import access, figures, grid
from dashboard.documents import files
from dashboard.documents.content import Block, Chart, Document, Facts, Pairs, Paragraph, Section, Table
from dashboard.documents.errors import DocumentError
from dashboard.documents.order import PERSONAL
from dashboard.text import _, plain, use

STYLE = """<style>
.ipasn-pairs{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1rem;margin:0;padding:0!important;font-size:.9rem}
.ipasn-pairs dt{opacity:.75}.ipasn-pairs dt,.ipasn-pairs dd{margin:0;padding:0;overflow-wrap:anywhere}
.st-key-document_issue [data-testid="stBaseButton-primary"]:enabled{color:light-dark(#FFFFFF,#11161D)}
</style>"""
"""Names beside values, and words on a filled button that are read in the dark too."""


def style() -> None:
    """What the pages of documents look like; once a page."""
    st.html(STYLE)


def show(document: Document) -> None:
    """One page of it, and its words section by section."""
    st.subheader(_("What it says"), anchor=False)
    _pages(document)
    with st.expander(_("In words"), key="document_preview"):
        st.markdown(f"### {plain(document.title)}")
        if document.subtitle:
            st.caption(plain(document.subtitle))
        if document.banner:
            st.warning(plain(document.banner), icon=":material/draft:")
        for section in document.sections:
            _section(section)
        st.markdown(f"**{_('What these figures are of')}**")
        pairs(document.provenance)


def _pages(document: Document) -> None:
    """A picture of the page that is chosen, the first one at first. Those of a result sheet are kept in the session alone."""
    try:
        found = files.pictures(document) if document.order.kind == PERSONAL else _kept(hashlib.sha256(repr(document).encode()).hexdigest(), document)
    except DocumentError as error:
        st.warning(plain(str(error)))
        return
    st.fragment(_turned)(found, f"document_page_{document.checksum[:8]}")


def _turned(found: tuple[bytes, ...], key: str) -> None:
    """Turning a page makes nothing anew."""
    use(st.query_params.get("lang"))
    access.require("export")
    count, page = len(found), 1
    if count > 1:
        names = {number: _("Page {page} of {count}", page=number, count=count) for number in range(1, count + 1)}
        page = st.selectbox(_("Page"), list(names), format_func=names.__getitem__, key=key, width=220)
    with st.container(border=True, key="document_page", width=714):
        st.image(found[page - 1], alt=_("Page {page} of {count}; its words stand below.", page=page, count=count), width=680)


@st.cache_data(max_entries=32, show_spinner=False)
def _kept(said: str, _document: Document) -> tuple[bytes, ...]:  # noqa: ARG001 what is kept is found by it
    """The pages of a document of a unit, which is the same for everybody, by the hash of all it says."""
    return files.pictures(_document)


def _section(section: Section) -> None:
    if section.title:
        st.markdown(f"**{plain(section.title)}**")
    told = {block.words for block in section.blocks if isinstance(block, Paragraph)}
    for block in section.blocks:
        if not (isinstance(block, Chart) and block.spoken in told):
            _block(block, section.title)


def _block(block: Block, title: str) -> None:
    match block:
        case Paragraph():
            _paragraph(block)
        case Facts():
            with st.container(horizontal=True):
                for fact in block.items:
                    figures.fact(fact.name, fact.value, fact.note)
        case Pairs():
            pairs(block.rows)
        case Table():
            _table(block, title)
        case Chart():
            figures.note(block.spoken or block.caption)


def _paragraph(block: Paragraph) -> None:
    words = plain(block.words)
    match block.style:
        case "warning":
            st.warning(words)
        case "quiet":
            st.caption(words)
        case "item":
            st.markdown(f"- {words}")
        case "lead":
            st.markdown(f"**{words}**")
        case _:
            st.markdown(words)


def _table(block: Table, title: str) -> None:
    """Figures at the right of their columns, as in the files."""
    if not block.rows:
        return
    sides = [' class="r"' if column.is_number else "" for column in block.columns]
    head = "".join(f'<th scope="col"{side}>{escape(column.heading)}</th>' for column, side in zip(block.columns, sides, strict=True))
    body = "".join(_row(row, sides) for row in block.rows)
    name = escape(block.caption or title or _("Table"), quote=True)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'{grid.STYLE}<div class="ipasn-grid" tabindex="0" role="region" aria-label="{name}">{table}</div>')
    figures.note(block.caption)
    figures.note(block.note)


def _row(row: tuple[str, ...], sides: list[str]) -> str:
    cells = "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row[1:], sides[1:], strict=True))
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def pairs(rows: tuple[tuple[str, str], ...]) -> None:
    """Names and values, one below the other."""
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    st.html(f'<dl class="ipasn-pairs">{lines}</dl>')
