"""Entries, versions, events and receipts as values, and reading them by their entry."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, select

from dashboard.ledger.answers import ANSWERED, Evidence, Given, checksum, from_json
from dashboard.ledger.entry_models import entry_draft, entry_event, entry_version, evidence, receipt

Record = TypeVar("Record")


@dataclass(frozen=True)
class Entry:
    """One person's entry of a year. Who writes gives back the `change_no` that was seen."""

    entry_no: int
    period_year: int
    nip: int
    unit_id: str
    version_no: int
    state: str
    moved_at: datetime
    last_event_no: int
    change_no: int


@dataclass(frozen=True)
class Draft:
    """The working copy. Who saves gives back the `save_no` that was seen; 0 where there is none yet."""

    given: Given
    save_no: int
    saved_at: datetime


@dataclass(frozen=True)
class Version:
    """One complete version. made_as: asn, verifier or paper."""

    entry_no: int
    version_no: int
    made_at: datetime
    account_no: int
    made_as: str
    position_group: str
    truth_statement: str | None
    given: Given

    def checksum(self) -> str:
        """SHA-256 of everything but the account, as 64 hexadecimal digits."""
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in {"given", "account_no"}}
        values["made_at"] = self.made_at.astimezone(UTC).isoformat(timespec="microseconds")
        answers = {name: getattr(self.given, name) for name in ANSWERED}
        shown = [vars(each) for each in sorted(self.given.evidence, key=lambda each: each.indicator_code)]
        return checksum({**values, "answers": answers, "evidence": shown})


@dataclass(frozen=True)
class Event:
    """One move of an entry. acting_as: a role, or paper."""

    event_no: int
    entry_no: int
    version_no: int
    move: str
    state: str
    at: datetime
    account_no: int
    acting_as: str
    reason: str | None
    report_no: int | None


@dataclass(frozen=True)
class Receipt:
    """What stands on the receipt of a version. It is in the ledger before anybody is shown it."""

    receipt_no: str
    event_no: int
    entry_no: int
    version_no: int
    at: datetime
    qualification_score: Decimal
    competence_score: Decimal
    performance_score: Decimal
    discipline_score: Decimal
    total_score: Decimal
    category_code: str
    rule_version: str
    checksum: str


@dataclass(frozen=True)
class History:
    """Everything that happened to an entry, oldest first."""

    entry: Entry
    events: tuple[Event, ...]
    versions: tuple[Version, ...]
    receipts: tuple[Receipt, ...]


def record_of(row: Row, kind: type[Record]) -> Record:
    """The row as a value whose fields are columns of it."""
    return kind(**{each.name: getattr(row, each.name) for each in fields(kind)})  # type: ignore[arg-type]


def draft_of(connection: Connection, entry_no: int) -> Draft | None:
    """The working copy of an entry."""
    row = connection.execute(select(entry_draft).where(entry_draft.c.entry_no == entry_no)).one_or_none()
    return None if row is None else Draft(from_json(row.answers), row.save_no, row.saved_at)


def versions_of(connection: Connection, entry_no: int) -> tuple[Version, ...]:
    """Every version of an entry, oldest first."""
    shown: dict[int, list[Evidence]] = {}
    for row in _rows(connection, evidence, entry_no):
        shown.setdefault(row.version_no, []).append(record_of(row, Evidence))
    return tuple(_version(row, tuple(shown.get(row.version_no, ()))) for row in _rows(connection, entry_version, entry_no))


def _version(row: Row, shown: tuple[Evidence, ...]) -> Version:
    values = row._asdict()
    given = Given(**{name: values.pop(name) for name in ANSWERED}, evidence=shown)
    return Version(**values, given=given)


def events_of(connection: Connection, entry_no: int) -> tuple[Event, ...]:
    """Every event of an entry, oldest first."""
    return tuple(record_of(row, Event) for row in _rows(connection, entry_event, entry_no))


def receipts_of(connection: Connection, entry_no: int) -> tuple[Receipt, ...]:
    """Every receipt of an entry, oldest first."""
    rows = connection.execute(select(receipt).where(receipt.c.entry_no == entry_no).order_by(receipt.c.version_no))
    return tuple(record_of(row, Receipt) for row in rows)


def history_of(connection: Connection, row: Row) -> History:
    """Everything that happened to the entry of this row."""
    number = row.entry_no
    return History(record_of(row, Entry), events_of(connection, number), versions_of(connection, number), receipts_of(connection, number))


def _rows(connection: Connection, table: Table, entry_no: int) -> list[Any]:
    return list(connection.execute(select(table).where(table.c.entry_no == entry_no).order_by(*table.primary_key.columns)).all())
