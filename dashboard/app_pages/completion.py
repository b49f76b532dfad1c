"""How far measurement, verification and reports are, at the release's as-of, against the schedule."""

import streamlit as st

from dashboard import access, controls, downloads, figures, filters, grid, tables, trail, warehouse
from dashboard.charts import burn_up, completion_bars, labelled_bars
from dashboard.queries import completion, tree
from dashboard.text import _
from dashboard.text import completion as sentences
from dashboard.text import overview as overview_sentences

STAGES = ("stage_name", "state", "done_pct", "done_count", "due_count", "starts_on", "due_on", "completed_at", "owed_by", "owed_to")
UNITS = (
    *("unit_name", "measured_pct", "measured_state", "verified_pct", "verified_state", "measured_count", "verified_count", "due_count"),
    *("report_count", "report_due_count", "report_state"),
)

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit")
as_of = filters.as_of(chosen)
trail.show(warehouse.fetch(tree.path(viewer, chosen)))
stages = warehouse.fetch(completion.stages(viewer, chosen))
if stages.empty:
    st.info(_("Nothing found"))
    st.stop()

left, right = st.columns(2)
with left, figures.card(_("Stages of the schedule"), "stages"):
    figures.show(labelled_bars.stages(stages, as_of), overview_sentences.stages(stages, as_of), key="stages")
with right, figures.card(_("Day by day"), "by_day"):
    by_day = warehouse.fetch(completion.by_day(viewer, chosen))
    figures.show(burn_up.figure(by_day, stages), burn_up.sentence(by_day), key="by_day")
    downloads.offer(by_day, "completion_by_day", viewer, chosen)

with figures.card(_("The schedule in figures"), "schedule"):
    shown = grid.show(sentences.named(stages), STAGES, sentences.stages(stages), notes={"state": sentences.declared_stages(stages)})
    downloads.offer(shown, "completion_stages", viewer, chosen)

unit_count = int(warehouse.fetch(completion.unit_count(viewer, chosen))["unit_count"].iloc[0])
if not unit_count:
    figures.note(_("This unit has no units below it."))
    st.stop()
with figures.card(_("Units"), "completion_units"):
    order, is_descending = controls.order(completion.ORDERS, "tree")
    page = tables.page_number(unit_count, completion.PAGE_SIZE, unit_count)
    by_unit = warehouse.fetch(completion.by_unit(viewer, chosen, order=order, is_descending=is_descending, page=page))
    figures.show(completion_bars.figure(by_unit), completion_bars.sentence(by_unit), key="by_unit")
    shown = grid.show(by_unit, UNITS, sentences.units(by_unit), is_linked=True, notes={"verified_state": sentences.declared_units(by_unit)})
    tables.turn(unit_count, completion.PAGE_SIZE, unit_count, key="completion_page")
    downloads.offer(shown, "completion_units", viewer, chosen)
