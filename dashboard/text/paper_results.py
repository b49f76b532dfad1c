"""Results from paper in words: why a file is not read, what is wrong with a row and what to do, what was entered."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.ledger.entry_errors import MeasurementError, MoveRefusedError
from dashboard.text import entries
from dashboard.text.formats import whole
from dashboard.text.language import N_, _, language, ngettext_

UNREADABLE = {
    "other_kind": N_("Only XLSX and CSV are read. Save the table as one of them."),
    "too_large": N_("The file is larger than {megabytes} MB. Save the table alone, without pictures, or in parts."),
    "too_large_inside": N_("The workbook unpacks to more than results on paper can need. Copy the table into a new workbook and save that."),
    "too_many_people": N_("Your units have more than {people} people. Choose one unit first."),
    "too_many_rows": N_("The file holds more than {rows} results. Enter it in parts."),
    "busy": N_("Other files are being read. Please try again in a minute."),
    "too_slow": N_("Reading took too long and was ended. Copy the table into a new workbook, or save it as CSV."),
    "not_xlsx": N_(
        "The name ends in .xlsx, but this is no such workbook, or it is locked by a password. Save it anew as .xlsx, or as CSV under a name that ends in .csv."
    ),
    "not_csv": N_("The name ends in .csv, but this is no table of text. Save the table as CSV or XLSX under its own kind of name."),
    "damaged": N_("The workbook is damaged and cannot be opened. Save it anew from the program that made it."),
    "macros": N_("The workbook holds macros and is not opened. Save it as .xlsx without macros."),
    "broken": N_(
        "Reading ended before its end: the file is damaged, or asks for more memory than a table of results needs. Copy the table into a new workbook."
    ),
    "unreadable": N_("The file cannot be read as results."),
    "nothing": N_("The file holds no result."),
}
"""By the code of dashboard.verifying.reading.UnreadableError."""

LIMITS = {"megabytes": 5, "people": 20_000, "rows": 2_000}


class Found(Protocol):
    """One thing wrong in a file (dashboard.verifying.reading.Finding)."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def title_en(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def message_en(self) -> str: ...  # noqa: D102


def unreadable(code: str, sentence: str) -> str:
    """Why a file gives nothing, and what to do; the reader's own sentence is Indonesian."""
    limits = {name: whole(value) for name, value in LIMITS.items()}
    said = _(UNREADABLE.get(code, UNREADABLE["broken"])).format(**limits)
    return f"{said} {sentence}" if sentence else said


def title(found: Found) -> str:
    """What is wrong, in the reader's language."""
    return found.title if language() == "id" else found.title_en


def todo(found: Found) -> str:
    """What is wrong and what to do."""
    return found.message if language() == "id" else found.message_en


def refusal(error: MeasurementError) -> str:
    """Why a row cannot be entered."""
    if isinstance(error, MoveRefusedError):
        return _("There is an entry already that is submitted, verified or reported. If it is wrong, correct or return it under Verification.")
    return entries.sentence(error)


def summary(name: str, accepted: int, refused: int) -> str:
    """What a file holds."""
    can = ngettext_("{count} result can be entered", "{count} results can be entered", accepted)
    cannot = ngettext_("{count} row cannot", "{count} rows cannot", refused)
    return _("{name}: {can}, {cannot}. Nothing has been stored yet.", name=name, can=can, cannot=cannot)


def confirm(accepted: int, refused: int) -> str:
    """The button that enters results: all, or exactly those accepted."""
    if refused:
        return ngettext_("Enter exactly the {count} accepted result", "Enter exactly the {count} accepted results", accepted)
    return ngettext_("Enter the {count} result", "Enter all {count} results", accepted)


def entered(count: int, left_out: int) -> str:
    """What was entered."""
    said = ngettext_("{count} result is entered and waits to be verified.", "{count} results are entered and wait to be verified.", count)
    if left_out:
        said += " " + ngettext_("{count} row of the file was left out.", "{count} rows of the file were left out.", left_out)
    return said


def rows(numbers: Sequence[int]) -> str:
    """Rows of the file that something is true of."""
    shown = ", ".join(map(str, numbers[:20]))
    return f"{shown} …" if len(numbers) > 20 else shown


def hidden(counts: Mapping[str, int], shown: int) -> str:
    """That more is wrong than is listed; empty when all is."""
    more = sum(counts.values()) - shown
    return "" if more < 1 else ngettext_("{count} more finding is not listed.", "{count} more findings are not listed.", more)
