"""Who has seen or taken away data of a unit between two days, whether the audit is whole, and who was mailed what. A search is itself recorded, once."""

from functools import partial

import streamlit as st

from dashboard import access, administering, audit_chain, audit_search, grid, tables
from dashboard.sending import log
from dashboard.text import _, plain
from dashboard.text import audit as sentences

viewer = access.require("audit")
actor = administering.actor()
searching, verifying, mailing = st.tabs([_("Search"), _("Verify the chain"), _("Mail by schedule")])

with mailing:
    log.show(partial(administering.unit_names, viewer), is_of_roles=False)

with verifying:
    audit_chain.show(actor)

with searching:
    st.markdown(plain(sentences.about()))
    audit_search.form(viewer, actor)
    search = audit_search.last()
    if search is None:
        st.stop()
    said = sentences.found(search.count, audit_search.unit_name(viewer, search), search.asked.since, search.asked.until)
    if not search.count:
        st.info(plain(said))
        st.stop()
    page = tables.page_number(search.count, audit_search.PAGE_SIZE, audit_search.MOST_PAGES)
    grid.words(audit_search.entries(viewer, search, page), said)
    if search.count > audit_search.PAGE_SIZE:
        tables.turn(search.count, audit_search.PAGE_SIZE, audit_search.MOST_PAGES, key="audit_page")
    audit_search.offer(viewer, actor, search)
