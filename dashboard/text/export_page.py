"""Sentences of the page on which files are made and taken away."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dashboard.text.formats import number, whole
from dashboard.text.language import N_, _, ngettext_

PARAMETERS = {
    "years": N_("Periods"),
    "unit": N_("Unit"),
    "rank_group": N_("Rank group"),
    "position_group": N_("Position group"),
    "employment_kind": N_("Employment status"),
    "sex": N_("Sex"),
    "category": N_("Category"),
    "measured": N_("Measurement state"),
    "grain": N_("One row for each"),
    "shape": N_("Layout"),
    "column": N_("Columns"),
    "order": N_("Order by"),
    "kind": N_("Kind of file"),
    "bom": N_("For Excel (UTF-8 with a mark)"),
    "comma": N_("Decimal comma, columns apart by semicolons"),
}
"""What stands in the address, as the page calls it."""

MEBIBYTE = 1024 * 1024


def parameter(name: str) -> str:
    """What the page calls a parameter of the address."""
    return _(PARAMETERS[name])


def query(parameters: Mapping[str, Sequence[str]]) -> str:
    """Parameters as an address has them behind the question mark."""
    return urlencode(parameters, doseq=True)


def column_count(count: int) -> str:
    """How many columns there are."""
    return ngettext_("{count} column may be taken.", "{count} columns may be taken.", count)


def counted(row_count: int, column_count: int) -> str:
    """How many rows and columns the file will have."""
    rows = ngettext_("{rows} row", "{rows} rows", row_count, rows=whole(row_count))
    return _("{rows}, {columns} columns", rows=rows, columns=whole(column_count))


def preview(shown: int, row_count: int) -> str:
    """How many rows are shown of how many."""
    if shown == row_count:
        return _("All {count} rows as the file will have them.", count=whole(row_count))
    return _("The first {shown} of {count} rows as the file will have them.", shown=whole(shown), count=whole(row_count))


def waiting(place: int) -> str:
    """That others are made first."""
    return _("Waiting: number {place} in line. Others are being made.", place=place)


def making(rows_done: int, row_count: int) -> str:
    """How far it is."""
    return _("Being made: {done} of {count} rows.", done=whole(rows_done), count=whole(row_count))


def made(row_count: int, byte_count: int, minutes: int) -> str:
    """What can be taken away, and how long."""
    rows = ngettext_("{rows} row", "{rows} rows", row_count, rows=whole(row_count))
    size = number(byte_count / MEBIBYTE, 1 if byte_count >= MEBIBYTE / 10 else 3)
    return _("{rows}, {size} MB; here for {minutes} more minutes.", rows=rows, size=size, minutes=minutes)


def too_many_units() -> str:
    """That a session cannot remember so many figures."""
    return _(
        "These are figures of more units than a session can remember for the protection of small groups. Choose one year, a unit, or sign in again; "
        "whole years are also given by the command `python -m dashboard export`."
    )


def beside(*, is_recorded: bool) -> str:
    """What comes with a file, and where it is written down that it was made."""
    said = _("Beside the file lies one that says what it is: release, filters in words, rules, columns, who made it and when.")
    return f"{said} {_('Every file stands in the audit.')}" if is_recorded else said


def digits() -> str:
    """That a spreadsheet which opens a CSV by itself rounds long numbers."""
    return _("Excel that opens a CSV by a double click rounds a NIP and drops leading zeros: choose XLSX, or import these columns as text.")


REFUSED = {
    "name": N_("A name has 1 to 80 characters that can be seen, and no NIP."),
    "taken": N_("There is a definition of this name already. Choose another name, or replace it."),
    "many": N_("An account keeps at most 100 definitions. Delete one first."),
}
"""Why a definition is not kept, by the codes of dashboard.ledger.saved_exports."""


def refused(code: str) -> str:
    """Why a definition is not kept."""
    return _(REFUSED[code])
