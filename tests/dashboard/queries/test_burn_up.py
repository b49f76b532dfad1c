"""Stages day by day: a small release counted by hand, the sample against completion at every day, and the year before found in plain Python."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import burn_up, completion
from dashboard.queries.filters import Filters
from tests import rows
from tests.dashboard.conftest import Ask, LookAt

YEAR = Filters(2021)


def end_of(day: int, month: int = 4) -> datetime:
    return datetime.combine(date(2021, month, day), time.max)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six people, three of the Sekretariat and three of the Balai below it, five of them measured, one at no known time; one report for stage 3."""
    measured = ("2021-04-09T10:00", "2021-04-12T08:00", "2021-04-12T23:59", "2021-04-17T09:00", "")
    verified = ("", "2021-04-14T09:00", "2021-04-19T13:00", "", "")
    changes = [{"waktu_ukur": at, "waktu_verifikasi": checked} for at, checked in zip(measured, verified, strict=True)]
    built = rows.build(
        tmp_path_factory.mktemp("by_hand"),
        measurements=rows.measurements(*changes),
        personnel=rows.personnel({}, {}, {}, {"unit_id": "09"}, {"unit_id": "09"}, {"unit_id": "09"}),
        reports=rows.reports({"waktu": "2021-04-19T09:00"}),
        as_of="2021-04-19T12:00",
    )
    assert built.status == 0
    return built.warehouse


