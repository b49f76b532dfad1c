"""The second factor: the six digits that a telephone shows, each good once, and recovery codes on paper for when it is lost."""

import base64
import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import Connection, Engine, delete, insert, select, update

from dashboard.ledger import audit, secret
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import writing
from dashboard.ledger.models import account, recovery_code, second_factor

ISSUER = "IP ASN"
STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)
"""Steps of a telephone whose clock is up to half a minute wrong."""

RECOVERY_CODES = 10
RECOVERY_BYTES = 15
"""120 bits each: long enough to be kept as a plain hash (ASVS 6.5.2 asks for 112)."""


@dataclass(frozen=True)
class Enrolment:
    """What the telephone has to be told, as text and as the address that a QR code holds. Shown once, kept encrypted."""

    secret: str
    uri: str


class AlreadySetError(Exception):
    """The account has a second factor; only an administrator takes it away."""


def begin(ledger: Engine, account_no: int, *, now: datetime) -> Enrolment:
    """A new secret for the account; asks for no code until `confirm`. A secret begun earlier is forgotten. Raises AlreadySetError, LedgerError."""
    fresh = pyotp.random_base32()
    values = {"encrypted_secret": secret.encrypted(fresh), "begun_at": now, "confirmed_at": None, "last_step_no": 0}
    with writing(ledger) as connection:
        name = connection.execute(select(account.c.sign_in_name).where(account.c.account_no == account_no).with_for_update()).scalar_one()
        if is_set(connection, account_no):
            raise AlreadySetError
        connection.execute(delete(second_factor).where(second_factor.c.account_no == account_no))
        connection.execute(insert(second_factor).values(account_no=account_no, **values))
    return Enrolment(fresh, pyotp.TOTP(fresh).provisioning_uri(name=_initials(name), issuer_name=ISSUER))


def _initials(name: str) -> str:
    """How the telephone names the account: without the NIP, which a screen or a picture of the QR code would carry around."""
    return name if "@" in name else f"NIP ...{name[-4:]}"


def check_key(ledger: Engine) -> None:
    """Raises LedgerError when the secret key cannot be had, or is not the one that this ledger's secrets were encrypted with."""
    with ledger.connect() as connection:
        kept = connection.execute(select(second_factor.c.encrypted_secret).limit(1)).scalar_one_or_none()
    secret.decrypted(kept or secret.encrypted(""))


def is_set(connection: Connection, account_no: int) -> bool:
    """Whether signing in asks this account for a code."""
    confirmed = select(second_factor.c.confirmed_at).where(second_factor.c.account_no == account_no)
    return connection.execute(confirmed).scalar_one_or_none() is not None


def confirm(ledger: Engine, account_no: int, code: str, *, actor: Actor, now: datetime) -> tuple[str, ...] | None:
    """Switch the second factor on, if the code is the telephone's: the recovery codes, to be shown this once. None: another code, nothing changed."""
    with writing(ledger) as connection:
        connection.execute(select(account.c.account_no).where(account.c.account_no == account_no).with_for_update())
        if is_set(connection, account_no) or not _is_of_telephone(connection, account_no, code, now):
            return None
        connection.execute(update(second_factor).where(second_factor.c.account_no == account_no).values(confirmed_at=now))
        connection.execute(delete(recovery_code).where(recovery_code.c.account_no == account_no))
        codes = tuple(_fresh_recovery_code() for _each in range(RECOVERY_CODES))
        connection.execute(insert(recovery_code), [{"account_no": account_no, "code_hash": _hash(code)} for code in codes])
        audit.append(connection, "second_factor_set", actor=actor, now=now, subject_no=account_no)
    return codes


def check(ledger: Engine, account_no: int, code: str, *, now: datetime) -> bool:
    """Whether the code is the telephone's of this minute or a recovery code, and was not used before; from now on it was."""
    with writing(ledger) as connection:
        if not is_set(connection, account_no):
            return False
        return _is_of_telephone(connection, account_no, code, now) or _is_recovery(connection, account_no, code, now)


def remaining(ledger: Engine, account_no: int) -> int:
    """Recovery codes not used yet."""
    unused = select(recovery_code.c.code_hash).where(recovery_code.c.account_no == account_no, recovery_code.c.used_at.is_(None))
    with ledger.connect() as connection:
        return len(connection.execute(unused).all())


def remove(connection: Connection, account_no: int) -> None:
    """Forget the second factor and its recovery codes."""
    for table in (recovery_code, second_factor):
        connection.execute(delete(table).where(table.c.account_no == account_no))


def _is_of_telephone(connection: Connection, account_no: int, code: str, now: datetime) -> bool:
    digits = re.sub(r"\s", "", code)
    row = connection.execute(select(second_factor).where(second_factor.c.account_no == account_no).with_for_update()).one_or_none()
    if row is None or not re.fullmatch(r"[0-9]{6}", digits):
        return False
    telephone = pyotp.TOTP(secret.decrypted(row.encrypted_secret), interval=STEP_SECONDS)
    fitting = [around for around in STEPS_AROUND if hmac.compare_digest(telephone.at(now + timedelta(seconds=around * STEP_SECONDS)), digits)]
    step_no = int(now.timestamp()) // STEP_SECONDS + (fitting[0] if fitting else 0)
    if not fitting or step_no <= row.last_step_no:
        return False
    connection.execute(update(second_factor).where(second_factor.c.account_no == account_no).values(last_step_no=step_no))
    return True


def _is_recovery(connection: Connection, account_no: int, code: str, now: datetime) -> bool:
    unused = (recovery_code.c.account_no == account_no, recovery_code.c.code_hash == _hash(code), recovery_code.c.used_at.is_(None))
    return connection.execute(update(recovery_code).where(*unused).values(used_at=now)).rowcount == 1


def _fresh_recovery_code() -> str:
    letters = base64.b32encode(os.urandom(RECOVERY_BYTES)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _hash(code: str) -> str:
    """Of the letters and digits alone, however they are grouped."""
    return hashlib.sha256(re.sub(r"[^a-z2-7]", "", code.lower()).encode()).hexdigest()
