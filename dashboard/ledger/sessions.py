"""Sessions kept on the server: what the browser holds is a random token, and ending one counts from the next click on.

A session lasts 8 hours and no more than 30 minutes without a click. A clock that is set back prolongs nothing: a session last seen later than now ends.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, insert, select, update

from dashboard.ledger import accounts, audit, models
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.models import session

LONGEST = timedelta(hours=8)
LONGEST_IDLE = timedelta(minutes=30)
LONGEST_AWAITING = timedelta(minutes=10)
"""How long a session may miss a step of signing in."""

MOST = 10
"""Sessions of one account at a time; the oldest ends when another begins. All are listed under "My account"."""

SEEN_EVERY = timedelta(minutes=1)
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far the clocks of two servers may be apart."""


@dataclass(frozen=True)
class Holder:
    """Whose session it is. While it `awaits` a step of signing in it holds nothing."""

    account_no: int
    session_no: int
    grants: tuple[Grant, ...]
    signed_in_at: datetime
    shown_name: str
    awaits: str | None


@dataclass(frozen=True)
class OpenSession:
    """One place where an account is signed in."""

    session_no: int
    begun_at: datetime
    last_seen_at: datetime
    address: str
    agent: str


def begin(ledger: Engine, account_no: int, *, address: str, agent: str, now: datetime, awaits: str | None = None) -> str:
    """A new session and its token, which is kept nowhere. `awaits`: the step that `sign_in` says is missing."""
    token, address = secrets.token_urlsafe(32), audit.kept(address, session.c.address)
    values = {"token_hash": _hash(token), "account_no": account_no, "awaits": awaits, "begun_at": now, "last_seen_at": now}
    with writing(ledger) as connection:
        session_no = connection.execute(
            insert(session).values(**values, address=address, agent=audit.kept(agent, session.c.agent)).returning(session.c.session_no)
        ).scalar_one()
        if awaits is None:
            _end_oldest(connection, account_no, now)
            audit.append(connection, "sign_in", actor=Actor(account_no, session_no, address), now=now, subject_no=account_no)
    return token


def _end_oldest(connection: Connection, account_no: int, now: datetime) -> None:
    """No more than MOST at a time: a token that somebody else has got hold of does not stand unnoticed among dozens."""
    open_ones = (session.c.account_no == account_no, session.c.ended_at.is_(None), session.c.awaits.is_(None))
    newest = select(session.c.session_no).where(*open_ones).order_by(session.c.begun_at.desc(), session.c.session_no.desc()).limit(MOST)
    kept = connection.execute(newest).scalars().all()
    connection.execute(update(session).where(*open_ones, session.c.session_no.not_in(kept)).values(ended_at=now))


def holder(ledger: Engine, token: str, *, now: datetime) -> Holder | None:
    """Whose token it is, with the roles held at this moment; None: of nobody, ended, too old, idle too long, or of a closed account."""
    with ledger.connect() as connection:
        row = connection.execute(
            select(session, models.account.c.is_active, models.account.c.shown_name, models.account.c.sign_in_name)
            .join(models.account)
            .where(session.c.token_hash == _hash(token), session.c.ended_at.is_(None))
        ).one_or_none()
        held = accounts.held_by(connection, row.account_no) if row is not None and row.awaits is None else ()
    if row is None or not row.is_active:
        return None
    if not _lasts(row, now):
        _end(ledger, row.session_no, now)
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        _see(ledger, row.session_no, now)
    return Holder(row.account_no, row.session_no, held, row.begun_at, row.shown_name or row.sign_in_name, row.awaits)


def _lasts(row: Row, now: datetime) -> bool:
    longest = LONGEST if row.awaits is None else LONGEST_AWAITING
    is_early = now < row.begun_at + longest and now < row.last_seen_at + LONGEST_IDLE
    return bool(is_early and now >= row.last_seen_at - CLOCKS_DIFFER)


def _see(ledger: Engine, session_no: int, now: datetime) -> None:
    with writing(ledger, is_synced=False) as connection:
        connection.execute(update(session).where(session.c.session_no == session_no, session.c.last_seen_at < now).values(last_seen_at=now))


def _end(ledger: Engine, session_no: int, now: datetime) -> None:
    """Kept as ended, so that a clock set back does not wake it."""
    with writing(ledger) as connection:
        connection.execute(update(session).where(session.c.session_no == session_no, session.c.ended_at.is_(None)).values(ended_at=now))


def lasting(ledger: Engine, session_nos: Collection[int], *, now: datetime) -> set[int]:
    """Those of these sessions that still hold; asking is no click."""
    with ledger.connect() as connection:
        rows = connection.execute(
            select(session)
            .join(models.account)
            .where(session.c.session_no.in_(session_nos), session.c.ended_at.is_(None), session.c.awaits.is_(None), models.account.c.is_active)
        ).all()
    return {row.session_no for row in rows if _lasts(row, now)}


def end(ledger: Engine, token: str, *, address: str, now: datetime) -> None:
    """Sign out; nothing happens with a token that opens nothing."""
    this = (session.c.token_hash == _hash(token), session.c.ended_at.is_(None))
    with writing(ledger) as connection:
        ended = connection.execute(update(session).where(*this).values(ended_at=now).returning(session)).one_or_none()
        if ended is not None and ended.awaits is None:
            actor = Actor(ended.account_no, ended.session_no, address)
            audit.append(connection, "sign_out", actor=actor, now=now, subject_no=ended.account_no)


def end_all(ledger: Engine, account_no: int, *, actor: Actor, now: datetime, kept_session_no: int | None = None) -> int:
    """Sign the account out everywhere, but for the kept session; how many sessions that were."""
    with writing(ledger) as connection:
        count = accounts.end_sessions(connection, account_no, now, kept_session_no)
        audit.append(connection, "sign_out_everywhere", actor=actor, now=now, subject_no=account_no, row_count=count)
    return count


def listed(ledger: Engine, account_no: int, *, now: datetime) -> list[OpenSession]:
    """Where the account is signed in, the latest first."""
    with ledger.connect() as connection:
        rows = connection.execute(
            select(session)
            .where(session.c.account_no == account_no, session.c.ended_at.is_(None), session.c.awaits.is_(None))
            .order_by(session.c.last_seen_at.desc())
        ).all()
    return [OpenSession(row.session_no, row.begun_at, row.last_seen_at, row.address, row.agent) for row in rows if _lasts(row, now)]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
