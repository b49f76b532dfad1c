"""Links from page to page that carry the filters along."""

import streamlit as st
from streamlit.errors import StreamlitAPIException

from dashboard import filters
from dashboard.navigation import FOLDER

ARROW = ":material/arrow_forward:"


def to(page: str, words: str, **changes: object) -> None:
    """A link to a page by its name with this page's filters, `changes` applied (filters.parameters). Where the viewer has no such page there is no link."""
    try:
        st.page_link(FOLDER / f"{page}.py", label=words, icon=ARROW, query_params=filters.parameters(**changes))
    except StreamlitAPIException:
        return
