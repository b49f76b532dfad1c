"""How far measurement, verification and reports are against the schedule, now or at the end of an earlier day, and who needs a call first."""

import streamlit as st

from dashboard import access, burn_up, controls, downloads, figures, filters, grid, matrix, tables, trail, warehouse
from dashboard.charts import labelled_bars
from dashboard.queries import completion, schedule, tree
from dashboard.text import _
from dashboard.text import completion as sentences
from dashboard.text import stages as words

STAGES = (
    *("stage_name", "state", "done_count", "due_count", "done_pct", "expected_count", "ahead_count", "ahead_days", "late_days"),
    *("window_starts_on", "due_on"),
)

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "as_of")
as_of = filters.as_of(chosen)
trail.show(warehouse.fetch(tree.path(viewer, chosen)))
stages = warehouse.fetch(completion.stages(viewer, chosen))
if stages.empty:
    st.info(_("Nothing found"))
    st.stop()

left, right = st.columns(2)
with left, figures.card(_("Stages of the schedule"), "stages"):
    figures.show(labelled_bars.stages(stages, as_of), words.sentence(stages, as_of), key="stages")
with right, figures.card(_("Day by day"), "by_day"):
    burn_up.show(viewer, chosen, stages)
with figures.card(_("Forecast"), "forecast"):
    burn_up.forecasts(viewer, chosen, stages)

with figures.card(_("The schedule in figures"), "schedule"):
    named = sentences.named(stages)
    history = sentences.histories(stages, warehouse.fetch(schedule.deadlines(chosen)))
    notes = {"stage_name": sentences.owners(named), "state": sentences.closings(stages), "due_on": history}
    grid.show(named, STAGES, sentences.stages(stages), notes=notes)
    figures.note(sentences.holidays(warehouse.fetch(schedule.days(chosen)), stages))
    downloads.offer(named.assign(deadline_history=history), "completion_stages", viewer, chosen)

with figures.card(_("Units and stages"), "matrix"):
    reach, mine = matrix.reach(viewer, chosen)
    counts = warehouse.fetch(completion.unit_counts(viewer, chosen, reach=reach, mine=mine)).iloc[0]
    unit_count = int(counts["unit_count"])
    if not unit_count:
        matrix.none(reach)
        st.stop()
    order, is_descending = controls.order(completion.ORDERS, "urgency")
    page = tables.page_number(unit_count, completion.PAGE_SIZE, unit_count)
    found = completion.matrix(viewer, chosen, reach=reach, mine=mine, order=order, is_descending=is_descending, page=page)
    shown = matrix.show(sentences.named(warehouse.fetch(found)), sentences.units(counts))
    tables.turn(unit_count, completion.PAGE_SIZE, unit_count, key="completion_page")
    downloads.offer(shown, "completion_matrix", viewer, chosen)
