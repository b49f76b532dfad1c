"""Official documents as Word files: a template that secretaries edit in Word, filled with the values of a document. What stands in a document is data, never a
tag, and what stands in a template can call nothing of this program."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Length, Mm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from dashboard.documents.content import Block, Chart, Document, Facts, Pairs, Section, Signature, Table
from dashboard.exports import document_pdf, document_values
from dashboard.exports.documents import MOMENT, TEMPLATES

WIDTH = Mm(165)
"""Between the margins of the page."""

MARK = "table-"
"""With its number: the alternative text of a table in the template's loop, by which its columns get their widths."""

EQUAL = "equal"
"""The alternative text of a table all of whose columns are as wide."""

SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Where Word looks for the vector form of a picture (MS-ODRAWXML 2.26.1.1); programs that know none show the PNG."""

_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;"})


class BrokenTemplateError(Exception):
    """A template that cannot be read or filled; the sentence says why."""


def template(kind: str, folder: Path | None) -> Path:
    """The Word file for a kind: <kind>.docx or document.docx of the folder of replaced ones, else ours."""
    places = [] if folder is None else [folder / f"{kind}.docx", folder / "document.docx"]
    return next((place for place in places if place.is_file()), TEMPLATES / "document.docx")


def content(document: Document, file: Path) -> bytes:
    """The document as a Word file from a template. Raises BrokenTemplateError; typst.TypstError or OSError where the emblem cannot be set."""
    filled = _opened(file)
    said = _Context(filled, document).values()
    written = io.BytesIO()
    try:
        sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        filled.render(said, jinja_env=sandbox, autoescape=True)
        _size_tables(filled, _tables(document))
        _describe(filled, document)
        filled.save(written)
    except (TemplateError, SecurityError) as error:
        raise BrokenTemplateError(f"penanda tidak dapat diisi: {error}") from None
    except (KeyError, ValueError, IndexError, AttributeError, OpcError) as error:
        raise BrokenTemplateError(f"bukan templat Word yang dapat dipakai: {error}") from None
    return written.getvalue()


def _opened(file: Path) -> Any:
    filled = DocxTemplate(file)
    try:
        filled.init_docx()
    except (BadZipFile, KeyError, ValueError, OpcError, OSError) as error:
        raise BrokenTemplateError(f"bukan berkas Word yang dapat dipakai: {error}") from None
    return filled


class _Context:
    """The values of a template: texts that no template language reads again, and pictures."""

    def __init__(self, filled: Any, document: Document) -> None:
        self._filled, self._document = filled, document
        self._table_count = 0

    def values(self) -> dict[str, Any]:
        """Everything by the names that docs/documents.md lists."""
        said = self._document
        flat = document_values.values(said)
        names = ("banner", "title", "subtitle", "number_line", "place_and_date", "addressee", "running", "checksum_line", "words", "kind", "language")
        letterhead = {"lines": said.letterhead.lines, "address": said.letterhead.address}
        return {
            **{name: _text(flat[name]) for name in names},
            "letterhead": {**_text(letterhead), "logo": _emblem(self._filled, *document_values.logo(said))},
            "head": _text([{"name": name, "value": value} for name, value in said.head]),
            "page_words": _text(said.words.page.split("#")),
            "code": _Picture(self._filled, document_values.code_png(said), Mm(26)),
            "sections": [self._section(section, level) for section, level in _chapters(said)],
        }

    def _section(self, section: Section | Signature, level: int) -> dict[str, Any]:
        if isinstance(section, Signature):
            signed = {"is": "signature", **document_values.fields(section)}
            return {"title": "", "level": level, "starts_page": False, "blocks": [_blank() | _text(signed)]}
        blocks = [self._block(block) for block in section.blocks]
        return {"title": _text(section.title), "level": level, "starts_page": section.starts_page, "blocks": blocks}

    def _block(self, block: Block) -> dict[str, Any]:
        """A block with every name that a template may ask for."""
        values: dict[str, Any] = _blank() | _text(document_values.block(block))
        if isinstance(block, Table):
            values |= {"mark": f"{MARK}{self._table_count}", "rows": _text(_rows(block))}
            self._table_count += 1
        elif isinstance(block, Facts):
            values["facts"] = values["items"]
        elif isinstance(block, Pairs):
            values["rows"] = _text([{"name": name, "value": value} for name, value in block.rows])
        elif isinstance(block, Chart):
            values["picture"] = _drawn(self._filled, block, self._document.order.language)
        return values


def _blank() -> dict[str, Any]:
    names = ("is", "style", "words", "caption", "note", "picture", "mark", "place_and_date", "role", "name", "nip")
    return dict.fromkeys(names, "") | {"rows": [], "columns": [], "facts": [], "items": []}


def _rows(block: Table) -> list[dict[str, Any]]:
    """Rows of cells that know how they are set."""
    return [
        {
            "cells": [
                {"words": words, "is_number": column.is_number, "is_strong": place in block.strong_rows}
                for words, column in zip(row, block.columns, strict=True)
            ]
        }
        for place, row in enumerate(block.rows)
    ]


def _chapters(document: Document) -> list[tuple[Section | Signature, int]]:
    """What stands one below the other, with the level of its heading: sections, signature, annex, provenance."""
    found: list[tuple[Section | Signature, int]] = [(section, 1) for section in document.sections]
    found += [(document.signature, 1)] if document.signature else []
    if not document.annex:
        return found
    provenance = Section(document.words.provenance, (Pairs(document.provenance),))
    return [*found, (Section(document.words.annex, (), starts_page=True), 1), *((section, 2) for section in (*document.annex, provenance))]


def _text(value: Any) -> Any:
    """Texts escaped for XML, their braces too, so that they are no tags to anything that reads the file on its way; all else as it is."""
    if isinstance(value, str):
        return escape(value).replace("{", Markup("&#123;")).replace("}", Markup("&#125;"))
    if isinstance(value, dict):
        return {name: _text(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_text(each) for each in value]
    return value


class _Picture:
    """A picture where a template names it; spoken: what it shows, for who does not see it."""

    def __init__(self, filled: Any, png: bytes, width: Length, *, svg: bytes = b"", spoken: str = "") -> None:
        self._filled, self._png, self._width, self._svg, self._spoken = filled, png, width, svg, spoken

    def __html__(self) -> str:
        part = self._filled.current_rendering_part
        inline = part.new_pic_inline(io.BytesIO(self._png), self._width, None)
        inline.docPr.set("descr", self._spoken)
        if self._svg:
            _add_svg(part, inline, self._svg)
        written = inline.xml.translate(_SIGNS)
        return f'</w:t></w:r><w:r><w:drawing>{written}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def _emblem(filled: Any, kind: str, logo: bytes) -> "_Picture | str":
    """The emblem of the letter head, a drawing with a picture of it; nothing where there is none."""
    if not logo:
        return ""
    png, svg = (document_pdf.emblem(logo), logo) if kind == "svg" else (logo, b"")
    return _Picture(filled, png, Mm(22), svg=svg)


def _drawn(filled: Any, chart: Chart, language: str) -> _Picture:
    """A chart as drawing, with a picture of it for programs that show no drawings."""
    svg, png = (document_pdf.drawing(chart, language, kind) for kind in ("svg", "png"))
    return _Picture(filled, png, WIDTH, svg=svg, spoken=chart.spoken)


def _add_svg(part: Any, inline: Any, svg: bytes) -> None:
    """The drawing beside the picture of an inline shape."""
    name = part.package.next_partname("/word/media/drawing%d.svg")
    drawing = Part(PackURI(str(name)), "image/svg+xml", svg, part.package)
    number = part.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE)
    (blip,) = inline.iter(qn("a:blip"))
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG}" '
            f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{number}"/></a:ext></a:extLst>'
        )
    )


def _tables(document: Document) -> list[Table]:
    """Every table in the order of showing: their place is the number in their mark."""
    return [block for section in (*document.sections, *document.annex) for block in section.blocks if isinstance(block, Table)]


def _size_tables(filled: Any, tables: Sequence[Table]) -> None:
    """Give the marked tables the widths of their columns, and their caption in place of the mark; tables that a template does not mark stay as they are."""
    for element in filled.docx.element.body.iter(qn("w:tbl")):
        caption = element.tblPr.find(qn("w:tblCaption"))
        mark = "" if caption is None else caption.get(qn("w:val"))
        if mark == EQUAL:
            _size(element, [1.0] * len(element.tblGrid.findall(qn("w:gridCol"))))
            element.tblPr.remove(caption)
        elif mark.startswith(MARK):
            said = tables[int(mark.removeprefix(MARK))]
            caption.set(qn("w:val"), said.caption)
            _size(element, [column.width for column in said.columns])


def _size(element: Any, shares: Sequence[float]) -> None:
    widths = [str(round(WIDTH.twips * share / sum(shares))) for share in shares]
    for column, width in zip(element.tblGrid.findall(qn("w:gridCol")), widths, strict=False):
        column.set(qn("w:w"), width)
    for row in element.findall(qn("w:tr")):
        for cell, width in zip(row.findall(qn("w:tc")), widths, strict=False):
            properties = cell.get_or_add_tcPr()
            properties.width = int(width) * 635


def _describe(filled: Any, document: Document) -> None:
    """What programs read of a file: its title and language, nobody's name and no time of making."""
    known = filled.docx.core_properties
    known.title, known.author, known.last_modified_by, known.language = document.title, "", "", document.order.language
    known.created = known.modified = datetime.fromtimestamp(MOMENT, UTC)
