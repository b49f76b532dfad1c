"""Documents that were issued: each with its number, the figures that it states and their checksum. Only ever added to.

A number is counted within its series and the year of the letter, in the transaction that writes the document down: none is given twice, none is taken back.
The same figures of the same release in the same language are one document, however often it is asked for.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, exists, func, insert, select

from dashboard.ledger import audit
from dashboard.ledger.acting import Acting
from dashboard.ledger.answers import canonical, checksum
from dashboard.ledger.engine import DOCUMENTS, take_turn, writing
from dashboard.ledger.entry_models import issued_document

ISSUED = "document_issued"
"""Action of the audit."""

GIVEN = ("number", "on")
"""What of the figures a document is given when it is issued: its number and the day of the letter."""

SHORTEST = 16
"""Digits of a checksum that are enough to find its document: nobody meets another one by chance."""

LONGEST_NUMBER = 200
MOST_LISTED = 200


@dataclass(frozen=True)
class Draft:
    """What is about to be issued. figures: those that the checksum is of, still without a number; nip: whose result sheet it is; report_no: the report of a
    stage whose figures these are."""

    kind: str
    period_year: int
    unit_id: str
    release_id: str
    language: str
    dated_on: date
    figures: Mapping[str, Any] = field(repr=False)
    nip: int | None = field(default=None, repr=False)
    report_no: int | None = None


@dataclass(frozen=True)
class Issued:
    """One document as it was issued."""

    document_no: int
    number: str
    series: str
    count_year: int
    sequence_no: int
    kind: str
    period_year: int
    unit_id: str
    nip: int | None = field(repr=False)
    release_id: str
    language: str
    dated_on: date
    report_no: int | None
    figures: Mapping[str, Any] = field(repr=False, hash=False)
    checksum: str
    issued_at: datetime
    account_no: int
    acting_as: str

    @property
    def is_sound(self) -> bool:
        """Whether the figures are those that the checksum was made of."""
        return checksum(self.figures) == self.checksum


@dataclass(frozen=True)
class Given:
    """A document that was issued, and whether this was done before: then nothing was written."""

    document: Issued
    is_known: bool


def issue(ledger: Engine, draft: Draft, series: str, number_of: Callable[[int], str], *, by: Acting, now: datetime) -> Given:
    """Issue it under the next number of the series in the year of its date, `number_of` saying how that is written; it is on the disc when this returns.

    A number that another series has given already is passed over. Whose rows these are has been asked before: they came through the scope of `by`.
    """
    with writing(ledger) as connection:
        take_turn(connection, DOCUMENTS)
        known = _known(connection, draft)
        if known is not None:
            return Given(known, is_known=True)
        sequence_no, number = _next(connection, series, draft.dated_on.year, number_of)
        stated = {**draft.figures, "number": number, "on": draft.dated_on.isoformat()}
        values = {
            **{name: getattr(draft, name) for name in ("kind", "period_year", "unit_id", "nip", "release_id", "language", "dated_on", "report_no")},
            "number": number,
            "series": series,
            "count_year": draft.dated_on.year,
            "sequence_no": sequence_no,
            "figures": canonical(stated),
            "checksum": checksum(stated),
            "issued_at": now,
            "account_no": by.actor.account_no,
            "acting_as": by.role,
        }
        row = connection.execute(insert(issued_document).values(**values).returning(issued_document)).one()
        filters = {"year": draft.period_year, "document_kind": draft.kind, "document": row.document_no}
        people = None if draft.nip is None else 1
        units = [draft.unit_id]
        audit.append(connection, ISSUED, actor=by.actor, now=now, release_id=draft.release_id, unit_ids=units, filters=filters, row_count=people)
        return Given(_issued(row), is_known=False)


def _known(connection: Connection, draft: Draft) -> Issued | None:
    """The document that states the same, whatever its number and day."""
    alike = (issued_document.c[name] == getattr(draft, name) for name in ("kind", "period_year", "unit_id", "release_id", "language"))
    rows = connection.execute(select(issued_document).where(*alike, _is_of(draft.nip)).order_by(issued_document.c.document_no.desc()))
    wanted = canonical(_ungiven(draft.figures))
    return next((found for found in map(_issued, rows) if canonical(_ungiven(found.figures)) == wanted), None)


def _is_of(nip: int | None) -> ColumnElement[bool]:
    return issued_document.c.nip.is_(None) if nip is None else issued_document.c.nip == nip


def _ungiven(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name not in GIVEN}


def _next(connection: Connection, series: str, count_year: int, number_of: Callable[[int], str]) -> tuple[int, str]:
    """The next number that no document has. Raises ValueError for one that the ledger has no room for."""
    counted = (issued_document.c.series == series, issued_document.c.count_year == count_year)
    last = connection.execute(select(func.coalesce(func.max(issued_document.c.sequence_no), 0)).where(*counted)).scalar_one()
    sequence_no = int(last) + 1
    while connection.execute(select(exists().where(issued_document.c.number == number_of(sequence_no)))).scalar_one():
        sequence_no += 1
    number = number_of(sequence_no)
    if len(number) > LONGEST_NUMBER:
        raise ValueError("the number of a document is too long")
    return sequence_no, number


def by_number(ledger: Engine, document_no: int) -> Issued | None:
    """One document by its place in the ledger."""
    with ledger.connect() as connection:
        row = connection.execute(select(issued_document).where(issued_document.c.document_no == document_no)).one_or_none()
    return None if row is None else _issued(row)


def by_checksum(ledger: Engine, typed: str) -> Issued | None:
    """The document with this checksum, or one that begins so; blanks and capitals do not matter. None: there is none, or too little was typed."""
    digits = "".join(typed.split()).lower()
    if not SHORTEST <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
        return None
    with ledger.connect() as connection:
        after = issued_document.c.checksum < f"{digits}g"
        rows = connection.execute(select(issued_document).where(issued_document.c.checksum >= digits, after).limit(2)).all()
    return _issued(rows[0]) if len(rows) == 1 else None


def of_units(ledger: Engine, period_year: int, unit_ids: Sequence[str], kinds: Sequence[str], limit: int = MOST_LISTED) -> tuple[Issued, ...]:
    """The documents of these units and kinds, the newest first, none of a person."""
    asked = (
        issued_document.c.period_year == period_year,
        issued_document.c.unit_id.in_(unit_ids),
        issued_document.c.kind.in_(kinds),
        issued_document.c.nip.is_(None),
    )
    return _listed(ledger, asked, limit)


def of_person(ledger: Engine, period_year: int, nip: int, limit: int = MOST_LISTED) -> tuple[Issued, ...]:
    """The result sheets of a person, the newest first. Whoever asks has been let to this person's row before."""
    return _listed(ledger, (issued_document.c.period_year == period_year, issued_document.c.nip == nip), limit)


def _listed(ledger: Engine, asked: Sequence[ColumnElement[bool]], limit: int) -> tuple[Issued, ...]:
    rows = select(issued_document).where(*asked).order_by(issued_document.c.document_no.desc()).limit(min(max(limit, 1), MOST_LISTED))
    with ledger.connect() as connection:
        return tuple(map(_issued, connection.execute(rows)))


def _issued(row: Row) -> Issued:
    return Issued(**{**row._asdict(), "figures": json.loads(row.figures)})
