"""Who saw, took away, changed or was refused what, and when: rows that are only ever added, each carrying the hash of the one before.

The database refuses to change or remove a row. Whoever gets around that breaks the chain, and `verify` names the first entry that does not fit. Who can write
the whole database can also write a whole new chain: note the head that `verify` gives somewhere else, and compare with it.

How long: for good. Entries hold account numbers, addresses and codes of units, no name and no NIP; a breach notice or an inspection asks about years past,
and a chain with its beginning cut off proves nothing. An office whose archive schedule ends begins a new ledger and keeps the old one closed.
"""

import hashlib
import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, func, insert, select, update

from dashboard.ledger.engine import snapshot, writing
from dashboard.ledger.models import audit, audit_head, audit_unit

GENESIS = "0" * 64
"""The hash before the first entry."""

EVERY_UNIT = "*"
"""Stands in `unit_ids` for all units at once."""

MOST_ENTRIES = 1_000
"""Entries of one page of a search."""

_NIP = re.compile(r"(?<!\d)(?:19|20)(?:[ .']?\d){16}(?!\d)")


@dataclass(frozen=True)
class Actor:
    """Who does something: an account in a session at an address. Without an account: somebody who has not signed in, or the command line."""

    account_no: int | None = None
    session_no: int | None = None
    address: str | None = None


COMMAND_LINE = Actor(address="command line")
"""Whoever may run commands on the server."""


@dataclass(frozen=True)
class Entry:
    """One row of the audit. `subject_no` is the account that something was done to."""

    entry_no: int
    at: datetime
    action: str
    outcome: str
    account_no: int | None
    session_no: int | None
    subject_no: int | None
    address: str | None
    release_id: str | None
    page: str | None
    unit_ids: tuple[str, ...]
    filters: Mapping[str, Any]
    row_count: int | None
    hash: str


@dataclass(frozen=True)
class Verified:
    """How many entries fit, the number of the first that does not, and the hash of the last that does: what to note elsewhere."""

    count: int
    first_broken: int | None
    head: str


@dataclass(frozen=True)
class Found:
    """One page of a search, newest first; `next_before` asks for the page after it, None: there is none."""

    entries: tuple[Entry, ...]
    next_before: int | None


class Details(TypedDict, total=False):
    """What an entry may say beside who, what and when. `filters` hold codes; what looks like a NIP is not kept. `unit_ids` with EVERY_UNIT: all units."""

    outcome: str
    subject_no: int | None
    release_id: str | None
    page: str | None
    unit_ids: Sequence[str]
    filters: Mapping[str, Any]
    row_count: int | None


def record(
    ledger: Engine,
    action: str,
    *,
    now: datetime,
    account_no: int | None = None,
    session_no: int | None = None,
    address: str | None = None,
    **details: Unpack[Details],
) -> int:
    """Add one entry in a transaction of its own and return its number."""
    with writing(ledger) as connection:
        return append(connection, action, actor=Actor(account_no, session_no, address), now=now, **details)


def append(connection: Connection, action: str, *, actor: Actor, now: datetime, **details: Unpack[Details]) -> int:
    """Add one entry within a transaction that writes, as its last statement: from here to its end other writers of the audit wait."""
    head = connection.execute(select(audit_head.c.entry_no, audit_head.c.hash).with_for_update()).one()
    unit_ids = sorted({kept(unit_id, audit_unit.c.unit_id) for unit_id in details.get("unit_ids", ())})
    row_count = details.get("row_count")
    texts = {"address": actor.address, "release_id": details.get("release_id"), "page": details.get("page")}
    values: dict[str, Any] = {
        "entry_no": head.entry_no + 1,
        "at": now.astimezone(UTC),
        "action": action,
        "outcome": details.get("outcome", "done"),
        "account_no": actor.account_no,
        "session_no": actor.session_no,
        "subject_no": details.get("subject_no"),
        **{name: value and kept(value, audit.c[name]) for name, value in texts.items()},
        "unit_ids": _canonical(unit_ids),
        "filters": _canonical(_masked(details.get("filters", {}))),
        "row_count": None if row_count is None else int(row_count),
        "previous_hash": head.hash,
    }
    values["hash"] = _hash(values)
    connection.execute(insert(audit), values)
    if unit_ids:
        connection.execute(insert(audit_unit), [{"entry_no": values["entry_no"], "unit_id": unit_id} for unit_id in unit_ids])
    connection.execute(update(audit_head).values(entry_no=values["entry_no"], hash=values["hash"]))
    return int(values["entry_no"])


def kept(value: str, column: Column) -> str:
    """As much of a text from outside as the column keeps on every database: what a browser sends must not stop an entry from being written."""
    return value.encode(errors="replace").decode().replace("\0", "")[: column.type.length]  # type: ignore[attr-defined]


def says_nip(text: str) -> bool:
    """Whether something in a text looks like a NIP."""
    return _NIP.search(text) is not None