@pytest.fixture
def days(by_hand: Path, look_at: LookAt) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of by_day of the small release as (day of April, done on it, done in all, due, undated), for one stage."""
    look_at(by_hand)

    def asked(stage_no: int, filters: Filters = YEAR, viewer: Viewer = READER) -> list[tuple[Any, ...]]:
        frame = warehouse.fetch(burn_up.by_day(viewer, filters))
        of_stage = frame[frame["stage_no"] == stage_no]
        assert [row.done_pct for row in of_stage.itertuples()] == [
            pytest.approx(100 * row.done_total / row.due_count) for row in of_stage.itertuples()
        ]
        columns = ("done_count", "done_total", "due_count", "undated_count")
        return [(row["on_date"].day, *(row[name] for name in columns)) for _place, row in of_stage.iterrows()]

    return asked


def test_days_run_from_the_first_event_to_the_moment(days: Callable[..., list[tuple[Any, ...]]]) -> None:
    expected = {9: (1, 2), 12: (2, 4), 17: (1, 5)}
    total = 2
    counted = []
    for day in range(9, 20):
        done, total = expected.get(day, (0, total))
        counted.append((day, done, total, 6, 1))
    assert days(1) == counted


def test_a_stage_begins_with_its_window_when_nothing_was_earlier(days: Callable[..., list[tuple[Any, ...]]]) -> None:
    assert days(2) == [(13, 0, 0, 6, 0), *((day, int(day == 14), 1, 6, 0) for day in range(14, 20))], (
        "what is verified at 13:00 of the 19th has not happened at noon"
    )


def test_reports_count_for_the_units_that_owe_them(days: Callable[..., list[tuple[Any, ...]]]) -> None:
    assert days(3) == [(19, 1, 1, 2, 0)]
    assert days(3, Filters(2021, "09")) == []
    assert days(4) == days(5) == [], "their windows begin later"


def test_a_unit_has_its_own_days(days: Callable[..., list[tuple[Any, ...]]]) -> None:
    assert [row for row in days(1, Filters(2021, "09")) if row[1]] == [(17, 1, 2, 3, 1)]
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("09",)))
    assert days(1, viewer=viewer) == days(1, Filters(2021, "09"))
    assert days(1, viewer=Viewer()) == []


def test_an_earlier_day_knows_nothing_of_what_came_later(days: Callable[..., list[tuple[Any, ...]]]) -> None:
    assert days(1, Filters(2021, as_of=end_of(12))) == days(1)[:4]
    assert days(2, Filters(2021, as_of=end_of(12))) == []
    assert days(3, Filters(2021, as_of=end_of(18))) == []
    assert days(1, Filters(2021, as_of=datetime(2021, 4, 13))) == days(1)[:4], "midnight is the end of the day before it"


@pytest.mark.parametrize("unit_id", [None, "011101", "1001"])
@pytest.mark.parametrize("day", [8, 12, 14, 18, 19, None])
def test_the_last_day_is_what_completion_says(warehouse_of_sample: object, unit_id: str | None, day: int | None) -> None:
    filters = Filters(2021, unit_id, as_of=end_of(day) if day else None)
    stages = warehouse.fetch(completion.stages(READER, filters)).set_index("stage_no")
    frame = warehouse.fetch(burn_up.by_day(READER, filters))
    for stage_no, of_stage in frame.groupby("stage_no"):
        assert of_stage["done_total"].iloc[-1] == stages.loc[stage_no, "done_count"]
        assert set(of_stage["due_count"]) == {stages.loc[stage_no, "due_count"]}
        assert (of_stage["done_count"].cumsum() + of_stage["undated_count"]).tolist() == of_stage["done_total"].tolist()
        assert of_stage["on_date"].is_monotonic_increasing
        assert of_stage["on_date"].is_unique
    done = stages.loc[~stages.index.isin(frame["stage_no"]), "done_count"]
    assert not done.any()


def test_the_target_is_a_straight_line_over_working_days(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(burn_up.target(YEAR))
    found = {stage: [(row.on_date.day, row.target_pct) for row in of_stage.itertuples()] for stage, of_stage in frame.groupby("stage_no")}
    assert found == {
        1: [(12, 20), (13, 40), (14, 60), (15, 80), (16, 100)],
        2: [(13, 20), (14, 40), (15, 60), (16, 80), (17, 80), (18, 80), (19, 100)],
        3: [(20, 50), (21, 100)],
        4: [(22, 50), (23, 100)],
        5: [(24, 0), (25, 0), (26, 100)],
    }


def test_the_year_before_is_taken_at_the_same_working_day(ask: Ask) -> None:
    """Windows begin on 12 April 2021 and 13 April 2020. Every day is compared with a plain count of the days of 2020 up to the same working day."""
    frame = warehouse.fetch(burn_up.last_year(READER, YEAR, Filters(2020)))
    working = {
        year: [day for (day,) in ask("SELECT on_date FROM schedule_day WHERE period_year = :y AND is_working", y=year)] for year in (2020, 2021)
    }
    counts = ask("SELECT on_date, sum(measured_count) FROM completion_day WHERE period_year = 2020 GROUP BY 1")
    shown = frame[frame["stage_no"] == 1]
    assert set(shown["period_year"]) == {2020}
    for row in shown.itertuples():
        passed = len([day for day in working[2021] if date(2021, 4, 12) <= day <= row.on_date])
        until = [day for day in working[2020] if day >= date(2020, 4, 13)][passed]
        assert row.done_total == sum(count for day, count in counts if day < until)
        assert row.done_pct == pytest.approx(100 * row.done_total / 1378)
    assert {day: shown.set_index("on_date").loc[date(2021, 4, day), "done_total"] for day in (11, 12, 16, 18, 19)} == {
        11: 2,
        12: 269,
        16: 848,
        18: 848,
        19: 860,
    }


def test_without_an_earlier_year_or_unit_there_is_no_line(warehouse_of_sample: object) -> None:
    assert warehouse.fetch(burn_up.last_year(READER, YEAR, Filters(2018))).empty
    assert warehouse.fetch(burn_up.last_year(READER, Filters(2021, "011101"), Filters(2020, "nowhere"))).empty


def test_a_year_that_is_still_running_is_shown_only_as_far_as_it_has_come(by_hand: Path, look_at: LookAt) -> None:
    """The small release looked at as if it were the year before: as of noon of 19 April, 16 April and the days off after it are the last that are over."""
    look_at(by_hand)
    frame = warehouse.fetch(burn_up.last_year(READER, YEAR, YEAR))
    shown = frame[frame["stage_no"] == 1]
    assert shown["on_date"].iloc[-1] == date(2021, 4, 18)
    assert shown["done_total"].tolist() == [2, 2, 2, 4, 4, 4, 4, 5, 5, 5], "what 2021 has done by 17 April belongs to the working day before"
    assert set(frame["stage_no"]) == {1, 2}


def test_the_calendar_has_working_days_only(warehouse_of_sample: object) -> None:
    days = list(warehouse.fetch(burn_up.calendar(YEAR))["on_date"])
    assert days == sorted(set(days))
    assert date(2021, 4, 2) not in days, "Good Friday"
    assert not [day for day in days if day.weekday() > 4]


def test_what_was_done_at_the_very_moment_is_done_as_everywhere(tmp_path: Path, look_at: LookAt) -> None:
    """As of midnight, somebody measured at that midnight: the stage and its burn-up agree."""
    built = rows.build(tmp_path, measurements=rows.measurements({"waktu_ukur": "2021-04-14T00:00"}), as_of="2021-04-14T00:00")
    look_at(built.warehouse)
    stages = warehouse.fetch(completion.stages(READER, Filters(2021))).set_index("stage_no")
    by_day = warehouse.fetch(burn_up.by_day(READER, Filters(2021)))
    assert stages.loc[1, "done_count"] == 1
    assert by_day[by_day["stage_no"] == 1]["done_total"].iloc[-1] == 1
