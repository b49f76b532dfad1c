"""Releases that were asked for: by the secretariat or the timer. The build runs outside the web process and writes what became of it."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from dashboard.ledger import audit
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import PUBLISHING, take_turn, writing
from dashboard.ledger.entry_errors import EntryNotFoundError
from dashboard.ledger.entry_models import publish_request

OUTCOMES = ("published", "unchanged", "stopped", "failed")
"""The release is there; nothing has changed since the last one; findings stopped it; it could not be built. After a colon may stand which check, or why."""


@dataclass(frozen=True)
class PublishRequest:
    """One request. account_no none: the timer. outcome none: not finished."""

    request_no: int
    requested_at: datetime
    account_no: int | None
    period_year: int
    started_at: datetime | None
    finished_at: datetime | None
    outcome: str | None
    release_id: str | None


def request(ledger: Engine, period_year: int, *, actor: Actor, now: datetime) -> PublishRequest:
    """Ask for a release of a year; a request of the year that has not started yet is enough for everybody."""
    asked = publish_request.c
    with writing(ledger) as connection:
        take_turn(connection, PUBLISHING)
        open_one = select(publish_request).where(asked.period_year == period_year, asked.started_at.is_(None), asked.finished_at.is_(None))
        row = connection.execute(open_one.order_by(asked.request_no).limit(1)).one_or_none()
        if row is None:
            values = {"requested_at": now, "account_no": actor.account_no, "period_year": period_year}
            row = connection.execute(insert(publish_request).values(**values).returning(publish_request)).one()
            audit.append(connection, "publish_requested", actor=actor, now=now, filters={"year": period_year, "request": row.request_no})
    return _request(row)


def take(ledger: Engine, *, now: datetime) -> PublishRequest | None:
    """The oldest request that is not finished, marked as started; None: there is none. One whose builder died is taken again: builders exclude each other
    themselves."""
    asked = publish_request.c
    with writing(ledger) as connection:
        take_turn(connection, PUBLISHING)
        oldest = select(asked.request_no).where(asked.finished_at.is_(None)).order_by(asked.request_no).limit(1)
        number = connection.execute(oldest).scalar_one_or_none()
        return None if number is None else _changed(connection, number, started_at=now)


def finish(ledger: Engine, request_no: int, *, outcome: str, release_id: str | None, now: datetime) -> PublishRequest:
    """Write what became of a request that was taken. Raises EntryNotFoundError when it was not, or is finished."""
    if outcome.partition(":")[0] not in OUTCOMES:
        raise ValueError(outcome)
    asked = publish_request.c
    with writing(ledger) as connection:
        take_turn(connection, PUBLISHING)
        running = select(asked.request_no).where(asked.request_no == request_no, asked.started_at.is_not(None), asked.finished_at.is_(None))
        if connection.execute(running).scalar_one_or_none() is None:
            raise EntryNotFoundError
        return _changed(connection, request_no, finished_at=now, outcome=outcome, release_id=release_id)


def listed(ledger: Engine, limit: int = 20) -> tuple[PublishRequest, ...]:
    """The last requests, newest first."""
    with ledger.connect() as connection:
        rows = connection.execute(select(publish_request).order_by(publish_request.c.request_no.desc()).limit(limit)).all()
    return tuple(_request(row) for row in rows)


def _changed(connection: Connection, request_no: int, **values: object) -> PublishRequest:
    changed = update(publish_request).where(publish_request.c.request_no == request_no).values(**values).returning(publish_request)
    return _request(connection.execute(changed).one())


def _request(row: object) -> PublishRequest:
    return PublishRequest(**{each.name: getattr(row, each.name) for each in fields(PublishRequest)})
