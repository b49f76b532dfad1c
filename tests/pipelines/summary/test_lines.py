"""What `check` writes for whoever shows an upload before it is taken: findings and rows, line by line, and nothing of a file that is refused."""

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pipelines.__main__ import main
from tests.rows import HEADINGS, TREE, YEAR, measurements, nip_of, personnel, write

MEASUREMENTS = measurements(
    {"diklat_teknis_jp": "24.5", "nilai_kinerja": "90.99999"},
    {"seminar": "kadang"},
    {"nip": nip_of(77)},
    {"pendidikan": "", "diklat_fungsional": "Sudah", "waktu_verifikasi": ""},
    *[{}] * 11,
)


def workbook(path: Path, rows: list[dict[str, str]]) -> Path:
    """An XLSX with a title, an empty row and the headings of the template in row 3."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Pengukuran")
        sheet.write_string(0, 0, "Daftar hasil Balai Contoh")
        for place, cells in enumerate([HEADINGS["measurements"], *([row.get(heading, "") for heading in HEADINGS["measurements"]] for row in rows)]):
            for column, cell in enumerate(cells):
                sheet.write_string(2 + place, column, cell)
    return path


def check(folder: Path, upload: Path) -> int:
    people = write(folder / "personnel.csv", personnel(*[{}] * len(MEASUREMENTS)), HEADINGS["personnel"])
    given = ["--personnel", str(people), "--units", str(write(folder / "units.csv", TREE, HEADINGS["units"])), "--measurements", str(upload)]
    options = ["--as-of", "2021-04-16T12:00", "--warehouse", str(folder / "warehouse")]
    return main(["check", "--year", str(YEAR), *given, *options, "--findings", str(folder / "findings.jsonl"), "--rows", str(folder / "rows.jsonl")])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_row_of_an_upload_is_accepted_or_has_a_finding_that_names_it(tmp_path: Path) -> None:
    assert check(tmp_path, workbook(tmp_path / "unggahan.xlsx", MEASUREMENTS)) == 0
    found, accepted = lines(tmp_path / "findings.jsonl"), lines(tmp_path / "rows.jsonl")
    rejected = {(each["row_number"], each["check_code"], each["column_name"], each["value"]) for each in found if each["severity"] == "reject"}
    assert rejected == {(5, "unreadable_value", "seminar", "kadang"), (6, "unknown_person", "nip", nip_of(77))}
    assert {each["source_name"] for each in found} == {"unggahan.xlsx"}
    assert all(each[said] for each in found for said in ("title", "title_en", "message", "message_en"))
    assert [each["row_number"] for each in accepted] == [4, 7, *range(8, 19)]
    first = accepted[0]
    assert (first["nip"], first["unit_id"], first["outcome"], first["position_group"]) == (nip_of(0), "0101", "eligible", "fungsional")
    assert (first["technical_training_hours"], first["performance_value"], first["has_functional_training"]) == ("24.5", "90.9999", True)
    assert (first["total_score"], first["category_code"], first["verified_at"]) == ("90.0000", "tinggi", "2021-04-14 09:00:00")
    assert (accepted[1]["answered_education_code"], accepted[1]["education_code"], accepted[1]["verified_at"]) == (None, "S-2", None)
    assert stat.S_IMODE((tmp_path / "rows.jsonl").stat().st_mode) == stat.S_IMODE((tmp_path / "findings.jsonl").stat().st_mode) == 0o600


def test_an_upload_that_would_stop_a_build_is_shown_all_the_same(tmp_path: Path) -> None:
    """Too many rejected: status 1, and still row by row what is wrong and what is right."""
    assert check(tmp_path, workbook(tmp_path / "unggahan.xlsx", measurements({}, {"seminar": "?"}))) == 1
    assert {each["check_code"] for each in lines(tmp_path / "findings.jsonl")} == {"unreadable_value", "too_many_rejected"}
    assert [each["row_number"] for each in lines(tmp_path / "rows.jsonl")] == [4]


def test_a_lacking_column_leaves_findings_and_no_rows(tmp_path: Path) -> None:
    headings = [heading for heading in HEADINGS["measurements"] if heading != "tahun"]
    upload = write(tmp_path / "unggahan.csv", [{heading: row.get(heading, "") for heading in headings} for row in MEASUREMENTS], headings)
    assert check(tmp_path, upload) == 1
    assert [(each["check_code"], each["column_name"], each["row_number"]) for each in lines(tmp_path / "findings.jsonl")] == [
        ("missing_columns", "tahun", None)
    ]
    assert not (tmp_path / "rows.jsonl").exists()


def hostile(path: Path) -> Path:
    """4.6 KB that ask for 512 GiB: cells in the first and the last corner of a sheet."""
    source = workbook(path.with_name("sumber.xlsx"), MEASUREMENTS[:1])
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as altered:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            altered.writestr(part, content)
    source.unlink()
    return path


def test_a_hostile_workbook_is_refused_in_one_line_and_leaves_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    upload = hostile(tmp_path / "unggahan.xlsx")
    before = {path.name for path in tmp_path.iterdir()}
    assert check(tmp_path, upload) == 2
    said = capfd.readouterr().err.splitlines()
    assert [line for line in said if "lembar sebesar itu tidak dibaca" in line] == said[-1:]
    assert {path.name for path in tmp_path.iterdir()} - before == {"personnel.csv", "units.csv", "warehouse"}
    assert [path for path in (tmp_path / "warehouse").rglob("*") if path.is_file() and path.name != "LOCK"] == []
