"""Accounts and the roles they hold. Every change names its actor and stands in the audit, in one transaction with it."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.ledger import audit, models, passwords, second_factor, throttle
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import ACCOUNTS, take_turn, writing

ADMINISTRATOR = "administrator"
"""The role that gives roles; one active account holds it at all times."""


class AccountError(Exception):
    """A change of an account that may not be: one sentence in Indonesian, without anybody's name, and a code for readers of other languages."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class PasswordRefusedError(AccountError):
    """A password that is too easy; `problems` are the codes of `passwords.problems`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("password_refused", f"Kata sandi ditolak: {', '.join(problems)}.")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Account:
    """One account as others know it: no secret of it."""

    account_no: int
    sign_in_name: str
    shown_name: str | None
    source: str
    is_active: bool
    must_change_password: bool
    has_second_factor: bool


@dataclass(frozen=True)
class Grant:
    """A role, for a unit with all below it or for one person where the role asks for it."""

    role_code: str
    unit_id: str | None = None
    nip: int | None = None


def normal_name(name: str) -> str:
    """The sign-in name as it is kept: a NIP without blanks, dots and apostrophes, anything else in small letters."""
    plain = unicodedata.normalize("NFKC", name).encode(errors="replace").decode().replace("\0", "").strip()
    digits = re.sub(r"[\s.'’-]", "", plain)
    return digits if re.fullmatch(r"[0-9]{18}", digits) else plain.casefold()


def _new_name(name: str) -> str:
    normal = normal_name(name)
    if not re.fullmatch(r"[0-9]{18}|[^@\s]+@[^@\s]+\.[^@\s.]+", normal) or len(normal) > 254:
        raise AccountError("unfit_name", "Nama masuk harus NIP 18 angka atau alamat surel.")
    return normal


def _accounts() -> Select:
    confirmed = exists().where(models.second_factor.c.account_no == models.account.c.account_no, models.second_factor.c.confirmed_at.is_not(None))
    return select(models.account, confirmed.label("has_second_factor"))


def _account(row: Row) -> Account:
    return Account(
        account_no=row.account_no,
        sign_in_name=row.sign_in_name,
        shown_name=row.shown_name,
        source=row.source,
        is_active=row.is_active,
        must_change_password=row.must_change_password,
        has_second_factor=row.has_second_factor,
    )


def find(ledger: Engine, name: str) -> Account | None:
    """The account of this sign-in name, however it is spelled."""
    return _one(ledger, models.account.c.sign_in_name == normal_name(name))


def numbered(ledger: Engine, account_no: int) -> Account | None:
    """The account of this number."""
    return _one(ledger, models.account.c.account_no == account_no)


def _one(ledger: Engine, condition: ColumnElement[bool]) -> Account | None:
    with ledger.connect() as connection:
        row = connection.execute(_accounts().where(condition)).one_or_none()
    return None if row is None else _account(row)


def of_numbers(connection: Connection, account_nos: Collection[int]) -> list[Account]:
    """The accounts of these numbers, by sign-in name, within a transaction."""
    rows = connection.execute(_accounts().where(models.account.c.account_no.in_(account_nos)).order_by(models.account.c.sign_in_name))
    return [_account(row) for row in rows]


def listed(ledger: Engine) -> list[tuple[Account, tuple[Grant, ...]]]:
    """Every account with what it holds, by name."""
    with ledger.connect() as connection:
        rows = connection.execute(_accounts().order_by(models.account.c.sign_in_name)).all()
        held: dict[int, list[Grant]] = {}
        for row in connection.execute(select(models.role_grant).where(models.role_grant.c.ended_at.is_(None)).order_by(models.role_grant.c.grant_no)):
            held.setdefault(row.account_no, []).append(Grant(row.role_code, row.unit_id, row.nip))
    return [(_account(row), tuple(held.get(row.account_no, ()))) for row in rows]


def grants(ledger: Engine, account_no: int) -> tuple[Grant, ...]:
    """What the account holds now; nothing while it is disabled."""
    with ledger.connect() as connection:
        return held_by(connection, account_no)


def held_by(connection: Connection, account_no: int) -> tuple[Grant, ...]:
    """As `grants`, within a transaction."""
    held = (
        select(models.role_grant)
        .join(models.account, models.role_grant.c.account_no == models.account.c.account_no)
        .where(models.role_grant.c.account_no == account_no, models.role_grant.c.ended_at.is_(None), models.account.c.is_active)
        .order_by(models.role_grant.c.grant_no)
    )
    return tuple(Grant(row.role_code, row.unit_id, row.nip) for row in connection.execute(held))


def add(
    ledger: Engine,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    password: str | None = None,
    shown_name: str | None = None,
    must_change_password: bool = True,
) -> Account:
    """A new account without a role: local with a password, otherwise one that its identity provider opens. Raises AccountError."""
    sign_in_name = _new_name(name)
    if password is not None:
        _refuse_easy(password, sign_in_name, shown_name)
    values = _values(sign_in_name, shown_name, password, must_change_password, now)
    with writing(ledger) as connection:
        return _added(connection, values, actor, now)


def _values(sign_in_name: str, shown_name: str | None, password: str | None, must_change: bool, now: datetime) -> dict[str, Any]:
    """The row of a new account; without a password one of a provider, which nothing has to be changed of."""
    return {
        "sign_in_name": sign_in_name,
        "shown_name": shown_name,
        "source": "oidc" if password is None else "local",
        "is_active": True,
        "password_hash": password and passwords.hashed(password),
        "password_set_at": password and now,
        "must_change_password": password is not None and must_change,
        "added_at": now,
    }


def _added(connection: Connection, values: dict[str, Any], actor: Actor, now: datetime) -> Account:
    try:
        account_no = connection.execute(insert(models.account).values(values).returning(models.account.c.account_no)).scalar_one()
    except IntegrityError:
        raise AccountError("name_taken", "Akun dengan nama masuk ini sudah ada.") from None
    audit.append(connection, "account_added", actor=actor, now=now, subject_no=account_no)
    return _account(connection.execute(_accounts().where(models.account.c.account_no == account_no)).one())


def _refuse_easy(password: str, *names: str | None) -> None:
    found = passwords.problems(password, *names)
    if found:
        raise PasswordRefusedError(found)


def from_provider(
    ledger: Engine, *, issuer: str, subject: str, name: str, shown_name: str | None, held: Collection[Grant] | None, now: datetime
) -> Account | None:
    """The account of whom an identity provider vouches for, made or bound at the first arrival; None: disabled, or the name belongs to another account.

    `held`: the roles that the provider's claims say, instead of those before; None: roles are given here alone. Raises AccountError for an unfit name.
    """
    sign_in_name, actor = _new_name(name), Actor()
    by_subject = (models.account.c.issuer == issuer) & (models.account.c.subject == subject)
    with writing(ledger) as connection:
        row = connection.execute(_accounts().where(by_subject)).one_or_none()
        if row is None:
            row = connection.execute(_accounts().where(models.account.c.sign_in_name == sign_in_name)).one_or_none()
            if row is not None and (row.source != "oidc" or row.subject is not None):
                return None
        values = _values(sign_in_name, shown_name, None, must_change=False, now=now)
        found = _added(connection, values, actor, now) if row is None else _account(row)
        if not found.is_active:
            return None
        binding = update(models.account).where(models.account.c.account_no == found.account_no)
        connection.execute(binding.values(issuer=issuer, subject=subject, shown_name=shown_name))
        if held is not None:
            _hold_exactly(connection, found.account_no, held, actor, now)
        return found


def _hold_exactly(connection: Connection, account_no: int, held: Collection[Grant], actor: Actor, now: datetime) -> None:
    before = held_by(connection, account_no)
    for grant_ in before:
        if grant_ not in held:
            _end(connection, account_no, grant_, actor, now)
    for grant_ in dict.fromkeys(held):
        if grant_ not in before:
            _give(connection, account_no, grant_, actor, now)


@contextmanager
def _changing(ledger: Engine, account_no: int) -> Iterator[tuple[Connection, Row]]:
    """The account's row; one account is changed at a time, so that two administrators who remove each other find out. Raises AccountError."""
    with writing(ledger) as connection:
        take_turn(connection, ACCOUNTS)
        row = connection.execute(select(models.account).where(models.account.c.account_no == account_no).with_for_update()).one_or_none()
        if row is None:
            raise AccountError("no_account", "Akun ini tidak ada.")
        yield connection, row


