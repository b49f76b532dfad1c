"""Taking away what is shown: the same frame, as a file."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import warehouse
from dashboard.access.viewer import Viewer
from dashboard.exports import csv_file
from dashboard.queries.filters import Filters
from dashboard.text import _


def file_name(name: str, chosen: Filters) -> str:
    """What the rows are, for which year, or the end of which day of it, from which release."""
    stands = chosen.year if chosen.as_of is None else chosen.as_of.date()
    return f"ipasn_{name}_{stands}_{warehouse.release_id()}.csv"


def offer(frame: pd.DataFrame, name: str, viewer: Viewer, chosen: Filters) -> None:
    """A button that saves exactly these rows and columns as CSV; the file is made when it is pressed. `name` is also the button's key."""
    if frame.empty or not viewer.permissions:
        return
    st.download_button(
        _("Download CSV"),
        data=partial(csv_file.content, frame),
        file_name=file_name(name, chosen),
        mime="text/csv",
        key=f"download_{name}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
