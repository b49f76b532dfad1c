"""What reports of stages do to entries, many at once: one event each, in one transaction with the report or its return."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, exists, func, insert, literal, select, update

from dashboard.ledger import moves
from dashboard.ledger.acting import units_below
from dashboard.ledger.entry_models import entry, entry_event, identity, stage_report
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.ledger.models import Moment

ENTRIES_AT_ONCE = 1_000


@dataclass(frozen=True)
class Unmet:
    """What a report would come before: reports owed as (stage_no, unit_id), and how many people whom the rules measure are not verified."""

    open_reports: tuple[tuple[int, str], ...]
    open_count: int

    @property
    def is_nothing(self) -> bool:
        """Whether everything is there."""
        return not self.open_reports and not self.open_count


def locked_entries(connection: Connection, period_year: int, unit_id: str) -> list[int]:
    """Numbers of the verified entries of a unit and those below it, held to the end of the transaction."""
    below = entry.c.unit_id.in_(units_below(period_year, (unit_id,)))
    rows = select(entry.c.entry_no).where(entry.c.period_year == period_year, below, entry.c.state == moves.VERIFIED)
    return list(connection.execute(rows.order_by(entry.c.entry_no).with_for_update()).scalars())


def reported_entries(connection: Connection, period_year: int, unit_id: str, report_nos: Sequence[int]) -> list[int]:
    """Numbers of the reported entries of a unit and those below it that these reports of verification, or ones that they replaced, have reported; held."""
    given, earlier = stage_report.alias("given"), stage_report.alias("earlier")
    same = and_(*(given.c[name] == earlier.c[name] for name in ("period_year", "unit_id", "stage_no")))
    reports = select(earlier.c.report_no).join_from(given, earlier, same).where(given.c.report_no.in_(report_nos))
    below = entry.c.unit_id.in_(units_below(period_year, (unit_id,)))
    by_them = exists().where(entry_event.c.event_no == entry.c.last_event_no, entry_event.c.report_no.in_(reports))
    rows = select(entry.c.entry_no).where(entry.c.period_year == period_year, below, entry.c.state == moves.REPORTED, by_them)
    return list(connection.execute(rows.order_by(entry.c.entry_no).with_for_update()).scalars())


def move(connection: Connection, entry_nos: Sequence[int], code: str, step: Step, report_no: int) -> None:
    """Move entries that are held, after the audit was written. Raises MoveRefusedError when the role may not."""
    for start in range(0, len(entry_nos), ENTRIES_AT_ONCE):
        _move(connection, entry_nos[start : start + ENTRIES_AT_ONCE], code, step, report_no)


def _move(connection: Connection, entry_nos: Sequence[int], code: str, step: Step, report_no: int) -> None:
    (before,) = moves.MOVES[code].before
    after = moves.allowed(code, before, step.by.role).after
    chosen = entry.c.entry_no.in_(entry_nos)
    values = {
        "move": literal(code),
        "state": literal(after),
        "at": literal(step.now, Moment),
        "account_no": literal(step.by.actor.account_no),
        "acting_as": literal(step.by.role),
        "reason": literal(step.reason),
        "report_no": literal(report_no),
    }
    rows = select(entry.c.entry_no, entry.c.version_no, *values.values()).where(chosen).order_by(entry.c.entry_no)
    connection.execute(insert(entry_event).from_select(["entry_no", "version_no", *values], rows))
    made = and_(entry_event.c.entry_no == entry.c.entry_no, entry_event.c.report_no == report_no, entry_event.c.move == code)
    number = select(func.max(entry_event.c.event_no)).where(made).scalar_subquery()
    follows = {"state": after, "moved_at": step.now, "last_event_no": number, "change_no": entry.c.change_no + 1}
    connection.execute(update(entry).where(chosen).values(**follows))


def not_verified_count(connection: Connection, year: MeasuredYear, unit_id: str) -> int:
    """How many people of a unit and those below it are to be measured and have no entry that is verified or reported."""
    done = exists().where(
        entry.c.period_year == identity.c.period_year, entry.c.nip == identity.c.nip, entry.c.state.in_((moves.VERIFIED, moves.REPORTED))
    )
    below = identity.c.unit_id.in_(units_below(year.period_year, (unit_id,)))
    measured = identity.c.status_code.in_(year.measured_statuses)
    counted = select(func.count()).select_from(identity).where(identity.c.period_year == year.period_year, below, measured, ~done)
    return int(connection.execute(counted).scalar_one())


def state_counts(connection: Connection, period_year: int, unit_id: str) -> dict[str, int]:
    """How many entries of a unit and those below it are in each state; every state is there."""
    below = entry.c.unit_id.in_(units_below(period_year, (unit_id,)))
    state = func.coalesce(entry.c.state, entry.c.state).label("state")
    counted = select(state, func.count().label("entry_count")).where(entry.c.period_year == period_year, below).group_by(state)
    found: dict[str, int] = {row.state: row.entry_count for row in connection.execute(counted)}
    return {state: found.get(state, 0) for state in moves.STATES}
