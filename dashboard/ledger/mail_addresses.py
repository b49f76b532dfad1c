"""Where an account's mail goes. A sign-in name that is an address is one; others name an address of their office and type back the code that was mailed there.

So a mistyped address gets a code and nothing else.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Row, delete, insert, select, update

from dashboard.ledger import audit, secret
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.models import account
from dashboard.ledger.sending_models import mail_address

GOOD_FOR = timedelta(days=1)
"""How long after it was asked for a code is taken."""

MOST_FAILURES = 5
PAUSE = timedelta(minutes=10)
"""Between two addresses that one account names: each gets a mail."""

_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
_NOWHERE = (".invalid", ".example", ".test", ".localhost")
"""Names that no mail reaches (RFC 2606): accounts of the demonstration have one."""


class AddressError(Exception):
    """An address or a code that is not taken. Pages word its `code`: address, soon, code, over."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class MailAddress:
    """What an account named; confirmed_at none: nothing but the code goes there; code_mailed_at none: not even that yet. is_refused: by the mail server, for good."""

    account_no: int
    address: str
    asked_at: datetime
    code_mailed_at: datetime | None
    failure_count: int
    confirmed_at: datetime | None
    is_refused: bool


def is_address(text: str) -> bool:
    """Whether mail can go to it: plain, in small letters, of a domain that may exist."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and not text.endswith(_NOWHERE)


def domain(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def of_account(ledger: Engine, account_no: int) -> str | None:
    """Where the mail of an account goes; None: nowhere."""
    with ledger.connect() as connection:
        name = connection.execute(select(account.c.sign_in_name).where(account.c.account_no == account_no)).scalar_one_or_none()
    if name is not None and is_address(name):
        return str(name)
    given = named(ledger, account_no)
    return None if given is None or given.confirmed_at is None else given.address


def named(ledger: Engine, account_no: int) -> MailAddress | None:
    """What an account named, confirmed or not."""
    with ledger.connect() as connection:
        row = connection.execute(select(mail_address).where(mail_address.c.account_no == account_no)).one_or_none()
    return None if row is None else _read(row)


def name(ledger: Engine, text: str, *, actor: Actor, now: datetime) -> MailAddress:
    """Name an address, in place of the one before, which then gets nothing more. Raises AddressError: address, soon."""
    address = text.strip().lower()
    if not is_address(address):
        raise AddressError("address")
    kept, own = mail_address.c, mail_address.c.account_no == actor.account_no
    with writing(ledger) as connection:
        before = connection.execute(select(kept.asked_at).where(own).with_for_update()).scalar_one_or_none()
        if before is not None and now - before < PAUSE:
            raise AddressError("soon")
        connection.execute(delete(mail_address).where(own))
        values = {"account_no": actor.account_no, "address": address, "asked_at": now, "failure_count": 0}
        row = connection.execute(insert(mail_address).values(**values).returning(mail_address)).one()
        audit.append(connection, "mail_address_named", actor=actor, now=now)
    return _read(row)


def awaiting_code(ledger: Engine, *, now: datetime) -> tuple[MailAddress, ...]:
    """Addresses to which a code has to be mailed."""
    kept = mail_address.c
    waiting = (kept.confirmed_at.is_(None), kept.code_mailed_at.is_(None), kept.asked_at > now - GOOD_FOR)
    with ledger.connect() as connection:
        return tuple(map(_read, connection.execute(select(mail_address).where(*waiting).order_by(kept.asked_at)).all()))


def new_code(ledger: Engine, to: MailAddress, *, now: datetime) -> str | None:
    """Eight digits to mail; None: another sender has made one, or another address was named. Kept is their keyed hash."""
    code = f"{secrets.randbelow(10**8):08d}"
    kept = mail_address.c
    still = (kept.account_no == to.account_no, kept.address == to.address, kept.asked_at == to.asked_at, kept.code_mailed_at.is_(None))
    with writing(ledger) as connection:
        made = connection.execute(update(mail_address).where(*still).values(code_hash=_hash(to.account_no, code), code_mailed_at=now))
    return code if made.rowcount else None


def code_not_mailed(ledger: Engine, to: MailAddress, *, is_refused: bool) -> None:
    """Forget the code of a mail that did not go; the next sender makes another, unless the mail server refused the address for good."""
    forgotten: dict[str, None] = {"code_hash": None} if is_refused else {"code_hash": None, "code_mailed_at": None}
    with writing(ledger) as connection:
        same = (mail_address.c.account_no == to.account_no, mail_address.c.asked_at == to.asked_at)
        connection.execute(update(mail_address).where(*same).values(**forgotten))


def confirm(ledger: Engine, typed: str, *, actor: Actor, now: datetime) -> None:
    """Take the address when the code is the one that was mailed there. Raises AddressError: code (wrong), over (too late, or too often wrong)."""
    own = mail_address.c.account_no == actor.account_no
    with writing(ledger) as connection:
        row = connection.execute(select(mail_address).where(own).with_for_update()).one_or_none()
        if row is None or row.code_hash is None or row.failure_count >= MOST_FAILURES or now - row.asked_at > GOOD_FOR:
            raise AddressError("over")
        is_right = secrets.compare_digest(row.code_hash, _hash(row.account_no, typed.strip()))
        values = {"confirmed_at": now} if is_right else {"failure_count": row.failure_count + 1}
        connection.execute(update(mail_address).where(own).values(**values))
        if is_right:
            audit.append(connection, "mail_address_confirmed", actor=actor, now=now)
    if not is_right:
        raise AddressError("code")


def _hash(account_no: int, code: str) -> str:
    return secret.keyed_hash("mail address", f"{account_no}:{code}")


def _read(row: Row) -> MailAddress:
    is_refused = row.code_mailed_at is not None and row.code_hash is None
    return MailAddress(row.account_no, row.address, row.asked_at, row.code_mailed_at, row.failure_count, row.confirmed_at, is_refused)
