"""Mail by schedule: what is sent to whom and when, the mail as it would be now, and what became of the last ones."""

import streamlit as st

from dashboard import access, figures, filters, outcomes
from dashboard.sending import addressing, asking, desk, listed, preview
from dashboard.text import _

viewer = access.require("subscribe")
by = desk.actor()
outcomes.told()
chosen = desk.about(viewer, filters.show(viewer, "unit"))
figures.note(
    _("What is sent is asked again of your roles on the day it goes: nothing comes that you could not see here. Names stand in files alone.")
)
with st.container(border=True):
    st.subheader(_("Ask for mail"), anchor=False)
    address = addressing.show(by)
    wanted = asking.offer(viewer, chosen, filters.unit_name(viewer, chosen))
with st.container(border=True):
    st.subheader(_("To me"), anchor=False)
    listed.own(viewer, by)
if viewer.may("subscribe_roles"):
    with st.container(border=True):
        st.subheader(_("To holders of roles"), anchor=False)
        listed.of_roles(viewer)
if wanted is not None:
    with st.container(border=True):
        st.subheader(_("The mail as it would be now"), anchor=False)
        preview.show(viewer, chosen, wanted, address)
