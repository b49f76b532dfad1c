"""Checks on reports: what is wrong with one is said, what can be counted is counted, and no row is lost."""

from pathlib import Path
from typing import Any

from tests import rows
from tests.rows import Built, Row

END = "2021-04-30T00:00"


def report(unit: str, stage: int | str, at: str) -> Row:
    return {"unit_id": unit, "tahap": str(stage), "waktu": at, "keterangan": ""}


def sound(count: int) -> list[Row]:
    """Reports of stage 2 by as many units of their own, so that a few rejected ones stop no build."""
    return [report(f"8{number}", 2, "2021-04-19T08:00") for number in range(count)]


def tree(*more: Row, many: int = 0) -> list[Row]:
    return rows.units(*[{"unit_id": f"8{number}", "nama": f"Seksi {number}", "induk": "01", "jenis": "Eselon IV"} for number in range(many)], *more)


def found(built: Built, code: str) -> list[tuple[Any, ...]]:
    """Row, column, value and what it was compared with, of each finding of one check in the reports."""
    return built.rows(
        "SELECT row_number, column_name, value, expected_value FROM finding "
        f"WHERE check_code = '{code}' AND source_name = 'reports.csv' ORDER BY row_number, column_name"
    )


def counts(built: Built) -> tuple[int, int, int]:
    """Rows of the reports read, loaded and rejected."""
    (source,) = [source for source in built.summary["sources"] if source["kind"] == "reports"]
    return source["rows_read"], source["rows_loaded"], source["rows_rejected"]


def test_a_stage_that_nobody_reports_is_named_and_one_that_is_no_number_cannot_be_read(tmp_path: Path) -> None:
    """Rows 2 to 10, before fifty sound ones; 2.0 is stage 2 of a spreadsheet."""
    written = ["1", "7", "0", "-3", "99999", "2.0", "3.5", "tiga", ""]
    built = rows.build(
        tmp_path, as_of=END, units=tree(many=50), reports=[*(report("0101", each, "2021-04-19T08:00") for each in written), *sound(50)]
    )
    assert found(built, "unknown_stage") == [
        (row, "tahap", value, "2, 3, 4, 5") for row, value in ((2, "1"), (3, "7"), (4, "0"), (5, "-3"), (6, "99999"))
    ]
    assert found(built, "unreadable_value") == [(8, "tahap", "3.5", None), (9, "tahap", "tiga", None), (10, "tahap", "", None)]
    assert counts(built) == (59, 51, 8)
    assert built.rows("SELECT stage_no FROM report JOIN unit USING (unit_no) WHERE unit_id = '0101'") == [(2,)]


def test_a_unit_that_was_merged_or_closed_is_not_called_unknown(tmp_path: Path) -> None:
    """Ended: until the day before the window, and long ago in two times. Not ended: until the window's first day, renamed, and of the future."""
    ended = [
        {"unit_id": "a", "nama": "A", "induk": "01", "jenis": "UPT", "sampai": "2021-04-11"},
        {"unit_id": "b", "nama": "B lama", "induk": "01", "jenis": "UPT", "sampai": "2016-12-31"},
        {"unit_id": "b", "nama": "B", "induk": "01", "jenis": "UPT", "mulai": "2017-01-01", "sampai": "2018-12-31"},
    ]
    other = [
        {"unit_id": "c", "nama": "C", "induk": "01", "jenis": "UPT", "sampai": "2021-04-12"},
        {"unit_id": "d", "nama": "D lama", "induk": "01", "jenis": "UPT", "sampai": "2020-12-31"},
        {"unit_id": "d", "nama": "D", "induk": "01", "jenis": "UPT", "mulai": "2021-01-01"},
        {"unit_id": "e", "nama": "E", "induk": "01", "jenis": "UPT", "mulai": "2022-01-01"},
    ]
    sent = [report(unit, 2, "2021-04-19T08:00") for unit in "abcdef"]
    built = rows.build(tmp_path, as_of=END, units=tree(*ended, *other, many=20), reports=[*sent, *sound(20)])
    assert found(built, "ended_unit") == [(2, "unit_id", "a", "2021-04-11"), (3, "unit_id", "b", "2018-12-31")]
    assert found(built, "unknown_unit") == [(6, "unit_id", "e", None), (7, "unit_id", "f", None)]
    assert counts(built) == (26, 22, 4)


