"""From the index in the last release to the index now: a part of the first page and of the page of changes."""

import streamlit as st

from dashboard import disclosure, downloads, figures, warehouse
from dashboard.access.viewer import Viewer
from dashboard.charts import waterfall
from dashboard.queries import changes
from dashboard.queries.filters import Filters
from dashboard.text import changes as sentences
from dashboard.text import plain
from dashboard.text.formats import is_missing


def show(viewer: Viewer, chosen: Filters) -> None:
    """The way from the former mean of the chosen unit to its mean now, in a chart and a sentence; in a sentence alone where there is no way to show."""
    whole = Filters(year=chosen.year, unit_id=chosen.unit_id)
    compared = warehouse.fetch(changes.compared(whole)).iloc[0]
    if is_missing(compared["compared_release_id"]):
        figures.note(sentences.first(chosen.year))
        return
    row = disclosure.fetch(viewer, whole, changes.unit(viewer, whole), "changes.unit").iloc[0]
    steps = sentences.steps(row)
    figures.note(sentences.people_only(chosen))
    if not row["changed_unit_count"]:
        figures.note(sentences.unchanged(row))
    elif steps["mean_total_score"].isna().any():
        st.markdown(plain(sentences.unit(row)))
    else:
        figures.show(waterfall.figure(steps), sentences.unit(row), key="since_last")
    downloads.offer(steps, "changes", viewer, whole)