def _masked(value: Any) -> Any:
    """The same without what looks like a NIP, however deep it stands."""
    if isinstance(value, Mapping):
        return {_masked(str(key)): _masked(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(each) for each in value]
    if isinstance(value, bool | None):
        return value
    masked = _NIP.sub("[NIP]", str(value))
    return value if masked == str(value) else masked


def _canonical(value: Any) -> str:
    """One text per value: keys in order, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode(errors="replace").decode()


def _hash(values: Mapping[str, Any]) -> str:
    """Over every column but the hash itself, moments as ISO text in UTC with microseconds."""
    hashed = {column.name: values[column.name] for column in audit.columns if column.name != "hash"}
    hashed["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_canonical(hashed).encode()).hexdigest()


def verify(ledger: Engine, *, noted: tuple[int, str] | None = None) -> Verified:
    """Walk the whole chain. `noted`: number and hash of an entry written down earlier, which must still stand."""
    with snapshot(ledger) as connection:
        return _walked(connection, noted)


def _walked(connection: Connection, noted: tuple[int, str] | None) -> Verified:
    head = connection.execute(select(audit_head.c.entry_no, audit_head.c.hash)).one_or_none()
    count, last = 0, GENESIS
    for row, units in _rows_with_units(connection):
        if not _fits(row, units, count + 1, last) or (noted and noted[0] == row.entry_no and noted[1] != row.hash):
            return Verified(count, count + 1, last)
        count, last = row.entry_no, row.hash
    is_short = head is None or (head.entry_no, head.hash) != (count, last) or (noted is not None and noted[0] > count)
    return Verified(count, count + 1 if is_short else None, last)


def _rows_with_units(connection: Connection) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Every entry in order, with its units as the search finds them."""
    both = (
        select(audit, audit_unit.c.unit_id.label("found_unit_id"))
        .outerjoin(audit_unit, audit_unit.c.entry_no == audit.c.entry_no)
        .order_by(audit.c.entry_no)
        .execution_options(yield_per=5_000)
    )
    held: Row | None = None
    units: list[str] = []
    for row in connection.execute(both):
        if held is not None and row.entry_no != held.entry_no:
            yield held, tuple(units)
            units = []
        held = row
        units += [row.found_unit_id] if row.found_unit_id is not None else []
    if held is not None:
        yield held, tuple(units)


def _fits(row: Row, units: tuple[str, ...], entry_no: int, previous: str) -> bool:
    """Whether this is the row that was written after the one before it."""
    values = row._asdict()
    follows = row.entry_no == entry_no and row.previous_hash == previous
    return bool(follows and row.hash == _hash(values) and _canonical(sorted(units)) == row.unit_ids)


@dataclass(frozen=True)
class Sought:
    """What entries have to fit, all of it; None asks nothing. `since` counts, `until` does not.

    Who asks about one unit names its ancestors and EVERY_UNIT in `unit_ids` too: what showed a whole subtree showed this unit.
    """

    account_no: int | None = None
    session_no: int | None = None
    subject_no: int | None = None
    unit_ids: Sequence[str] | None = None
    actions: Sequence[str] | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def search(ledger: Engine, sought: Sought, *, before: int | None = None, limit: int = 100, offset: int = 0) -> Found:
    """Entries that fit, newest first. `before`: the `next_before` of the page before; `offset`: so many of them are passed over."""
    wanted = min(max(limit, 1), MOST_ENTRIES)
    fitting = select(audit).where(*_conditions(sought, before)).order_by(audit.c.entry_no.desc()).limit(wanted + 1).offset(offset)
    with ledger.connect() as connection:
        rows = connection.execute(fitting).all()
    return Found(tuple(_entry(row) for row in rows[:wanted]), rows[wanted - 1].entry_no if len(rows) > wanted else None)


def count(ledger: Engine, sought: Sought, *, before: int | None = None) -> int:
    """How many entries fit, of those before a number."""
    with ledger.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(audit).where(*_conditions(sought, before))).scalar_one())


def newest(ledger: Engine) -> int:
    """Number of the last entry; 0 when there is none."""
    with ledger.connect() as connection:
        return int(connection.execute(select(audit_head.c.entry_no)).scalar_one())


def _conditions(sought: Sought, before: int | None) -> list[ColumnElement[bool]]:
    named: tuple[tuple[Column, Callable[[Any, Any], Any], Any], ...] = (
        (audit.c.account_no, operator.eq, sought.account_no),
        (audit.c.session_no, operator.eq, sought.session_no),
        (audit.c.subject_no, operator.eq, sought.subject_no),
        (audit.c.outcome, operator.eq, sought.outcome),
        (audit.c.at, operator.ge, sought.since),
        (audit.c.at, operator.lt, sought.until),
        (audit.c.action, Column.in_, sought.actions),
        (audit.c.entry_no, _touches, sought.unit_ids),
        (audit.c.entry_no, operator.lt, before),
    )
    return [compare(column, value) for column, compare, value in named if value is not None]


def _touches(entry_no: Column, unit_ids: Sequence[str]) -> ColumnElement[bool]:
    return entry_no.in_(select(audit_unit.c.entry_no).where(audit_unit.c.unit_id.in_(unit_ids)))


def _entry(row: Row) -> Entry:
    values = row._asdict()
    values.pop("previous_hash")
    return Entry(**{**values, "unit_ids": tuple(json.loads(row.unit_ids)), "filters": json.loads(row.filters)})
