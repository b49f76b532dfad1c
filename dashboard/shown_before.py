"""What a reader has been shown, for as long as they are signed in: a page that is loaded anew, a second window and an address that is typed know of each other.

Kept in this process alone, by the number of the session; of nobody signed in, by the window. Kept are selections, answers and counts of people, no results.
"""

import sys
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import streamlit as st

from dashboard import access, warehouse
from dashboard.queries.differencing import Selection

MOST_SEEN = 20_000
"""Selections of a release that a session remembers, and as many counts of each answer: 230 bytes each. Nothing is forgotten: a session for which there is no
room is shown no further figures (disclosure.FULL)."""

MOST_SESSIONS = 300
"""Sessions that are remembered; beyond that the one that asked least lately is forgotten."""

SELECTIONS, ANSWERS = "selections_seen", "answers_seen"
"""Where a window keeps the selections whose figures it has shown, and the counts by category or answer."""

Seen = dict[Selection, int]
"""Selections whose figures are known, and how many measured people are in each."""

Kept = dict[str, dict[str, Seen]]
"""Release -> answer, or nothing for the figures themselves -> what was shown of it: another release has other people, and is kept apart."""

_sessions: OrderedDict[int, Kept] = OrderedDict()
_lock = Lock()
_apart: ContextVar[Kept | None] = ContextVar("apart", default=None)
_is_bounded: ContextVar[bool] = ContextVar("is_bounded", default=True)
_session: ContextVar[int | None] = ContextVar("session", default=None)


@contextmanager
def apart() -> Iterator[None]:
    """Inside, nothing that was shown before counts and nothing of it is remembered outside: for what has to be the same for every reader, in a session or not."""
    token, bounded = _apart.set({}), _is_bounded.set(False)
    try:
        yield
    finally:
        _apart.reset(token)
        _is_bounded.reset(bounded)


@contextmanager
def of_session(session_no: int) -> Iterator[None]:
    """Inside, what counts and is remembered is that of this session, in whatever thread."""
    token = _session.set(session_no)
    try:
        yield
    finally:
        _session.reset(token)


@contextmanager
def trying() -> Iterator[None]:
    """Inside, what was shown before of this release counts; what is shown inside is remembered when it ends without an error, and else is forgotten."""
    with _lock:
        tried = {_key(name): {answer: dict(seen) for answer, seen in _of_release(name).items()} for name in (SELECTIONS, ANSWERS)}
    token = _apart.set(tried)
    try:
        yield
    finally:
        _apart.reset(token)
    with _lock:
        for name in (SELECTIONS, ANSWERS):
            for answer, seen in tried[_key(name)].items():
                _of_release(name).setdefault(answer, {}).update(seen)


def selections() -> Seen:
    """What was shown of this release."""
    with _lock:
        return dict(_of_release(SELECTIONS).get("", {}))


def answers() -> dict[str, Seen]:
    """Which counts by category or answer were shown of this release: answer -> selections with their people."""
    with _lock:
        return {answer: dict(seen) for answer, seen in _of_release(ANSWERS).items()}


def remember(shown: Seen) -> None:
    """Keep selections whose figures are shown."""
    with _lock:
        _of_release(SELECTIONS).setdefault("", {}).update(shown)


def remember_answer(answer: str, shown: Seen) -> None:
    """Keep counts of people who gave this answer; of each answer as many as of selections."""
    with _lock:
        _of_release(ANSWERS).setdefault(answer, {}).update(shown)


def room() -> int:
    """How many more selections of this release can be remembered. What is kept apart lasts no longer than its block, and has room for all."""
    if not _is_bounded.get():
        return sys.maxsize
    with _lock:
        kept = [*_of_release(SELECTIONS).values(), *_of_release(ANSWERS).values()]
    return MOST_SEEN - max(map(len, kept), default=0)


def _of_release(name: str) -> dict[str, Seen]:
    return _kept(name).setdefault(_key(name), {})


def _key(name: str) -> str:
    return f"{name}:{warehouse.release_id()}"


def _kept(name: str) -> Kept:
    """What is kept of whoever asks."""
    alone = _apart.get()
    if alone is not None:
        return alone
    session_no = _session.get() or _asking()
    if session_no is None:
        kept: Kept = st.session_state.setdefault(name, {})
        return kept
    found = _sessions.setdefault(session_no, {})
    _sessions.move_to_end(session_no)
    while len(_sessions) > MOST_SESSIONS:
        _sessions.popitem(last=False)
    return found


def _asking() -> int | None:
    """The session of whoever asks; None where nobody signs in."""
    identity = access.current_identity()
    return None if identity is None else identity.session_no
