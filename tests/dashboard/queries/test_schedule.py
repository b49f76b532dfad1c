"""The schedule at a moment: windows, working time and deadlines, against a calendar counted by hand."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard import warehouse
from dashboard.queries import schedule
from dashboard.queries.filters import Filters
from tests import rows
from tests.dashboard.conftest import LookAt

DAY = schedule.DAY_MINUTES

MOVED = """[[stages.moves]]
decided_on = 2021-04-15
due_on = {due_on}
reason = "Jaringan terganggu"
reason_en = "The network was down"

[[stages]]
no = {following}
"""


def at(moment: datetime | None) -> dict[int, tuple[str, int, int, bool]]:
    """Stage to first day of its window, its working days, working minutes that have passed, and whether it is past due."""
    frame = warehouse.fetch(select(schedule.stages(Filters(2021, as_of=moment))))
    assert (frame["window_minutes"] == frame["window_day_count"] * DAY).all()
    return {
        int(row.stage_no): (str(row.window_starts_on), int(row.window_day_count), int(row.elapsed_minutes), bool(row.is_past_due))
        for row in frame.itertuples()
    }


def test_windows_without_a_first_day_follow_the_stage_they_depend_on(warehouse_of_sample: Path) -> None:
    """2021: 12 and 13 April are named; 3 follows the 19th, 4 the 21st, 5 the 23rd, a Friday, and has one working day, Monday the 26th."""
    assert {stage: found[:2] for stage, found in at(None).items()} == {
        1: ("2021-04-12", 5),
        2: ("2021-04-13", 5),
        3: ("2021-04-20", 2),
        4: ("2021-04-22", 2),
        5: ("2021-04-24", 1),
    }


@pytest.mark.parametrize(
    ("moment", "elapsed", "past"),
    [
        (datetime(2021, 4, 11, 23, 59, 59), (0, 0, 0, 0, 0), ()),
        (datetime(2021, 4, 12), (0, 0, 0, 0, 0), ()),
        (datetime(2021, 4, 12, 12, 30), (750, 0, 0, 0, 0), ()),
        (datetime.combine(date(2021, 4, 12), time.max), (DAY, 0, 0, 0, 0), ()),
        (datetime(2021, 4, 16, 23, 59), (5 * DAY - 1, 4 * DAY - 1, 0, 0, 0), ()),
        (datetime.combine(date(2021, 4, 16), time.max), (5 * DAY, 4 * DAY, 0, 0, 0), ()),
        (datetime(2021, 4, 18, 15), (5 * DAY, 4 * DAY, 0, 0, 0), (1,)),
        (datetime(2021, 4, 20), (6 * DAY, 5 * DAY, 0, 0, 0), (1, 2)),
        (datetime(2021, 4, 27, 6), (11 * DAY + 360, 10 * DAY + 360, 5 * DAY + 360, 3 * DAY + 360, DAY + 360), (1, 2, 3, 4, 5)),
    ],
)
def test_working_time_passes_on_working_days_alone(
    warehouse_of_sample: Path, moment: datetime, elapsed: tuple[int, ...], past: tuple[int, ...]
) -> None:
    found = at(moment)
    assert tuple(found[stage][2] for stage in sorted(found)) == elapsed
    assert tuple(stage for stage in sorted(found) if found[stage][3]) == past


def test_days_that_can_be_looked_at(warehouse_of_sample: Path) -> None:
    """From the day before the first window to the day before the release's as-of, newest first."""
    assert [str(day) for day in warehouse.fetch(schedule.past_days(2021))["on_date"]] == [f"2021-04-{day}" for day in range(19, 10, -1)]


def test_the_calendar_reaches_beyond_the_schedule(warehouse_of_sample: Path) -> None:
    days = warehouse.fetch(schedule.days(Filters(2021)))
    assert (str(days["on_date"].iloc[0]), str(days["on_date"].iloc[-1])) == ("2021-04-09", "2021-06-05")
    assert days.loc[~days["is_working"], "on_date"].astype(str).tolist()[:4] == ["2021-04-10", "2021-04-11", "2021-04-17", "2021-04-18"]


def test_a_moved_deadline_holds_from_the_day_it_was_decided(tmp_path: Path, look_at: LookAt) -> None:
    """On the 15th stage 1 is put off from Friday the 16th to Monday the 19th, and stage 2 from the 19th to the 20th, which moves the window of stage 3."""
    for following, due_on in ((2, "2021-04-19"), (3, "2021-04-20")):
        moved = MOVED.format(due_on=due_on, following=following)
        options = rows.reference(tmp_path, "schedule/2021.toml", f"[[stages]]\nno = {following}\n", moved)
    look_at(rows.build(tmp_path, as_of="2021-04-20T12:00", options=options).warehouse)
    before, after = (Filters(2021, as_of=datetime.combine(date(2021, 4, day), time.max)) for day in (14, 15))
    for filters, first, third in ((before, ("2021-04-16", 5), ("2021-04-20", 2)), (after, ("2021-04-19", 6), ("2021-04-21", 1))):
        frame = warehouse.fetch(select(schedule.stages(filters))).set_index("stage_no")
        assert (str(frame.loc[1, "due_on"]), frame.loc[1, "window_day_count"]) == first
        assert (str(frame.loc[3, "window_starts_on"]), frame.loc[3, "window_day_count"]) == third
    assert warehouse.fetch(schedule.deadlines(before))["deadline_no"].tolist() == [1, 1, 1, 1, 1]
    known = warehouse.fetch(schedule.deadlines(after))
    assert known.loc[known["stage_no"] == 1, "deadline_no"].tolist() == [1, 2]
    assert known["reason"].dropna().tolist() == ["Jaringan terganggu", "Jaringan terganggu"]