def test_of_several_reports_for_one_stage_the_first_counts_and_the_others_are_warned_of(tmp_path: Path) -> None:
    """The first in time, wherever it stands; an identical one is one more. A report for another stage, of another unit, or that was rejected is none."""
    sent = [
        report("0101", 3, "2021-04-22T10:00"),
        report("0101", 3, "2021-04-20T10:00"),
        report("0101", 3, "2021-04-20T10:00"),
        report("0101", 2, "2021-04-19T10:00"),
        report("09", 3, "31 April"),
        report("09", 3, "2021-04-21T10:00"),
    ]
    built = rows.build(tmp_path, as_of=END, units=tree(many=1), reports=[*sent, *sound(1)])
    first = "2021-04-20 10:00:00"
    assert found(built, "duplicate_report") == [(2, "waktu", "2021-04-22 10:00:00", first), (4, "waktu", first, first)]
    assert counts(built) == (7, 6, 1)
    made = "SELECT reported_at::VARCHAR FROM report JOIN unit USING (unit_no) WHERE unit_id = '0101' AND stage_no = 3"
    assert built.rows(made) == [(first,)]
    assert built.rows("SELECT done_count, state FROM completion WHERE unit_id = '0101' AND stage_no = 3") == [(2, "on_time")]


def test_a_unit_is_told_when_it_reports_a_stage_that_it_does_not_owe(tmp_path: Path) -> None:
    """Stage 2 is everybody's; a report that is not owed is kept and enters no count."""
    sent = [report("09", 4, "2021-04-23T10:00"), report("01", 3, "2021-04-21T10:00"), report("80", 5, "2021-04-26T10:00")]
    sent += [report(unit, 2, "2021-04-19T10:00") for unit in ("01", "0101", "09", "80")]
    built = rows.build(tmp_path, as_of=END, units=tree(many=1), reports=sent)
    assert found(built, "report_not_owed") == [(2, "tahap", "4", "2, 3"), (3, "tahap", "3", "2, 4, 5"), (4, "tahap", "5", "2")]
    assert counts(built) == (7, 7, 0)
    assert built.rows("SELECT count(*) FROM report") == [(7,)]
    assert built.rows("SELECT stage_no, done_count, due_count FROM completion WHERE unit_id = '01' AND stage_no > 2 ORDER BY 1") == [
        (3, 0, 2),
        (4, 0, 1),
        (5, 0, 1),
    ]


def test_a_report_of_the_future_counts_once_its_time_has_come(tmp_path: Path) -> None:
    """At its very moment it has come."""
    sent = [report("0101", 3, "2021-04-20T10:00")]
    before = rows.build(tmp_path, as_of="2021-04-20T09:59:59", reports=sent)
    assert found(before, "report_in_future") == [(2, "waktu", "2021-04-20 10:00:00", "2021-04-20 09:59:59")]
    assert before.rows("SELECT count(*) FROM report") == [(0,)]
    after = rows.build(tmp_path, as_of="2021-04-20T10:00", reports=sent)
    assert found(after, "report_in_future") == []
    assert after.rows("SELECT count(*) FROM report") == [(1,)]


def early(built: Built) -> list[tuple[int, str, str]]:
    """Row, stage and the stages that were not done, of each report made too early."""
    return [(row, value, expected) for row, _, value, expected in found(built, "report_before_dependency")]


def test_a_stage_of_reports_waits_for_those_owed_below(tmp_path: Path) -> None:
    """Stage 4 at ten while the Balai reports at eleven; a second one at eleven is in time; stage 5 before, and at, the moment of stage 4."""
    sent = [
        report("0101", 2, "2021-04-19T08:00"),
        report("09", 2, "2021-04-19T08:00"),
        report("0101", 3, "2021-04-21T10:00"),
        report("01", 4, "2021-04-23T10:00"),
        report("09", 3, "2021-04-23T11:00"),
        report("01", 4, "2021-04-23T11:00"),
        report("01", 5, "2021-04-23T09:59"),
        report("01", 5, "2021-04-23T10:00"),
    ]
    built = rows.build(tmp_path, as_of=END, reports=sent)
    assert early(built) == [(5, "4", "3"), (8, "5", "4")]
    assert counts(built) == (8, 8, 0)
    assert built.rows("SELECT stage_no, done_count FROM completion WHERE unit_id = '01' AND stage_no > 2 ORDER BY 1") == [(3, 2), (4, 1), (5, 1)]


IN_TIME = {"waktu_verifikasi": "2021-04-19T09:00"}
OPEN = {"waktu_verifikasi": ""}

WAITING: dict[str, tuple[list[Row], list[str], bool]] = {
    "everybody is verified": ([IN_TIME], [], False),
    "at that very moment": ([IN_TIME, {"waktu_verifikasi": "2021-04-20T10:00"}], [], False),
    "one is verified later": ([IN_TIME, {"waktu_verifikasi": "2021-04-20T10:00:01"}], [], True),
    "one is not verified": ([IN_TIME, OPEN], [], True),
    "one is verified before being measured": ([IN_TIME, {"waktu_ukur": "2021-04-20T10:01", "waktu_verifikasi": "2021-04-19T09:00"}], [], True),
    "one is rejected": ([IN_TIME, {"nilai_kinerja": "", **IN_TIME}], [], True),
    "one is not measured": ([IN_TIME, {"nip": "absent"}], [], True),
    "nobody works there": ([], [], False),
    "the unit said so": ([OPEN], ["2021-04-20T10:00"], False),
    "the unit said so later": ([OPEN], ["2021-04-20T10:00:01"], True),
    "the unit said so twice": ([OPEN], ["2021-04-22T10:00", "2021-04-19T10:00"], False),
}
"""People of a unit that reports stage 3 on 20 April at ten, when it says that verification is done, and whether its report is early."""


