"""The releases there are and which one everybody sees; going back to an earlier one. No figures."""

import streamlit as st

from dashboard import access, administering, grid, outcomes, release_changes
from dashboard.ledger.measured_year import local_time
from dashboard.text import _
from dashboard.text import releases as sentences

viewer = access.require("releases")
actor = administering.actor()
outcomes.told()
found = release_changes.published()
if not found:
    st.info(_("Nothing found"))
    st.stop()
if found[0].is_current:
    st.markdown(sentences.age(found[0].built_at, local_time(administering.now())))
grid.words(sentences.table(found), sentences.caption(len(found)))
with st.container(border=True):
    st.subheader(_("Go back to an earlier release"), anchor=False)
    release_changes.offer(found)
