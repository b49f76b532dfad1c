"""Whose rows a reader sees or takes away, written into the audit before they are shown; where nobody signs in there is no audit.

What cannot be recorded is not shown: an error of the ledger ends the run of the page with a sentence, and a file is not made.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st
from sqlalchemy import Select
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import Scope, Viewer
from dashboard.ledger import audit
from dashboard.queries.filters import Filters
from dashboard.text import _

SEEN, TAKEN, REQUESTED = "people_seen", "rows_taken", "people_requested"
"""Actions of the audit: rows of people on a page, rows of any kind as a file, people asked for on request."""

_LAST = "recorded_views"
"""In the session: the view recorded last on each page, so that a widget that changes nothing of it adds no entry."""


def read(rows: Select, page: str, scope: Scope, chosen: Filters) -> pd.DataFrame:
    """The rows of people that a page is about to show, asked fresh and recorded: `scope` is that of the permission that shows them."""
    frame = warehouse.read(rows)
    shown(page, scope, chosen, len(frame), warehouse.release_id())
    return frame


def shown(page: str, scope: Scope, chosen: Filters, row_count: int, release_id: str, *, years: Sequence[int] = ()) -> None:
    """Record that rows of people of a release are about to be shown, of `years` where they are of several. Ends the run when it cannot be.

    The same view again, which every click on a page asks for, adds no entry.
    """
    actor = acting()
    if actor is None or not row_count:
        return
    details = _details(page, scope, chosen, row_count) | {"release_id": release_id}
    details["filters"] = {**details["filters"], **({"years": list(years)} if years else {})}
    view = (release_id, page, tuple(details["unit_ids"]), str(details["filters"]), row_count)
    last = st.session_state.setdefault(_LAST, {})
    if last.get(page) != view:
        _append_or_stop(SEEN, actor, details)
        last[page] = view


def anew(page: str) -> None:
    """Let the next view be recorded though its codes are those of the last one: of another person of the same unit."""
    st.session_state.setdefault(_LAST, {}).pop(page, None)


def looked(page: str, unit_ids: Sequence[str], row_count: int, filters: Mapping[str, Any]) -> None:
    """Record that rows of the ledger are about to be shown, of other people of these units; `filters` hold codes and numbers. Ends the run when it cannot be.

    The same view again, which every click on a page asks for, adds no entry.
    """
    actor = acting()
    view = (page, tuple(sorted(unit_ids)), str(sorted(filters.items())), row_count)
    last = st.session_state.setdefault(_LAST, {})
    if actor is None or not row_count or last.get(page) == view:
        return
    _append_or_stop(SEEN, actor, {"page": page, "unit_ids": unit_ids, "filters": filters, "row_count": row_count})
    last[page] = view


def requested(page: str) -> Callable[[Viewer, Filters], None] | None:
    """What records that people were asked for on request, for dashboard.on_request; None where nobody has signed in who could be recorded."""
    actor = acting()
    if actor is None:
        return None

    def record(viewer: Viewer, chosen: Filters) -> None:
        _append(REQUESTED, actor, _details(page, viewer.on_request, chosen, None))

    return record


def taking(made: Callable[[], bytes], name: str, scope: Scope, chosen: Filters, row_count: int) -> Callable[[], bytes]:
    """A file that is recorded when it is made, and not made when it cannot be recorded. `name` is that of the file's rows.

    It is made later, in a thread that knows no session: who and what are those of the moment in which the button was offered.
    """
    actor = acting()
    if actor is None:
        return made
    details = _details(name, scope, chosen, row_count)

    def made_and_recorded() -> bytes:
        _append(TAKEN, actor, details)
        return made()

    return made_and_recorded


def recorder() -> Callable[[audit.Details], None]:
    """What records that rows are taken away, in whatever thread: who is whoever asks now. Where nobody signs in it does nothing. It raises SQLAlchemyError."""
    actor = acting()

    def record(details: audit.Details) -> None:
        if actor is not None:
            _append(TAKEN, actor, details)

    return record


def acting() -> audit.Actor | None:
    """Who is signed in, as the audit names them; None where nobody signs in."""
    identity = access.current_identity()
    if identity is None or identity.session_no is None:
        return None
    return audit.Actor(identity.account_no, identity.session_no, st.context.ip_address)


def _details(page: str, scope: Scope, chosen: Filters, row_count: int | None) -> audit.Details:
    """Codes and identifiers of units, never what was searched for."""
    every = (audit.EVERY_UNIT,) if scope.is_everything else scope.unit_ids
    units = every if chosen.unit_id is None else (chosen.unit_id,)
    return {"release_id": warehouse.release_id(), "page": page, "unit_ids": units, "filters": _codes(chosen), "row_count": row_count}


def _codes(chosen: Filters) -> dict[str, Any]:
    """The filters in force, those that are set."""
    values = {name: value for name, value in vars(chosen).items() if name != "unit_id" and value not in ((), None)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _append_or_stop(action: str, actor: audit.Actor, details: audit.Details) -> None:
    try:
        _append(action, actor, details)
    except SQLAlchemyError:
        st.error(_("This view cannot be recorded at the moment, so nobody is shown. Please tell your administrator."))
        st.stop()


def _append(action: str, actor: audit.Actor, details: audit.Details) -> None:
    now = datetime.now(UTC)
    audit.record(signed_in.ledger(), action, now=now, account_no=actor.account_no, session_no=actor.session_no, address=actor.address, **details)
