"""Which days are worked: weekends, holidays and cuti bersama of a country, and what a schedule says otherwise.

The days come from the package `holidays`. It is imported when first asked, because that takes 0.06 s, and commands that read no schedule need none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from pipelines.reference.facts import DayOverride, Schedule

CLOSED = frozenset({"public", "government"})
"""Kinds of day on which offices are closed: libur nasional and cuti bersama."""


@dataclass(frozen=True)
class Day:
    """One day: whether it is worked, and the name of the holiday, or why it is worked or not, where there is one."""

    on: date
    is_working: bool
    name: str | None = None
    name_en: str | None = None


def is_known(country: str) -> bool:
    """Whether the package knows the holidays of this country; by its ISO code, in capitals."""
    from holidays import list_supported_countries

    return country in list_supported_countries()


@lru_cache(maxsize=4)
def usual_days(country: str, year: int) -> Mapping[date, Day]:
    """Every day of `year` and of the year after, in order, as the country has them. Days of faith that nobody has announced yet are named as estimates."""
    from holidays import country_holidays

    kinds = tuple(CLOSED & {*country_holidays(country).supported_categories})
    closed, closed_en = (country_holidays(country, years=(year, year + 1), categories=kinds, language=language) for language in ("id", "en_US"))
    first = date(year, 1, 1)
    every = (first + timedelta(number) for number in range((date(year + 2, 1, 1) - first).days))
    return {day: Day(day, closed.is_working_day(day), closed.get(day), closed_en.get(day)) for day in every}


def days(schedule: Schedule) -> list[Day]:
    """Every day of the schedule's year and of the year after, in order, with its overrides."""
    changed = {each.on: each for each in schedule.days}
    return [_changed(day, changed[day.on]) if day.on in changed else day for day in usual_days(schedule.country, schedule.year).values()]


def _changed(day: Day, override: DayOverride) -> Day:
    return replace(day, is_working=override.is_working, name=override.name, name_en=override.name_en)


def working_count(some_days: Iterable[Day], first: date, last: date) -> int:
    """Working days from `first` to `last`, both included; none when `last` lies before."""
    return sum(day.is_working for day in some_days if first <= day.on <= last)
