"""The units right below the chosen one side by side, down the tree, and units picked for a closer comparison."""

import streamlit as st

from dashboard import access, controls, disclosure, downloads, figures, filters, grid, tables, trail, warehouse
from dashboard.charts import bounds_dots, category_shares, dimension_heat
from dashboard.queries import distribution, overview, tree, units
from dashboard.text import _
from dashboard.text import units as sentences

FIGURES = ("unit_name", "mean_total_score", "category_code", "measured_count", "coverage_pct", "lowest_mean", "highest_mean", "overlap_count")
SHARES = ("sangat_rendah_pct", "rendah_pct", "sedang_pct", "tinggi_pct", "sangat_tinggi_pct")
MEANS = ("mean_qualification_score", "mean_competence_score", "mean_performance_score", "mean_discipline_score")
COMPARED = (*FIGURES, *MEANS, *SHARES, "verified_count", "eligible_count", "asn_count")

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex", "category", "measured")
trail.show(warehouse.fetch(tree.path(viewer, chosen)))

part_count = int(warehouse.fetch(units.part_count(viewer, chosen))["part_count"].iloc[0])
order, is_descending = controls.order(units.ORDERS, "tree")
page = tables.page_number(part_count, units.PAGE_SIZE, part_count)
disclosure.begin(viewer, chosen)
compared = disclosure.comparison(viewer, chosen, order=order, is_descending=is_descending, page=page)
if not compared["asn_count"].any():
    st.info(_("Nothing found"))
    st.stop()
names = sentences.names(compared)
bands = warehouse.fetch(distribution.categories(chosen.year))
maxima = warehouse.fetch(overview.maxima(chosen))
figures.note(sentences.selection(chosen))

with figures.card(_("Comparison"), "units"):
    shown = grid.show(compared, COMPARED, sentences.comparison(compared), is_linked=True)
    tables.turn(part_count, units.PAGE_SIZE, part_count, key="units_page")
    downloads.offer(shown, "units", viewer, chosen)

left, right = st.columns(2)
with left, figures.card(_("Index with bounds"), "bounds"):
    undecided = disclosure.undecided(viewer, chosen)
    figures.show(bounds_dots.figure(compared, names, bands), bounds_dots.sentence(compared, names, undecided), key="bounds")
    figures.note(sentences.gaps(compared))
with right, figures.card(_("Categories"), "categories"):
    figures.show(category_shares.figure(compared, names), category_shares.sentence(compared, names), key="shares")

with figures.card(_("Dimensions against their maximum"), "dimension_shares"):
    figures.show(dimension_heat.figure(compared, names, maxima), dimension_heat.sentence(compared, names, maxima), key="heat")

with figures.card(_("Side by side"), "side_by_side"):
    options = warehouse.fetch(units.names(viewer, chosen, controls.asked("beside")))
    picked = controls.several("beside", _("Units to lay side by side"), dict(zip(options["unit_id"], options["unit_name"], strict=True)), most=6)
    beside = disclosure.side_by_side(viewer, chosen, picked)
    if beside.empty:
        figures.note(_("Choose up to six units, from here or from further down the tree."))
        st.stop()
    beside_names = list(beside["unit_name"])
    left, right = st.columns(2)
    with left:
        figures.show(bounds_dots.figure(beside, beside_names, bands), bounds_dots.sentence(beside, beside_names), key="beside_bounds")
    with right:
        figures.show(category_shares.figure(beside, beside_names), category_shares.sentence(beside, beside_names), key="beside_shares")
    figures.show(dimension_heat.figure(beside, beside_names, maxima), dimension_heat.sentence(beside, beside_names, maxima), key="beside_heat")
    shown = grid.show(beside, COMPARED, sentences.beside(beside), is_linked=True)
    downloads.offer(shown, "units_side_by_side", viewer, chosen)
