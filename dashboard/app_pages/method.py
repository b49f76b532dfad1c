"""The rules in force, rendered from the release, and how every figure is computed."""

import streamlit as st

from dashboard import access, downloads, filters, tables, warehouse
from dashboard.queries import method
from dashboard.text import _
from dashboard.text import method as words

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year")
points = warehouse.fetch(method.points(chosen))

st.markdown(words.rules(warehouse.fetch(method.rules(chosen)).iloc[0]))
scoring, categories, people, schedule, computing, glossary = st.tabs(
    [_("Points"), _("Categories"), _("Who is measured"), _("Schedule"), _("How figures are computed"), _("Glossary")]
)
with scoring:
    for dimension in ("qualification", "competence", "performance", "discipline"):
        st.subheader(words.dimension_heading(points, dimension), anchor=dimension)
        tables.show(words.points(points, dimension))
    downloads.offer(points, "points", viewer, chosen)
with categories:
    bounds = words.categories(warehouse.fetch(method.categories(chosen)))
    st.subheader(_("Categories of the index"), anchor="categories")
    tables.show(bounds)
    downloads.offer(bounds, "category_bounds", viewer, chosen)
    participation = words.participation(warehouse.fetch(method.participation(chosen)))
    st.subheader(_("Words for participation"), anchor="participation")
    tables.show(participation)
    downloads.offer(participation, "participation", viewer, chosen)
with people:
    eligibility = words.eligibility(warehouse.fetch(method.eligibility(chosen)))
    tables.show(eligibility)
    downloads.offer(eligibility, "eligibility", viewer, chosen)
with schedule:
    stages = words.schedule(warehouse.fetch(method.schedule(chosen)))
    tables.show(stages)
    downloads.offer(stages, "schedule", viewer, chosen)
with computing:
    st.markdown(words.definitions())
with glossary:
    tables.show(words.glossary())