def test_a_report_of_a_unit_waits_for_its_verification(tmp_path: Path) -> None:
    """One office a case, all in one build."""
    offices = [{"unit_id": f"5{number}", "nama": case, "induk": "01", "jenis": "Eselon II"} for number, case in enumerate(WAITING)]
    staff = [(office["unit_id"], person) for office in offices for person in WAITING[office["nama"]][0]]
    measured = [row for row in rows.measurements(*[person for _, person in staff]) if row["nip"] != "absent"]
    said = [report(office["unit_id"], 2, at) for office in offices for at in WAITING[office["nama"]][1]]
    built = rows.build(
        tmp_path,
        as_of=END,
        units=rows.units(*offices),
        measurements=measured,
        personnel=rows.personnel(*[{"unit_id": unit} for unit, _ in staff]),
        reports=[*(report(office["unit_id"], 3, "2021-04-20T10:00") for office in offices), *said],
    )
    named = [offices[row - 2]["nama"] for row, stage, needed in early(built) if (stage, needed) == ("3", "2")]
    assert named == [case for case, (_, _, is_early) in WAITING.items() if is_early]


def test_those_below_belong_to_the_unit_and_those_who_are_not_measured_hold_nothing_up(tmp_path: Path) -> None:
    """Of the Balai below, one is open. In the Badan's other office nobody is eligible, and in a third nobody works."""
    staff = rows.personnel({}, {"unit_id": "09"}, {"unit_id": "80", "status_pegawai": "CPNS"})
    offices = [{"unit_id": unit, "nama": f"Kantor {unit}", "induk": "01", "jenis": "Eselon II"} for unit in ("80", "81")]
    sent = [report(unit, 3, "2021-04-20T10:00") for unit in ("0101", "09", "80", "81")]
    built = rows.build(tmp_path, as_of=END, units=rows.units(*offices), measurements=rows.measurements(IN_TIME), personnel=staff, reports=sent)
    assert early(built) == [(2, "3", "2"), (3, "3", "2")]


def test_a_report_of_the_future_is_not_judged_before_its_time(tmp_path: Path) -> None:
    """What will be done by then is not known. Nor is a stage that the unit does not owe."""
    built = rows.build(tmp_path, as_of="2021-04-15T12:00", reports=[report("01", 4, "2021-04-23T10:00"), report("01", 3, "2021-04-14T10:00")])
    assert (early(built), found(built, "report_in_future")) == ([], [(2, "waktu", "2021-04-23 10:00:00", "2021-04-15 12:00:00")])


def test_everything_wrong_with_a_report_is_said_and_its_row_is_counted_once(tmp_path: Path) -> None:
    """Row 2 is rejected for its unit, its stage and its time; row 3 for its unit and stage; rows 4 and 5 are used with every warning there is."""
    wrong = [
        report("9999", 7, "kemarin"),
        report("lama", 1, "2021-04-20T10:00"),
        report("0101", 5, "2021-04-20T10:00"),
        report("0101", 5, "2021-06-20T10:00"),
    ]
    gone = {"unit_id": "lama", "nama": "Balai Lama", "induk": "01", "jenis": "UPT", "sampai": "2019-12-31"}
    built = rows.build(tmp_path, as_of=END, units=tree(gone, many=10), reports=[*wrong, *sound(10)])
    said = built.rows("SELECT row_number, check_code FROM finding WHERE source_name = 'reports.csv' ORDER BY ALL")
    assert said == [
        (2, "unknown_stage"),
        (2, "unknown_unit"),
        (2, "unreadable_value"),
        (3, "ended_unit"),
        (3, "unknown_stage"),
        (4, "report_not_owed"),
        (5, "duplicate_report"),
        (5, "report_in_future"),
        (5, "report_not_owed"),
    ]
    assert counts(built) == (14, 12, 2)
    assert built.rows("SELECT rows_after_as_of FROM source_file WHERE kind = 'reports'") == [(1,)]


def test_a_finding_about_a_report_belongs_to_its_unit(tmp_path: Path) -> None:
    """So that an officer who sees one unit sees it; that of an unknown unit belongs to nobody."""
    sent = [report("09", 4, "2021-04-23T10:00"), report("9999", 2, "2021-04-19T10:00"), *sound(5)]
    built = rows.build(tmp_path, as_of=END, units=tree(many=5), reports=sent)
    placed = built.rows("SELECT check_code, unit_id FROM finding LEFT JOIN unit USING (unit_no) WHERE source_name = 'reports.csv' ORDER BY ALL")
    assert placed == [("report_not_owed", "09"), ("unknown_unit", None)]
