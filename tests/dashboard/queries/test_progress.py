"""What is done of every stage by every unit: equal to the published table, and to what a release built on an earlier day says."""

from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Select, select

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import progress, visible
from dashboard.queries.filters import Filters
from tests import rows
from tests.dashboard.conftest import LookAt
from tests.serving import command_line

PPPK = {"status_pegawai": "PPPK", "golongan": "IX"}


def everything(filters: Filters, viewer: Viewer = READER) -> Select:
    """One row per visible unit of the year and stage, in order."""
    unit = visible.units(viewer)
    asked = select(unit.c.unit_id, unit.c.unit_no, unit.c.last_unit_no.label("last_no")).where(unit.c.period_year == filters.year).subquery("asked")
    found = progress.of_units(viewer, filters, asked).subquery("found")
    return select(*found.c, *progress.figures(found, filters)).order_by(found.c.unit_no, found.c.stage_no)


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max)


def test_every_unit_and_stage_is_as_published(warehouse_of_sample: Path) -> None:
    for year in (2021, 2020):
        table = visible.completion(READER)
        published = warehouse.fetch(select(table).where(table.c.period_year == year).order_by(table.c.unit_no, table.c.stage_no))
        found = warehouse.fetch(everything(Filters(year)))
        columns = ["unit_id", "stage_no", "due_on", "done_count", "due_count", "completed_at"]
        pd.testing.assert_frame_equal(found[columns], published[columns])
        assert found["state"].where(found["due_count"] > 0, "not_due").tolist() == published["state"].tolist()
        assert found.loc[found["due_count"] == 0, ["state", "expected_count", "ahead_count", "ahead_days", "done_pct"]].isna().all(axis=None)


@pytest.mark.parametrize("day", ["2021-04-13", "2021-04-17"])
def test_a_release_built_on_a_day_says_what_travelling_to_it_says(warehouse_of_sample: Path, look_at: LookAt, tmp_path: Path, day: str) -> None:
    travelled = warehouse.fetch(everything(Filters(2021, as_of=end_of(day))))
    done = command_line("build", "--year", "2021", "--as-of", f"{day}T23:59:59", "--warehouse", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    look_at(tmp_path)
    numbers = ["unit_no", "last_no"]
    pd.testing.assert_frame_equal(travelled.drop(columns=numbers), warehouse.fetch(everything(Filters(2021))).drop(columns=numbers))


def at_end_of(day: str, unit_id: str, stage_no: int) -> pd.Series:
    """One unit's stage at the end of a day."""
    return warehouse.fetch(everything(Filters(2021, as_of=end_of(day)))).set_index(["unit_id", "stage_no"]).loc[(unit_id, stage_no)]


def test_an_optional_person_owes_from_the_day_of_measurement(tmp_path: Path, look_at: LookAt) -> None:
    """Two PNS and a PPPK who need not be measured but was, on the 14th; a second PPPK never was."""
    kind = '[[eligibility]]\nstatus = "PPPK"\nemployment_kind = "pppk"\noutcome = '
    options = rows.reference(tmp_path, "scoring/2021.toml", f'{kind}"excluded"', f'{kind}"optional"')
    results = rows.measurements({}, {"waktu_ukur": "2021-04-18T09:00", "waktu_verifikasi": ""}, {"waktu_ukur": "2021-04-14T11:00"})
    people = rows.personnel({}, {}, PPPK, PPPK)
    look_at(rows.build(tmp_path, as_of="2021-04-20T12:00", measurements=results, personnel=people, options=options).warehouse)
    for day, due, done in (("2021-04-12", 2, 0), ("2021-04-13", 2, 1), ("2021-04-14", 3, 2), ("2021-04-18", 3, 3)):
        found = at_end_of(day, "0101", 1)
        assert (found["due_count"], found["done_count"]) == (due, done), day


def test_who_was_measured_at_an_unknown_time_is_always_done(tmp_path: Path, look_at: LookAt) -> None:
    results = rows.measurements({"waktu_ukur": "", "waktu_verifikasi": ""}, {"waktu_ukur": "2021-04-14T11:00"})
    look_at(rows.build(tmp_path, as_of="2021-04-20T12:00", measurements=results, personnel=rows.personnel({}, {})).warehouse)
    for day, done, state in (("2021-04-11", 1, "not_due"), ("2021-04-13", 1, "not_due"), ("2021-04-14", 2, "on_time"), ("2021-04-18", 2, "on_time")):
        found = at_end_of(day, "0101", 1)
        assert (found["done_count"], found["state"]) == (done, state)


TARGET = (
    ("2021-04-11", 0, 1, 1.7, None, "not_due"),
    ("2021-04-12", 0, 1, 0.7, None, "not_due"),
    ("2021-04-13", 1, 0, -0.3, None, "not_due"),
    ("2021-04-15", 2, -1, -2.3, None, "not_due"),
    ("2021-04-16", 3, -2, -3.3, None, "not_due"),
    ("2021-04-17", 3, -2, -3.3, 1, "overdue"),
    ("2021-04-19", 3, -1, -2.7, 3, "overdue"),
    ("2021-04-20", 3, 0, None, 4, "late"),
    ("2021-04-30", 3, 0, None, 4, "late"),
)
"""By hand: day, expected, ahead, ahead in days, days late and state of three people in five working days, measured on the 8th, the 19th and the 20th."""


def test_the_target_line_of_three_people(tmp_path: Path, look_at: LookAt) -> None:
    when = ({"waktu_ukur": f"2021-04-{day}T09:00", "waktu_verifikasi": ""} for day in ("08", "19", "20"))
    built = rows.build(tmp_path, as_of="2021-05-03T12:00", measurements=rows.measurements(*when), personnel=rows.personnel({}, {}, {}))
    look_at(built.warehouse)
    for day, expected, ahead, days, late, state in TARGET:
        found = at_end_of(day, "0101", 1)
        assert (found["expected_count"], found["ahead_count"], found["state"]) == (expected, ahead, state), day
        assert found["ahead_days"] == days if days is not None else pd.isna(found["ahead_days"]), day
        assert found["late_days"] == late if late is not None else pd.isna(found["late_days"]), day


def test_a_report_that_closes_verification_counts_on_its_day(tmp_path: Path, look_at: LookAt) -> None:
    """Two people, one verified; the unit declares stage 2 complete on the 20th, a day after the deadline."""
    results = rows.measurements({}, {"waktu_verifikasi": ""})
    sent = rows.reports({"tahap": "2", "waktu": "2021-04-20T10:00"})
    look_at(rows.build(tmp_path, as_of="2021-04-22T12:00", measurements=results, personnel=rows.personnel({}, {}), reports=sent).warehouse)
    for day, state, is_declared, late in (("2021-04-19", "not_due", False, None), ("2021-04-20", "late", True, 1), ("2021-04-21", "late", True, 1)):
        found = at_end_of(day, "0101", 2)
        assert (found["state"], found["is_declared"], found["done_count"]) == (state, is_declared, 1)
        assert found["late_days"] == late if late else pd.isna(found["late_days"])


def test_a_viewer_of_one_unit_sees_what_everybody_sees_of_it_and_nothing_else(warehouse_of_sample: Path) -> None:
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("011102",)))
    theirs, whole = warehouse.fetch(everything(Filters(2021), viewer)), warehouse.fetch(everything(Filters(2021)))
    assert theirs["unit_id"].str.startswith("011102").all()
    pd.testing.assert_frame_equal(theirs, whole[whole["unit_id"].isin(theirs["unit_id"])].reset_index(drop=True))
    assert warehouse.fetch(everything(Filters(2021), Viewer())).empty
