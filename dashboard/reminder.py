"""A reminder for the head of a unit, ready to copy: whom it is for stands in the address, the names in it are kept for nobody else."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard import controls, filters, recording, warehouse
from dashboard.access.viewer import Viewer
from dashboard.queries import missing
from dashboard.queries.filters import Filters
from dashboard.text import _
from dashboard.text import missing as sentences


def show(viewer: Viewer, chosen: Filters, view: str, by_unit: pd.DataFrame, stage: pd.Series | None, as_of: datetime) -> None:
    """The choice of a unit among those with anybody missing (rows of missing.by_unit) and the text for its head. Of too many people no names are asked,
    and of people whose names the viewer may not see none are written."""
    addressed = sentences.remindable(by_unit, chosen.unit_id, filters.unit_name(viewer, chosen))
    unit_id = controls.choice("remind", _("To the head of"), addressed, next(iter(addressed)), width="stretch")
    of_unit = replace(chosen, unit_id=unit_id)
    counts = warehouse.fetch(missing.totals(viewer, of_unit)).iloc[0]
    about = sentences.Reminded(filters.unit_name(viewer, of_unit), chosen.year, as_of, stage, counts, filters.words(chosen))
    is_named = counts[f"{view}_count"] <= sentences.MOST_NAMES
    found = recording.read(missing.listing(viewer, of_unit, view, order="asn_name"), "reminder", viewer.missing, of_unit) if is_named else None
    names = None if found is None or len(found) < counts[f"{view}_count"] else found
    st.code(sentences.reminder(about, view, names), language=None, wrap_lines=True)
