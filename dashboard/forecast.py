"""When a stage will be complete at its present pace, with an interval, and the pace it needs: arithmetic on counts of days, deterministic, no query.

**Counts.** Days are grouped by working day: what happens on a day off counts to the working day before it. The present pace is the mean of the last up to
MOST_DAYS working days that are over, days with nothing done included, since the stage's window began. A stage without a first day of its own, whose window
opens with the deadline before it, began with its first event if that was earlier; where the first day is decreed, two people who were early are no pace.

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
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from math import sqrt
from statistics import fmean, stdev

import pandas as pd

LEAST_DAYS, MOST_DAYS = 3, 5
"""Working days observed: fewer say too little, more are no longer the present."""

T_QUANTILES = {2: 1.885618, 3: 1.637744, 4: 1.533206}
"""t(0.90) by degrees of freedom, one less than the days observed. Any table of Student's t has them; a test integrates the density."""

NORMAL_QUANTILE = 1.281552
"""z(0.90): 80 % of a normal distribution lie within this many standard deviations."""

STAGE_COLUMNS = ("stage_no", "stage_name", "stage_name_en", "counts", "window_starts_on", "due_on", "is_past_due")
"""What a forecast repeats of its stage."""

SHOWN_DAYS = 14
"""Days after deadline and moment until which a chart shows the interval."""

DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Calendar:
    """The working days of a measurement year, in order."""

    working_days: tuple[date, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Calendar":
        """The calendar of a frame of queries.burn_up.calendar."""
        return cls(tuple(frame["on_date"]))

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
    """Where a stage stands: what was done on which day (up to the moment; done_count also counts what has no day), what is due and by when.

    may_begin_early: begins_on is no first day of its own, so that an earlier event begins the stage.
    """

    done_by_day: Mapping[date, int]
    done_count: int
    due_count: int
    begins_on: date
    due_on: date
    is_complete: bool
    may_begin_early: bool = False

    @property
    def began_on(self) -> date:
        """The day from which on its counts are its pace."""
        early = (day for day, count in self.done_by_day.items() if count and self.may_begin_early)
        return min([self.begins_on, *early])


@dataclass(frozen=True)
class Forecast:
    """What a stage's present pace leads to.

    outcome_code: nobody (nobody owes it), complete, not_begun, too_few (fewer than LEAST_DAYS observed), standstill (nothing done on any of them) or forecast.
    latest_code, only of outcome forecast: dated, unbounded (the interval has no latest day) or beyond (after the calendar's end). Then earliest_on and likely_on
    are missing only when they lie beyond the calendar's end too.
    """

    outcome_code: str
    remaining_count: int
    day_count: int = 0
    pace: float | None = None
    last_count: int | None = None
    pace_needed: int | None = None
    days_left: float = 0.0
    earliest_on: date | None = None
    likely_on: date | None = None
    latest_on: date | None = None
    latest_code: str | None = None


def forecast(stage: Stage, moment: datetime, calendar: Calendar) -> Forecast:
    """When the stage will be complete, as far as its days up to `moment` tell."""
    moment = whole_minute(moment)
    remaining = stage.due_count - stage.done_count
    if not stage.due_count or stage.is_complete or remaining <= 0:
        return Forecast("complete" if stage.due_count else "nobody", max(remaining, 0))
    has_begun = moment.date() >= stage.began_on
    left = calendar.seconds_left(moment if has_begun else datetime.combine(stage.begins_on, datetime.min.time()), stage.due_on)
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
        return replace(known, outcome_code="standstill")
    last = calendar.last_over(moment)
    return _dated(known, pace, remaining + _since(stage, last, calendar), last, calendar)


def by_stage(stages: pd.DataFrame, by_day: pd.DataFrame, calendar: Calendar, moment: datetime) -> pd.DataFrame:
    """One row per stage: STAGE_COLUMNS, and the names of Forecast. `stages`: queries.completion.stages; `by_day`: queries.burn_up.by_day."""
    known = ((row, forecast(_stage(row, by_day), moment, calendar)) for _place, row in stages.iterrows())
    frame = pd.DataFrame([{**row[list(STAGE_COLUMNS)], **asdict(found)} for row, found in known])
    counts = {name: "Int64" for name in frame.columns if name.endswith(("_no", "_count")) or name == "pace_needed"}
    return frame.astype(counts).astype({"pace": "float64", **dict.fromkeys(("earliest_on", "likely_on", "latest_on", "latest_code"), "object")})


def cone(row: pd.Series, by_day: pd.DataFrame, calendar: Calendar, moment: datetime) -> pd.DataFrame:
    """One row per day from the first working day that is not over, until the latest day or SHOWN_DAYS after deadline and moment, for the stage of a row of
    queries.completion.stages: on_date, and in per cent of what is due, done by its end at least (lowest_pct), at the mean pace (likely_pct) and at most
    (highest_pct); a day off as the working day before it. No row without a forecast."""
    stage, moment = _stage(row, by_day), whole_minute(moment)
    columns = ("on_date", "lowest_pct", "likely_pct", "highest_pct")
    found = forecast(stage, moment, calendar)
    if found.outcome_code != "forecast":
        return pd.DataFrame(columns=columns)
    farthest = max(stage.due_on, moment.date()) + timedelta(days=SHOWN_DAYS)
    until = min(found.latest_on or farthest, farthest)
    pace, last = Pace(observed(stage, moment, calendar)), calendar.last_over(moment)
    base = stage.done_count - _since(stage, last, calendar)

    def share(count: float) -> float:
        return 100 * min(max(base + count, stage.done_count), stage.due_count) / stage.due_count

    def row_of(on_date: date) -> tuple[date, float, float, float]:
        ahead = calendar.place(on_date) - last
        lowest, highest = pace.bounds(ahead)
        return on_date, share(lowest), share(ahead * pace.mean), share(highest)

    first = calendar.day(last + 1) or until
    return pd.DataFrame([row_of(first + timedelta(days=place)) for place in range((until - first).days + 1)], columns=columns)


def _stage(row: pd.Series, by_day: pd.DataFrame) -> Stage:
    """A stage of the frames of `by_stage`."""
    days = by_day[(by_day["stage_no"] == row["stage_no"]) & (by_day["done_count"] > 0)]
    return Stage(
        done_by_day={day: int(count) for day, count in zip(days["on_date"], days["done_count"], strict=True)},
        done_count=int(row["done_count"]),
        due_count=int(row["due_count"]),
        begins_on=row["window_starts_on"],
        due_on=row["due_on"],
        is_complete=row["state"] in {"on_time", "late"},
        may_begin_early=bool(pd.isna(row["starts_on"])),
    )


def whole_minute(moment: datetime) -> datetime:
    """The moment with a begun minute as whole: the last second of a day is its end, the midnight after it."""
    cut = moment.replace(second=0, microsecond=0)
    return cut if cut == moment else cut + timedelta(minutes=1)


def observed(stage: Stage, moment: datetime, calendar: Calendar) -> tuple[int, ...]:
    """Counts of the last up to MOST_DAYS working days that are over, oldest first, since the stage began."""
    first, last = calendar.place_from(stage.began_on), calendar.last_over(moment)
    counts = dict.fromkeys(range(max(first, last - MOST_DAYS + 1), last + 1), 0)
    for day, count in stage.done_by_day.items():
        if (place := calendar.place(day)) in counts:
            counts[place] += count
    return tuple(counts.values())


def _since(stage: Stage, last: int, calendar: Calendar) -> int:
    """What was done after the last working day that is over."""
    return sum(count for day, count in stage.done_by_day.items() if calendar.place(day) > last)


def _dated(known: Forecast, pace: Pace, remaining: int, last: int, calendar: Calendar) -> Forecast:
    """The days on which the upper bound, the mean and the lower bound reach what remained after the last working day that is over."""
    most = len(calendar.working_days) - 1 - last

    def reached(done: Callable[[int], float]) -> date | None:
        return next((calendar.day(last + days) for days in range(1, most + 1) if done(days) >= remaining), None)

    latest_on = reached(lambda days: pace.bounds(days)[0]) if pace.has_latest else None
    return replace(
        known,
        outcome_code="forecast",
        earliest_on=reached(lambda days: pace.bounds(days)[1]),
        likely_on=reached(lambda days: days * pace.mean),
        latest_on=latest_on,
        latest_code="dated" if latest_on else "beyond" if pace.has_latest else "unbounded",
    )
