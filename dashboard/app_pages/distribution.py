"""How a year's scores are spread: over the categories, over points, over groups."""

import streamlit as st

from dashboard import access, controls, coverage, disclosure, downloads, figures, filters, warehouse
from dashboard.charts import cross_heat, histogram, labelled_bars, spread_boxes, stacked_bars
from dashboard.queries import distribution
from dashboard.text import _
from dashboard.text import overview as sentences
from dashboard.text.groups import GROUP_TITLES, group_title

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex", "category")
disclosure.begin(viewer, chosen)
if not disclosure.anybody(distribution.by_category(viewer, chosen), "asn_count"):
    st.info(_("Nothing found"))
    st.stop()
by_category = disclosure.fetch(viewer, chosen, distribution.by_category(viewer, chosen), "distribution.by_category", column="category")
coverage.line(viewer, chosen)

left, right = st.columns(2)
with left, figures.card(_("Categories"), "categories"):
    figures.show(labelled_bars.categories(by_category), sentences.categories(by_category), key="categories")
    downloads.offer(by_category, "distribution_by_category", viewer, chosen)

with right, figures.card(_("Total score"), "histogram"):
    points = disclosure.fetch(viewer, chosen, distribution.histogram(viewer, chosen), "distribution.histogram")
    whole_spread = disclosure.fetch(viewer, chosen, distribution.spread(viewer, chosen), "distribution.spread")
    bands = warehouse.fetch(distribution.categories(chosen.year))
    figures.show(histogram.figure(points, bands, whole_spread), histogram.sentence(points, whole_spread), key="histogram")
    downloads.offer(points, "distribution_histogram", viewer, chosen)

titles = {kind: group_title(kind) for kind in GROUP_TITLES}
with figures.card(_("Two groupings crossed"), "cross"):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = controls.choice("row", _("Rows"), titles, "unit")
        column = controls.choice(
            "column",
            _("Parts"),
            {kind: titles[kind] for kind in titles if kind not in {row, "unit"}},
            "category" if row != "category" else "rank_group",
        )
        view = controls.view("view", _("View"), {"share": _("Shares"), "count": _("People"), "table": _("Cross table")}, "share")
    crossed = disclosure.fetch(viewer, chosen, distribution.cross(viewer, chosen, row, column), "distribution.cross", row, column)
    drawn = cross_heat.figure(crossed, row, column) if view == "table" else stacked_bars.figure(crossed, row, column, is_share=view == "share")
    figures.show(drawn, stacked_bars.sentence(crossed, row, column), key="cross")
    downloads.offer(crossed, "distribution_cross", viewer, chosen)

with figures.card(_("Spread by group"), "spread"):
    group = controls.choice("group", _("Group"), {kind: titles[kind] for kind in titles if kind != "category"}, "position_group")
    spread = disclosure.fetch(viewer, chosen, distribution.spread(viewer, chosen, group), "distribution.spread", group)
    figures.show(spread_boxes.figure(spread, group), spread_boxes.sentence(spread, group), key="spread")
    downloads.offer(spread, "distribution_spread", viewer, chosen)
with figures.card(_("Index and coverage by group"), "index_coverage"):
    coverage.groups(viewer, chosen, group, "distribution_coverage")
