"""The matrix of units and stages: which units it has, and how it is written."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import controls, grid, warehouse
from dashboard.access.viewer import Viewer
from dashboard.charts import theme
from dashboard.queries import units
from dashboard.queries.filters import Filters
from dashboard.text import _
from dashboard.text import completion as sentences
from dashboard.text import stages as words
from dashboard.text.formats import is_missing
from dashboard.text.headings import heading

MOST_UNITS = 20
"""Units a reader can call theirs in the address."""

COLUMNS = (
    *(
        "place",
        "unit_id",
        "unit_name",
        "urgency_code",
        "stage_no",
        "stage_name",
        "state",
        "due_on",
        "done_count",
        "due_count",
        "open_count",
        "done_pct",
    ),
    *("expected_count", "expected_pct", "ahead_count", "ahead_days", "completed_at", "late_days", "is_declared", "owed_by", "owed_to"),
)
"""What of the matrix is taken away."""


def reach(viewer: Viewer, chosen: Filters) -> tuple[str, tuple[str, ...]]:
    """The reach in the address (queries.completion.REACHES) and the identifiers of the reader's own units, with the widgets that change them: the units of a
    viewer's scope are theirs; whoever sees more picks some."""
    asked = controls.view("reach", _("Units shown"), sentences.reaches(), "below")
    if asked != "mine" or viewer.scope.unit_ids:
        return asked, viewer.scope.unit_ids
    options = warehouse.fetch(units.names(viewer, chosen, controls.asked("mine")))
    names = dict(zip(options["unit_id"], options["unit_name"], strict=True))
    return asked, controls.several("mine", _("Units I call my own"), names, most=MOST_UNITS)


def show(frame: pd.DataFrame, caption: str) -> pd.DataFrame:
    """Show the rows of text.completion.named(queries.completion.matrix): one row a unit, one column a stage that any of them owes, with a caption. Returned
    are all rows, to be taken away."""
    stages = frame[frame["due_count"] > 0].drop_duplicates("stage_no").sort_values("stage_no")
    places = frame.drop_duplicates("place")
    cells = {(row["place"], row["stage_no"]): _cell(row) for _place, row in frame.iterrows()}
    rows = ["".join(cells[place, stage_no] for stage_no in stages["stage_no"]) for place in places["place"]]
    head = f'<th scope="col">{escape(heading("unit_name"))}</th>' + "".join(_head(row) for _place, row in stages.iterrows())
    grid.put(head, zip(grid.links(places, "unit_name"), rows, strict=True), caption)
    return frame[list(COLUMNS)]


def _head(row: pd.Series) -> str:
    """A stage: its name, and below it who owes it and by when."""
    return f'<th scope="col" class=stage>{escape(row["stage_name"])} <span class="note">{escape(sentences.owed(row))}</span></th>'


def _cell(row: pd.Series) -> str:
    """State, share with the target mark where there are several to do, and in words what is open and how late it is, in bold, or how far from the plan."""
    if is_missing(row["state"]):
        return f'<td class=stage><span class="none">{escape(words.state(row))}</span></td>'
    *counts, distance = (escape(line) for line in sentences.cell(row))
    needs_call = row["state"] == "overdue" or (row["state"] == "not_due" and row["ahead_count"] < 0)
    notes = "".join(f'<span class="note">{line}</span>' for line in (*counts, f"<b>{distance}</b>" if needs_call else distance))
    return f"<td class=stage>{grid.state(row['state'])}{_share(row) if row['due_count'] > 1 else ''}{notes}</td>"


def _share(row: Any) -> str:
    colour = theme.STATES[row["state"]][1]
    target = f'<i style="left:calc({row["expected_pct"]:.1f}% - 1px)"></i>' if row["state"] == "not_due" and row["elapsed_minutes"] else ""
    return f'<span class="share" aria-hidden="true"><span style="width:{row["done_pct"]:.1f}%;background:{colour}"></span>{target}</span>'


def none(asked: str) -> None:
    """Why the matrix has no unit."""
    st.info(
        _("Choose above the units you call your own; the address of the page keeps them.")
        if asked == "mine"
        else _("This unit has no units below it.")
    )
