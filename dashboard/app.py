"""The frame of every page: language, release, navigation by permission, header; then the page itself."""

from pathlib import Path

import streamlit as st

from dashboard import access, asked_page, filters, greeting, header, releases, text, warehouse
from dashboard.access import denied
from dashboard.navigation import PAGES, pages_of
from dashboard.text import _

ICON = str(Path(__file__).parent / "icon.svg")
"""A file of our own, and pages without icons: a browser asks for named ones at fonts.gstatic.com."""

text.use(st.query_params.get("lang"))
st.set_page_config(page_title=_("ASN Professionalism Index"), page_icon=ICON, layout="wide")
header.style()

try:
    begun = releases.begin()
    identity = access.current_identity()
    entries = pages_of(access.current_viewer())
    if begun.lacking is not None and all(entry.needs_release for entry in entries):
        header.no_release(begun.lacking)
        st.stop()
    asked = asked_page.name()
    if not entries or asked not in {"", *(entry.name for entry in entries)}:
        if asked in {entry.name for entry in PAGES}:
            denied.page(identity, asked)
        greeting.show()
        header.not_here()
        st.stop()
    if asked == entries[0].name:
        asked_page.stand_at_the_root()
    pages = [(entry, st.Page(entry.path, title=_(entry.title), url_path=entry.name, default=entry is entries[0])) for entry in entries]
    current = st.navigation([page for _entry, page in pages], position="hidden")
    header.sidebar(pages, filters.parameters(), has_release=begun.lacking is None)
    greeting.show()
    if begun.lacking is None:
        header.show(current.title)
        releases.banner(is_refused=begun.is_refused)
        current.run()
    elif next(entry for entry, page in pages if page.url_path == current.url_path).needs_release:
        header.no_release(begun.lacking)
    else:
        header.without_release(current.title, begun.lacking)
        current.run()
except warehouse.NoReleaseError as error:
    header.no_release(str(error))
except warehouse.TooMuchAskedError:
    st.error(_("This takes longer, or more memory, than one question may. Choose more narrowly, or try again in a few minutes."))
