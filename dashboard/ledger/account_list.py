"""Accounts as an administrator looks through them: found by a word, a role or a state, a page at a time, with what the ledger knows of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, exists, func, or_, select

from dashboard.ledger import accounts, sessions, throttle
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.models import account, role_grant, session

PAGE_SIZE = 25

MOST_PAGES = 400

STATES = ("open", "closed")


@dataclass(frozen=True)
class Wanted:
    """Which accounts: a part of the sign-in name or of the shown name, a role held, whether they are open. Nothing asks for all."""

    text: str = ""
    role_code: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Listed:
    """One account: what it holds, closed or not, when it signed in last (None: never, or before sessions were kept), where it is signed in, and until when it waits."""

    account: Account
    grants: tuple[Grant, ...]
    last_sign_in_at: datetime | None
    session_count: int
    locked_until: datetime | None


def count(ledger: Engine, wanted: Wanted) -> int:
    """How many accounts there are of those."""
    with ledger.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(account).where(*_conditions(wanted))).scalar_one())


def page(ledger: Engine, wanted: Wanted, number: int, *, now: datetime) -> list[Listed]:
    """PAGE_SIZE of them by sign-in name; `number` begins with 1."""
    with ledger.connect() as connection:
        nos = (
            connection.execute(
                select(account.c.account_no)
                .where(*_conditions(wanted))
                .order_by(account.c.sign_in_name)
                .limit(PAGE_SIZE)
                .offset((number - 1) * PAGE_SIZE)
            )
            .scalars()
            .all()
        )
        return _listed(connection, nos, now)


def one(ledger: Engine, account_no: int, *, now: datetime) -> Listed | None:
    """The account of this number."""
    with ledger.connect() as connection:
        return next(iter(_listed(connection, [account_no], now)), None)


def names(ledger: Engine) -> dict[int, str]:
    """Sign-in name of every account by its number, in the order of names."""
    with ledger.connect() as connection:
        rows = connection.execute(select(account.c.account_no, account.c.sign_in_name).order_by(account.c.sign_in_name))
        return {row.account_no: row.sign_in_name for row in rows}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        sign_in = account.c.sign_in_name.contains(accounts.normal_name(wanted.text), autoescape=True)
        conditions.append(or_(sign_in, account.c.shown_name.icontains(wanted.text.strip(), autoescape=True)))
    if wanted.role_code is not None:
        held = (role_grant.c.account_no == account.c.account_no, role_grant.c.role_code == wanted.role_code, role_grant.c.ended_at.is_(None))
        conditions.append(exists().where(*held))
    if wanted.state is not None:
        conditions.append(account.c.is_active if wanted.state == "open" else ~account.c.is_active)
    return conditions


def _listed(connection: Connection, nos: Sequence[int], now: datetime) -> list[Listed]:
    """The accounts of these numbers, by sign-in name."""
    found = accounts.of_numbers(connection, nos)
    held: dict[int, list[Grant]] = {}
    holding = select(role_grant).where(role_grant.c.account_no.in_(nos), role_grant.c.ended_at.is_(None)).order_by(role_grant.c.grant_no)
    for row in connection.execute(holding):
        held.setdefault(row.account_no, []).append(Grant(row.role_code, row.unit_id, row.nip))
    seen = select(session.c.account_no, func.max(session.c.begun_at).label("at")).where(session.c.account_no.in_(nos), session.c.awaits.is_(None))
    last = {row.account_no: row.at for row in connection.execute(seen.group_by(session.c.account_no))}
    open_counts = _open_counts(connection, nos, now)
    locked = throttle.locked(connection, [each.sign_in_name for each in found], now)
    return [
        Listed(
            account=each,
            grants=tuple(held.get(each.account_no, ())),
            last_sign_in_at=last.get(each.account_no),
            session_count=open_counts.get(each.account_no, 0) if each.is_active else 0,
            locked_until=locked.get(each.sign_in_name),
        )
        for each in found
    ]


def _open_counts(connection: Connection, nos: Sequence[int], now: datetime) -> dict[int, int]:
    """Sessions that still last, by account."""
    lasting = (
        session.c.ended_at.is_(None),
        session.c.awaits.is_(None),
        session.c.begun_at > now - sessions.LONGEST,
        session.c.last_seen_at > now - sessions.LONGEST_IDLE,
    )
    counted = select(session.c.account_no, func.count().label("count")).where(session.c.account_no.in_(nos), *lasting).group_by(session.c.account_no)
    return {row.account_no: row[1] for row in connection.execute(counted)}


def holders(ledger: Engine, role_code: str, *, held_at: datetime | None = None) -> tuple[tuple[int, Grant], ...]:
    """Every open account that holds a role, once for each unit or person it is held for; held_at: of these, who held it at that moment already."""
    held = (
        select(role_grant)
        .join(account, account.c.account_no == role_grant.c.account_no)
        .where(role_grant.c.role_code == role_code, role_grant.c.ended_at.is_(None), account.c.is_active)
        .order_by(role_grant.c.account_no, role_grant.c.grant_no)
    )
    if held_at is not None:
        held = held.where(role_grant.c.granted_at <= held_at)
    with ledger.connect() as connection:
        return tuple((row.account_no, Grant(row.role_code, row.unit_id, row.nip)) for row in connection.execute(held))
