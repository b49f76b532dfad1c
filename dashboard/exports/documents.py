"""Documents as PDF, set by Typst from values: what stands in them is data, never markup, and no font, image or package is fetched."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from dashboard.exports import drawn_signs

TEMPLATES = Path(__file__).parent / "templates"

MOMENT = int(datetime(2018, 1, 1, tzinfo=UTC).timestamp())
"""What stands as the time of making in every file: the same values give the same bytes."""

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Receipt:
    """What a receipt says, in words of one language. facts: name and value; points_rows: dimension, points, most points; answers_rows: question, answer,
    evidence; banner: a warning above all, or nothing."""

    language: str
    banner: str
    title: str
    subtitle: str
    facts: Rows
    points_title: str
    points_head: tuple[str, ...]
    points_rows: Rows
    result: str
    notes: tuple[str, ...]
    answers_title: str
    answers_head: tuple[str, ...]
    answers_rows: Rows
    statement_title: str
    statement: str
    checksum_title: str
    checksum: str
    footer: str


def receipt(said: Receipt) -> bytes:
    """The receipt as PDF."""
    return pdf("receipt", asdict(said))


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """A template of this folder filled with values, as PDF. Raises typst.TypstError when a value that it needs is missing."""
    inputs = {"data": drawn_signs.written(json.dumps(values, ensure_ascii=False))}
    made: bytes = typst.compile(TEMPLATES / f"{template}.typ", root=TEMPLATES, ignore_system_fonts=True, sys_inputs=inputs, timestamp=MOMENT)
    return made
