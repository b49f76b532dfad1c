"""The workbook in which a unit writes down what was measured on paper: one row a person, NIP as text, lists where the rules know the answers."""

import io
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.formulas import harmless
from dashboard.exports.xlsx_file import OPTIONS

WIDEST = 44
"""Characters of a column."""

SPARE_ROWS = 50
"""Empty rows below the people, for those who are not prefilled: their cells are text and have the lists too."""


def content(
    headings: Sequence[str],
    people: Sequence[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    notes: Sequence[tuple[str, str]],
    titles: tuple[str, str],
) -> bytes:
    """A workbook with the sheets `titles`: the table, and what is to be known. `people` fills columns by heading, `choices` are the answers of a column."""
    written = io.BytesIO()
    with Workbook(written, OPTIONS) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        _write_table(book.add_worksheet(titles[0]), headings, people, choices, (bold, text))
        _write_notes(book.add_worksheet(titles[1]), notes, book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}))
    return written.getvalue()


def _write_table(
    sheet: Worksheet,
    headings: Sequence[str],
    people: Sequence[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    formats: tuple[Format, Format],
) -> None:
    bold, text = formats
    sheet.write_row(0, 0, list(headings), bold)
    for row in range(1, len(people) + SPARE_ROWS + 1):
        person = people[row - 1] if row <= len(people) else {}
        for place, heading in enumerate(headings):
            sheet.write_string(row, place, harmless(person.get(heading, "")), text)
    last = len(people) + SPARE_ROWS
    for place, heading in enumerate(headings):
        width = max(len(person.get(heading, "")) for person in [*people[:500], {heading: heading}])
        sheet.set_column(place, place, min(width + 2, WIDEST), text)
        if heading in choices:
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(choices[heading])})
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})


def _write_notes(sheet: Worksheet, notes: Sequence[tuple[str, str]], wrapped: Format) -> None:
    sheet.set_column(0, 0, 28, wrapped)
    sheet.set_column(1, 1, 100, wrapped)
    for row, (what, said) in enumerate(notes):
        sheet.write_string(row, 0, harmless(what), wrapped)
        sheet.write_string(row, 1, harmless(said), wrapped)
