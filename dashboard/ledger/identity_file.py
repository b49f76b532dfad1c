"""The file that `python -m pipelines identities` writes, into the ledger: units and people of one year, all of them or none."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, TypeVar

from sqlalchemy import Engine, Table

from dashboard.ledger import entry_models, identities
from dashboard.ledger.audit import Actor, kept
from dashboard.ledger.identities import Loaded, LoadRefusedError, PersonRow, UnitRow

Item = TypeVar("Item", UnitRow, PersonRow)


@dataclass(frozen=True)
class Announced:
    """What the first line says: the year, where the people are from, and how many units and people follow."""

    period_year: int
    source_name: str
    unit_count: int
    identity_count: int


def load(ledger: Engine, file: Path, *, actor: Actor, now: datetime) -> tuple[Announced, Loaded]:
    """Replace the year of the file in the ledger; other years stay. Raises LoadRefusedError for a file that is not whole or not of this kind, OSError."""
    with file.open(encoding="utf-8") as lines:
        announced = _announced(lines)
        units = [_row(UnitRow, entry_models.unit, line) for line in _following(lines, "unit", announced.unit_count)]
        people = (_person(line) for line in _following(lines, "identity", announced.identity_count, is_last=True))
        loaded = identities.load(ledger, announced.period_year, units, people, source_name=announced.source_name, actor=actor, now=now)
    return announced, loaded


def year_of(file: Path) -> int:
    """The year that a file announces. Raises LoadRefusedError for a file that is none of this kind, OSError."""
    with file.open(encoding="utf-8") as lines:
        return _announced(lines).period_year


def _announced(lines: TextIO) -> Announced:
    first = _object(lines.readline())
    if first.get("kind") != "year":
        raise LoadRefusedError("Baris pertama bukan baris tahun; buat berkasnya dengan `python -m pipelines identities`.")
    return Announced(*(first[each.name] for each in fields(Announced)))


def _following(lines: TextIO, kind: str, count: int, *, is_last: bool = False) -> Iterator[dict[str, Any]]:
    """The next `count` lines, which must all be of this kind; of the last kind nothing may follow them."""
    for number in range(count):
        line = _object(lines.readline())
        if line.get("kind") != kind:
            raise LoadRefusedError(f"Berkas tidak utuh: {number} dari {count} baris {kind}. Buat lagi dengan `python -m pipelines identities`.")
        yield line
    if is_last and lines.readline():
        raise LoadRefusedError(f"Berkas memuat lebih dari {count} baris {kind}. Buat lagi dengan `python -m pipelines identities`.")


def _object(line: str) -> dict[str, Any]:
    """One line; what is no object has no kind."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _person(line: dict[str, Any]) -> PersonRow:
    return _row(PersonRow, entry_models.identity, {**line, "nip": int(line["nip"])})


def _row(kind: type[Item], table: Table, line: dict[str, Any]) -> Item:
    """The line's values by the row's names, each as long as its column is."""
    values: dict[str, Any] = {each.name: line.get(each.name) for each in fields(kind)}
    values |= {name: kept(value, table.c[name]) for name, value in values.items() if isinstance(value, str)}
    return kind(**values)
