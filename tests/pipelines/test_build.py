"""The flow as a whole: what a build keeps, repeats, refuses and leaves alone."""

import resource
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from pipelines.__main__ import main
from pipelines.warehouse import release
from tests import rows
from tests.rows import nip_of


def test_the_same_inputs_and_as_of_are_published_once(tmp_path: Path) -> None:
    """The second build says there is nothing to do; with --force it publishes again."""
    first = rows.build(tmp_path).release
    again = rows.build(tmp_path)
    assert again.status == 0
    assert again.release == first
    assert rows.build(tmp_path, options=["--force"]).release != first


def test_another_as_of_or_a_changed_input_is_another_release(tmp_path: Path) -> None:
    """What decides the figures decides the hash."""
    first = rows.build(tmp_path).release
    later = rows.build(tmp_path, as_of="2021-04-17T12:00").release
    changed = rows.build(tmp_path, as_of="2021-04-17T12:00", measurements=rows.measurements({"seminar": "tidak"})).release
    assert len({first, later, changed}) == 3


def test_a_build_of_one_year_keeps_the_others_as_they_were(tmp_path: Path) -> None:
    """2020 is built after 2021, and 2021 keeps its rows and its as-of; tables stay sorted by year."""
    before = rows.build(tmp_path)
    people = before.rows("SELECT * FROM asn_score")
    built = rows.build(tmp_path, year=2020, as_of="2020-12-31T12:00", measurements=rows.measurements({"tahun": "2020", "waktu_ukur": "2020-04-14"}))
    assert built.rows("SELECT * FROM asn_score WHERE period_year = 2021") == people
    assert [(year, str(as_of)) for year, as_of in built.rows("SELECT period_year, as_of FROM period ORDER BY ALL")] == [
        (2020, "2020-12-31 12:00:00"),
        (2021, "2021-04-16 12:00:00"),
    ]
    assert built.rows("SELECT period_year FROM score ORDER BY rowid") == [(2020,), (2021,)]


def test_check_publishes_nothing_and_finds_the_same(tmp_path: Path) -> None:
    """Same findings, same counts, no release."""
    inputs = {"measurements": rows.measurements(*[{}] * 9, {"seminar": "?"}), "personnel": rows.personnel(*[{}] * 10)}
    checked = rows.build(tmp_path, command="check", **inputs)  # type: ignore[arg-type]
    assert checked.status == 0
    assert release.current(checked.warehouse) is None
    built = rows.build(tmp_path, **inputs)  # type: ignore[arg-type]
    assert (checked.summary["findings"], checked.summary["sources"]) == (built.summary["findings"], built.summary["sources"])


@pytest.mark.parametrize("limit", [50_000, 400_000, 1_000_000])
def test_a_disk_that_is_full_while_the_release_is_written_publishes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str], limit: int) -> None:
    """No file may grow above `limit` bytes: the release of before stays, and one sentence says why."""
    before = rows.build(tmp_path).release
    assert before.stat().st_size > limit
    capfd.readouterr()
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, allowed[1]))
    try:
        full = rows.build(tmp_path, measurements=rows.measurements({"seminar": "tidak"}))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert full.status == 2
    assert full.release == before
    said = capfd.readouterr().err
    assert "File too large" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert rows.build(tmp_path, measurements=rows.measurements({"seminar": "tidak"})).release != before


def test_every_finding_is_written_out_also_when_the_build_stops(tmp_path: Path) -> None:
    """For its owner's eyes: a CSV beside the releases, readable by nobody else."""
    rows.build(tmp_path, measurements=rows.measurements({"seminar": "?"}))
    written = tmp_path / "warehouse" / "findings" / "2021.csv"
    assert "unreadable_value,reject,measurements.csv,2,seminar,?" in written.read_text(encoding="utf-8")
    assert written.parent.stat().st_mode & 0o077 == 0


def test_folders_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "Lajnah Al-Qur'an [2]"
    folder.mkdir()
    first = rows.build(folder)
    second = rows.build(folder, as_of="2021-04-17T12:00")
    assert (first.status, second.status) == (0, 0)
    assert second.rows("SELECT count(*) AS n FROM score") == [(1,)]


def test_without_a_units_source_the_tree_of_the_current_release_is_used(tmp_path: Path) -> None:
    """Units of 2021 serve 2020, in the same order."""
    rows.build(tmp_path)
    rows.write(tmp_path / "m.csv", rows.measurements({"tahun": "2020"}), rows.HEADINGS["measurements"])
    rows.write(tmp_path / "p.csv", rows.personnel({}), rows.HEADINGS["personnel"])
    status = main(
        ["build", "--year", "2020", "--measurements", f"{tmp_path}/m.csv", "--personnel", f"{tmp_path}/p.csv", "--warehouse", f"{tmp_path}/warehouse"]
    )
    assert status == 0
    path = release.current(tmp_path / "warehouse")
    assert path is not None
    built = rows.Built(status, {}, tmp_path / "warehouse")
    assert built.rows("SELECT unit_id FROM unit WHERE period_year = 2020 ORDER BY unit_no") == [("01",), ("0101",), ("09",)]


