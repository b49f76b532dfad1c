"""The first rows of an export as its file will have them, and how many there are: of the same statement. Whose rows these are is recorded before they are shown."""

from dataclasses import dataclass, replace
from html import escape

import pandas as pd
import streamlit as st

from dashboard import figures, recording, warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting import grains, preparing
from dashboard.exporting.definition import Definition
from dashboard.exporting.figures import TooManyShownError
from dashboard.exporting.preparing import Prepared
from dashboard.text import _, exporting, language, number, plain
from dashboard.text import export_page as sentences
from dashboard.text.formats import is_missing

STYLE = """<style>
.ipasn-preview{max-height:26rem;overflow:auto;border:1px solid color-mix(in srgb,currentColor 14%,transparent)}
.ipasn-preview table{border-collapse:collapse;font-size:.8rem;font-variant-numeric:tabular-nums}
.ipasn-preview th,.ipasn-preview td{padding:.22rem .55rem;text-align:left;white-space:nowrap;font-weight:400;max-width:24rem;overflow:hidden;text-overflow:ellipsis}
.ipasn-preview thead th{position:sticky;top:0;font-weight:600;background:light-dark(#FFFFFF,#11161D)}
.ipasn-preview tbody tr:nth-child(odd){background:color-mix(in srgb,currentColor 4%,transparent)}
</style>"""

_KEPT = "export_previewed"
"""In the session: the export that the page shows. Its file is made of exactly this, whatever is published meanwhile."""


@dataclass(frozen=True, repr=False)
class Previewed:
    """An export as it stands on the page, and for whom."""

    viewer: Viewer
    spoken: str
    prepared: Prepared


def of_page(viewer: Viewer) -> Prepared | None:
    """The export that was shown to this viewer; none where nothing was, or where they may see something else by now."""
    kept: Previewed | None = st.session_state.get(_KEPT)
    return kept.prepared if kept is not None and kept.viewer == viewer else None


def prepared(viewer: Viewer, definition: Definition) -> Prepared:
    """The export of a fitted definition from the release of this run; that of the run before where nothing but the kind of file has changed.

    What is withheld, or nobody, is said and ends the run of the page.
    """
    kept: Previewed | None = st.session_state.pop(_KEPT, None)
    try:
        ready = preparing.prepared(viewer, definition) if kept is None or not _is_same(kept, viewer, definition) else kept.prepared
    except TooManyShownError:
        st.info(sentences.too_many_units(), icon=":material/shield:")
        st.stop()
    ready = ready.written_as(definition.kind, has_bom=definition.has_bom, has_decimal_comma=definition.has_decimal_comma)
    if ready.withheld or not ready.row_count:
        st.info(plain(ready.withheld or _("Nothing found")), icon=":material/shield:" if ready.withheld else None)
        st.stop()
    return ready


def show(viewer: Viewer, ready: Prepared) -> None:
    """The first rows; from here on the file can be made."""
    frame = ready.preview()
    _record(viewer, ready, len(frame))
    _put(frame, sentences.preview(len(frame), ready.row_count))
    figures.note(exporting.hidden() if ready.about.has_hidden else "")
    st.session_state[_KEPT] = Previewed(viewer, language(), ready)


def _is_same(kept: Previewed, viewer: Viewer, definition: Definition) -> bool:
    """Whether the rows, and the words about them, are those that are asked for now."""
    known, asked = (replace(each, kind="csv", has_bom=True, has_decimal_comma=False) for each in (kept.prepared.definition, definition))
    return (kept.viewer, kept.spoken, kept.prepared.release_id, known) == (viewer, language(), warehouse.release_id(), asked)


def _record(viewer: Viewer, ready: Prepared, row_count: int) -> None:
    """Rows of people that are about to be shown stand in the audit; figures of groups do not, as on every page."""
    definition = ready.definition
    if grains.permission(definition.grain) == "people":
        chosen = definition.filters(definition.years[0])
        recording.shown("export", viewer.people | viewer.masked, chosen, row_count, ready.release_id, years=definition.years)


def _put(frame: pd.DataFrame, sentence: str) -> None:
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    rows = zip(*([_cell(value) for value in frame[name]] for name in frame.columns), strict=True)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'{STYLE}<div class="ipasn-preview" tabindex="0" role="region" aria-label="{escape(sentence)}">{table}</div>')
    st.caption(plain(sentence))


def _cell(value: object) -> str:
    """A value as the file has it, with the digits that a reader needs; an empty cell stays empty."""
    if is_missing(value):
        return ""
    if pd.api.types.is_bool(value):
        return str(value).lower()
    return number(value) if isinstance(value, float) else str(value)
