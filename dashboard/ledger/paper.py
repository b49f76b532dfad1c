"""Results that a unit measured on paper: written down by those who verify it, looked at before, then all of a file or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, select
from sqlalchemy.exc import IntegrityError

from dashboard.ledger import entries, entry_steps, identities, moves
from dashboard.ledger.acting import Acting
from dashboard.ledger.answers import Given
from dashboard.ledger.engine import snapshot, writing
from dashboard.ledger.entry_errors import MeasurementError, MoveRefusedError, OwnEntryError
from dashboard.ledger.entry_models import entry
from dashboard.ledger.entry_records import Receipt
from dashboard.ledger.entry_steps import Scored, Step
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import MeasuredYear


@dataclass(frozen=True)
class OnPaper:
    """One row of a file: whose, and the answers. Empty answers count as the rules say, and evidence stays on paper."""

    nip: int
    given: Given


class RowsRefusedError(MeasurementError):
    """Nothing was stored: the errors by the place of their row, counted from 0."""

    def __init__(self, refused: Mapping[int, MeasurementError]) -> None:
        super().__init__(f"{len(refused)} rows")
        self.refused = refused


def refusals(ledger: Engine, year: MeasuredYear, rows: Sequence[OnPaper], *, by: Acting, now: datetime) -> dict[int, MeasurementError]:
    """What `store` would refuse, by the place of the row: somebody out of scope, not eligible, measured already, twice in the file, answers, the window."""
    return _looked_at(ledger, year, rows, by, now)[1]


def store(ledger: Engine, year: MeasuredYear, rows: Sequence[OnPaper], step: Step) -> list[Receipt]:
    """Submit every row as paper, all in one transaction; their receipts. Raises RowsRefusedError, and stores nothing. The same request again changes nothing."""
    try:
        return _stored(ledger, year, rows, step)
    except IntegrityError:
        return _stored(ledger, year, rows, step)


def _stored(ledger: Engine, year: MeasuredYear, rows: Sequence[OnPaper], step: Step) -> list[Receipt]:
    """All of them. Raises RowsRefusedError, and IntegrityError when one of these people began at this very moment.

    Every entry is added or held before the first event is written: whoever holds the audit's head waits for no entry, so nobody waits in a circle.
    """
    repeated = _repeated(ledger, year, rows, step)
    if repeated is not None:
        return repeated
    scored, refused = _looked_at(ledger, year, rows, step.by, step.now)
    if refused:
        raise RowsRefusedError(refused)
    with writing(ledger) as connection:
        held = {person.nip: _held(connection, person, step) for person, _scored in sorted(scored, key=lambda each: each[0].nip)}
        return [_submitted(connection, held[person.nip], each, step, place) for place, (person, each) in enumerate(scored)]


def _looked_at(
    ledger: Engine, year: MeasuredYear, rows: Sequence[OnPaper], by: Acting, now: datetime
) -> tuple[list[tuple[Identity, Scored]], dict[int, MeasurementError]]:
    scored: list[tuple[Identity, Scored]] = []
    refused: dict[int, MeasurementError] = {}
    seen: set[int] = set()
    for place, each in enumerate(rows):
        try:
            if each.nip in seen:
                raise MoveRefusedError("submit", moves.SUBMITTED, by.role)
            seen.add(each.nip)
            scored.append(_scored(ledger, year, each, by, now))
        except MeasurementError as error:
            refused[place] = error
    return scored, refused


def _scored(ledger: Engine, year: MeasuredYear, each: OnPaper, by: Acting, now: datetime) -> tuple[Identity, Scored]:
    person = identities.in_scope_of(ledger, year.period_year, each.nip, by=by)
    entries.measurable(ledger, year, each.nip)
    entries.check_window(ledger, year, person.unit_id, now)
    with snapshot(ledger) as connection:
        row = _row(connection, person)
        if row is not None:
            entry_steps.check(connection, row, "submit", Step(by, now))
        elif entry_steps.is_same_person(connection, person.nip, by):
            raise OwnEntryError
    return person, entries.score(year, each.given, person, now=now, is_paper=True)


def _row(connection: Connection, person: Identity) -> Row | None:
    same = (entry.c.period_year == person.period_year, entry.c.nip == person.nip)
    return connection.execute(select(entry).where(*same)).one_or_none()


def _held(connection: Connection, person: Identity, step: Step) -> Row:
    row = _row(connection, person)
    return entries.add(connection, person, step.now) if row is None else entry_steps.locked(connection, row.entry_no, step.by)


def _submitted(connection: Connection, row: Row, scored: Scored, step: Step, place: int) -> Receipt:
    """Looked at again within the transaction. Raises RowsRefusedError."""
    try:
        row = entries.begin(connection, row, step) if row.last_event_no == 0 else row
        move = entry_steps.check(connection, row, "submit", step)
        return entries.receipt_of(entry_steps.carry_out(connection, row, move, step, scored=scored))
    except MeasurementError as error:
        raise RowsRefusedError({place: error}) from None


def _repeated(ledger: Engine, year: MeasuredYear, rows: Sequence[OnPaper], step: Step) -> list[Receipt] | None:
    """The receipts of the rows when all of them were stored under this request before."""
    found: list[Receipt] = []
    with snapshot(ledger) as connection:
        for each in rows:
            row = connection.execute(select(entry).where(entry.c.period_year == year.period_year, entry.c.nip == each.nip)).one_or_none()
            done = None if row is None else entry_steps.repeated(connection, row.entry_no, "submit", replace(step, seen_change_no=None))
            if done is None or done.receipt is None:
                return None
            found.append(done.receipt)
    return found or None
