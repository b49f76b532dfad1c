"""The schedule as it stood at as_of, for hand-made units whose states are known."""

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
