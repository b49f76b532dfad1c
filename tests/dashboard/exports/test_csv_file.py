"""A CSV holds what was shown and runs nothing."""

import csv
import io

import pandas as pd
import pytest

from dashboard.exports import csv_file


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_formula_becomes_text(formula: str) -> None:
    assert rows_of(csv_file.content(pd.DataFrame({"nama": [formula]})))[1] == [f"'{formula}"]


def test_a_heading_is_no_formula_either() -> None:
    assert rows_of(csv_file.content(pd.DataFrame({"=1": [1]})))[0] == ["'=1"]


def test_numbers_stay_numbers_and_what_is_missing_stays_empty() -> None:
    frame = pd.DataFrame({"mean": [-1.5, None], "n": pd.array([None, 3], dtype="Int64"), "unit": ["Balai, Ambon", None]})
    assert rows_of(csv_file.content(frame)) == [["mean", "n", "unit"], ["-1.5", "", "Balai, Ambon"], ["", "3", ""]]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv_file.content(pd.DataFrame({"nama": ["Ñ"]})).startswith(b"\xef\xbb\xbf")


def test_parts_stand_under_one_heading_and_are_what_they_are_together() -> None:
    frame = pd.DataFrame({"nama": ["=a", "b", "c, d"], "n": pd.array([1, None, 3], dtype="Int64")})
    assert csv_file.joined([frame.iloc[:0], frame.iloc[:1], frame.iloc[1:]]) == csv_file.content(frame)


def test_of_nobody_there_is_the_heading() -> None:
    assert rows_of(csv_file.joined([pd.DataFrame({"nama": []})])) == [["nama"]]
