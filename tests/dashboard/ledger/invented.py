"""Invented people of the tests, and what they type."""

from datetime import UTC, datetime, timedelta

import pyotp
from sqlalchemy import Engine

from dashboard.ledger import accounts, second_factor
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PASSWORD = "perahu hijau di danau"
OTHER_PASSWORD = "jendela kayu menghadap timur"
HERE = "192.0.2.1"


def account(ledger: Engine, name: str = "ani@contoh.go.id", *, roles: tuple[str, ...] = (), must_change_password: bool = False) -> Account:
    """An account that signs in with PASSWORD."""
    made = accounts.add(ledger, name, password=PASSWORD, must_change_password=must_change_password, actor=COMMAND_LINE, now=NOW)
    for role_code in roles:
        accounts.grant(ledger, made.account_no, Grant(role_code), actor=COMMAND_LINE, now=NOW)
    return made


def telephone(ledger: Engine, account_no: int, now: datetime = NOW) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """Set a second factor an hour before `now`: the telephone and the recovery codes."""
    enrolment = second_factor.begin(ledger, account_no, now=now)
    shown = pyotp.TOTP(enrolment.secret)
    before = now - timedelta(hours=1)
    codes = second_factor.confirm(ledger, account_no, shown.at(before), actor=Actor(account_no), now=before)
    assert codes is not None
    return shown, codes
