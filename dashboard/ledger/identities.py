"""People and units as SIMPEG has them: for the person's own eyes and those who verify. Loaded from outside, never changed here, never in a release or a log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Table, delete, exists, func, insert, select, update

from dashboard.ledger import audit
from dashboard.ledger.acting import Acting, in_scope
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.entry_errors import EntryNotFoundError, MeasurementError
from dashboard.ledger.entry_models import entry, identity, identity_check, unit

FIELDS = ("asn_name", "nip", "email", "rank_name", "sex_code", "religion", "education_code", "position_name", "unit_id")
"""The nine fields that a person looks through, in order."""

ROWS_AT_ONCE = 2_000

Item = TypeVar("Item")


class LoadRefusedError(MeasurementError):
    """People or units that cannot be loaded: one sentence in Indonesian, without anybody's data."""


@dataclass(frozen=True)
class Identity:
    """One person as SIMPEG has them in a year. unit_name: of the unit as loaded with it."""

    period_year: int
    nip: int
    asn_name: str | None
    email: str | None
    rank_name: str | None
    rank_code: str | None
    sex_code: str | None
    religion: str | None
    education_code: str | None
    position_name: str | None
    position_group: str | None
    employment_status: str | None
    status_code: str | None
    unit_id: str
    unit_name: str | None
    loaded_at: datetime
    source_name: str


@dataclass(frozen=True)
class UnitRow:
    """One unit to load."""

    unit_id: str
    unit_name: str
    parent_unit_id: str | None = None


@dataclass(frozen=True)
class PersonRow:
    """One person to load. status_code none: the employment status in capitals."""

    nip: int
    unit_id: str
    asn_name: str | None = None
    email: str | None = None
    rank_name: str | None = None
    rank_code: str | None = None
    sex_code: str | None = None
    religion: str | None = None
    education_code: str | None = None
    position_name: str | None = None
    position_group: str | None = None
    employment_status: str | None = None
    status_code: str | None = None


@dataclass(frozen=True)
class Loaded:
    """How many units and people were loaded, and how many entries followed their person to another unit."""

    unit_count: int
    person_count: int
    moved_count: int


def of_person(ledger: Engine, period_year: int, nip: int) -> Identity | None:
    """A person as SIMPEG has them; None: not in the ledger in that year. For the person alone; others ask `in_scope_of`."""
    with ledger.connect() as connection:
        row = connection.execute(people().where(identity.c.period_year == period_year, identity.c.nip == nip)).one_or_none()
    return None if row is None else identity_of(row)


def in_scope_of(ledger: Engine, period_year: int, nip: int, *, by: Acting) -> Identity:
    """A person of somebody's scope. Raises EntryNotFoundError."""
    visible = in_scope(by.scope, period_year, identity.c.unit_id, identity.c.nip)
    with ledger.connect() as connection:
        row = connection.execute(people().where(identity.c.period_year == period_year, identity.c.nip == nip, visible)).one_or_none()
    if row is None:
        raise EntryNotFoundError
    return identity_of(row)


def loaded_at(ledger: Engine, period_year: int) -> datetime | None:
    """When the people of a year were last loaded; None: nobody is there."""
    with ledger.connect() as connection:
        moment: datetime | None = connection.execute(select(func.max(identity.c.loaded_at)).where(identity.c.period_year == period_year)).scalar_one()
    return moment


def people() -> Any:
    """Select of identity with the name of its unit."""
    same = (unit.c.period_year == identity.c.period_year) & (unit.c.unit_id == identity.c.unit_id)
    return select(identity, unit.c.unit_name).select_from(identity.outerjoin(unit, same))


def identity_of(row: Row) -> Identity:
    """A row of `people`."""
    return Identity(**{each.name: getattr(row, each.name) for each in fields(Identity)})


def checked(ledger: Engine, period_year: int, *, by: Acting, now: datetime) -> None:
    """Keep that the person has looked through the own identity. Raises EntryNotFoundError."""
    nip = by.scope.nip
    if nip is None or of_person(ledger, period_year, nip) is None:
        raise EntryNotFoundError
    with writing(ledger) as connection:
        connection.execute(insert(identity_check).values(period_year=period_year, nip=nip, at=now, account_no=by.actor.account_no))


def last_checked(ledger: Engine, period_year: int, nip: int) -> datetime | None:
    """When the person last looked through the own identity; None: never."""
    with ledger.connect() as connection:
        last = select(func.max(identity_check.c.at)).where(identity_check.c.period_year == period_year, identity_check.c.nip == nip)
        moment: datetime | None = connection.execute(last).scalar_one()
    return moment


