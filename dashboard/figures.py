"""Figures on a page: a number or a chart, the sentence that says what it shows, and how it is computed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

import plotly.graph_objects as go
import streamlit as st

from dashboard import links
from dashboard.charts import theme
from dashboard.text import _, label, plain
from dashboard.text.definitions import definition
from dashboard.text.overview import Reason

CONFIG = {"displayModeBar": False, "scrollZoom": False}


@contextmanager
def card(heading: str, defined: str) -> Iterator[None]:
    """A framed part of a page: heading, and "cara hitung" beside it, one click away. `defined` names the definition (text/definitions.py)."""
    with st.container(border=True, height="stretch"):
        explain(heading, definition(defined))
        yield


def explain(heading: str, words: str) -> None:
    """A heading with "cara hitung" beside it: `words`, a definition in Markdown, one click away."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.subheader(heading, anchor=False, width="content")
        with st.popover(_("How it is computed"), type="tertiary"):
            st.markdown(words)


def show(figure: go.Figure, sentence: str, *, key: str | None = None) -> None:
    """The chart with a plain sentence under it, which is also its alternative text."""
    st.plotly_chart(figure, key=key, config=CONFIG, alt=sentence)
    note(sentence)


def note(sentence: str) -> None:
    """A sentence in small type; nothing when it is empty."""
    if sentence:
        st.caption(plain(sentence))


def lead(value: str, category: object) -> None:
    """The one number of a page, with its category in a word, a colour and a frame of its own."""
    badge = ""
    if isinstance(category, str):
        colour = theme.CATEGORY_COLOURS[category]
        badge = f'<span class="ipasn-badge" style="background:{colour};color:{theme.ink(colour)}">{escape(label("category", category))}</span>'
    st.html(f'<div class="ipasn-lead"><span class="ipasn-figure">{escape(value)}</span>{badge}</div>')


def fact(name: str, value: str, sentence: str) -> None:
    """A number with its name above and what it is of below."""
    with st.container(border=True, width=244, height="stretch", gap="xxsmall"):
        st.metric(name, value)
        note(sentence)


def reasons(found: Sequence[Reason]) -> None:
    """Reasons one below the other, each with a link to the page that shows more; a sentence when there is none."""
    for place, reason in enumerate(found, start=1):
        st.markdown(f"**{place}. {plain(reason.heading)}**  \n{plain(reason.sentence)}")
        links.to(reason.page, _("Look further"), **({"unit": reason.unit_id} if reason.unit_id else {}))
    if not found:
        note(_("Nothing stands out."))
