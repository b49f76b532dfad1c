"""Every mail with what became of it. Taken by one sender, handed over at most once: what may have left is never sent a second time by itself.

    taken -> sending -> sent | waiting | failed | doubtful        taken -> skipped | waiting | failed        waiting, and taken by somebody who died -> taken

Whoever takes a mail holds it until `held_until`. Before that moment nobody else touches it. After it a mail that was only taken is taken again; one that was
being handed over becomes doubtful: nobody knows whether it left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.ledger import audit
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.sending_models import mailing

MAILED = "rows_mailed"
"""Action of the audit: a file that was sent to somebody."""

HELD = timedelta(minutes=30)
"""How long one mail may take: three times the ten minutes that a mail server may think about its answer (RFC 5321, 4.5.3.2.6)."""

PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""After each attempt that failed for the moment; after the last one it is given up."""

ENDED = ("sent", "skipped", "failed", "doubtful")
"""States in which nothing happens any more."""


@dataclass(frozen=True)
class Key:
    """Which mail: of a subscription, for an account, of a role for the unit it is held for (otherwise empty), on a day."""

    subscription_no: int
    account_no: int
    unit_id: str
    due_on: date


@dataclass(frozen=True)
class Mailing:
    """One mail. state and reason: sending_models."""

    mailing_no: int
    subscription_no: int
    account_no: int
    unit_id: str
    due_on: date
    state: str
    reason: str | None
    attempt_count: int
    taken_at: datetime
    held_until: datetime | None
    next_at: datetime | None
    finished_at: datetime | None
    release_id: str | None
    row_count: int | None

    @property
    def key(self) -> Key:
        """Which one it is."""
        return Key(self.subscription_no, self.account_no, self.unit_id, self.due_on)


@dataclass(frozen=True)
class Leaving:
    """What a mail takes along: the release of its figures, rows in its files (none: it has none), and what the audit says of the files."""

    release_id: str
    row_count: int | None
    attached: audit.Details | None


def take(ledger: Engine, key: Key, *, now: datetime) -> Mailing | None:
    """Take a mail to send it; None: somebody else has it, it waits, or it has ended. Of senders who ask at once one gets it."""
    kept = {"state": "taken", "reason": None, "taken_at": now, "held_until": now + HELD, "next_at": None}
    try:
        with writing(ledger) as connection:
            row = connection.execute(select(mailing).where(*_same(key)).with_for_update()).one_or_none()
            if row is None:
                return read(connection.execute(insert(mailing).values(**vars(key), **kept, attempt_count=1).returning(mailing)).one())
            fitting = (mailing.c.mailing_no == row.mailing_no, mailing.c.attempt_count == row.attempt_count, _is_open(now))
            taken = update(mailing).where(*fitting).values(**kept, attempt_count=row.attempt_count + 1).returning(mailing)
            found = connection.execute(taken).one_or_none()
    except IntegrityError:
        return None
    return None if found is None else read(found)


def _same(key: Key) -> list[ColumnElement[bool]]:
    return [mailing.c[name] == value for name, value in vars(key).items()]


def _is_open(now: datetime) -> ColumnElement[bool]:
    """Whether a mail can be taken again."""
    waits = and_(mailing.c.state == "waiting", mailing.c.next_at <= now)
    return or_(waits, and_(mailing.c.state == "taken", mailing.c.held_until < now))


def unfinished(ledger: Engine, *, now: datetime) -> tuple[Key, ...]:
    """Mails that were begun and can be taken again, oldest first."""
    with ledger.connect() as connection:
        rows = connection.execute(select(mailing).where(_is_open(now)).order_by(mailing.c.mailing_no)).all()
    return tuple(read(row).key for row in rows)


def are_known(ledger: Engine, subscription_no: int, days: Sequence[date]) -> frozenset[Key]:
    """Mails of a subscription on these days of which there is a row already."""
    asked = (mailing.c.subscription_no == subscription_no, mailing.c.due_on.in_(days))
    with ledger.connect() as connection:
        return frozenset(read(row).key for row in connection.execute(select(mailing).where(*asked)))


