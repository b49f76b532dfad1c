"""Official documents as PDF, and their charts as vector drawings: set by Typst from values, without system fonts, packages or a network."""

import json
from dataclasses import asdict
from typing import Any, Literal

import typst

from dashboard.documents.content import Chart, Document
from dashboard.exports import document_values, drawn_signs
from dashboard.exports.document_values import values
from dashboard.exports.documents import MOMENT, TEMPLATES

PAGES = {"infographic": "infographic"}
"""Kinds that are set by a template of their own; all others by `document`."""

PPI = 200
"""Dots an inch of the picture that stands in for a drawing."""


def content(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes. Raises typst.TypstError when a template is broken."""
    made: bytes = _compiled(document, "pdf")
    return made


def pictures(document: Document, ppi: int) -> tuple[bytes, ...]:
    """Every page as PNG."""
    made: bytes | list[bytes] = _compiled(document, "png", ppi)
    return (made,) if isinstance(made, bytes) else tuple(made)


def drawing(chart: Chart, language: str, kind: Literal["svg", "png"]) -> bytes:
    """One chart by itself."""
    return _alone("chart", {"chart": asdict(chart), "language": language}, kind)


def emblem(svg: bytes) -> bytes:
    """A drawing as PNG, for programs that show pictures alone. Raises typst.TypstError where it is no drawing."""
    return _alone("emblem", {"svg": list(svg)}, "png")


def _alone(template: str, shown: dict[str, Any], kind: Literal["svg", "png"]) -> bytes:
    inputs = {"data": _data(shown)}
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, ignore_system_fonts=True, sys_inputs=inputs, format=kind, ppi=PPI, timestamp=MOMENT
    )
    return made


def _compiled(document: Document, kind: Literal["pdf", "png"], ppi: float | None = None) -> Any:
    template = TEMPLATES / f"{PAGES.get(document.order.kind, 'document')}.typ"
    inputs = {"data": _data(_values(document))}
    return typst.compile(template, root=TEMPLATES, ignore_system_fonts=True, sys_inputs=inputs, format=kind, ppi=ppi, timestamp=MOMENT)


def _data(shown: dict[str, Any]) -> str:
    """Values as a template reads them, with nothing in them that could not be drawn."""
    return drawn_signs.written(json.dumps(shown, ensure_ascii=False))


def _values(document: Document) -> dict[str, Any]:
    """Values with the pictures: an emblem as its bytes, which JSON has as numbers."""
    kind, logo = document_values.logo(document)
    return {**values(document), "logo": kind, "logo_bytes": list(logo), "code": document_values.code_svg(document)}
