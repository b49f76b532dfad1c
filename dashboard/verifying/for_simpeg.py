"""The file of accepted corrections for SIMPEG: made when its button is pressed, marked as exported and recorded with that, again only on purpose."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import downloads
from dashboard.exports import csv_file, xlsx_file
from dashboard.ledger import corrections
from dashboard.ledger.corrections import Correction, Counts
from dashboard.text import _, language, use
from dashboard.text import corrections as words
from dashboard.verifying.duty import Duty


def offer(mine: Duty, counts: Counts) -> None:
    """Buttons for CSV and XLSX, when there is something to take."""
    if not counts.accepted:
        return
    with st.container(border=True, gap="small"):
        st.markdown(f"**{_('For SIMPEG')}** · {words.to_export(counts)}")
        again = False
        if counts.accepted > counts.not_exported:
            again = st.toggle(_("Also what was exported before"), key="export_again")
        if not (again or counts.not_exported):
            return
        name = f"ipasn_corrections_{mine.year.period_year}_{mine.now:%Y%m%d}{'_again' if again else ''}"
        with st.container(horizontal=True):
            taken = partial(_taken, mine, again)
            downloads.button(_("Download CSV"), partial(_csv, taken), f"{name}.csv", "text/csv", "corrections_csv")
            made = partial(_xlsx, taken, language(), str(mine.year.period_year))
            downloads.button(_("Download XLSX"), made, f"{name}.xlsx", downloads.XLSX, "corrections_xlsx")
        st.caption(_("What is in a file counts as exported from then on, and the file stands in the audit."))


def _taken(mine: Duty, is_everything: bool) -> list[Correction]:
    """The rows of the file, marked as exported: it is made in a thread that knows no session, as who was offered it."""
    return list(corrections.export(mine.ledger, mine.year.period_year, by=mine.by, now=mine.now, is_everything=is_everything))


def _csv(taken: Callable[[], list[Correction]]) -> bytes:
    return csv_file.content(words.frame(taken()))


def _xlsx(taken: Callable[[], list[Correction]], spoken: str, year: str) -> bytes:
    """In the language of the run that offered it."""
    use(spoken)
    found = words.frame(taken())
    notes = [
        (_("Content"), _("Corrections of SIMPEG's data that people asked for and their unit accepted")),
        (_("Year"), year),
        (_("How to read it"), _("An apostrophe stands before a text that a spreadsheet would run. NIP is text. Times are those of Jakarta (WIB).")),
    ]
    return xlsx_file.content([words.titled(found)], sheet=_("Data"), notes=notes, notes_sheet=_("About these data"))