def hand_over(ledger: Engine, taken: Mailing, leaving: Leaving, *, now: datetime) -> bool:
    """Write that the text leaves now, with an entry of the audit for what is attached; whether it may leave: False, when it was held too long and is another's.

    The audit names the recipient, who gets the rows.
    """
    values = {"state": "sending", "held_until": now + HELD, "release_id": leaving.release_id, "row_count": leaving.row_count}
    with writing(ledger) as connection:
        if not _changed(connection, taken, ("taken",), values):
            return False
        if leaving.attached is not None:
            audit.append(connection, "rows_mailed", actor=Actor(taken.account_no), now=now, **leaving.attached)
    return True


def finish(ledger: Engine, taken: Mailing, state: str, reason: str | None, *, now: datetime) -> str:
    """Write what became of a mail that one holds; the state it then has. "waiting" becomes "failed" after the last attempt. Raises ValueError, KeyError."""
    if state not in {*ENDED, "waiting"}:
        raise ValueError(state)
    is_last = taken.attempt_count > len(PAUSES)
    ended = "failed" if state == "waiting" and is_last else state
    next_at = now + PAUSES[taken.attempt_count - 1] if ended == "waiting" else None
    values = {"state": ended, "reason": reason, "held_until": None, "next_at": next_at, "finished_at": None if next_at else now}
    with writing(ledger) as connection:
        if not _changed(connection, taken, ("taken", "sending"), values):
            raise KeyError(taken.mailing_no)
    return ended


def miss(ledger: Engine, key: Key, *, now: datetime) -> bool:
    """Write that a mail was due and that no sender came to it in time; whether it was written: not where it is known already."""
    taken = take(ledger, key, now=now)
    if taken is not None:
        finish(ledger, taken, "skipped", "late", now=now)
    return taken is not None


def bury(ledger: Engine, *, now: datetime) -> tuple[Mailing, ...]:
    """Mails that somebody was handing over and did not live to end, as doubtful."""
    dead = (mailing.c.state == "sending", mailing.c.held_until < now)
    values = {"state": "doubtful", "reason": "died", "held_until": None, "finished_at": now}
    with writing(ledger) as connection:
        rows = connection.execute(update(mailing).where(*dead).values(**values).returning(mailing)).all()
    return tuple(map(read, rows))


def of_account(ledger: Engine, account_no: int, limit: int = 20) -> tuple[Mailing, ...]:
    """The last mails to an account, newest first."""
    return _listed(ledger, [mailing.c.account_no == account_no], limit)


def of_subscriptions(ledger: Engine, numbers: Sequence[int], limit: int = 100) -> tuple[Mailing, ...]:
    """The last mails of these subscriptions, newest first."""
    return _listed(ledger, [mailing.c.subscription_no.in_(numbers)], limit)


def _listed(ledger: Engine, conditions: Sequence[ColumnElement[bool]], limit: int) -> tuple[Mailing, ...]:
    with ledger.connect() as connection:
        rows = connection.execute(select(mailing).where(*conditions).order_by(mailing.c.mailing_no.desc()).limit(limit)).all()
    return tuple(map(read, rows))


def _changed(connection: Connection, taken: Mailing, states: Sequence[str], values: dict[str, Any]) -> bool:
    """Whether the mail was still held by who took it, and is changed."""
    held = (mailing.c.mailing_no == taken.mailing_no, mailing.c.attempt_count == taken.attempt_count, mailing.c.state.in_(states))
    return bool(connection.execute(update(mailing).where(*held).values(**values)).rowcount)


def read(row: Row) -> Mailing:
    """A mail, of a row that has the columns of the table."""
    return Mailing(**{each.name: getattr(row, each.name) for each in fields(Mailing)})
