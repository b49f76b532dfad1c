"""Rows as a workbook: a sheet of rows that is ready to be read and printed, and a sheet that says what they are. Written row by row, in little memory."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.formulas import harmless, harmless_frame

MOST_ROWS = 100_000
"""Rows of one workbook: so many take half a minute and 14 MB with 37 columns. More are better read from CSV."""

WIDTHS = (9, 48)
"""Narrowest and widest column, in characters."""

MEASURED_ROWS = 1_000
"""Rows whose texts decide how wide the columns are."""

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

FIRST_YEAR = 1901
"""A spreadsheet's calendar begins in 1900, with a day too many: earlier days are written as text."""


@dataclass(frozen=True)
class _Formats:
    text: Format
    time: Format
    day: Format


def content(parts: Iterable[pd.DataFrame], *, sheet: str, notes: Sequence[tuple[str, str]], notes_sheet: str) -> bytes:
    """The rows of all parts, which have the same columns, under one heading row that stays in sight, and the notes (what, value) in a sheet of their own.

    Texts are text, also digits: a NIP keeps all 18. They are made harmless as in CSV, and cut after 32,767 characters, a cell's most. Missing values are empty.
    Raises ValueError for more than MOST_ROWS rows.
    """
    written = io.BytesIO()
    with Workbook(written, OPTIONS) as book:
        _write_rows(book, book.add_worksheet(sheet), parts)
        _write_notes(book, book.add_worksheet(notes_sheet), notes)
    return written.getvalue()


def _write_rows(book: Workbook, sheet: Worksheet, parts: Iterable[pd.DataFrame]) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"})
    formats = _Formats(
        text=book.add_format({"num_format": "@", "valign": "top"}),
        time=book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    )
    widths: list[int] = []
    written = 0
    for part in map(harmless_frame, parts):
        if not widths:
            sheet.write_row(0, 0, list(part.columns), heading)
            widths = [len(name) for name in part.columns]
        if written + len(part) > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} rows")
        if written < MEASURED_ROWS:
            widths = [max(width, _width(part.iloc[:, place])) for place, width in enumerate(widths)]
        columns = [_cells(part.iloc[:, place]) for place in range(part.shape[1])]
        for row, cells in enumerate(zip(*columns, strict=True), start=written + 1):
            _write_row(sheet, row, cells, formats)
        written += len(part)
    _arrange(sheet, written, widths)


def _write_row(sheet: Worksheet, row: int, cells: Iterable[Any], formats: _Formats) -> None:
    """Each value as what it is; nothing where there is none."""
    for place, value in enumerate(cells):
        if isinstance(value, str):
            sheet.write_string(row, place, value, formats.text)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value, formats.time)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, formats.day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif value is not None:
            sheet.write_number(row, place, value)


def _cells(column: pd.Series) -> list[Any]:
    """A column's values as a workbook takes them: None where there is none."""
    values = [None if missing else value for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True)]
    return [str(value) if isinstance(value, date) and value.year < FIRST_YEAR else value for value in values]


def _width(column: pd.Series) -> int:
    """Characters of the longest of the first values."""
    return max((len(str(value)) for value in column.iloc[:MEASURED_ROWS].dropna()), default=0)


def _arrange(sheet: Worksheet, row_count: int, widths: Sequence[int]) -> None:
    """Heading in sight on the screen and on every printed page, columns as wide as their texts, no green corners at a NIP."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, WIDTHS[0]), WIDTHS[1]))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    if widths:
        last = xl_col_to_name(len(widths) - 1)
        sheet.autofilter(0, 0, row_count, len(widths) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{row_count + 1}"})


def _write_notes(book: Workbook, sheet: Worksheet, notes: Sequence[tuple[str, str]]) -> None:
    name = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "num_format": "@"})
    value = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for row, (what, said) in enumerate(notes):
        sheet.write_string(row, 0, harmless(what), name)
        sheet.write_string(row, 1, harmless(said), value)
