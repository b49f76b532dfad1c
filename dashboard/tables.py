"""Tables of words on a page, and turning their pages."""

import pandas as pd
import streamlit as st

from dashboard.text import _, whole

ROW_HEIGHT = 35
MOST_HEIGHT = 400
"""Pixels: a longer table scrolls."""

PAGES = ("page", "people_page")
"""What a page number is called in the address: of a page's table, and of the list of people on a page that has both."""

FIRST_PAGES: dict[str, list[str]] = {name: [] for name in PAGES}
"""What the address holds when all begin anew."""


def show(frame: pd.DataFrame) -> None:
    """A short table that is read as text: no index, lines between rows; a sentence when it is empty."""
    if frame.empty:
        st.caption(_("Nothing found"))
        return
    st.table(frame, hide_index=True, border="horizontal")


def grid(frame: pd.DataFrame, sentence: str, *, bar: str | None = None, key: str) -> None:
    """A table that can be sorted and scrolled, with a sentence under it that is also its alternative text; column `bar` is drawn as bars of its values."""
    if frame.empty:
        st.caption(sentence)
        return
    highest = 1 if bar is None else max(1, int(frame[bar].max()))
    columns = {} if bar is None else {bar: st.column_config.ProgressColumn(bar, format="localized", min_value=0, max_value=highest, width=110)}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=columns,
        height=min(ROW_HEIGHT * (len(frame) + 1) + 3, MOST_HEIGHT),
        key=key,
        alt=sentence,
        placeholder="–",
    )
    st.caption(sentence)


def page_number(row_count: int, page_size: int, most_pages: int, name: str = PAGES[0]) -> int:
    """The page in the address, under one of PAGES, within what there is: 1 for anything else."""
    asked = st.query_params.get(name, "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return number if 1 <= number <= page_count(row_count, page_size, most_pages) else 1


def page_count(row_count: int, page_size: int, most_pages: int) -> int:
    """How many pages can be turned to: at least one, at most `most_pages`."""
    return max(1, min(-(-row_count // page_size), most_pages))


def turn(row_count: int, page_size: int, most_pages: int, *, key: str, name: str = PAGES[0]) -> None:
    """Buttons of pages, which write the page into the address under one of PAGES, and how many rows there are in all. `page_number` says which is shown."""
    with st.container(horizontal=True, vertical_alignment="center"):
        pages = page_count(row_count, page_size, most_pages)
        if pages > 1:
            page = page_number(row_count, page_size, most_pages, name)
            place = f"{key}_{page}"  # one widget a page: pagination takes its value from `default` alone
            st.pagination(pages, default=page, key=place, on_change=_write, args=(place, name))
        st.caption(_("{count} rows in all", count=whole(row_count)))


def _write(key: str, name: str) -> None:
    page = st.session_state[key]
    if page == 1:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(page)