def _refuse_own(account_no: int, actor: Actor) -> None:
    if actor.account_no == account_no:
        raise AccountError("own_account", "Tidak ada yang mengubah peran atau keadaan akunnya sendiri; mintalah kepada administrator lain.")


def grant(ledger: Engine, account_no: int, given: Grant, *, actor: Actor, now: datetime) -> None:
    """Give a role; one that is held already stays as it is. Raises AccountError, also for giving oneself."""
    _refuse_own(account_no, actor)
    with _changing(ledger, account_no) as (connection, _row):
        if given not in _held(connection, account_no):
            _give(connection, account_no, given, actor, now)


def revoke(ledger: Engine, account_no: int, given: Grant, *, actor: Actor, now: datetime) -> None:
    """Take a role away; every session ends, with what it shows. Raises AccountError when it is not held, is one's own, or nobody would be left to give roles."""
    _refuse_own(account_no, actor)
    with _changing(ledger, account_no) as (connection, _row):
        if given not in _held(connection, account_no):
            raise AccountError("not_held", "Akun ini tidak memegang peran itu.")
        if given.role_code == ADMINISTRATOR:
            _keep_administrator(connection, account_no)
        _end(connection, account_no, given, actor, now)


def _held(connection: Connection, account_no: int) -> list[Grant]:
    """What the account holds, disabled or not."""
    held = select(models.role_grant).where(models.role_grant.c.account_no == account_no, models.role_grant.c.ended_at.is_(None))
    return [Grant(row.role_code, row.unit_id, row.nip) for row in connection.execute(held)]


