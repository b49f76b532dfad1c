"""Signing in with a name and a password: the same answer and the same work for an unknown name, a closed account and a wrong password.

A refusal that was checked stands in the audit; tries during a wait do not, so that nobody fills it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Row, select, update

from dashboard.ledger import accounts, audit, passwords, second_factor, throttle
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.models import account


@dataclass(frozen=True)
class SignedIn:
    """Everything asked for was given: begin a session."""

    account_no: int


@dataclass(frozen=True)
class Awaiting:
    """The password was right and a step is missing: `code` of the second factor, a new `password`, or `enrolment` of a second factor.

    Begin a session with `awaits=step`: it holds no role, and lasts some minutes.
    """

    account_no: int
    step: str


@dataclass(frozen=True)
class Refused:
    """Not signed in. `wrong`: name or password, nobody learns which; `wrong_code`; `locked`: not looked at before `retry_after` has passed.

    With `wrong` and `wrong_code`, `retry_after` is what the next try has to wait for; None: nothing.
    """

    reason_code: str
    retry_after: timedelta | None = None


Outcome = SignedIn | Awaiting | Refused


def attempt(
    ledger: Engine, name: str, password: str, *, address: str, now: datetime, code: str | None = None, second_factor_roles: Collection[str] = ()
) -> Outcome:
    """What becomes of one try. `second_factor_roles`: who holds one of them needs a second factor. Raises LedgerError."""
    sign_in_name = accounts.normal_name(name)
    tried = throttle.counted(ledger, sign_in_name, address, now)
    if tried.wait is not None:
        return Refused("locked", tried.wait)
    row = _row(ledger, account.c.sign_in_name == sign_in_name)
    if not passwords.is_right(password, row.password_hash if row is not None and row.is_active and row.source == "local" else None) or row is None:
        return _refused(ledger, "wrong", tried, row, address, now)
    if passwords.is_outdated(row.password_hash):
        _rehash(ledger, row, password)
    if code is None:
        return _settled(ledger, tried, now, _after_password(ledger, row, second_factor_roles))
    return _checked(ledger, row, code, tried, address, now, second_factor_roles)


def answer(ledger: Engine, account_no: int, code: str, *, address: str, now: datetime, second_factor_roles: Collection[str] = ()) -> Outcome:
    """What becomes of the code that a session awaits; tries count as those of the password do. Raises LedgerError."""
    row = _row(ledger, account.c.account_no == account_no)
    if row is None or not row.is_active:
        return Refused("wrong")
    tried = throttle.counted(ledger, row.sign_in_name, address, now)
    if tried.wait is not None:
        return Refused("locked", tried.wait)
    return _checked(ledger, row, code, tried, address, now, second_factor_roles)


def change_password(
    ledger: Engine, account_no: int, password: str, new_password: str, *, session_no: int | None, address: str, now: datetime
) -> Refused | None:
    """The owner chooses another password; every other session ends. None: done. Raises PasswordRefusedError, AccountError, LedgerError."""
    refused = show_password(ledger, account_no, password, address=address, now=now)
    if refused is not None:
        return refused
    if new_password == password:
        raise accounts.PasswordRefusedError(["same_as_before"])
    actor = Actor(account_no, session_no, address)
    accounts.set_password(ledger, account_no, new_password, actor=actor, now=now, must_change=False, kept_session_no=session_no)
    return None


def show_password(ledger: Engine, account_no: int, password: str, *, address: str, now: datetime) -> Refused | None:
    """Whether somebody who is signed in is still the owner; tries count as those of signing in do. None: the password is right. Raises LedgerError."""
    row = _row(ledger, account.c.account_no == account_no)
    if row is None:
        return Refused("wrong")
    tried = throttle.counted(ledger, row.sign_in_name, address, now)
    if tried.wait is not None:
        return Refused("locked", tried.wait)
    if not passwords.is_right(password, row.password_hash if row.is_active else None):
        return _refused(ledger, "wrong", tried, row, address, now)
    throttle.give_back(ledger, tried, is_account_cleared=False)
    return None


def next_step(ledger: Engine, account_no: int, second_factor_roles: Collection[str] = ()) -> Outcome:
    """What is missing after the password and, where one is set, the code were given."""
    row = _row(ledger, account.c.account_no == account_no)
    return Refused("wrong") if row is None or not row.is_active else _after_code(ledger, row, second_factor_roles)


def after_provider(ledger: Engine, account_no: int, second_factor_roles: Collection[str] = ()) -> Outcome:
    """What is missing after an identity provider has vouched for the account: the code of its telephone, or to set one up. Raises LedgerError."""
    row = _row(ledger, account.c.account_no == account_no)
    return Refused("wrong") if row is None or not row.is_active else _after_password(ledger, row, second_factor_roles)


def _row(ledger: Engine, condition: ColumnElement[bool]) -> Row | None:
    with ledger.connect() as connection:
        return connection.execute(select(account).where(condition)).one_or_none()


def _after_password(ledger: Engine, row: Row, roles: Collection[str]) -> SignedIn | Awaiting:
    with ledger.connect() as connection:
        asks_code = second_factor.is_set(connection, row.account_no)
    return Awaiting(row.account_no, "code") if asks_code else _after_code(ledger, row, roles)


def _after_code(ledger: Engine, row: Row, roles: Collection[str]) -> SignedIn | Awaiting:
    if row.must_change_password:
        return Awaiting(row.account_no, "password")
    with ledger.connect() as connection:
        lacks_factor = not second_factor.is_set(connection, row.account_no)
        needs_factor = any(held.role_code in roles for held in accounts.held_by(connection, row.account_no))
    return Awaiting(row.account_no, "enrolment") if lacks_factor and needs_factor else SignedIn(row.account_no)


def _checked(ledger: Engine, row: Row, code: str, tried: throttle.Try, address: str, now: datetime, roles: Collection[str]) -> Outcome:
    with ledger.connect() as connection:
        asks_code = second_factor.is_set(connection, row.account_no)
    if asks_code and not second_factor.check(ledger, row.account_no, code, now=now):
        return _refused(ledger, "wrong_code", tried, row, address, now)
    return _settled(ledger, tried, now, _after_code(ledger, row, roles))


def _settled(ledger: Engine, tried: throttle.Try, now: datetime, outcome: SignedIn | Awaiting) -> SignedIn | Awaiting:
    """While the code is missing, the try still counts against the name: who has the password alone cannot guess codes without end."""
    is_code_missing = isinstance(outcome, Awaiting) and outcome.step == "code"
    throttle.give_back(ledger, tried, is_account_cleared=not is_code_missing)
    throttle.forget_old(ledger, now)
    return outcome


def _refused(ledger: Engine, reason_code: str, tried: throttle.Try, row: Row | None, address: str, now: datetime) -> Refused:
    account_no = None if row is None else row.account_no
    retry_after = tried.retry_after(now)
    filters = {} if retry_after is None else {"wait_seconds": round(retry_after.total_seconds())}
    audit.record(ledger, "sign_in", outcome=reason_code, subject_no=account_no, address=address, filters=filters, now=now)
    return Refused(reason_code, retry_after)


def _rehash(ledger: Engine, row: Row, password: str) -> None:
    """Keep the same password with today's parameters, unless it was changed meanwhile."""
    this = (account.c.account_no == row.account_no, account.c.password_hash == row.password_hash)
    with writing(ledger) as connection:
        connection.execute(update(account).where(*this).values(password_hash=passwords.hashed(password)))
