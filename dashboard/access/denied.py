"""Refused attempts of whoever is signed in, for the audit. The reader gets the same answer as for what does not exist, also when nothing could be written."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import signed_in
from dashboard.access.identity import Identity
from dashboard.ledger import denials
from dashboard.ledger.audit import Actor

_log = logging.getLogger(__name__)


def page(identity: Identity | None, name: str) -> None:
    """A page that the viewer's roles do not have."""
    _record(identity, "page", page=name)


def running_page(identity: Identity | None) -> None:
    """The page that this run is of, refused by itself; it is named as its script is."""
    context = get_script_run_ctx()
    if context is None:
        return
    pages = context.pages_manager.get_pages()
    known = pages.get(context.page_script_hash) or pages.get(context.pages_manager.main_script_hash)
    _record(identity, "page", page=None if known is None else Path(known["script_path"]).stem)


def unit(identity: Identity | None, unit_id: str, release_id: str) -> None:
    """A unit outside the viewer's scope, or none at all: the address named it, and nobody is told which of both it is."""
    _record(identity, "unit", unit_id=unit_id, release_id=release_id)


def _record(identity: Identity | None, outcome: str, *, page: str | None = None, unit_id: str | None = None, release_id: str | None = None) -> None:
    """Nothing where nobody signs in."""
    if identity is None or identity.session_no is None:
        return
    actor = Actor(identity.account_no, identity.session_no, st.context.ip_address)
    try:
        denials.record(signed_in.ledger(), actor, outcome, now=datetime.now(UTC), page=page, unit_id=unit_id, release_id=release_id)
    except SQLAlchemyError as error:
        _log.error("a refused attempt could not be recorded: %s", type(error).__name__)
