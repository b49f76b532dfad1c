"""The way from the top of the tree to the chosen unit; each step leads back up, and so does the browser's back button."""

import pandas as pd
import streamlit as st

from dashboard.controls import open_unit
from dashboard.text import _, plain


def show(path: pd.DataFrame) -> None:
    """Path: unit_id, unit_name from the top to the chosen unit; without a chosen unit there is nothing to show."""
    if path.empty:
        return
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key="trail"):
        st.button(_("All units"), on_click=open_unit, args=(None,), type="tertiary", icon=":material/account_tree:", key="trail_top")
        for row in path.iloc[:-1].itertuples():
            st.button(f"› {plain(str(row.unit_name))}", on_click=open_unit, args=(row.unit_id,), type="tertiary", key=f"trail_{row.unit_id}")
        st.markdown(f"› **{plain(str(path['unit_name'].iloc[-1]))}**", width="content")
