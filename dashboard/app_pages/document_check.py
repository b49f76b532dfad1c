"""Whether a document that somebody holds was issued here, and whether its release still gives its figures."""

import streamlit as st

from dashboard import access
from dashboard.issuing import check_panel, shown
from dashboard.text import _

viewer = access.require("signed_in")
shown.style()
st.markdown(_("Every document that was issued carries a checksum of its figures. Type it, or scan the square code on the last page."))
digits = check_panel.typed()
if digits:
    check_panel.answer(viewer, digits)
