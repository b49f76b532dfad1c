"""People who are shown on request: one view at a time, confirmed by the reader and recorded before anything is shown."""

from collections.abc import Callable

import streamlit as st

from dashboard import access, filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.queries.filters import Filters
from dashboard.text import _

Record = Callable[[Viewer, Filters], None]
"""Writes into the audit who asked to see which people; what it raises is not caught, so that nothing is shown that was not recorded."""

_VIEW = "people_requested"
"""In the session: the view that was asked for, and by whom. Another choice of filters, another release or another session is another view."""


def widened(viewer: Viewer, chosen: Filters, record: Record | None = None) -> Viewer:
    """The viewer of this view: those who see people on request see them once they have confirmed. Without `record` nobody does.

    Whoever sees no people before that comes no further in the run of the page.
    """
    if not viewer.may("people_on_request"):
        return viewer
    view = (access.current_identity(), warehouse.release_id(), chosen)
    if st.session_state.get(_VIEW) == view:
        return viewer.requested()
    _offer(viewer, chosen, view, record)
    if not viewer.may("people"):
        st.stop()
    return viewer


def _offer(viewer: Viewer, chosen: Filters, view: tuple[object, ...], record: Record | None) -> None:
    """The button that asks, and what asking means."""
    if record is None:
        st.info(_("People are shown on request, and requests are recorded. Here none can be recorded, so nobody is shown."))
        return
    where = filters.unit_name(viewer, chosen)
    st.info(
        _("People are shown on request. Your request, with the unit, the filters and the time, is recorded and can be looked up: {unit}.", unit=where)
    )
    st.button(
        _("Show these people and record it"), key="request_people", on_click=_ask, args=(viewer, chosen, view, record), icon=":material/visibility:"
    )


def _ask(viewer: Viewer, chosen: Filters, view: tuple[object, ...], record: Record) -> None:
    record(viewer, chosen)
    st.session_state[_VIEW] = view
