"""What administrators do, written into the audit with who did it; where nobody signs in nobody administers here."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Unpack

import pandas as pd
import streamlit as st
from sqlalchemy import Select
from sqlalchemy.exc import SQLAlchemyError

from dashboard import recording, unit_search, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import Viewer
from dashboard.ledger import audit
from dashboard.ledger.audit import Actor, Details
from dashboard.queries import administration
from dashboard.text import _


def actor() -> Actor:
    """Who administers. Where nobody has signed in the run of the page ends with a sentence: what they do could not be recorded."""
    found = recording.acting()
    if found is None:
        st.info(_("Here nobody signs in, so nothing could be recorded, and nothing can be administered."))
        st.stop()
    return found


def now() -> datetime:
    """This moment, as the ledger keeps moments."""
    return datetime.now(UTC)


def recorded(action: str, actor: Actor, **details: Unpack[Details]) -> bool:
    """Write down what is about to be shown or was done; what cannot be recorded is not shown: then a sentence says so."""
    try:
        append(action, actor, **details)
    except SQLAlchemyError:
        st.error(_("This cannot be recorded at the moment, so it is not shown."))
        return False
    return True


def append(action: str, actor: Actor, **details: Unpack[Details]) -> None:
    """One entry of the audit, also from a thread that knows no session. Raises SQLAlchemyError."""
    who = {"account_no": actor.account_no, "session_no": actor.session_no, "address": actor.address}
    audit.record(signed_in.ledger(), action, now=now(), **who, **details)  # type: ignore[arg-type]


def unit(viewer: Viewer, key: str, title: str, *, is_any_code: bool = False) -> str | None:
    """A unit by a part of its name or by its code, from all units of the release; none while nothing is typed or nothing fits.

    `is_any_code`: a code that the release does not know is one too, of a unit of long ago.
    """

    def found(typed: str) -> dict[str, str]:
        return {str(row.unit_id): f"{row.unit_name} ({row.unit_id})" for row in _read(administration.found(viewer, typed)).itertuples()}

    nothing = (
        _("No unit of this release has this name or code; entries that name exactly this code are meant.")
        if is_any_code
        else _("No unit of this release has this name or code.")
    )
    typed, chosen = unit_search.show(key, title, found, nothing, most=administration.MOST_UNITS)
    if chosen is None and typed and is_any_code and not audit.says_nip(typed):
        return typed
    return chosen


def unit_names(viewer: Viewer, unit_ids: set[str]) -> dict[str, str]:
    """The names of these units, of those that the release knows."""
    if not unit_ids:
        return {}
    found = _read(administration.names(viewer, tuple(sorted(unit_ids))))
    return {str(row.unit_id): str(row.unit_name) for row in found.itertuples()}


def related_units(viewer: Viewer, unit_id: str) -> set[str]:
    """The unit with those above and below it in any year; without a release none but itself is known."""
    return {unit_id, *(str(row.unit_id) for row in _read(administration.related(viewer, unit_id)).itertuples())}


def every_unit_name(viewer: Viewer) -> Callable[[], dict[str, str]]:
    """What reads the names of all units later, in a thread that knows no session; without a release there are none."""
    try:
        parts = warehouse.later(administration.every_name(viewer))
    except warehouse.NoReleaseError:
        return dict
    return lambda: {str(row.unit_id): str(row.unit_name) for part in parts() for row in part.itertuples()}


def _read(rows: Select) -> pd.DataFrame:
    """The rows of the release; none where there is no release."""
    try:
        return warehouse.read(rows)
    except warehouse.NoReleaseError:
        return pd.DataFrame()
