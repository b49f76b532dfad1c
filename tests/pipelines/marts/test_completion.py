"""The schedule as it stood at as_of, for hand-made units whose states are known."""

from datetime import datetime
from pathlib import Path

import pytest

from tests import rows
from tests.rows import Row

LATE = {"waktu_ukur": "2021-04-17T08:00", "waktu_verifikasi": "2021-04-20T00:00"}


def _states(folder: Path, as_of: str, reports: list[Row], *changes: Row) -> dict[tuple[str, int], tuple[int, int, str]]:
    """(unit, stage) to done, due and state, with one person a change in the Sekretariat."""
    changes = changes or ({},)
    built = rows.build(folder, as_of=as_of, measurements=rows.measurements(*changes), personnel=rows.personnel(*[{}] * len(changes)), reports=reports)
    answer = built.rows("SELECT unit_id, stage_no, done_count, due_count, state FROM completion")
    return {(unit, stage): (done, due, state) for unit, stage, done, due, state in answer}


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2021-04-16T23:59:59", (1, 2, "not_due")),
        ("2021-04-17T00:00", (1, 2, "overdue")),
        ("2021-04-17T09:00", (2, 2, "late")),
    ],
)
def test_a_due_date_ends_at_midnight(tmp_path: Path, as_of: str, state: tuple[int, int, str]) -> None:
    """Two people, one measured in time, one at eight on the day after the window."""
    assert _states(tmp_path, as_of, [], {}, LATE)["0101", 1] == state


def test_what_was_done_on_the_last_day_is_on_time(tmp_path: Path) -> None:
    """At 23:59:59 of the due date."""
    assert _states(tmp_path, "2021-04-30T00:00", [], {"waktu_ukur": "2021-04-16T23:59:59"})["0101", 1] == (1, 1, "on_time")


def test_verification_is_counted_by_people_and_late_after_its_own_date(tmp_path: Path) -> None:
    """Verified on 20 April 00:00, which is after 19 April 24:00."""
    assert _states(tmp_path, "2021-04-30T00:00", [], LATE)["0101", 2] == (1, 1, "late")


def test_reports_are_owed_by_units_of_the_kinds_in_the_schedule(tmp_path: Path) -> None:
    """Stage 3 by eselon II and UPT (two units of the tree), stages 4 and 5 by eselon I; the top counts those below it."""
    sent = rows.reports({}, {"unit_id": "09", "waktu": "2021-04-22T00:00"}, {"unit_id": "01", "tahap": "4", "waktu": "2021-04-23T23:59"})
    states = _states(tmp_path, "2021-04-24T00:00", sent)
    assert states["01", 3] == (2, 2, "late")
    assert states["0101", 3] == (2, 2, "late")
    assert states["09", 3] == (1, 1, "late")
    assert states["01", 4] == (1, 1, "on_time")
    assert states["01", 5] == (0, 1, "not_due")
    assert states["09", 5] == (0, 0, "not_due")


def test_a_report_after_as_of_has_not_happened(tmp_path: Path) -> None:
    """It is loaded and counted as lying after as_of."""
    built = rows.build(tmp_path, as_of="2021-04-19T12:00", reports=rows.reports({}))
    assert built.rows("SELECT count(*) FROM report") == [(0,)]
    assert built.rows("SELECT rows_loaded, rows_after_as_of FROM source_file WHERE kind = 'reports'") == [(1, 1)]


def test_a_result_after_as_of_has_not_happened(tmp_path: Path) -> None:
    """The person is not measured, has no points, and counts as owing."""
    built = rows.build(tmp_path, as_of="2021-04-13T08:59")
    assert built.rows("SELECT is_measured, total_score, category_code, measured_at FROM asn_score") == [(False, None, None, None)]
    assert built.rows("SELECT rows_loaded, rows_after_as_of FROM source_file WHERE kind = 'measurements'") == [(1, 1)]


def test_a_correction_after_as_of_does_not_hide_what_stood_before(tmp_path: Path) -> None:
    """Two versions of one result: on the 13th the first one holds, on the 15th the second."""
    both = [*rows.measurements({}), {**rows.measurements({})[0], "seminar": "tidak", "waktu_ukur": "2021-04-15T09:00"}]
    everybody = rows.personnel(*[{}] * 10)
    both += rows.measurements(*[{}] * 10)[1:]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before = rows.build(tmp_path / "a", measurements=both, personnel=everybody, as_of="2021-04-14T12:00")
    after = rows.build(tmp_path / "b", measurements=both, personnel=everybody, as_of="2021-04-15T12:00")
    query = f"SELECT total_score FROM asn_score WHERE nip = {rows.nip_of(0)}"
    assert (before.rows(query), after.rows(query)) == ([(90,)], [(80,)])


def test_days_add_up_to_the_people_measured_and_verified(tmp_path: Path) -> None:
    """Per unit and day, own people only."""
    built = rows.build(tmp_path, as_of="2021-04-30T00:00", measurements=rows.measurements({}, LATE), personnel=rows.personnel({}, {"unit_id": "09"}))
    days = [
        (unit, str(day), measured, verified)
        for unit, day, measured, verified in built.rows(
            "SELECT unit_id, on_date, measured_count, verified_count FROM completion_day JOIN unit USING (unit_no) ORDER BY unit_no, on_date"
        )
    ]
    assert days == [("0101", "2021-04-13", 1, 0), ("0101", "2021-04-14", 0, 1), ("09", "2021-04-17", 1, 0), ("09", "2021-04-20", 0, 1)]


