"""Who has no result yet, and whose result nobody has verified: where they are, a reminder to copy, and all of them as a file. No scores of persons.

What is searched for stays in the session: no name and no NIP in an address, and none is kept for others.
"""

from functools import partial

import streamlit as st

from dashboard import access, controls, downloads, figures, filters, grid, recording, reminder, tables, trail, warehouse
from dashboard.queries import missing, tree
from dashboard.text import _, plain
from dashboard.text import missing as sentences

viewer = access.require("missing")
chosen = filters.show(viewer, "year", "unit", "as_of", "rank_group", "position_group", "employment_kind", "sex")
as_of = filters.as_of(chosen)
trail.show(warehouse.fetch(tree.path(viewer, chosen)))
totals = warehouse.fetch(missing.totals(viewer, chosen)).iloc[0]
view = controls.view("view", _("Who"), sentences.views(totals), "unmeasured")
stage = next((row for _place, row in warehouse.fetch(missing.stage(chosen, view)).iterrows()), None)
st.markdown(plain(sentences.summary(totals, view, stage, as_of)))
if not totals[f"{view}_count"]:
    st.info(_("Nobody is missing."))
    st.stop()

by_unit = warehouse.fetch(missing.by_unit(viewer, chosen, view))
left, right = st.columns(2)
with left, figures.card(_("Where they are"), "missing_units"):
    counts = ("unit_name", f"{view}_count", f"{view}_pct", missing.OUT_OF[view])
    shown = grid.show(by_unit, counts, sentences.units(by_unit, view), is_linked=True)
    downloads.offer(shown, "missing_units", viewer, chosen)

with right, figures.card(_("Reminder to copy"), "reminder"):
    reminder.show(viewer, chosen, view, by_unit, stage, as_of)

with figures.card(_("Who they are"), "missing"):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = controls.person("missing_search")
        order, is_descending = controls.order(missing.ORDERS[view], "unit")
    is_counted = not search.strip() and viewer.missing == viewer.scope
    found = totals[f"{view}_count"] if is_counted else warehouse.read(missing.found_count(viewer, chosen, view, search))["asn_count"].iloc[0]
    count = int(found)
    page = tables.page_number(count, missing.PAGE_SIZE, missing.MOST_PAGES)
    listed = partial(missing.listing, viewer, chosen, view, search=search, order=order, is_descending=is_descending)
    listing = recording.read(listed(page=page), "missing", viewer.missing, chosen)
    grid.show(listing, missing.columns(view), sentences.listing(listing, count, missing.PAGE_SIZE * missing.MOST_PAGES))
    tables.turn(count, missing.PAGE_SIZE, missing.MOST_PAGES, key="missing_page")
    meant = sentences.meant(view, search)
    downloads.offer_rows(listed(page=None), count, f"missing_{view}", viewer, chosen, sentences.worded, meant, of="missing")
