"""What a page of documents is about: the kind, the unit or the person, by the rights of whoever reads it. A person is chosen in the session, never in the address."""

from dataclasses import replace

import streamlit as st

from dashboard import access, controls, filters, recording, warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents.order import PERSONAL
from dashboard.issuing import rights
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.queries import choices, people, tree
from dashboard.queries.filters import Filters
from dashboard.text import _, language
from dashboard.text import issuing as words

MOST_FOUND = 20
"""People offered at a time: more means that more has to be typed."""


def right() -> Right:
    """The kind in the address, with the right to it; ends the run where there is none."""
    identity = access.current_identity()
    held = {each.kind: each for each in rights.rights(identity)} if identity is not None else {}
    if not held:
        st.info(_("No document is yours to issue."))
        st.stop()
    kind = controls.choice("document", _("Document"), words.kinds(list(held)), next(iter(held)), width="stretch")
    st.caption(words.about(kind))
    return held[kind]


def asked(viewer: Viewer, held: Right) -> Asked:
    """The document that is meant, of the release of this run; ends the run with a sentence where none is."""
    return _of_person(viewer, held) if held.kind == PERSONAL else _of_unit(viewer, held)


def _of_unit(viewer: Viewer, held: Right) -> Asked:
    _leave_others_unit(viewer, held)
    chosen = filters.show(held.viewer, "year", "unit")
    unit_id = chosen.unit_id or _first(held, chosen)
    meant = held.meant(chosen.year)
    if unit_id is None or not held.reaches(chosen.year, unit_id):
        _say_meant(held, chosen.year, meant or ())
        st.stop()
    return Asked(held.kind, unit_id, chosen.year, warehouse.release_id(), language())


def _leave_others_unit(viewer: Viewer, held: Right) -> None:
    """A unit that another page has left in the address, which is the reader's to see but not to issue a document of: taken away, and no refused attempt."""
    unit_id, year = st.query_params.get("unit"), filters.chosen_year()
    if unit_id is None or not warehouse.fetch(choices.unit(held.viewer, year, unit_id)).empty:
        return
    if not warehouse.fetch(choices.unit(viewer, year, unit_id)).empty:
        st.query_params.pop("unit")
        st.info(_("This document is not yours to issue for the unit that was chosen; choose another one."))


def _first(held: Right, chosen: Filters) -> str | None:
    """The unit that is meant where none is chosen: the only one, or the top of what is in scope."""
    meant = held.meant(chosen.year)
    if meant:
        return next((unit_id for unit_id in meant if held.reaches(chosen.year, unit_id)), None)
    tops = warehouse.fetch(tree.start_ids(held.viewer, chosen))["unit_id"]
    return None if tops.empty else str(tops.iloc[0])


def _say_meant(held: Right, year: int, unit_ids: tuple[str, ...]) -> None:
    found = (warehouse.fetch(choices.unit(held.viewer, year, unit_id)) for unit_id in unit_ids)
    names = [str(frame["unit_name"].iloc[0]) for frame in found if not frame.empty]
    if names:
        st.info(_("This document is issued for: {units}. Choose one of them.", units=", ".join(names)))
    else:
        st.info(_("No unit of {year} is there to issue this document for.", year=year))


def _of_person(viewer: Viewer, held: Right) -> Asked:
    chosen = filters.show(viewer, "year")
    is_own = held.scope.nip is not None and not held.scope.unit_ids
    nip = held.scope.nip if is_own else _searched(viewer, chosen)
    if nip is None:
        st.stop()
    return Asked(held.kind, "", chosen.year, warehouse.release_id(), language(), nip)


def _searched(viewer: Viewer, chosen: Filters) -> int | None:
    """Somebody found by name or NIP among the people of the reader's duty."""
    search = controls.person("document_person").strip()
    if not search:
        st.info(_("Type a name or a NIP to choose whose result sheet it is."))
        return None
    among = replace(viewer, people=viewer.duty)
    found = recording.read(people.listing(among, chosen, search=search, order="asn_name"), "documents", viewer.duty, chosen)
    if found.empty:
        st.info(_("Nobody found."))
        return None
    if len(found) > MOST_FOUND:
        st.caption(_("More people are found than are listed; type more of the name."))
    names = {str(row.nip): f"{row.asn_name} ({row.nip})" for row in found.head(MOST_FOUND).itertuples()}
    nip = st.selectbox(_("Person"), list(names), format_func=lambda code: names.get(code, ""), key="document_nip")
    return None if nip is None else int(nip)