MOVED = """[[stages.moves]]
decided_on = 2021-04-19
due_on = 2021-04-20
reason = "Jaringan terputus"
reason_en = "The network was down"

[[stages]]
no = 2
"""


@pytest.mark.parametrize(
    ("as_of", "due_on", "state"),
    [
        ("2021-04-18T23:59:59", "2021-04-16", "overdue"),
        ("2021-04-19T00:00", "2021-04-20", "not_due"),
        ("2021-04-20T12:00", "2021-04-20", "on_time"),
    ],
)
def test_a_moved_deadline_holds_from_the_day_it_was_decided_on(tmp_path: Path, as_of: str, due_on: str, state: str) -> None:
    """Measured on 20 April at eight; the deadline of stage 1 goes from 16 to 20 April, and that of stage 2 stands behind it."""
    rows.reference(tmp_path, "schedule/2021.toml", "due_on = 2021-04-19", "due_on = 2021-04-20")
    options = rows.reference(tmp_path, "schedule/2021.toml", "[[stages]]\nno = 2\n", MOVED)
    late = {"waktu_ukur": "2021-04-20T08:00", "waktu_verifikasi": ""}
    built = rows.build(tmp_path, as_of=as_of, measurements=rows.measurements(late), options=options)
    assert built.rows("SELECT due_on::VARCHAR, state FROM completion WHERE unit_id = '0101' AND stage_no = 1") == [(due_on, state)]
    assert built.rows("SELECT due_on::VARCHAR FROM schedule_stage WHERE stage_no = 1") == [(due_on,)]
    assert built.rows("SELECT deadline_no, due_on::VARCHAR FROM schedule_deadline WHERE stage_no = 1") == [(1, "2021-04-16"), (2, "2021-04-20")]
    outside = [] if due_on == "2021-04-20" else [("measurements.csv", 2, "waktu_ukur", "2021-04-20 08:00:00")]
    assert built.findings("measured_outside_window") == outside


def test_days_tell_how_many_were_optional_and_when_the_last_was(tmp_path: Path) -> None:
    """PPPK made optional: the one who was measured counts, the one who was not owes nothing."""
    pppk = '[[eligibility]]\nstatus = "PPPK"\nemployment_kind = "pppk"\noutcome = '
    options = rows.reference(tmp_path, "scoring/2021.toml", f'{pppk}"excluded"', f'{pppk}"optional"')
    results = rows.measurements({}, {"waktu_ukur": "2021-04-13T11:00", "waktu_verifikasi": "2021-04-14T15:00"})
    people = rows.personnel({}, {"status_pegawai": "PPPK", "golongan": "IX"}, {"status_pegawai": "PPPK", "golongan": "IX"})
    built = rows.build(tmp_path, measurements=results, personnel=people, options=options)
    day, next_day = datetime(2021, 4, 13, 11), datetime(2021, 4, 14, 15)
    assert built.rows(
        "SELECT measured_count, optional_count, verified_count, last_measured_at, last_verified_at FROM completion_day ORDER BY on_date"
    ) == [(2, 1, 0, day, None), (0, 0, 2, None, next_day)]
    assert built.rows("SELECT done_count, due_count FROM completion WHERE unit_id = '0101' AND stage_no = 1") == [(2, 2)]


def test_who_was_measured_at_an_unknown_time_has_no_day(tmp_path: Path) -> None:
    """The verification has one."""
    built = rows.build(tmp_path, measurements=rows.measurements({"waktu_ukur": ""}))
    days = built.rows("SELECT on_date::VARCHAR, measured_count, verified_count FROM completion_day ORDER BY on_date NULLS FIRST")
    assert days == [(None, 1, 0), ("2021-04-14", 0, 1)]


def test_a_verification_that_is_older_than_its_result_counts_from_the_result(tmp_path: Path) -> None:
    """So a release as of an earlier day would have counted it no earlier."""
    odd = {"waktu_ukur": "2021-04-15T09:00", "waktu_verifikasi": "2021-04-14T09:00"}
    built = rows.build(tmp_path, measurements=rows.measurements(odd))
    assert built.rows("SELECT on_date::VARCHAR, measured_count, verified_count FROM completion_day") == [("2021-04-15", 1, 1)]
    assert built.rows("SELECT completed_at FROM completion WHERE unit_id = '0101' AND stage_no = 2") == [(datetime(2021, 4, 15, 9),)]


def test_a_correction_changes_no_day_of_measuring(tmp_path: Path) -> None:
    """Measured on the 13th, corrected after the deadline: measured in time, on the 13th."""
    people = rows.personnel(*[{}] * 6)
    results = rows.measurements(*[{}] * 6)
    corrected = {**results[0], "seminar": "tidak", "waktu_ukur": "2021-04-19T09:00", "waktu_verifikasi": ""}
    built = rows.build(tmp_path, as_of="2021-04-20T00:00", measurements=[*results, corrected], personnel=people)
    assert built.rows("SELECT on_date::VARCHAR, measured_count FROM completion_day WHERE measured_count > 0") == [("2021-04-13", 6)]
    assert built.rows("SELECT completed_at, state FROM completion WHERE unit_id = '0101' AND stage_no = 1") == [(datetime(2021, 4, 13, 9), "on_time")]
