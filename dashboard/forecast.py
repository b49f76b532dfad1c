"""When a stage will be complete at its present pace, with an interval, and the pace it needs: arithmetic on counts of days, deterministic, no query.

**Counts.** Days are grouped by working day: what happens on a day off counts to the working day before it. The present pace is the mean of the last up to
MOST_DAYS working days that are over, days with nothing done included, since the stage's window began, or since its first event if that was earlier.

**Interval.** With n counts observed, mean m and standard deviation s, the sum of the next h counts lies with 80 % in h*m ± w*sqrt(h + h*h/n) with
w = t(0.90; n-1)*s: the normal prediction interval for the mean of h future observations, times h (Hahn & Meeker, Statistical Intervals, Wiley 1991;
Meeker, Hahn & Escobar, 2nd edition 2017, chapter 4). Three to five small counts are often alike by luck, and then s promises too much: w is therefore at
least z(0.90)*sqrt(m), the normal approximation of the prediction interval for Poisson counts (there, chapter 7). The stage is complete on the first day
whose sum reaches what remains; the earliest day is the first whose upper bound does, the latest the first whose lower bound does.

**How far to trust it.** tests/dashboard/test_forecast.py forecasts generated histories. At a pace that stays as it was, 85 to 100 % complete between the
earliest and the latest day, with very uneven days (standard deviation 80 % of the mean) 79 to 96 %; after the latest day 5 % at most, before the earliest
17 % at most. A pace that slows down, because only the reluctant are left, or one that rises before a deadline is outside the method: the same test shows
it fail.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from math import sqrt
from statistics import fmean, stdev

LEAST_DAYS, MOST_DAYS = 3, 5
"""Working days observed: fewer say too little, more are no longer the present."""

T_QUANTILES = {2: 1.885618, 3: 1.637744, 4: 1.533206}
"""t(0.90) by degrees of freedom, one less than the days observed. Any table of Student's t has them; a test integrates the density."""

NORMAL_QUANTILE = 1.281552
"""z(0.90): 80 % of a normal distribution lie within this many standard deviations."""

DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Calendar:
    """The working days of a measurement year, in order."""

    working_days: tuple[date, ...]

    def place(self, day: date) -> int:
        """Place of the working day that a day counts to: itself or the last before it; -1 before the first."""
        return bisect_right(self.working_days, day) - 1

    def place_from(self, day: date) -> int:
        """Place of the first working day on or after a day."""
        return bisect_left(self.working_days, day)

    def last_over(self, moment: datetime) -> int:
        """Place of the last working day that is over at a moment."""
        return self.place(moment.date() - timedelta(days=1))

    def day(self, place: int) -> date | None:
        """The working day at a place; None beyond the calendar's end."""
        return self.working_days[place] if place < len(self.working_days) else None

    def seconds_left(self, moment: datetime, due_on: date) -> int:
        """Working time from a moment to the end of a day; 0 when that is over. A working day has 24 hours, what is left of today counts in part."""
        today = moment.date()
        if today > due_on:
            return 0
        whole_days = self.place(due_on) - self.place(today)
        is_working = self.working_days[self.place(today)] == today if self.place(today) >= 0 else False
        passed = int((moment - datetime.combine(today, datetime.min.time())).total_seconds())
        return whole_days * DAY_SECONDS + (DAY_SECONDS - passed if is_working else 0)


@dataclass(frozen=True)
class Pace:
    """What was done on each of the last working days that are over, oldest first; at least LEAST_DAYS of them."""

    counts: tuple[int, ...]

    @cached_property
    def mean(self) -> float:
        """Done per working day."""
        return fmean(self.counts)

    @cached_property
    def width(self) -> float:
        """Half the width of the interval for a single day, without what is not known of the mean itself."""
        return max(T_QUANTILES[len(self.counts) - 1] * stdev(self.counts), NORMAL_QUANTILE * sqrt(self.mean))

    def bounds(self, days: int) -> tuple[float, float]:
        """The 80 % prediction interval for what the next `days` working days will bring together."""
        middle, half = days * self.mean, self.width * sqrt(days + days * days / len(self.counts))
        return middle - half, middle + half

    @property
    def has_latest(self) -> bool:
        """Whether the lower bound ever grows, so that every remainder is reached at some time."""
        return self.mean > self.width / sqrt(len(self.counts))


