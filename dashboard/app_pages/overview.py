"""The answer in five seconds: index, coverage, categories, dimensions, schedule, and where to look further."""

import streamlit as st

from dashboard import access, filters

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit", "rank_group", "position_group", "employment_kind", "sex")
st.write(chosen)
