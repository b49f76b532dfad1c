"""Working days of Indonesia: weekends, holidays, cuti bersama, and what a schedule says otherwise."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from pipelines import reference
from pipelines.reference import working_days
from pipelines.reference.facts import DayOverride, Schedule

REFERENCE = Path("data/reference")


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return reference.load(REFERENCE, 2021).schedule


def test_the_days_of_the_measurement_of_2021(schedule: Schedule) -> None:
    """Two weekends and no holiday."""
    days = [day for day in working_days.days(schedule) if date(2021, 4, 12) <= day.on <= date(2021, 4, 26)]
    assert [day.on.day for day in days if not day.is_working] == [17, 18, 24, 25]
    assert all(day.name is None for day in days)


@pytest.mark.parametrize(
    ("year", "day", "name", "name_en"),
    [
        (2021, date(2021, 5, 12), "Cuti Bersama Hari Raya Idul Fitri", "Eid al-Fitr Joint Holiday"),
        (2021, date(2021, 4, 2), "Wafat Yesus Kristus", "Good Friday"),
        (2020, date(2021, 5, 12), "Cuti Bersama Hari Raya Idul Fitri", "Eid al-Fitr Joint Holiday"),
        (2019, date(2019, 4, 17), "Hari Pemilihan Umum", "General Election Day"),
        (2023, date(2023, 4, 19), "Cuti Bersama Hari Raya Idul Fitri", "Eid al-Fitr Joint Holiday"),
    ],
)
def test_holidays_and_cuti_bersama_are_free_and_named(year: int, day: date, name: str, name_en: str) -> None:
    """Of the schedule's year and of the year after."""
    assert working_days.usual_days("ID", year)[day] == working_days.Day(day, False, name, name_en)


def test_a_saturday_is_free_without_a_name() -> None:
    assert working_days.usual_days("ID", 2021)[date(2021, 4, 17)] == working_days.Day(date(2021, 4, 17), False)


def test_every_day_of_two_years_stands_there_once(schedule: Schedule) -> None:
    days = [day.on for day in working_days.days(schedule)]
    assert (days[0], days[-1]) == (date(2021, 1, 1), date(2022, 12, 31))
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


def test_a_day_can_be_worked_or_not_against_the_calendar(schedule: Schedule) -> None:
    """A Saturday is made up for a Friday; the other days stay."""
    made_up = DayOverride(on=date(2021, 4, 24), is_working=True, name="Pengganti", name_en="Made up")
    closed = DayOverride(on=date(2021, 4, 23), is_working=False, name="Libur daerah", name_en="Local holiday")
    before, after = working_days.days(schedule), working_days.days(replace(schedule, days=(made_up, closed)))
    assert [(day.on.day, day.is_working, day.name, day.name_en) for old, day in zip(before, after, strict=True) if old != day] == [
        (23, False, "Libur daerah", "Local holiday"),
        (24, True, "Pengganti", "Made up"),
    ]
    assert working_days.working_count(after, date(2021, 4, 20), date(2021, 4, 25)) == 4


def test_working_days_between_two_days_are_a_difference_of_numbers() -> None:
    """All pairs of a month with a long holiday, against counting."""
    connection = duckdb.connect()
    loaded = reference.load(REFERENCE, 2021)
    reference.insert(connection, loaded)
    numbers = dict(connection.execute("SELECT on_date, working_no FROM schedule_day").fetchall())
    days = working_days.days(loaded.schedule)
    month = [date(2021, 5, 1) + timedelta(days=number) for number in range(31)]
    for first in month:
        for last in month:
            if first <= last:
                counted = working_days.working_count(days, first + timedelta(days=1), last)
                assert numbers[last] - numbers[first] == counted
    assert numbers[date(2021, 1, 1)] == 0
    assert numbers[date(2022, 12, 31)] == sum(day.is_working for day in days)


def test_another_country_has_its_own_days() -> None:
    """One without cuti bersama and with no names in Indonesian."""
    days = working_days.usual_days("SG", 2021)
    assert not days[date(2021, 8, 9)].is_working
    assert days[date(2021, 5, 12)].is_working
    assert (working_days.is_known("SG"), working_days.is_known("XX")) == (True, False)


def test_the_package_is_not_imported_before_it_is_asked() -> None:
    """`python -m pipelines --help` and every page would wait for it."""
    script = "import sys; import pipelines.__main__; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