def _result_file(path: Path) -> Path:
    """Ten results under title rows, without NIP, the third with a category word that is not ours."""
    book = Workbook()
    sheet = book.active
    for line in (["Hasil Pengukuran IP ASN"], [], ["Badan Contoh"], [], ["Tahun 2021"], []):
        sheet.append(line)
    sheet.append(["No", "Nama", "Nama Jabatan", "Satuan Kerja", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin", "Total", "Kategori"])
    for number in range(1, 11):
        sheet.append([number, f"pegawai  {number}", "Peneliti", "Sekretariat", 20, 40, 25, 5, 90, "SANGAT TINGGI" if number == 3 else "TINGGI"])
    sheet.append([None] * 10)
    sheet.append(["Jumlah", None, None, None, 200])
    book.save(path)
    return path


def test_a_result_file_without_nip_finds_its_people_by_name_and_unit(tmp_path: Path) -> None:
    """Heading in row 7. Two people of one name in one unit are not told apart: that result is a finding. A category that differs is one too."""
    people = rows.personnel(*[{}] * 11)
    people[10]["nama"] = "PEGAWAI 1"
    inputs = {"personnel": rows.write(tmp_path / "p.csv", people, rows.HEADINGS["personnel"])}
    inputs["units"] = rows.write(tmp_path / "u.csv", rows.units(), rows.HEADINGS["units"])
    inputs["measurements"] = _result_file(tmp_path / "hasil.xlsx")
    arguments = [part for kind, path in inputs.items() for part in (f"--{kind}", str(path))]
    status = main(["build", "--year", "2021", "--as-of", "2021-04-20T12:00", "--warehouse", f"{tmp_path}/w", *arguments])
    built = rows.Built(status, {}, tmp_path / "w")
    assert built.rows("SELECT row_number, column_name, value, expected_value FROM finding WHERE check_code = 'unknown_person'") == [
        (8, "nama", None, "Sekretariat")
    ]
    assert [(row, value) for _, row, _, value in built.findings("category_differs")] == [(10, "sangat_tinggi")]
    assert built.rows("SELECT count(*), min(total_score), any_value(score_source) FROM score WHERE is_measured") == [(9, 90, "reported")]


def test_the_education_of_a_person_is_the_one_that_was_scored(tmp_path: Path) -> None:
    """The answered one where answers are scored; SIMPEG's for reported scores and for those not measured."""
    reported = {"nilai_kinerja": "", "kualifikasi": "20", "kompetensi": "40", "kinerja": "25", "disiplin": "5"}
    built = rows.build(
        tmp_path,
        measurements=rows.measurements({"pendidikan": "S-3"}, {"pendidikan": "S-3", **reported}),
        personnel=rows.personnel(*[{"pendidikan": "S-1"}] * 3),
    )
    assert built.rows("SELECT education_code, qualification_score FROM asn_score ORDER BY nip") == [("S-3", 25), ("S-1", 20), ("S-1", None)]


def test_nothing_personal_stands_in_a_release_but_nip_and_name(tmp_path: Path) -> None:
    """No column of religion, phone, e-mail or birth place, in any table."""
    built = rows.build(tmp_path)
    columns = {name for (name,) in built.rows("SELECT column_name FROM duckdb_columns() WHERE NOT internal")}
    assert not {name for name in columns if any(word in name for word in ("agama", "religion", "phone", "email", "birth", "hp"))}
    assert built.rows("SELECT nip, asn_name FROM asn_score") == [(int(nip_of(0)), "Pegawai 1")]


def _year_2020(folder: Path) -> rows.Built:
    return rows.build(folder, year=2020, measurements=rows.measurements({"tahun": "2020"}))


def _of_another_format(built: rows.Built) -> None:
    """The current release as an earlier version of the software would have built it: without a column."""
    path = built.release
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    with duckdb.connect(path) as connection:
        connection.execute("ALTER TABLE unit_review DROP COLUMN row_count")


def test_a_current_release_of_another_format_is_refused_in_one_sentence_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _of_another_format(_year_2020(tmp_path))
    current = release.current_id(tmp_path / "warehouse")
    capsys.readouterr()
    for command in ("build", "check"):
        refused = rows.build(tmp_path, command=command)
        assert refused.status == 2
        line = capsys.readouterr().err.splitlines()[-1]
        assert f"Rilis {current} yang berlaku dibangun dengan versi lain" in line
        assert "build --fresh" in line
    assert release.current_id(tmp_path / "warehouse") == current
    assert not list((tmp_path / "warehouse" / "releases").glob(".*"))


def test_a_fresh_build_is_published_without_the_other_years_of_a_release_of_another_format(tmp_path: Path) -> None:
    _of_another_format(_year_2020(tmp_path))
    before = release.current_id(tmp_path / "warehouse")
    built = rows.build(tmp_path, options=["--fresh"])
    assert built.status == 0
    assert built.rows("SELECT period_year FROM period") == [(2021,)]
    assert built.rows("SELECT previous_release_id FROM run") == [(before,)]
    assert _year_2020(tmp_path).rows("SELECT period_year FROM period ORDER BY period_year") == [(2020,), (2021,)]


def test_a_fresh_build_leaves_out_other_years_and_compares_with_nothing(tmp_path: Path) -> None:
    _year_2020(tmp_path)
    both = rows.build(tmp_path, personnel=rows.personnel({}, {}))
    assert both.rows("SELECT count(*) FROM period") == [(2,)]
    alone = rows.build(tmp_path, options=["--fresh"])
    assert alone.rows("SELECT period_year FROM period") == [(2021,)]
    assert alone.findings("removed_since_last") == []


def test_a_fresh_build_needs_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows.build(tmp_path)
    refused = rows.build(tmp_path, units=[], options=["--fresh"])
    assert refused.status == 2
    assert "tidak ada rilis yang memuatnya: tambahkan --units" in capsys.readouterr().err
