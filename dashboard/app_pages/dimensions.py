"""The four dimensions down to the indicator: what the people have, and what keeps the mean from 100."""

import streamlit as st

from dashboard import access, controls, coverage, disclosure, downloads, figures, filters, grid
from dashboard.charts import answer_bars, group_dimensions, labelled_bars, lost_points
from dashboard.queries import dimensions
from dashboard.text import _, label
from dashboard.text import dimensions as sentences
from dashboard.text import overview as overview_sentences
from dashboard.text.groups import GROUP_TITLES, group_title

INDICATORS = ("indicator_code", "dimension_code", "asked_count", "full_count", "missing_count", "missing_pct", "unknown_count", "lost_points")

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex", "category")
last = filters.year_before(chosen)
disclosure.begin(viewer, chosen)
if not disclosure.anybody(dimensions.by_dimension(viewer, chosen), "measured_count"):
    st.info(_("Nothing found"))
    st.stop()
by_dimension = disclosure.fetch(viewer, chosen, dimensions.by_dimension(viewer, chosen), "dimensions.by_dimension")
coverage.line(viewer, chosen)

left, right = st.columns(2)
with left, figures.card(_("Dimensions"), "dimensions"):
    figures.show(
        labelled_bars.dimensions(
            by_dimension, disclosure.fetch(viewer, last, dimensions.by_dimension(viewer, last), "dimensions.by_dimension"), last.year
        ),
        overview_sentences.dimensions(by_dimension),
        key="dimensions",
    )
    downloads.offer(by_dimension, "dimensions", viewer, chosen)
    grouping = controls.choice("group", _("Group"), {kind: group_title(kind) for kind in GROUP_TITLES if kind != "category"}, "position_group")
    by_group = disclosure.fetch(viewer, chosen, dimensions.by_group(viewer, chosen, grouping), "dimensions.by_group", grouping)
    figures.show(group_dimensions.figure(by_group, grouping), group_dimensions.sentence(by_group, grouping), key="groups")
    downloads.offer(by_group, "dimensions_by_group", viewer, chosen)
with right, figures.card(_("What keeps the mean from 100"), "lost_points"):
    by_indicator = disclosure.fetch(viewer, chosen, dimensions.by_indicator(viewer, chosen), "dimensions.by_indicator")
    figures.show(lost_points.figure(by_indicator), lost_points.sentence(by_indicator, by_dimension["mean_score"].sum()), key="lost")
    downloads.offer(by_indicator, "dimensions_by_indicator", viewer, chosen)

with figures.card(_("Index and coverage by group"), "index_coverage"):
    coverage.groups(viewer, chosen, grouping, "dimensions_coverage")

with figures.card(_("Indicators by position group"), "indicators"):
    by_position = disclosure.fetch(
        viewer, chosen, dimensions.by_indicator(viewer, chosen, by_position_group=True), "dimensions.by_indicator", "position_group"
    )
    figures.note(sentences.trainings(by_indicator))
    shown = grid.show(by_position, (INDICATORS[0], "position_group", *INDICATORS[1:]), sentences.by_position(by_position))
    downloads.offer(shown, "dimensions_by_position_group", viewer, chosen)

columns = st.columns(3)
for column, kind in zip(columns, dimensions.LEVELS, strict=True):
    with column, figures.card(label("indicator", kind), f"answers_{kind}"):
        answers = disclosure.fetch(viewer, chosen, dimensions.levels(viewer, chosen, kind), "dimensions.levels", column=kind)
        figures.show(answer_bars.figure(answers, kind), answer_bars.sentence(answers, kind), key=f"answers_{kind}")
        downloads.offer(answers, f"dimensions_{kind}", viewer, chosen)
