"""People, row by row, 100 at a time. What is searched for stays in the session: no name and no NIP in an address, and none is kept for others."""

import streamlit as st

from dashboard import access, controls, downloads, figures, filters, grid, on_request, recording, tables, warehouse
from dashboard.queries import people
from dashboard.text import _
from dashboard.text import people as sentences

viewer = access.require("people")
chosen = filters.show(viewer, "year", "unit", *people.narrowing(viewer, filters.CODES))
viewer = on_request.widened(viewer, chosen, recording.requested("people"))
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = controls.person("people_search", is_offered=not viewer.people.is_nothing)
    order, is_descending = controls.order(people.orders(viewer), "unit")

totals = (warehouse.read if search else warehouse.fetch)(people.totals(viewer, chosen, search)).iloc[0]
asn_count = int(totals["asn_count"])
if not asn_count:
    st.info(_("Nothing found"))
    st.stop()
page = tables.page_number(asn_count, people.PAGE_SIZE, people.MOST_PAGES)
rows = people.listing(viewer, chosen, search=search, order=order, is_descending=is_descending, page=page)
listing = recording.read(rows, "people", viewer.people | viewer.masked, chosen)

with figures.card(_("People"), "people"):
    figures.note(sentences.totals(totals, most=people.PAGE_SIZE * people.MOST_PAGES))
    shown = grid.show(listing, people.columns(viewer), sentences.listing(listing, viewer))
    tables.turn(asn_count, people.PAGE_SIZE, people.MOST_PAGES, key="people_page")
    downloads.offer(shown, "people", viewer, chosen, of="people")