def load(
    ledger: Engine, period_year: int, units: Iterable[UnitRow], people: Iterable[PersonRow], *, source_name: str, actor: Actor, now: datetime
) -> Loaded:
    """Replace units and people of a year by SIMPEG's newest word, all or nothing. Entries stay, and follow their person to another unit.

    Raises LoadRefusedError: nobody in it, a person twice or in an unknown unit, units that stand below themselves.
    """
    rows = _numbered(period_year, list(units))
    known = {row["unit_id"] for row in rows}
    kept = {"loaded_at": now, "source_name": source_name}
    with writing(ledger) as connection:
        for table in (identity, unit):
            connection.execute(delete(table).where(table.c.period_year == period_year))
        unit_count = _insert(connection, unit, rows)
        person_count = _insert(connection, identity, _people(period_year, people, known, kept))
        if not person_count:
            raise LoadRefusedError("Tidak ada orang di dalamnya; muat kembali dari sumber pegawai yang lengkap.")
        moved_count = _follow(connection, period_year)
        filters = {"year": period_year, "moved": moved_count}
        audit.append(connection, "identities_loaded", actor=actor, now=now, unit_ids=[audit.EVERY_UNIT], filters=filters, row_count=person_count)
    return Loaded(unit_count, person_count, moved_count)


def _people(period_year: int, people: Iterable[PersonRow], known: set[str], kept: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen: set[int] = set()
    for number, person in enumerate(people, start=1):
        if person.nip in seen or person.unit_id not in known:
            what = "sudah ada di atasnya" if person.nip in seen else "berada di unit yang tidak dikenal"
            raise LoadRefusedError(f"Orang ke-{number} {what}; perbaiki sumbernya dan muat kembali.")
        seen.add(person.nip)
        status_code = person.status_code or (person.employment_status or "").strip().upper() or None
        yield {"period_year": period_year, **vars(person), "status_code": status_code, **kept}


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    if connection.dialect.name == "postgresql":
        return _copied(connection, table, rows)
    count = 0
    for part in _parts(rows):
        connection.execute(insert(table), part)
        count += len(part)
    return count


def _copied(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    """By COPY, in less than half the time; others write meanwhile."""
    quoted = connection.dialect.identifier_preparer
    names = [column.name for column in table.columns]
    columns = ", ".join(map(quoted.quote, names))
    count = 0
    with connection.connection.cursor().copy(f"COPY {quoted.format_table(table)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row.get(name) for name in names])
            count += 1
    return count


def _parts(rows: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(rows)
    while part := list(islice(remaining, ROWS_AT_ONCE)):
        yield part


def _numbered(period_year: int, units: Sequence[UnitRow]) -> list[dict[str, Any]]:
    """The units in pre-order, each with the number of the last one below it. A unit whose parent is not there stands at the top."""
    names = {each.unit_id for each in units}
    below: dict[str | None, list[UnitRow]] = {}
    for each in sorted(units, key=lambda each: each.unit_id):
        below.setdefault(each.parent_unit_id if each.parent_unit_id in names else None, []).append(each)
    rows: dict[str, dict[str, Any]] = {}
    open_units = [(each, False) for each in reversed(below.get(None, []))]
    while open_units:
        each, is_left = open_units.pop()
        if is_left:
            rows[each.unit_id]["last_unit_no"] = len(rows)
            continue
        rows[each.unit_id] = {"period_year": period_year, **vars(each), "unit_no": len(rows) + 1, "last_unit_no": len(rows) + 1}
        open_units.append((each, True))
        open_units += [(child, False) for child in reversed(below.get(each.unit_id, []))]
    if len(rows) != len(units):
        raise LoadRefusedError("Ada unit yang tertulis dua kali atau berada di bawah dirinya sendiri; perbaiki sumber unit.")
    return list(rows.values())


def _follow(connection: Connection, period_year: int) -> int:
    same = (identity.c.period_year == entry.c.period_year) & (identity.c.nip == entry.c.nip)
    unit_id = select(identity.c.unit_id).where(same).scalar_subquery()
    is_elsewhere = exists().where(same, identity.c.unit_id != entry.c.unit_id)
    return connection.execute(update(entry).where(entry.c.period_year == period_year, is_elsewhere).values(unit_id=unit_id)).rowcount
