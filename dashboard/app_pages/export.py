"""Data to take away: chosen, counted and looked at first, then made as a file outside the page."""

import streamlit as st

from dashboard import access, figures, outcomes, recording
from dashboard.exporting import form, panel, preview, saved
from dashboard.text import _
from dashboard.text import export_page as sentences

viewer = access.require("export")
outcomes.told()
definition = form.show(viewer)
saved.show(definition)
panel.standing()
prepared = preview.prepared(viewer, definition)
with st.container(border=True):
    st.subheader(sentences.counted(prepared.row_count, len(prepared.columns)), anchor=False)
    form.kind(definition)
    making = st.container()
    figures.note(sentences.beside(is_recorded=recording.acting() is not None))
with st.container(border=True):
    st.subheader(_("Preview"), anchor=False)
    preview.show(viewer, prepared)
with making:
    panel.offer(prepared)
