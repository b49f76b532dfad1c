"""A workbook holds what was shown, as text where it is text, and runs nothing. Read back with openpyxl and with calamine."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dashboard.exports import xlsx_file
from dashboard.exports.formulas import harmless

NOTES = [("Rilis", "20210420T120000000000"), ("Filter", "=1+1")]
HOSTILE = (
    '=HYPERLINK("http://x", "klik")',
    "+62 812",
    "-",
    "@SUM(A1:A9)",
    "'petik",
    "http://contoh.go.id/a",
    "mailto:a@b.c",
    "internal:Sheet1!A1",
    "😀 Siti 👩‍🏫",
    "x" * 10_000,
    "baris\nbaru\ttab",
    "\x00\x01\x1f",
    "_x0041_",
    "<b>&amp;\"'",
    "<r><t>markah</t></r>",
    "\u202egnalab",
    "0012",
    "1e5",
    "TRUE",
    "  tepi  ",
)


def content(*parts: pd.DataFrame) -> bytes:
    return xlsx_file.content(parts, sheet="Data", notes=NOTES, notes_sheet="Keterangan")


def cells(written: bytes, sheet: str = "Data") -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(written))[sheet].iter_rows(values_only=True))


def unescaped(text: str) -> str:
    """What Excel makes of _xHHHH_, the way a workbook writes signs that XML cannot; openpyxl leaves it to its reader."""
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_comes_back(name: str) -> None:
    written = content(pd.DataFrame({"Nama": [name]}))
    ((found,),) = cells(written)[1:]
    assert unescaped(found) == harmless(name)
    assert unescaped(found).removeprefix("'") == name or name.startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(written))["Data"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink is None
    xml = zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), min_size=1, max_size=20))
def test_any_text_comes_back(names: list[str]) -> None:
    found = [row[0] for row in cells(content(pd.DataFrame({"Nama": names})))[1:]]
    assert [unescaped(text).replace("\r\n", "\n").replace("\r", "\n") for text in found] == [
        harmless(name).replace("\r\n", "\n").replace("\r", "\n") for name in names
    ]


def test_a_nip_keeps_all_its_digits_in_every_reader() -> None:
    written = content(pd.DataFrame({"NIP": ["198001012005011001", "000000000000000000"]}))
    assert [row[0] for row in cells(written)[1:]] == ["198001012005011001", "000000000000000000"]
    assert CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_name("Data").to_python()[1:] == [
        ["198001012005011001"],
        ["000000000000000000"],
    ]


def test_values_keep_their_kind_and_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([3, None], dtype="Int64"),
            "mean": [71.43, None],
            "kapan": [datetime(2021, 4, 13, 9, 30), None],
            "hari": [date(2021, 4, 13), None],
            "ya": pd.array([True, None], dtype="boolean"),
            "nama": ["Siti", None],
        }
    )
    rows = cells(content(frame))
    assert rows[1] == (3, 71.43, datetime(2021, 4, 13, 9, 30), datetime(2021, 4, 13), True, "Siti")
    assert set(rows[2] if len(rows) > 2 else ()) <= {None}


def test_a_time_before_a_spreadsheet_has_days_is_text() -> None:
    assert cells(content(pd.DataFrame({"kapan": [datetime(1889, 1, 2, 3, 4)]})))[1] == ("1889-01-02 03:04:00",)


def test_parts_stand_under_one_heading_in_order() -> None:
    frame = pd.DataFrame({"Nama": [f"Pegawai {number}" for number in range(25)]})
    written = content(frame.iloc[:0], frame.iloc[:20], frame.iloc[20:])
    assert [row[0] for row in cells(written)] == ["Nama", *frame["Nama"]]


def test_of_nobody_there_is_the_heading() -> None:
    assert cells(content(pd.DataFrame({"Nama": [], "NIP": []}))) == [("Nama", "NIP")]


def test_the_notes_have_a_sheet_of_their_own_and_run_nothing() -> None:
    written = content(pd.DataFrame({"Nama": ["Siti"]}))
    assert openpyxl.load_workbook(io.BytesIO(written)).sheetnames == ["Data", "Keterangan"]
    assert cells(written, "Keterangan") == [("Rilis", "20210420T120000000000"), ("Filter", "'=1+1")]


def test_the_heading_stays_in_sight_and_columns_are_as_wide_as_their_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content(pd.DataFrame({"Nama": ["Siti Nurhaliza binti Ahmad"], "n": [1], "lama": ["x" * 5000]}))))[
        "Data"
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C2"
    assert sheet.print_title_rows == "$1:$1"
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert 26 <= widths[0] <= 32
    assert widths[1] < 12
    assert widths[2] < 60


def test_a_name_that_is_longer_than_a_cell_is_cut() -> None:
    assert len(cells(content(pd.DataFrame({"Nama": ["a" * 40_000]})))[1][0]) == 32_767


def test_more_rows_than_a_workbook_is_good_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 10)
    frame = pd.DataFrame({"n": range(6)})
    assert len(cells(content(frame, frame.iloc[:4]))) == 11
    with pytest.raises(ValueError, match="10"):
        content(frame, frame)
