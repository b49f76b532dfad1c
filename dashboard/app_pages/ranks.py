"""The index by golongan: groups of ranks, or every rank."""

import streamlit as st

from dashboard import access, controls, disclosure, downloads, figures, filters, grid, warehouse
from dashboard.charts import bounds_dots, category_shares, dimension_heat
from dashboard.queries import distribution, overview, ranks
from dashboard.text import _
from dashboard.text import units as sentences
from dashboard.text.groups import group_names, group_title

SHARES = ("sangat_rendah_pct", "rendah_pct", "sedang_pct", "tinggi_pct", "sangat_tinggi_pct")
FIGURES = (
    "mean_total_score",
    "category_code",
    "measured_count",
    "coverage_pct",
    "lowest_mean",
    "highest_mean",
    "overlap_count",
    "eligible_count",
    "asn_count",
)

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex", "category", "measured")
kind = controls.view("by", _("Compare"), {"rank_group": group_title("rank_group"), "rank": group_title("rank")}, "rank_group")
disclosure.begin(viewer, chosen)
if not disclosure.anybody(ranks.by_rank(viewer, chosen, kind), "asn_count"):
    st.info(_("Nothing found"))
    st.stop()
by_rank = disclosure.fetch(viewer, chosen, ranks.by_rank(viewer, chosen, kind), "ranks.by_rank", kind)
names = group_names(by_rank, kind)
bands = warehouse.fetch(distribution.categories(chosen.year))
maxima = warehouse.fetch(overview.maxima(chosen))
figures.note(sentences.selection(chosen))

left, right = st.columns(2)
with left, figures.card(_("Index with bounds"), "bounds"):
    figures.show(bounds_dots.figure(by_rank, names, bands), bounds_dots.sentence(by_rank, names), key="bounds")
    figures.note(sentences.gaps(by_rank))
with right, figures.card(_("Categories"), "categories"):
    figures.show(category_shares.figure(by_rank, names), category_shares.sentence(by_rank, names), key="shares")

with figures.card(_("Dimensions against their maximum"), "dimension_shares"):
    figures.show(dimension_heat.figure(by_rank, names, maxima), dimension_heat.sentence(by_rank, names, maxima), key="heat")

with figures.card(_("In figures"), "ranks"):
    named = by_rank.assign(group_name=names)
    shown = grid.show(named, ("group_name", *FIGURES, *SHARES), sentences.ranks(by_rank))
    downloads.offer(shown, "ranks", viewer, chosen)
