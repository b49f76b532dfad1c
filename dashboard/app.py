"""The frame of every page: language, release, navigation by permission, header; then the page itself."""

from typing import Any

import streamlit as st

from dashboard import access, filters, header, text, warehouse
from dashboard.navigation import pages_of
from dashboard.text import _

text.use(st.query_params.get("lang"))
st.set_page_config(page_title=_("ASN Professionalism Index"), page_icon=":material/monitoring:", layout="wide")
header.style()

try:
    warehouse.begin_run()
except warehouse.NoReleaseError as error:
    header.no_release(str(error))
    st.stop()

entries = pages_of(access.current_viewer())
if not entries:
    st.error(_("You may not open this page, or it does not exist."))
    st.stop()

sections: dict[str, list[Any]] = {}
for entry in entries:
    page = st.Page(entry.path, title=_(entry.title), icon=entry.icon, url_path=entry.name, default=entry is entries[0])
    sections.setdefault(_(entry.section), []).append(page)

current = st.navigation(sections, position="hidden")
header.sidebar(sections, filters.parameters())
header.show(current.title)
current.run()
