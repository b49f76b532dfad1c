"""When people of a unit may measure: in the days of the schedule, or later where the secretariat has opened it for the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from dashboard.ledger import late_openings
from dashboard.ledger.late_openings import LateOpening
from dashboard.ledger.measured_year import MeasuredYear, day_start


@dataclass(frozen=True)
class Window:
    """kind: before, open, late (opened for the unit) or closed; the moments between which it is, or was, open: `closes_at` does not belong to it."""

    kind: str
    opens_at: datetime
    closes_at: datetime
    opening_no: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether people may measure now."""
        return self.kind in {"open", "late"}


def state(year: MeasuredYear, openings: Sequence[LateOpening], now: datetime) -> Window:
    """The window of a unit whose openings these are, at a moment."""
    stage = year.measurement
    if stage.starts_on is None:
        raise ValueError("the stage of measurement has no first day")
    opens_at, closes_at = day_start(stage.starts_on), stage.ends_at(now)
    if opens_at <= now < closes_at:
        return Window("open", opens_at, closes_at)
    late = [each for each in openings if each.opens_at <= now < each.closes_at]
    if late:
        last = max(late, key=lambda each: each.closes_at)
        return Window("late", last.opens_at, last.closes_at, last.opening_no)
    return Window("before" if now < opens_at else "closed", opens_at, closes_at)


def of_unit(ledger: Engine, year: MeasuredYear, unit_id: str, *, now: datetime) -> Window:
    """The window of a unit at a moment. Within the days of the schedule no opening is asked for: every answer that is kept comes by here."""
    scheduled = state(year, (), now)
    return scheduled if scheduled.is_open else state(year, late_openings.of_unit(ledger, year.period_year, unit_id), now)
