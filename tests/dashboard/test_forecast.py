"""The forecast: its arithmetic by hand, its calendar, and how often the day of completion lies in its interval over generated histories."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import NormalDist, median

import numpy as np
import pytest

from dashboard.forecast import MOST_DAYS, NORMAL_QUANTILE, T_QUANTILES, Calendar, Forecast, Pace, Stage, forecast, observed

MONDAY = date(2021, 4, 12)
"""12 April 2021: the calendars here have working days from Monday to Friday and no holidays but those named."""


def calendar(days: int = 60, holidays: tuple[date, ...] = ()) -> Calendar:
    every = (date(2021, 4, 1) + timedelta(days=place) for place in range(days))
    return Calendar(tuple(day for day in every if day.weekday() < 5 and day not in holidays))


def april(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2021, 4, day, hour, minute)


def stage(
    done_by_day: dict[date, int], due_count: int = 100, *, undated: int = 0, due_on: date = date(2021, 4, 23), begins_on: date = MONDAY
) -> Stage:
    done = sum(done_by_day.values()) + undated
    return Stage(done_by_day, done, due_count, begins_on, due_on, is_complete=done == due_count)


def counts(*each: int, first: date = MONDAY) -> dict[date, int]:
    return {first + timedelta(days=place): count for place, count in enumerate(each) if count}


@pytest.mark.parametrize(("freedom", "quantile"), list(T_QUANTILES.items()))
def test_nine_tenths_of_students_t_lie_below_its_quantile(freedom: int, quantile: float) -> None:
    def density(x: float) -> float:
        scale: float = math.gamma((freedom + 1) / 2) / (math.sqrt(freedom * math.pi) * math.gamma(freedom / 2))
        return scale * math.pow(1 + x * x / freedom, -(freedom + 1) / 2)

    steps = 2_000
    width = quantile / steps
    inner = sum((4 if place % 2 else 2) * density(place * width) for place in range(1, steps))
    assert 0.5 + width / 3 * (density(0) + inner + density(quantile)) == pytest.approx(0.9, abs=1e-6)


def test_the_quantile_of_the_normal_distribution_is_the_library_s() -> None:
    assert pytest.approx(NormalDist().inv_cdf(0.9), abs=1e-6) == NORMAL_QUANTILE


def test_the_interval_is_that_of_the_book() -> None:
    pace = Pace((10, 20, 60))
    half = 1.885618 * math.sqrt(700) * math.sqrt(4 + 16 / 3)
    assert pace.bounds(4) == pytest.approx((120 - half, 120 + half), abs=1e-4)


def test_equal_counts_are_no_promise() -> None:
    pace = Pace((9, 9, 9, 9))
    half = NORMAL_QUANTILE * 3 * math.sqrt(1 + 1 / 4)
    assert pace.bounds(1) == pytest.approx((9 - half, 9 + half))
    assert pace.has_latest


def test_days_are_found_by_hand() -> None:
    """10, 14 and 12 a day: 12 on average; w = 1.8856 * 2 = 3.77, but at least 1.2816 * sqrt(12) = 4.44. 64 remain after Wednesday 14 April.

    Most that is done in h days: 17.1, 32.1, 46.9, 61.6, 76.2 -> 5 days, Wednesday 21. On average 12 h -> 6 days, Thursday 22.
    Least: 6.9, 15.9, 25.1, 34.4, 43.8, 53.2, 62.6, 72.0 -> 8 days, Monday 26."""
    found = forecast(stage(counts(10, 14, 12)), april(15), calendar())
    assert (found.outcome_code, found.latest_code, found.pace, found.day_count, found.last_count) == ("forecast", "dated", 12, 3, 12)
    assert (found.earliest_on, found.likely_on, found.latest_on) == (date(2021, 4, 21), date(2021, 4, 22), date(2021, 4, 26))


def test_what_is_done_today_belongs_to_the_first_day_to_come() -> None:
    """At noon of Thursday 15 April 20 more are done: Thursday is the first of the days to come, and its 20 are part of what it brings."""
    found = forecast(stage(counts(10, 14, 12, 20)), april(15, 12), calendar())
    assert (found.pace, found.day_count, found.remaining_count) == (12, 3, 44)
    assert (found.earliest_on, found.likely_on, found.latest_on) == (date(2021, 4, 21), date(2021, 4, 22), date(2021, 4, 26))


def test_a_stage_that_may_end_at_once_ends_today_at_the_earliest() -> None:
    found = forecast(stage(counts(10, 14, 12), due_count=40), april(15, 9), calendar())
    assert found.earliest_on == found.likely_on == found.latest_on == date(2021, 4, 15)


def test_a_day_off_counts_to_the_working_day_before_it() -> None:
    done = stage(counts(5, 5, 5, 5, 5, 40, 2))
    assert observed(done, april(18), calendar()) == (5, 5, 5, 5, 47)
    assert observed(done, april(20), calendar()) == (5, 5, 5, 47, 0)
    assert observed(done, april(17), calendar()) == (5, 5, 5, 5, 47), (
        "the working day is over at its midnight; what the days off brought so far belongs to it"
    )
    assert forecast(stage(counts(5, 5, 5, 5, 5), due_count=30), april(18, 12), calendar()).likely_on == date(2021, 4, 19)


def test_holidays_are_left_out() -> None:
    thursday = date(2021, 4, 15)
    found = forecast(stage(counts(10, 14, 12)), april(15), calendar(holidays=(thursday,)))
    assert (found.earliest_on, found.likely_on, found.latest_on) == (date(2021, 4, 22), date(2021, 4, 23), date(2021, 4, 27))


def test_the_pace_begins_with_the_window_or_the_first_event_before_it() -> None:
    assert observed(stage(counts(0, 0, 4)), april(16), calendar()) == (0, 0, 4, 0)
    early = stage({date(2021, 4, 8): 3, date(2021, 4, 9): 2, MONDAY: 40})
    assert observed(early, april(14), calendar()) == (40, 0), "a decreed first day: who was early is no pace"
    assert observed(replace(early, may_begin_early=True), april(14), calendar()) == (3, 2, 40, 0)
    assert observed(stage({}, begins_on=date(2021, 4, 17)), april(21), calendar()) == (0, 0)
    assert len(observed(stage(counts(1)), april(24), calendar())) == MOST_DAYS


def test_the_last_second_of_a_day_is_its_end() -> None:
    end = datetime.combine(date(2021, 4, 14), time.max)
    assert forecast(stage(counts(10, 14, 12)), end, calendar()) == forecast(stage(counts(10, 14, 12)), april(15), calendar())


@pytest.mark.parametrize(("over", "outcome"), [(0, "too_few"), (1, "too_few"), (2, "too_few"), (3, "forecast")])
def test_three_days_have_to_be_over(over: int, outcome: str) -> None:
    found = forecast(stage(counts(10, 10, 10, 10)), april(12 + over, 23, 59), calendar())
    assert (found.outcome_code, found.day_count) == (outcome, over)
    assert (found.pace is None) == (outcome == "too_few")


def test_before_the_window_only_its_own_days_count_for_what_is_needed() -> None:
    """100 in the ten working days of 12 to 23 April."""
    found = forecast(stage(counts(2, first=date(2021, 4, 8)), due_count=102), april(10), calendar())
    assert (found.outcome_code, found.day_count, found.remaining_count) == ("not_begun", 0, 100)
    assert (found.pace_needed, found.days_left) == (10, 10)


def test_days_without_anything_done_lead_nowhere() -> None:
    found = forecast(stage({}), april(16), calendar())
    assert (found.outcome_code, found.pace, found.day_count) == ("standstill", 0, 4)
    assert found.earliest_on is found.likely_on is found.latest_on is None


def test_very_uneven_days_have_no_latest_day() -> None:
    found = forecast(stage(counts(0, 0, 12)), april(15), calendar())
    assert (found.outcome_code, found.latest_code, found.latest_on) == ("forecast", "unbounded", None)
    assert found.earliest_on is not None


def test_nothing_is_computed_beyond_the_calendar() -> None:
    found = forecast(stage(counts(10, 14, 12), due_count=10_000), april(15), calendar())
    assert (found.outcome_code, found.latest_code) == ("forecast", "beyond")
    assert found.earliest_on is found.likely_on is found.latest_on is None


def test_what_is_complete_or_owed_by_nobody_needs_no_forecast() -> None:
    assert forecast(stage(counts(100)), april(15), calendar()) == Forecast("complete", 0)
    assert forecast(stage({}, due_count=0), april(15), calendar()) == Forecast("nobody", 0)
    declared = Stage(counts(30), 30, 100, MONDAY, date(2021, 4, 23), is_complete=True)
    assert forecast(declared, april(15), calendar()) == Forecast("complete", 70)


@pytest.mark.parametrize(
    ("moment", "days_left", "needed"),
    [
        (april(15), 7, 10),
        (april(15, 12), 6.5, 10),
        (april(17), 5, 13),
        (april(18, 12), 5, 13),
        (april(23, 18), 0.25, 256),
        (april(23, 23, 59), 1 / 1440, 92_160),
        (april(24), 0, None),
    ],
)
def test_the_pace_needed_is_what_remains_by_the_working_days_left(moment: datetime, days_left: float, needed: int | None) -> None:
    found = forecast(stage(counts(10, 14, 12)), moment, calendar())
    assert (found.remaining_count, found.pace_needed) == (64, needed)
    assert found.days_left == pytest.approx(days_left)


def test_people_of_no_known_day_are_done_but_give_no_pace() -> None:
    found = forecast(stage(counts(10, 14, 12), undated=4), april(15), calendar())
    assert (found.pace, found.remaining_count, found.likely_on) == (12, 60, date(2021, 4, 21))


# ---- the back-test: histories drawn from known distributions, each forecast after its first days and compared with what followed

Draw = Callable[[np.random.Generator, int], np.ndarray]

HORIZON = 400

NUMBER = 600
"""Histories of one kind."""


def _negative_binomial(mean: float, unevenness: float) -> Draw:
    """Counts whose variance is `unevenness` times their mean."""
    return lambda random, size: random.negative_binomial(mean / (unevenness - 1), 1 / unevenness, size)


HISTORIES: dict[str, tuple[float, Draw]] = {
    "poisson 1": (1, lambda random, size: random.poisson(1, size)),
    "poisson 5": (5, lambda random, size: random.poisson(5, size)),
    "poisson 40": (40, lambda random, size: random.poisson(40, size)),
    "binomial 8": (4, lambda random, size: random.binomial(8, 0.5, size)),
    "binomial 60": (24, lambda random, size: random.binomial(60, 0.4, size)),
    "uneven 5": (5, _negative_binomial(5, 3)),
    "uneven 30": (30, _negative_binomial(30, 5)),
    "very uneven 30": (30, _negative_binomial(30, 20)),
}
"""Mean of a day and how days are drawn."""

STEADY = ("poisson 5", "poisson 40", "binomial 8", "binomial 60")


@dataclass
class Score:
    """How forecasts compare with what came: shares of all forecasts, and how many days wide the bounded ones are."""

    held: float
    came_sooner: float
    came_later: float
    unbounded: float
    width: float


def back_test(draw: Draw, days: int, remaining: int | None = None, *, due_count: int | None = None) -> Score:
    """Forecast generated histories after `days` days, with so many remaining or so many due in all. Those that stood still have no forecast and are left out."""
    random = np.random.default_rng(days)
    working_days = tuple(MONDAY + timedelta(days=place) for place in range(days + HORIZON))
    every_day = Calendar(working_days)
    sooner = later = unbounded = forecasts = 0
    widths = []
    for _history in range(NUMBER):
        drawn = draw(random, days + HORIZON)
        past = {working_days[place]: int(count) for place, count in enumerate(drawn[:days])}
        moment = datetime.combine(working_days[days], datetime.min.time())
        left = remaining if remaining is not None else (due_count or 0) - sum(past.values())
        found = forecast(stage(past, sum(past.values()) + left, due_on=working_days[-1]), moment, every_day)
        if found.outcome_code != "forecast":
            continue
        forecasts += 1
        reached = np.flatnonzero(np.cumsum(drawn[days:]) >= left)
        completed_on = working_days[days + int(reached[0])] if len(reached) else date.max
        sooner += found.earliest_on is None or completed_on < found.earliest_on
        later += found.latest_on is not None and completed_on > found.latest_on
        unbounded += found.latest_on is None
        if found.earliest_on and found.latest_on:
            widths.append((found.latest_on - found.earliest_on).days)
    missed = sooner + later
    return Score(1 - missed / forecasts, sooner / forecasts, later / forecasts, unbounded / forecasts, median(widths) if widths else math.inf)


def _least(share: float) -> float:
    """A share less three standard errors: what chance leaves of it in so many histories."""
    return share - 3 * math.sqrt(share * (1 - share) / NUMBER)


@pytest.mark.parametrize("name", list(HISTORIES))
@pytest.mark.parametrize("days", [3, 4, 5])
def test_four_of_five_complete_within_the_interval(name: str, days: int) -> None:
    mean, draw = HISTORIES[name]
    scores = [back_test(draw, days, max(1, round(mean * left))) for left in (1, 3, 8)]
    for score in scores:
        assert score.held >= _least(0.8)
        assert score.came_later <= 1 - _least(0.9)
    assert sum(score.held for score in scores) / len(scores) >= 0.8
    assert max(score.came_sooner for score in scores) <= (0.1 if name in STEADY else 0.21)


@pytest.mark.parametrize("name", STEADY)
@pytest.mark.parametrize("days", [3, 5])
def test_the_interval_is_no_wider_than_it_has_to_be(name: str, days: int) -> None:
    """With eight days of work left at a steady pace: not wider than twice those eight days with 4 a day, half of them with 24 and more."""
    mean, draw = HISTORIES[name]
    score = back_test(draw, days, round(mean * 8))
    assert score.width <= (4 if mean >= 24 else 11)
    assert score.unbounded <= 0.05


def _dwindling(random: np.random.Generator, size: int) -> np.ndarray:
    """400 people of whom each day one in three of those left is done: the pace falls by a third from day to day, and the last ones take longest."""
    left, drawn = 400, []
    for _day in range(size):
        done = int(random.binomial(left, 1 / 3))
        drawn.append(done)
        left -= done
    return np.array(drawn)


def test_a_pace_that_slows_down_is_outside_the_method() -> None:
    """The limit of the method, stated on the page Method: where the last ones are the slowest, it is too hopeful nearly always."""
    assert back_test(_dwindling, 5, due_count=400).came_later >= 0.9


def _hurrying(random: np.random.Generator, size: int) -> np.ndarray:
    """A pace that doubles from day to day, as before a deadline."""
    return random.poisson(10 * 2.0 ** np.minimum(np.arange(size), 12))


def test_a_rush_before_the_deadline_is_outside_the_method_too() -> None:
    assert back_test(_hurrying, 4, 600).came_sooner >= 0.8
