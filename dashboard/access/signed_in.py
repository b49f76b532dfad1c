"""The identity of the session that this run's browser brings along: asked of the ledger once in every run, and known for no longer than that run."""

from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import identity
from dashboard.access.identity import Identity
from dashboard.ledger import engine, sessions
from dashboard.web import cookies

_of_run: ContextVar[tuple[object, Identity | None] | None] = ContextVar("identity_of_run", default=None)
"""The run that was last asked about in this thread, and who asked."""


@cache
def ledger() -> Engine:
    """The ledger of this server, opened once."""
    return engine.open_ledger()


def current() -> Identity | None:
    """Who has signed in, with the roles held when this run began; nobody when the session has ended, awaits a step of signing in, or cannot be asked about.

    A page asks for each of its buttons, the ledger is asked once a run: of the whole page, of a fragment, with what their widgets call back. Outside a run
    every question is asked anew.
    """
    run = _run()
    known = _of_run.get()
    if run is not None and known is not None and known[0] is run:
        return known[1]
    found = _asked()
    if run is not None:
        _of_run.set((run, found))
    return found


def _run() -> object | None:
    """What Streamlit makes anew for every run and for nothing else; None outside a run. Kept itself, not its id, so that no later run can be taken for it."""
    context = get_script_run_ctx(suppress_warning=True)
    return None if context is None else context.parallel_coordinator


def _asked() -> Identity | None:
    token = cookies.token(st.context.cookies)
    if token is None:
        return None
    try:
        holder = sessions.holder(ledger(), token, now=datetime.now(UTC))
    except SQLAlchemyError:
        return None
    return None if holder is None or holder.awaits is not None else identity.of(holder)
