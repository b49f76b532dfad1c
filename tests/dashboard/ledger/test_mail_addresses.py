"""Where mail goes: the sign-in name that is an address, or one that was proved by the code mailed there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, audit, mail_addresses
from dashboard.ledger.audit import Actor
from dashboard.ledger.mail_addresses import GOOD_FOR, MOST_FAILURES, PAUSE, AddressError

NOW = datetime(2021, 4, 2, tzinfo=UTC)
NIP = "198001012005011001"


@pytest.fixture
def who(ledger: Engine) -> Actor:
    """An account whose sign-in name is a NIP."""
    return Actor(accounts.add(ledger, NIP, actor=audit.COMMAND_LINE, now=NOW).account_no)


def mailed(ledger: Engine, who: Actor, text: str = "Kepala@Contoh.go.id", now: datetime = NOW) -> str:
    mail_addresses.name(ledger, text, actor=who, now=now)
    (waiting,) = mail_addresses.awaiting_code(ledger, now=now)
    code = mail_addresses.new_code(ledger, waiting, now=now)
    assert code is not None
    assert mail_addresses.new_code(ledger, waiting, now=now) is None, "made once"
    assert mail_addresses.awaiting_code(ledger, now=now) == ()
    return code


@pytest.mark.parametrize(
    ("name", "goes_to"),
    [("kepala@contoh.go.id", "kepala@contoh.go.id"), ("unit_head@peragaan.invalid", None), ("ani@contoh.test", None), (NIP, None)],
)
def test_a_sign_in_name_that_is_an_address_is_enough(ledger: Engine, name: str, goes_to: str | None) -> None:
    no = accounts.add(ledger, name, actor=audit.COMMAND_LINE, now=NOW).account_no
    assert mail_addresses.of_account(ledger, no) == goes_to


@pytest.mark.parametrize(
    "text",
    ["", "ani", "ani@", "@contoh.go.id", "ani@contoh", "a b@contoh.go.id", "a@b.go.id\nBcc: x@y.id", "ani@contoh.go.id, x@y.id", "ä@contoh.go.id"],
)
def test_what_is_no_address_is_refused(ledger: Engine, who: Actor, text: str) -> None:
    with pytest.raises(AddressError, match="address"):
        mail_addresses.name(ledger, text, actor=who, now=NOW)


def test_nothing_goes_there_before_the_code_came_back(ledger: Engine, who: Actor) -> None:
    code = mailed(ledger, who)
    no = who.account_no or 0
    assert mail_addresses.of_account(ledger, no) is None
    with pytest.raises(AddressError, match="code"):
        mail_addresses.confirm(ledger, "00000000" if code != "00000000" else "1", actor=who, now=NOW)
    mail_addresses.confirm(ledger, f" {code} ", actor=who, now=NOW)
    assert mail_addresses.of_account(ledger, no) == "kepala@contoh.go.id"
    mail_addresses.name(ledger, "lain@contoh.go.id", actor=who, now=NOW + PAUSE)
    assert mail_addresses.of_account(ledger, no) is None, "another address is not confirmed by the first one's code"


def test_a_code_is_not_guessed_and_not_kept_for_ever(ledger: Engine, who: Actor) -> None:
    code = mailed(ledger, who)
    for _turn in range(MOST_FAILURES):
        with pytest.raises(AddressError, match="code"):
            mail_addresses.confirm(ledger, "x", actor=who, now=NOW)
    with pytest.raises(AddressError, match="over"):
        mail_addresses.confirm(ledger, code, actor=who, now=NOW)
    with pytest.raises(AddressError, match="soon"):
        mail_addresses.name(ledger, "lain@contoh.go.id", actor=who, now=NOW)
    again = mailed(ledger, who, now=NOW + PAUSE)
    with pytest.raises(AddressError, match="over"):
        mail_addresses.confirm(ledger, again, actor=who, now=NOW + PAUSE + GOOD_FOR + timedelta(seconds=1))


def test_a_code_that_could_not_be_mailed_is_made_anew(ledger: Engine, who: Actor) -> None:
    first = mailed(ledger, who)
    found = mail_addresses.named(ledger, who.account_no or 0)
    assert found is not None
    mail_addresses.code_not_mailed(ledger, found, is_refused=False)
    assert mail_addresses.awaiting_code(ledger, now=NOW) != ()
    with pytest.raises(AddressError, match="over"):
        mail_addresses.confirm(ledger, first, actor=who, now=NOW)
    assert mail_addresses.awaiting_code(ledger, now=NOW + GOOD_FOR) == ()


def test_an_address_that_the_mail_server_refuses_gets_no_second_code(ledger: Engine, who: Actor) -> None:
    code = mailed(ledger, who)
    found = mail_addresses.named(ledger, who.account_no or 0)
    assert found is not None
    assert not found.is_refused
    mail_addresses.code_not_mailed(ledger, found, is_refused=True)
    assert mail_addresses.awaiting_code(ledger, now=NOW) == ()
    with pytest.raises(AddressError, match="over"):
        mail_addresses.confirm(ledger, code, actor=who, now=NOW)
    refused = mail_addresses.named(ledger, who.account_no or 0)
    assert refused is not None
    assert refused.is_refused
    assert mailed(ledger, who, "lain@contoh.go.id", now=NOW + PAUSE) != ""
