"""Every check finds the row that breaks its rule, says where it stands, and leaves alone the row that only looks like it."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipelines.checks import catalog
from tests import rows
from tests.rows import Row, nip_of

PEOPLE = 10
"""Enough that one rejected row is no more than the share that stops a build."""

EXACT = {"kualifikasi": "20", "kompetensi": "40", "kinerja": "25", "disiplin": "5", "total": "90"}
"""The points of the answers of tests.rows.ANSWERS."""

NO_ANSWERS = dict.fromkeys(("pendidikan", "diklat_fungsional", "diklat_teknis_jp", "seminar", "nilai_kinerja", "hukuman_disiplin"), "")


@dataclass(frozen=True)
class Case:
    """The second person of ten (row 3 of a file) with changes that break a check, and the tenth (row 11) with changes that just do not."""

    code: str
    column: str | None
    value: str | None
    measurement: Row = field(default_factory=dict)
    personnel: Row = field(default_factory=dict)
    sound_measurement: Row = field(default_factory=dict)
    sound_personnel: Row = field(default_factory=dict)
    source: str = "measurements.csv"


SPACED = f"{nip_of(9)[:8]} {nip_of(9)[8:14]}.{nip_of(9)[14]} {nip_of(9)[15:]}"

CASES = [
    Case("nip_malformed", "nip", "15004711", {"nip": "15004711"}, sound_measurement={"nip": SPACED}),
    Case("nip_malformed", "nip", "1980x", {}, {"nip": "1980x"}, sound_personnel={"nip": f"'{nip_of(9)}"}, source="personnel.csv"),
    Case("nip_malformed", "nip", "", {"nip": ""}),
    Case("nip_numeric_cell", "nip", "1.98001012005011e+17", {"nip": "1.98001012005011e+17"}, sound_measurement={"nip": nip_of(9)}),
    Case("nip_numeric_cell", "nip", "1,98001E+17", {}, {"nip": "1,98001E+17"}, source="personnel.csv"),
    Case("unknown_person", "nip", "198103032006041009", {"nip": "198103032006041009"}),
    Case(
        "unknown_unit",
        "unit_id",
        "9999",
        {},
        {"unit_id": "9999"},
        sound_personnel={"unit_id": "", "satuan_kerja": "balai  MAKASSAR"},
        source="personnel.csv",
    ),
    Case("unreadable_value", "seminar", "kadang", {"seminar": "kadang"}, sound_measurement={"seminar": ""}),
    Case("unreadable_value", "pendidikan", "Kejar Z", {"pendidikan": "Kejar Z"}, sound_measurement={"pendidikan": "S2"}),
    Case("unreadable_value", "golongan", "IX/z", {}, {"golongan": "IX/z"}, sound_personnel={"golongan": "Penata (III/c)"}, source="personnel.csv"),
    Case("unreadable_value", "jenis_jabatan", "lainnya", {}, {"jenis_jabatan": "lainnya"}, source="personnel.csv"),
    Case("unreadable_value", "waktu_ukur", "besok", {"waktu_ukur": "besok"}, sound_measurement={"waktu_ukur": "13/04/2021 09:00"}),
    Case("score_out_of_range", "kompetensi", "57.5", {**EXACT, "kompetensi": "57.5"}, sound_measurement=EXACT),
    Case("score_out_of_range", "nilai_kinerja", "100.5", {"nilai_kinerja": "100.5"}, sound_measurement={"nilai_kinerja": "100"}),
    Case("missing_answers", "nilai_kinerja", None, {"nilai_kinerja": ""}, sound_measurement={**NO_ANSWERS, **EXACT}),
    Case("missing_answers", "disiplin", None, {**NO_ANSWERS, **EXACT, "disiplin": ""}, sound_measurement={**NO_ANSWERS, **EXACT, "total": ""}),
    Case("other_year", "tahun", "2020", {"tahun": "2020"}),
    Case("nip_birth_date", "nip", "19801332", {"nip": "198013322005011002"}, {"nip": "198013322005011002"}, source="personnel.csv"),
    Case("nip_sex", "nip", "2", {"nip": "198001012005012002"}, {"nip": "198001012005012002"}, source="personnel.csv"),
    Case("nip_appointment", "nip", "200513", {"nip": "198001012005131002"}, {"nip": "198001012005131002"}, source="personnel.csv"),
    Case("nip_appointment", "nip", "203001", {"nip": "198001012030011002"}, {"nip": "198001012030011002"}, source="personnel.csv"),
    Case("total_not_sum", "total", "91", {**EXACT, "total": "91"}, sound_measurement={**EXACT, "total": "90.01"}),
    Case("score_differs", "kompetensi", "25", {**EXACT, "kompetensi": "25", "total": "75"}, sound_measurement={**EXACT, "kompetensi": "39.99"}),
    Case("score_differs", "total", "91", {"total": "91"}, sound_measurement={"total": "90.01"}),
    Case("ineligible_measured", "nip", "CPNS", {}, {"status_pegawai": "CPNS"}, sound_personnel={"status_pegawai": "pns"}),
    Case(
        "measured_outside_window",
        "waktu_ukur",
        "2021-04-11 23:59:00",
        {"waktu_ukur": "2021-04-11T23:59"},
        sound_measurement={"waktu_ukur": "2021-04-12"},
    ),
    Case("education_differs", "pendidikan", "S-3", {"pendidikan": "S-3"}, sound_measurement={"pendidikan": ""}),
    Case("irrelevant_answer", "diklat_kepemimpinan", "ya", {"diklat_kepemimpinan": "ya"}, sound_measurement={"diklat_kepemimpinan": "tidak"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.column}-{case.value}")
def test_a_check_finds_the_row_that_breaks_it_and_no_other(tmp_path: Path, case: Case) -> None:
    """Nine other rows stay as they are; the tenth is written differently and is sound all the same."""
    between: list[Row] = [{} for _ in range(PEOPLE - 3)]
    built = rows.build(
        tmp_path,
        measurements=rows.measurements({}, case.measurement, *between, case.sound_measurement),
        personnel=rows.personnel({}, case.personnel, *between, case.sound_personnel),
    )
    assert built.status == 0
    found = [finding for finding in built.findings(case.code) if finding[0] == case.source]
    assert found == [(case.source, 3, case.column, case.value)]


def test_sound_inputs_have_no_finding(tmp_path: Path) -> None:
    """Ten people, measured and verified in time."""
    built = rows.build(tmp_path, measurements=rows.measurements(*[EXACT] * PEOPLE))
    assert built.summary["findings"] == {}
    assert [source["rows_rejected"] for source in built.summary["sources"]] == [0, 0, 0]


def test_identical_results_count_once_and_of_different_ones_the_newest_stays(tmp_path: Path) -> None:
    """Rows 12 and 13 repeat persons of rows 2 and 3: an equal one, and a newer one with another answer."""
    repeated = rows.measurements(*[{}] * PEOPLE)
    repeated += [dict(repeated[0]), {**repeated[1], "seminar": "tidak", "waktu_ukur": "2021-04-15T09:00"}]
    built = rows.build(tmp_path, measurements=repeated, personnel=rows.personnel(*[{}] * PEOPLE))
    assert [row for _, row, _, _ in built.findings("duplicate_nip")] == [2, 3]
    scores = dict(built.rows("SELECT nip, total_score FROM score"))
    assert [scores[int(nip_of(0))], scores[int(nip_of(1))]] == [90, 80]


def test_of_a_person_twice_in_simpeg_the_last_row_stays(tmp_path: Path) -> None:
    """The same NIP in two units is one person, in the unit of the later row."""
    people = rows.personnel(*[{}] * PEOPLE)
    people.append({**people[0], "unit_id": "09"})
    built = rows.build(tmp_path, measurements=rows.measurements(), personnel=people)
    assert built.findings("duplicate_nip") == [("personnel.csv", 2, "nip", nip_of(0))]
    assert built.rows(f"SELECT unit_id FROM asn_score WHERE nip = {nip_of(0)}") == [("09",)]


def test_a_unit_known_by_an_alias_is_used_and_said(tmp_path: Path) -> None:
    """An alias of data/reference/units_alias.toml."""
    tree = rows.units({"unit_id": "1010", "nama": "Balai Diklat Keagamaan Makassar", "induk": "01", "jenis": "UPT"})
    built = rows.build(
        tmp_path, units=tree, measurements=rows.measurements(), personnel=rows.personnel({"unit_id": "", "satuan_kerja": "BDK Makassar"})
    )
    assert built.findings("unit_alias_used") == [("personnel.csv", 2, "satuan_kerja", "BDK Makassar")]
    assert built.rows("SELECT unit_id FROM asn_score") == [("1010",)]


def test_a_name_that_fits_nothing_goes_to_the_review_list(tmp_path: Path) -> None:
    """It is rejected and listed with its count, never merged by likeness."""
    people = rows.personnel(*[{}] * PEOPLE, {"unit_id": "", "satuan_kerja": "Balai Makasar"})
    built = rows.build(tmp_path, personnel=people)
    assert built.rows("SELECT source_name, unit_name, row_count FROM unit_review") == [("personnel.csv", "Balai Makasar", 1)]
    assert built.findings("unknown_unit") == [("personnel.csv", 12, "satuan_kerja", "Balai Makasar")]


def test_a_rejected_row_gets_no_warning(tmp_path: Path) -> None:
    """Two rows outside the window: one without a performance value, one of a person who is not in SIMPEG. Neither is used, so neither is warned of."""
    late = {"waktu_ukur": "2021-04-17T09:00", "diklat_kepemimpinan": "ya"}
    measured = rows.measurements(*[{}] * PEOPLE, {**late, "nilai_kinerja": ""}, {**late, "nip": nip_of(99)})
    built = rows.build(tmp_path, measurements=measured, personnel=rows.personnel(*[{}] * PEOPLE, {"status_pegawai": "CPNS"}))
    assert built.summary["findings"] == {"missing_answers": 1, "unknown_person": 1}


def test_people_who_left_since_the_last_release_are_named_to_the_secretariat(tmp_path: Path) -> None:
    """The second build of the year has one person less."""
    everybody = rows.personnel(*[{}] * PEOPLE)
    rows.build(tmp_path, personnel=everybody)
    built = rows.build(tmp_path, personnel=everybody[:-1])
    assert built.findings("removed_since_last") == [(None, None, "nip", nip_of(PEOPLE - 1))]


def test_a_unit_that_stands_twice_for_the_same_time_is_used_once(tmp_path: Path) -> None:
    """The last row is used; a row of another time is no repetition."""
    tree = rows.units(
        {"unit_id": "09", "nama": "Balai Baru", "induk": "01"}, {"unit_id": "0101", "nama": "Nama Lama", "induk": "01", "sampai": "2019-12-31"}
    )
    built = rows.build(tmp_path, units=rows.units(*[{"unit_id": f"7{n}", "nama": f"Unit {n}", "induk": "01"} for n in range(5)]) + tree[3:])
    assert built.findings("duplicate_unit") == [("units.csv", 4, "unit_id", "09")]
    assert built.rows("SELECT unit_name FROM unit WHERE unit_id IN ('09', '0101') ORDER BY unit_id") == [("Sekretariat",), ("Balai Baru",)]


def test_a_unit_without_an_identifier_is_rejected(tmp_path: Path) -> None:
    """Nothing could point to it, so it is not left out silently."""
    many = [{"unit_id": f"7{n}", "nama": f"Unit {n}", "induk": "01"} for n in range(5)]
    built = rows.build(tmp_path, units=rows.units(*many, {"nama": "Tanpa Kode", "induk": "01"}))
    assert built.findings("unreadable_value") == [("units.csv", 10, "unit_id", "")]


def test_a_unit_below_an_unknown_one_is_rejected_with_all_below_it(tmp_path: Path) -> None:
    """Both rows, because neither has a place in the tree."""
    odd = [{"unit_id": "x", "nama": "X", "induk": "hilang"}, {"unit_id": "y", "nama": "Y", "induk": "x"}]
    many = [{"unit_id": f"7{n}", "nama": f"Unit {n}", "induk": "01"} for n in range(9)]
    built = rows.build(tmp_path, units=rows.units(*many, *odd))
    assert [(row, value) for _, row, _, value in built.findings("unknown_parent")] == [(14, "hilang"), (15, "x")]


@pytest.mark.parametrize(
    ("code", "inputs"),
    [
        ("empty_source", {"measurements": []}),
        ("unit_cycle", {"units": rows.units({"unit_id": "a", "nama": "A", "induk": "b"}, {"unit_id": "b", "nama": "B", "induk": "a"})}),
        ("year_mismatch", {"measurements": rows.measurements({}, {"tahun": "2020"}, {"tahun": "2020"})}),
        ("too_many_rejected", {"measurements": rows.measurements({}, {}, {}, {"seminar": "?"})}),
    ],
)
def test_a_stop_publishes_nothing_and_leaves_the_current_release(tmp_path: Path, code: str, inputs: dict[str, list[Row]]) -> None:
    """Exit status 1, the finding counted, and the release that was current before still is."""
    everybody = rows.personnel(*[{}] * 4)
    before = rows.build(tmp_path, personnel=everybody).release
    stopped = rows.build(tmp_path, **{"personnel": everybody, **inputs})  # type: ignore[arg-type]
    assert stopped.status == 1
    assert stopped.summary["findings"][code] >= 1
    assert stopped.release == before


def test_a_share_of_rejected_rows_at_the_limit_does_not_stop(tmp_path: Path) -> None:
    """One of five is 20 %, the limit itself."""
    built = rows.build(tmp_path, measurements=rows.measurements({}, {}, {}, {}, {"seminar": "?"}), personnel=rows.personnel(*[{}] * 5))
    assert built.status == 0


def test_a_recognised_file_without_a_required_column_stops(tmp_path: Path) -> None:
    """The sources are the template without its NIP column."""
    without = {heading: "" for heading in rows.HEADINGS["measurements"] if heading != "nip"}
    path = rows.write(tmp_path / "tanpa_nip.csv", [{**without, **rows.ANSWERS}], list(without))
    built = rows.build(tmp_path, options=("--measurements", str(path)))
    assert built.status == 1
    assert built.summary["findings"] == {"missing_columns": 1}


def test_every_rejected_row_is_counted_once_and_read_is_loaded_plus_rejected(tmp_path: Path) -> None:
    """A row with two wrong cells has two findings and is one rejected row."""
    built = rows.build(tmp_path, measurements=rows.measurements(*[{}] * 9, {"seminar": "?", "pendidikan": "?"}), personnel=rows.personnel(*[{}] * 10))
    source = next(source for source in built.summary["sources"] if source["kind"] == "measurements")
    assert (source["rows_read"], source["rows_loaded"], source["rows_rejected"]) == (10, 9, 1)
    assert built.summary["findings"]["unreadable_value"] == 2


@pytest.mark.parametrize("code", catalog.ORDER)
def test_every_check_says_in_both_languages_what_is_wrong_and_what_to_do(code: str) -> None:
    """The heading of its file, in sentences."""
    check = catalog.read(code)
    assert check.severity in {"stop", "reject", "warn"}
    assert check.message.endswith(".")
    assert check.message_en.endswith(".")
    assert check.title != check.title_en


def test_there_is_no_check_without_a_place_in_the_order() -> None:
    """A file in pipelines/checks is a check that runs."""
    files = {path.stem for path in Path(catalog.__file__).parent.glob("*.sql")}
    assert files == set(catalog.ORDER)


def test_results_that_gave_way_to_a_later_one_of_another_source_do_not_stop_a_build(tmp_path: Path) -> None:
    """Three of four measured on paper, and later in the application; twice in one file is a broken file all the same."""
    later = rows.write(tmp_path / "later.csv", rows.measurements(*[{"waktu_ukur": "2021-04-15T10:00"}] * 3), rows.HEADINGS["measurements"])
    built = rows.build(tmp_path, measurements=rows.measurements(*[{}] * 4), options=("--measurements", str(later)))
    assert built.status == 0
    assert [finding[:2] for finding in built.findings("duplicate_nip")] == [("measurements.csv", 2), ("measurements.csv", 3), ("measurements.csv", 4)]
    assert built.rows("SELECT count(*) FROM score WHERE measured_at = TIMESTAMP '2021-04-15 10:00'") == [(3,)]
    twice = rows.measurements(*[{}] * 4)
    (tmp_path / "again").mkdir()
    assert rows.build(tmp_path / "again", measurements=[*twice, *twice], personnel=rows.personnel(*[{}] * 4)).status == 1
