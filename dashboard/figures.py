"""Figures on a page: the chart, the sentence that says what it shows, and how it is computed."""

import plotly.graph_objects as go
import streamlit as st

from dashboard.text import _

CONFIG = {"displayModeBar": False, "scrollZoom": False}


def show(figure: go.Figure, sentence: str, *, key: str | None = None) -> None:
    """The chart with a plain sentence under it, which is also its alternative text."""
    st.plotly_chart(figure, key=key, config=CONFIG, alt=sentence)
    st.caption(sentence)


def explain(heading: str, definition: str) -> None:
    """A heading with "cara hitung" beside it: the definition, one click away."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.subheader(heading, anchor=False)
        with st.popover(_("How it is computed"), type="tertiary", icon=":material/function:"):
            st.markdown(definition)
