"""The measurement year of the current release: the rules, schedule and owners of the files, whatever release somebody looks at."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from dashboard import measured_years
from dashboard.ledger.measured_year import JAKARTA, MeasuredYear
from tests.dashboard.conftest import Ask
from tests.dashboard.ledger.measured import year as of_the_files


@pytest.fixture
def year(ask: Ask) -> MeasuredYear:
    return measured_years.of(2021)


def test_the_newest_year_is_measured(ask: Ask) -> None:
    known = [number for (number,) in ask("SELECT period_year FROM period ORDER BY period_year DESC")]
    assert list(measured_years.years()) == known
    assert measured_years.current().period_year == known[0]
    with pytest.raises(KeyError):
        measured_years.of(1999)


def test_what_is_asked_is_what_the_files_say(year: MeasuredYear) -> None:
    files = of_the_files()
    key = ("position_group", "indicator_code")
    for found, wanted in zip(*(sorted(each.indicators, key=lambda one: [getattr(one, name) for name in key]) for each in (year, files)), strict=True):
        assert set(found.answers) == set(wanted.answers)
        for name in (*key, "dimension_code", "window_years", "minimum_hours", "lowest_value", "highest_value", "evidence", "is_evidence_confirmed"):
            assert getattr(found, name) == getattr(wanted, name), (wanted.indicator_code, name)
    assert set(year.eligibility) == set(files.eligibility)
    assert year.rule_version == files.rule_version


def test_the_schedule_is_that_of_the_files(year: MeasuredYear) -> None:
    assert [(each.stage_no, each.counts, each.starts_on, each.depends_on) for each in year.stages] == [
        (each.stage_no, each.counts, each.starts_on, each.depends_on) for each in of_the_files().stages
    ]
    assert year.measurement.starts_on == date(2021, 4, 12)
    assert year.measurement.due_on(date(2021, 4, 14)) == date(2021, 4, 16)
    assert year.measurement.ends_at(datetime(2021, 4, 14, tzinfo=JAKARTA)) == datetime(2021, 4, 17, tzinfo=JAKARTA)


def test_who_owes_what_is_what_the_release_says(year: MeasuredYear, ask: Ask) -> None:
    rows = ask("SELECT stage_no, unit_id FROM stage_owner JOIN unit USING (period_year, unit_no) WHERE period_year = 2021")
    assert {(stage_no, unit_id) for stage_no, units in year.owners.items() for unit_id in units} == {tuple(row) for row in rows}
    assert rows


def test_points_are_exact(year: MeasuredYear) -> None:
    seminar = next(each for each in year.asked_of("pelaksana") if each.indicator_code == "seminar")
    assert seminar.points_of("yes") == Decimal("17.5")


def test_the_sample_is_known_as_one(year: MeasuredYear) -> None:
    assert measured_years.are_samples()
