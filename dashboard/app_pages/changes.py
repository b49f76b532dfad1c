"""What changed since the last release: what moved the index of the chosen unit, of the units right below it, and of whom something changed."""

from functools import partial

import streamlit as st

from dashboard import access, controls, disclosure, downloads, figures, filters, grid, recording, since_last, tables, trail, warehouse
from dashboard.queries import changes, tree
from dashboard.text import _, plain
from dashboard.text import changes as sentences
from dashboard.text import people as words
from dashboard.text.formats import is_missing

SHOWN = ("unit_name", "mean_difference", "former_mean_total_score", *changes.EFFECTS, "mean_total_score")

viewer = access.require("aggregates")
chosen = filters.show(viewer, "year", "unit")
trail.show(warehouse.fetch(tree.path(viewer, chosen)))
compared = warehouse.fetch(changes.compared(chosen)).iloc[0]
if is_missing(compared["compared_release_id"]):
    st.info(sentences.first(chosen.year))
    st.stop()
st.markdown(plain(sentences.releases(compared)))
disclosure.begin(viewer, chosen, ends=False)

with figures.card(_("From the index before to the index now"), "changes"):
    since_last.show(viewer, chosen)

unit_count = int(warehouse.fetch(changes.unit_count(viewer, chosen))["unit_count"].iloc[0])
if unit_count:
    with figures.card(_("Changes by unit"), "changed_units"):
        order, is_descending = controls.order(changes.ORDERS, "tree")
        page = tables.page_number(unit_count, changes.PAGE_SIZE, unit_count)
        units = disclosure.changed_units(viewer, chosen, order=order, is_descending=is_descending, page=page)
        grid.show(units, SHOWN, sentences.by_unit(units), is_linked=True, notes=sentences.notes(units))
        tables.turn(unit_count, changes.PAGE_SIZE, unit_count, key="changes_page")
        downloads.offer(units.drop(columns=["unit_id", "unit_no"]), "changes_by_unit", viewer, chosen)

if not viewer.may("people") or viewer.people.is_nothing:
    st.stop()
with figures.card(_("People changed"), "changed_people"):
    kinds = warehouse.fetch(changes.kinds(viewer, chosen))
    if kinds.empty:
        figures.note(_("Nobody here has changed."))
        st.stop()
    kind = controls.view("kind", _("Change"), sentences.kinds(kinds), "all")
    of_kind = None if kind == "all" else kind
    count = int(kinds.loc[kinds["change_code"].eq(kind) | (kind == "all"), "person_count"].sum())
    page = tables.page_number(count, changes.PEOPLE_PAGE_SIZE, changes.MOST_PAGES, tables.PAGES[1])
    listing = sentences.listed(recording.read(changes.people(viewer, chosen, of_kind, page), "changes", viewer.people | viewer.masked, chosen))
    grid.show(listing, changes.columns(viewer), words.listing(listing, viewer))
    tables.turn(count, changes.PEOPLE_PAGE_SIZE, changes.MOST_PAGES, key="changes_people_page", name=tables.PAGES[1])
    everybody = partial(changes.people, viewer, chosen, of_kind)
    downloads.offer_rows(everybody(page=None), count, f"changes_{kind}", viewer, chosen, sentences.worded, _("People changed"), of="people")
