"""Measuring outside the schedule: opened by the secretariat for a unit with all below it, from one moment to another, for a reason, recorded."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, Row, insert, select

from dashboard.ledger import audit
from dashboard.ledger.acting import Acting, in_scope, reaches, units_above
from dashboard.ledger.engine import writing
from dashboard.ledger.entry_errors import EntryNotFoundError, MeasurementError, ReasonMissingError
from dashboard.ledger.entry_models import late_opening


@dataclass(frozen=True)
class LateOpening:
    """One opening. `closes_at` does not belong to it."""

    opening_no: int
    period_year: int
    unit_id: str
    opens_at: datetime
    closes_at: datetime
    reason: str
    account_no: int
    at: datetime


def open_for(
    ledger: Engine, period_year: int, unit_id: str, *, opens_at: datetime, closes_at: datetime, reason: str, by: Acting, now: datetime
) -> LateOpening:
    """Open it; `by.scope` is whose units may be opened. Raises EntryNotFoundError, ReasonMissingError, MeasurementError when it would be over before it begins."""
    if not reason.strip():
        raise ReasonMissingError
    if not max(opens_at, now) < closes_at:
        raise MeasurementError("an opening ends after it begins, and after now")
    with writing(ledger) as connection:
        if not reaches(connection, by.scope, period_year, unit_id):
            raise EntryNotFoundError
        values = {"period_year": period_year, "unit_id": unit_id, "opens_at": opens_at, "closes_at": closes_at, "reason": reason.strip()}
        added = insert(late_opening).values(**values, account_no=by.actor.account_no, at=now).returning(late_opening)
        opened = _opening(connection.execute(added).one())
        filters = {"year": period_year, "opening": opened.opening_no}
        audit.append(connection, "late_opening", actor=by.actor, now=now, unit_ids=[unit_id], filters=filters)
    return opened


def of_unit(ledger: Engine, period_year: int, unit_id: str) -> tuple[LateOpening, ...]:
    """Every opening of a unit, or of one above it, oldest first."""
    with ledger.connect() as connection:
        above = late_opening.c.unit_id.in_(units_above(period_year, unit_id))
        rows = connection.execute(
            select(late_opening).where(late_opening.c.period_year == period_year, above).order_by(late_opening.c.opening_no)
        ).all()
    return tuple(_opening(row) for row in rows)


def listed(ledger: Engine, period_year: int, by: Acting) -> tuple[LateOpening, ...]:
    """Every opening of a unit in scope, newest first."""
    with ledger.connect() as connection:
        visible = in_scope(by.scope, period_year, late_opening.c.unit_id)
        rows = connection.execute(
            select(late_opening).where(late_opening.c.period_year == period_year, visible).order_by(late_opening.c.opening_no.desc())
        ).all()
    return tuple(_opening(row) for row in rows)


def _opening(row: Row) -> LateOpening:
    return LateOpening(**row._asdict())
