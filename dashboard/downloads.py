"""Taking away what is shown: the same frame, or all rows behind the pages of a list, as a file."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from sqlalchemy import Select

from dashboard import filters, recording, warehouse
from dashboard.access.viewer import Scope, Viewer
from dashboard.exports import csv_file, xlsx_file
from dashboard.queries import choices
from dashboard.queries.filters import Filters
from dashboard.text import _, disclosure, label, language, moment, use, whole

MOST_CSV_ROWS = 2_000_000
"""Rows of one CSV: about 300 MB, which Streamlit holds in memory until it is taken away. A spreadsheet opens half of it."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(name: str, chosen: Filters, kind: str = "csv") -> str:
    """What the rows are, for which year, or the end of which day of it, from which release."""
    stands = chosen.year if chosen.as_of is None else chosen.as_of.date()
    return f"ipasn_{name}_{stands}_{warehouse.release_id()}.{kind}"


def offer(frame: pd.DataFrame, name: str, viewer: Viewer, chosen: Filters, *, of: str = "aggregates") -> None:
    """A button that saves exactly these rows and columns as CSV; the file is made when it is pressed. `name` is also the button's key, `of` the permission
    that shows the rows: who may not take such rows away has no button."""
    if frame.empty or not viewer.may_export(of):
        return
    made = recording.taking(partial(csv_file.content, disclosure.frame(frame)), name, _scope(viewer, of), chosen, len(frame))
    button(_("Download CSV"), made, file_name(name, chosen), "text/csv", name)


def offer_rows(
    rows: Select,
    row_count: int,
    name: str,
    viewer: Viewer,
    chosen: Filters,
    worded: Callable[[pd.DataFrame], pd.DataFrame],
    about: str,
    *,
    of: str,
) -> None:
    """Buttons that save every row of a query as CSV, with the names of its columns, and as XLSX, in words (`worded`) and with a sheet that says what they are.

    The file is made when its button is pressed, from the release of this run and with the scope inside the query, and kept for nobody else. What is too
    large for a kind of file is said. `about`: who is meant; `of`: the permission that shows the rows.
    """
    if not row_count or not viewer.may_export(of):
        return
    read = warehouse.later(rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        if row_count <= MOST_CSV_ROWS:
            made = recording.taking(partial(_csv, read), name, _scope(viewer, of), chosen, row_count)
            button(_("Download CSV"), made, file_name(name, chosen), "text/csv", name)
        if row_count <= xlsx_file.MOST_ROWS:
            notes = [(_("Content"), about), *provenance(viewer, chosen), (_("Rows"), whole(row_count)), reading()]
            made = recording.taking(partial(_xlsx, read, worded, notes, language()), name, _scope(viewer, of), chosen, row_count)
            button(_("Download XLSX"), made, file_name(name, chosen, "xlsx"), XLSX, f"{name}_xlsx")
        _say_limits(row_count)


def _scope(viewer: Viewer, of: str) -> Scope:
    """Whose rows a permission shows."""
    return {"people": viewer.people | viewer.masked, "missing": viewer.missing, "quality": viewer.quality}.get(of, viewer.scope)


def provenance(viewer: Viewer, chosen: Filters) -> list[tuple[str, str]]:
    """What rows come from, in words: release, moment, year, unit, filters and rules."""
    release = warehouse.fetch(choices.release()).iloc[0]
    rules = warehouse.fetch(choices.rules(chosen.year)).iloc[0]
    sample = [(_("Sample data"), _("All people are invented."))] if release["is_sample"] else []
    return [
        *sample,
        (_("Release"), str(release["release_id"])),
        (_("Published"), moment(release["built_at"])),
        (_("As of"), moment(filters.as_of(chosen))),
        (_("Year"), str(chosen.year)),
        (_("Unit"), filters.unit_name(viewer, chosen)),
        (_("Filters"), " · ".join(filters.words(chosen)) or _("none")),
        (_("Rules"), f"{rules['rule_version']}, {label('convention_letter', rules['category_convention'])}"),
    ]


def reading() -> tuple[str, str]:
    """How a file is read: what stands before some texts, and what an empty cell means."""
    return (
        _("How to read it"),
        _(
            "An apostrophe stands before a text that begins with = + - @ or an apostrophe, so that no spreadsheet runs it; take it away to have the text as it "
            "is. NIP is text. Times are those of Jakarta (WIB). An empty cell is not known."
        ),
    )


def _say_limits(row_count: int) -> None:
    if row_count > MOST_CSV_ROWS:
        st.caption(
            _("{count} rows are too many for one file of at most {most}; choose more narrowly.", count=whole(row_count), most=whole(MOST_CSV_ROWS))
        )
    elif row_count > xlsx_file.MOST_ROWS:
        st.caption(_("An XLSX holds at most {most} rows; for all {count} take the CSV.", count=whole(row_count), most=whole(xlsx_file.MOST_ROWS)))


def _csv(read: Callable[[], Iterator[pd.DataFrame]]) -> bytes:
    return csv_file.joined(read())


def _xlsx(
    read: Callable[[], Iterator[pd.DataFrame]], worded: Callable[[pd.DataFrame], pd.DataFrame], notes: Sequence[tuple[str, str]], spoken: str
) -> bytes:
    """The rows in the language of the run that offered them: the file is made in another thread, which knows none."""
    use(spoken)
    return xlsx_file.content(map(worded, read()), sheet=_("Data"), notes=notes, notes_sheet=_("About these data"))


def button(words: str, made: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    """A button that saves what `made` gives when it is pressed."""
    st.download_button(
        words, data=made, file_name=name, mime=mime, key=f"download_{key}", on_click="ignore", icon=":material/download:", type="tertiary"
    )
