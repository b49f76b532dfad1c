"""The identity of the session that this run's browser brings along, asked of the ledger in every run."""

from datetime import UTC, datetime
from functools import cache

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.access import identity
from dashboard.access.identity import Identity
from dashboard.ledger import engine, sessions
from dashboard.web import cookies


@cache
def ledger() -> Engine:
    """The ledger of this server, opened once."""
    return engine.open_ledger()


def current() -> Identity | None:
    """Who has signed in, with the roles held at this moment; nobody when the session has ended, awaits a step of signing in, or cannot be asked about."""
    token = cookies.token(st.context.cookies)
    if token is None:
        return None
    try:
        holder = sessions.holder(ledger(), token, now=datetime.now(UTC))
    except SQLAlchemyError:
        return None
    return None if holder is None or holder.awaits is not None else identity.of(holder)