def _said(given: Grant) -> dict[str, Any]:
    """What the audit says of a role: not whose NIP it is for."""
    return {"unit_ids": (given.unit_id,) if given.unit_id else (), "filters": {"role_code": given.role_code}}


def _give(connection: Connection, account_no: int, given: Grant, actor: Actor, now: datetime) -> None:
    values = {"role_code": given.role_code, "unit_id": given.unit_id, "nip": given.nip, "granted_at": now, "granted_by_no": actor.account_no}
    connection.execute(insert(models.role_grant).values(account_no=account_no, **values))
    audit.append(connection, "role_granted", actor=actor, now=now, subject_no=account_no, **_said(given))


def _end(connection: Connection, account_no: int, given: Grant, actor: Actor, now: datetime) -> None:
    table = models.role_grant.c
    this = (table.account_no == account_no, table.role_code == given.role_code, table.unit_id.is_not_distinct_from(given.unit_id))
    connection.execute(
        update(models.role_grant).where(*this, table.nip.is_not_distinct_from(given.nip), table.ended_at.is_(None)).values(ended_at=now)
    )
    end_sessions(connection, account_no, now)  # a page that is open and the files it offers were of this role
    audit.append(connection, "role_revoked", actor=actor, now=now, subject_no=account_no, **_said(given))


def _keep_administrator(connection: Connection, leaving_no: int) -> None:
    """Raises AccountError when no other active account gives roles."""
    others = (
        select(models.account.c.account_no)
        .join(models.role_grant, models.role_grant.c.account_no == models.account.c.account_no)
        .where(models.role_grant.c.role_code == ADMINISTRATOR, models.role_grant.c.ended_at.is_(None), models.account.c.is_active)
    )
    if not [account_no for account_no in connection.execute(others).scalars() if account_no != leaving_no]:
        raise AccountError("last_administrator", "Ini administrator aktif yang terakhir; angkat administrator lain dahulu.")


