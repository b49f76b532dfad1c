"""Who takes part in the measurement and who is left out, group by group."""

from dataclasses import replace

import streamlit as st

from dashboard import access, controls, downloads, figures, filters, grid, trail, warehouse
from dashboard.charts import participation_bars
from dashboard.queries import participation, tree
from dashboard.text import _, percent
from dashboard.text import participation as sentences
from dashboard.text.groups import group_names

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "as_of", "rank_group", "position_group", "employment_kind", "sex")
trail.show(warehouse.fetch(tree.path(viewer, chosen)))
total = warehouse.fetch(participation.whole(viewer, chosen)).iloc[0]
if not total["eligible_count"]:
    st.info(_("Nobody here is to be measured."))
    st.stop()

earlier = replace(filters.year_before(chosen), as_of=None)
before = warehouse.fetch(participation.whole(viewer, earlier)).iloc[0]
figures.lead(percent(total["coverage_pct"], 100), total["participation_code"])
figures.note(sentences.total(total, before, filters.as_of(chosen), earlier.year))

group = controls.choice("group", _("Group"), sentences.titles(participation.GROUPINGS), "position_kind")
by_group = warehouse.fetch(participation.by_group(viewer, chosen, group))
names = group_names(by_group, group)
with figures.card(_("Participation by group"), "participation"):
    drawn = participation_bars.figure(by_group, names, total["coverage_pct"])
    figures.show(drawn, sentences.by_group(by_group, names), key="participation")
    grid.show(sentences.named(by_group, group), sentences.COLUMNS, sentences.reading(), is_linked=group == "unit")
    downloads.offer(by_group, "participation_by_group", viewer, chosen)
