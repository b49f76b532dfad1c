"""A document as plain values that both kinds of files are made of: each block says what it is."""

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import segno

from dashboard.documents.content import Block, Document, Section, Signature

GROUP = 8
"""Digits of a checksum that stand together."""


def values(document: Document) -> dict[str, Any]:
    """Everything a template may show; no figures of the seal, no order."""
    found = {name: value for name, value in asdict(document).items() if name not in {"order", "figures", "sections", "annex"}}
    found["kind"] = document.order.kind
    found["language"] = document.order.language
    found["sections"] = [_section(each) for each in document.sections]
    found["annex"] = [_section(each) for each in document.annex]
    found["checksum_line"] = grouped(document.checksum)
    found["number_line"] = next((f"{name}: {value}" for name, value in document.head[:1]), "")
    return found


def grouped(checksum: str) -> str:
    """The digits in groups that can be read aloud."""
    return " ".join(checksum[place : place + GROUP] for place in range(0, len(checksum), GROUP))


def logo(document: Document) -> tuple[str, bytes]:
    """Format and content of the emblem; nothing where there is none."""
    file = document.letterhead.logo
    return (Path(file).suffix.lower().removeprefix("."), Path(file).read_bytes()) if file else ("", b"")


def code_svg(document: Document) -> str:
    """The square code as SVG."""
    drawn = io.BytesIO()
    segno.make(document.code_words, error="m").save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def code_png(document: Document) -> bytes:
    """The square code as PNG."""
    drawn = io.BytesIO()
    segno.make(document.code_words, error="m").save(drawn, kind="png", border=2, scale=8)
    return drawn.getvalue()


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "starts_page": section.starts_page, "blocks": [block(each) for each in section.blocks]}


def fields(said: Signature) -> dict[str, Any]:
    """The lines of a signature by their names."""
    return asdict(said)


def block(said: Block) -> dict[str, Any]:
    """A block and, in `is`, what it is."""
    return {"is": type(said).__name__.lower(), **asdict(said)}
