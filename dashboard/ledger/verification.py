"""The way of those who verify: the queue of their units, oldest first, and what they do with an entry. Nobody does it with the own entry.

Who shows these rows records the look (dashboard.recording); every move records itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, case, exists, func, not_, or_, select, union_all

from dashboard.ledger import entries, entry_steps, moves
from dashboard.ledger.acting import Acting, in_scope, is_of_account
from dashboard.ledger.answers import Given
from dashboard.ledger.engine import writing
from dashboard.ledger.entry_errors import EntryNotFoundError, MeasurementError
from dashboard.ledger.entry_models import correction_request, entry, entry_version, identity, unit
from dashboard.ledger.entry_records import Event, Receipt
from dashboard.ledger.entry_steps import Done, Step
from dashboard.ledger.measured_year import MeasuredYear

MOST_ROWS = 200
"""Of one page of a queue."""

WIDE = 50
"""A scope of more than one in so many units is walked by time."""

DIFFERENCES = ("education", "position_group", "correction")
"""What may differ between an entry and SIMPEG: the level of education, the position group since the version was made, a request that nobody has decided."""


@dataclass(frozen=True)
class Waiting:
    """One entry of a queue. `differences`: those of DIFFERENCES; without any it is plain."""

    entry_no: int
    nip: int
    asn_name: str | None
    unit_id: str
    unit_name: str | None
    state: str
    moved_at: datetime
    change_no: int
    version_no: int
    made_as: str | None
    is_own: bool
    differences: tuple[str, ...]

    @property
    def place(self) -> tuple[datetime, int]:
        """Where the next page begins: `after` of `queue`."""
        return self.moved_at, self.entry_no


def queue(
    ledger: Engine,
    period_year: int,
    *,
    by: Acting,
    states: Sequence[str] = moves.WAITING,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
    is_plain: bool = False,
) -> list[Waiting]:
    """Entries of the scope in these states, the one that has waited longest first; `after`: the `place` of the last one seen.

    `is_plain`: only those without differences that are not the own one.
    """
    wanted = min(max(limit, 1), MOST_ROWS)
    rows = _waiting(period_year, by)
    if is_plain:
        rows = rows.where(not_(is_of_account(by.actor.account_no, entry.c.nip)), *(condition == 0 for condition in _differences().values()))
    else:
        visible = in_scope(by.scope, period_year, entry.c.unit_id)
        rows = select(entry).where(entry.c.period_year == period_year, visible)
    if after is not None:
        rows = rows.where(entry.c.moved_at >= after[0], or_(entry.c.moved_at > after[0], entry.c.entry_no > after[1]))
    with ledger.connect() as connection:
        by_time = _is_wide(connection, period_year, by)
        chosen = _oldest(connection, [rows.where(entry.c.state == state) for state in states], wanted, by_time=by_time)
        found = connection.execute(_waiting(period_year, by).where(entry.c.entry_no.in_(chosen)).order_by(entry.c.moved_at, entry.c.entry_no)).all()
    return [_row(each) for each in found]


def _oldest(connection: Connection, of_states: Sequence[Select], limit: int, *, by_time: bool) -> list[int]:
    """Numbers of the entries that wait longest. Each state is asked apart, so that an index has its entries in order; what is shown of them is read afterwards.

    Not by time: the order hides behind a function, so that SQLite looks for the units first.
    """
    place = (entry.c.moved_at, entry.c.entry_no)
    order = place if by_time else (func.coalesce(entry.c.moved_at, entry.c.moved_at), entry.c.entry_no)
    parts = [rows.with_only_columns(*place).order_by(*order).limit(limit) for rows in of_states]
    if not parts:
        return []
    together = union_all(*(select(part.subquery()) for part in parts)).subquery("together")
    return list(connection.execute(select(together.c.entry_no).order_by(together.c.moved_at, together.c.entry_no).limit(limit)).scalars())


def _is_wide(connection: Connection, period_year: int, by: Acting) -> bool:
    """Whether the scope has so many of the units that walking through all entries by their time finds its own soon. PostgreSQL knows by its statistics; SQLite
    has none, and by the wrong index a queue of five million entries takes minutes."""
    if by.scope.is_everything or connection.dialect.name != "sqlite":
        return True
    units = select(func.count()).where(unit.c.period_year == period_year)
    within = connection.execute(units.where(in_scope(by.scope, period_year, unit.c.unit_id))).scalar_one()
    return bool(within * WIDE > connection.execute(units).scalar_one())


def waiting(ledger: Engine, entry_no: int, *, by: Acting) -> Waiting:
    """One entry of the scope, in whatever state. Raises EntryNotFoundError."""
    with ledger.connect() as connection:
        year = connection.execute(select(entry.c.period_year).where(entry.c.entry_no == entry_no)).scalar_one_or_none()
        row = None if year is None else connection.execute(_waiting(year, by).where(entry.c.entry_no == entry_no)).one_or_none()
    if row is None:
        raise EntryNotFoundError
    return _row(row)


def counts(ledger: Engine, period_year: int, *, by: Acting) -> Mapping[str, int]:
    """How many entries of the scope are in each state; every state is there. The grouping hides behind a function, so that SQLite looks for the units first."""
    visible = in_scope(by.scope, period_year, entry.c.unit_id)
    state = func.coalesce(entry.c.state, entry.c.state).label("state")
    counted = select(state, func.count().label("entry_count")).where(entry.c.period_year == period_year, visible).group_by(state)
    with ledger.connect() as connection:
        found: dict[str, int] = {row.state: row.entry_count for row in connection.execute(counted)}
    return {state: found.get(state, 0) for state in moves.STATES}


def _waiting(period_year: int, by: Acting) -> Select:
    same = and_(identity.c.period_year == entry.c.period_year, identity.c.nip == entry.c.nip)
    in_force = and_(entry_version.c.entry_no == entry.c.entry_no, entry_version.c.version_no == entry.c.version_no)
    of_unit = and_(unit.c.period_year == entry.c.period_year, unit.c.unit_id == entry.c.unit_id)
    joined = entry.outerjoin(identity, same).outerjoin(entry_version, in_force).outerjoin(unit, of_unit)
    names = ("entry_no", "nip", "unit_id", "state", "moved_at", "change_no", "version_no")
    return (
        select(
            *(entry.c[name] for name in names),
            identity.c.asn_name,
            unit.c.unit_name,
            entry_version.c.made_as,
            is_of_account(by.actor.account_no, entry.c.nip).label("is_own"),
            *(condition.label(f"differs_{name}") for name, condition in _differences().items()),
        )
        .select_from(joined)
        .where(entry.c.period_year == period_year, in_scope(by.scope, period_year, entry.c.unit_id))
    )


def _differences() -> dict[str, ColumnElement[bool]]:
    """What differs, each as a condition that is true or false and never unknown."""
    open_request = exists().where(
        correction_request.c.period_year == entry.c.period_year, correction_request.c.nip == entry.c.nip, correction_request.c.decided_at.is_(None)
    )
    return {
        "education": case((entry_version.c.education_code.is_distinct_from(identity.c.education_code), 1), else_=0),
        "position_group": case((entry_version.c.position_group.is_distinct_from(identity.c.position_group), 1), else_=0),
        "correction": case((open_request, 1), else_=0),
    }


def _row(row: Row) -> Waiting:
    values = row._asdict()
    differing = tuple(name for name in DIFFERENCES if values.pop(f"differs_{name}"))
    return Waiting(**values, differences=differing)


def verify(ledger: Engine, entry_no: int, step: Step) -> Event:
    """The unit stands for it. Raises EntryNotFoundError, ChangedMeanwhileError, MoveRefusedError, OwnEntryError."""
    return _moved(ledger, entry_no, "verify", step)


def send_back(ledger: Engine, entry_no: int, step: Step) -> Event:
    """Return it to the person with a reason. Raises as `verify`, and ReasonMissingError."""
    return _moved(ledger, entry_no, "return", step)


def reopen(ledger: Engine, entry_no: int, step: Step) -> Event:
    """Reopen one reported entry with a reason; a returned report reopens its own. Raises as `send_back`."""
    return _moved(ledger, entry_no, "reopen", step)


def _moved(ledger: Engine, entry_no: int, code: str, step: Step) -> Event:
    with writing(ledger) as connection:
        row = entry_steps.locked(connection, entry_no, step.by)
        done = entry_steps.repeated(connection, entry_no, code, step)
        if done is None:
            done = entry_steps.carry_out(connection, row, entry_steps.check(connection, row, code, step), step)
    return done.event


def correct(ledger: Engine, year: MeasuredYear, entry_no: int, given: Given, step: Step) -> Receipt:
    """A version of the verifier's with a reason, verified with it; the person's own version stays. Raises as `send_back`, and AnswersRefusedError."""
    with ledger.connect() as connection:
        nip = entries.visible(connection, entry_no, step.by).nip
    scored = entries.score(year, given, entries.measurable(ledger, year, nip), now=step.now)
    with writing(ledger) as connection:
        row = entry_steps.locked(connection, entry_no, step.by)
        done = entry_steps.repeated(connection, entry_no, "correct", step)
        if done is None:
            move = entry_steps.check(connection, row, "correct", step)
            done = entry_steps.carry_out(connection, row, move, step, scored=scored)
    return entries.receipt_of(done)


@dataclass(frozen=True)
class Bulk:
    """What became of entries verified together: those verified, and those left as they were with the error that says why."""

    verified: tuple[int, ...]
    left: Mapping[int, MeasurementError]


def verify_plain(ledger: Engine, seen: Mapping[int, int], *, by: Acting, now: datetime) -> Bulk:
    """Verify those entries without differences that stand as they were seen: `seen` is change_no by entry_no. Each is a move of its own; others stay."""
    verified: list[int] = []
    left: dict[int, MeasurementError] = {}
    for entry_no, change_no in sorted(seen.items()):
        try:
            _verify_if_plain(ledger, entry_no, Step(by, now, change_no))
        except MeasurementError as error:
            left[entry_no] = error
        else:
            verified.append(entry_no)
    return Bulk(tuple(verified), left)


class DiffersError(MeasurementError):
    """Not without differences: to be looked at one by one."""


def _verify_if_plain(ledger: Engine, entry_no: int, step: Step) -> Done:
    with writing(ledger) as connection:
        row = entry_steps.locked(connection, entry_no, step.by)
        move = entry_steps.check(connection, row, "verify", step)
        if _row(connection.execute(_waiting(row.period_year, step.by).where(entry.c.entry_no == entry_no)).one()).differences:
            raise DiffersError
        return entry_steps.carry_out(connection, row, move, step)