@dataclass(frozen=True)
class Stage:
    """Where a stage stands: what was done on which day (up to the moment; done_count also counts what has no day), what is due and by when."""

    done_by_day: Mapping[date, int]
    done_count: int
    due_count: int
    begins_on: date
    due_on: date
    is_complete: bool


@dataclass(frozen=True)
class Forecast:
    """What a stage's present pace leads to.

    outcome: nobody (nobody owes it), complete, not_begun, too_few (fewer than LEAST_DAYS observed), standstill (nothing done on any of them) or forecast.
    latest, only of outcome forecast: dated, unbounded (the interval has no latest day) or beyond (after the calendar's end). Then earliest_on and likely_on
    are missing only when they lie beyond the calendar's end too.
    """

    outcome: str
    remaining_count: int
    day_count: int = 0
    pace: float | None = None
    last_count: int | None = None
    pace_needed: int | None = None
    days_left: float = 0.0
    earliest_on: date | None = None
    likely_on: date | None = None
    latest_on: date | None = None
    latest: str | None = None


def forecast(stage: Stage, moment: datetime, calendar: Calendar) -> Forecast:
    """When the stage will be complete, as far as its days up to `moment` tell."""
    remaining = stage.due_count - stage.done_count
    if not stage.due_count or stage.is_complete or remaining <= 0:
        return Forecast("complete" if stage.due_count else "nobody", max(remaining, 0))
    left = calendar.seconds_left(moment, stage.due_on)
    has_begun = bool(stage.done_by_day) or moment.date() >= stage.begins_on
    known = Forecast(
        "too_few" if has_begun else "not_begun",
        remaining,
        pace_needed=-(-remaining * DAY_SECONDS // left) if left else None,
        days_left=left / DAY_SECONDS,
    )
    counts = observed(stage, moment, calendar)
    if len(counts) < LEAST_DAYS:
        return replace(known, day_count=len(counts))
    pace = Pace(counts)
    known = replace(known, day_count=len(counts), pace=pace.mean, last_count=counts[-1])
    if not pace.mean:
        return replace(known, outcome="standstill")
    last = calendar.last_over(moment)
    open_then = remaining + sum(count for day, count in stage.done_by_day.items() if calendar.place(day) > last)
    return _dated(known, pace, open_then, last, calendar)


def observed(stage: Stage, moment: datetime, calendar: Calendar) -> tuple[int, ...]:
    """Counts of the last up to MOST_DAYS working days that are over, oldest first, since the stage began."""
    first = calendar.place_from(min([stage.begins_on, *(day for day, count in stage.done_by_day.items() if count)]))
    last = calendar.last_over(moment)
    counts = dict.fromkeys(range(max(first, last - MOST_DAYS + 1), last + 1), 0)
    for day, count in stage.done_by_day.items():
        if (place := calendar.place(day)) in counts:
            counts[place] += count
    return tuple(counts.values())


def _dated(known: Forecast, pace: Pace, remaining: int, last: int, calendar: Calendar) -> Forecast:
    """The days on which the upper bound, the mean and the lower bound reach what remained after the last working day that is over."""
    most = len(calendar.working_days) - 1 - last

    def reached(done: Callable[[int], float]) -> date | None:
        return next((calendar.day(last + days) for days in range(1, most + 1) if done(days) >= remaining), None)

    latest_on = reached(lambda days: pace.bounds(days)[0]) if pace.has_latest else None
    return replace(
        known,
        outcome="forecast",
        earliest_on=reached(lambda days: pace.bounds(days)[1]),
        likely_on=reached(lambda days: days * pace.mean),
        latest_on=latest_on,
        latest="dated" if latest_on else "beyond" if pace.has_latest else "unbounded",
    )