def disable(ledger: Engine, account_no: int, *, actor: Actor, now: datetime) -> None:
    """Close the account and all its sessions at once. Raises AccountError for one's own and for the last administrator."""
    _refuse_own(account_no, actor)
    with _changing(ledger, account_no) as (connection, row):
        if not row.is_active:
            return
        if any(held.role_code == ADMINISTRATOR for held in _held(connection, account_no)):
            _keep_administrator(connection, account_no)
        connection.execute(update(models.account).where(models.account.c.account_no == account_no).values(is_active=False))
        end_sessions(connection, account_no, now)
        audit.append(connection, "account_disabled", actor=actor, now=now, subject_no=account_no)


def enable(ledger: Engine, account_no: int, *, actor: Actor, now: datetime) -> None:
    """Open a closed account again; its old sessions stay closed. Raises AccountError."""
    _refuse_own(account_no, actor)
    with _changing(ledger, account_no) as (connection, row):
        if not row.is_active:
            connection.execute(update(models.account).where(models.account.c.account_no == account_no).values(is_active=True))
            audit.append(connection, "account_enabled", actor=actor, now=now, subject_no=account_no)


def set_password(
    ledger: Engine, account_no: int, password: str, *, actor: Actor, now: datetime, must_change: bool = True, kept_session_no: int | None = None
) -> None:
    """Another password; every session but the kept one ends, and a lock is lifted. Raises AccountError for an account of a provider.

    Raises PasswordRefusedError. `must_change`: somebody else chose it, its owner chooses another at the next sign-in.
    """
    with _changing(ledger, account_no) as (connection, row):
        if row.source != "local":
            raise AccountError("provider_password", "Kata sandi akun ini ada pada penyedia identitasnya.")
        _refuse_easy(password, row.sign_in_name, row.shown_name)
        values = {"password_hash": passwords.hashed(password), "password_set_at": now, "must_change_password": must_change}
        connection.execute(update(models.account).where(models.account.c.account_no == account_no).values(values))
        end_sessions(connection, account_no, now, kept_session_no)
        throttle.lift(connection, row.sign_in_name)
        audit.append(connection, "password_set", actor=actor, now=now, subject_no=account_no)


def unlock(ledger: Engine, account_no: int, *, actor: Actor, now: datetime) -> None:
    """Let this account try again at once. Raises AccountError."""
    with _changing(ledger, account_no) as (connection, row):
        throttle.lift(connection, row.sign_in_name)
        audit.append(connection, "account_unlocked", actor=actor, now=now, subject_no=account_no)


def remove_second_factor(ledger: Engine, account_no: int, *, actor: Actor, now: datetime) -> None:
    """For a lost telephone: no code is asked for until a new one is set; every session ends. Raises AccountError, also for one's own."""
    _refuse_own(account_no, actor)
    with _changing(ledger, account_no) as (connection, _row):
        second_factor.remove(connection, account_no)
        end_sessions(connection, account_no, now)
        audit.append(connection, "second_factor_removed", actor=actor, now=now, subject_no=account_no)


def has_administrator(ledger: Engine) -> bool:
    """Whether somebody can give roles."""
    holding = select(func.count()).select_from(models.role_grant).join(models.account, models.role_grant.c.account_no == models.account.c.account_no)
    active = (models.role_grant.c.role_code == ADMINISTRATOR, models.role_grant.c.ended_at.is_(None), models.account.c.is_active)
    with ledger.connect() as connection:
        return bool(connection.execute(holding.where(*active)).scalar_one())


def end_sessions(connection: Connection, account_no: int, now: datetime, kept_session_no: int | None = None) -> int:
    """End the account's sessions within a transaction, all but the kept one; how many there were."""
    table = models.session.c
    ending = update(models.session).where(table.account_no == account_no, table.ended_at.is_(None), table.session_no != (kept_session_no or 0))
    return connection.execute(ending.values(ended_at=now)).rowcount
