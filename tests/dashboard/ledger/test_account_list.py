"""Accounts as an administrator looks through them."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from dashboard.ledger import account_list, accounts, sessions, sign_in
from dashboard.ledger.account_list import Wanted
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor
from tests.dashboard.ledger.invented import HERE, NOW, account

pytestmark = pytest.mark.usefixtures("cheap_hashes")

NIP = "198001012005011001"


def names(ledger: Engine, wanted: Wanted, number: int = 1) -> list[str]:
    return [each.account.sign_in_name for each in account_list.page(ledger, wanted, number, now=NOW)]


def test_accounts_are_found_by_a_part_of_a_name_a_role_and_a_state(ledger: Engine) -> None:
    account(ledger, "ani_b@contoh.go.id", roles=("leader",))
    closed = account(ledger, "anixb@contoh.go.id", roles=("analyst", "leader"))
    accounts.add(ledger, NIP, password="perahu hijau di danau", shown_name="Budi Santoso", actor=COMMAND_LINE, now=NOW)
    accounts.disable(ledger, closed.account_no, actor=COMMAND_LINE, now=NOW)
    assert names(ledger, Wanted()) == [NIP, "ani_b@contoh.go.id", "anixb@contoh.go.id"]
    assert names(ledger, Wanted("ANI")) == ["ani_b@contoh.go.id", "anixb@contoh.go.id"]
    assert names(ledger, Wanted("ani_b")) == ["ani_b@contoh.go.id"], "a line is a line"
    assert names(ledger, Wanted("budi s")) == [NIP]
    assert names(ledger, Wanted("19800101 200501 1 001")) == [NIP]
    assert names(ledger, Wanted(role_code="leader")) == ["ani_b@contoh.go.id", "anixb@contoh.go.id"]
    assert names(ledger, Wanted(role_code="leader", state="closed")) == ["anixb@contoh.go.id"]
    assert [account_list.count(ledger, each) for each in (Wanted(), Wanted("%"), Wanted(state="open"))] == [3, 0, 2]


def test_a_page_holds_so_many_and_the_next_the_rest(ledger: Engine) -> None:
    for number in range(account_list.PAGE_SIZE + 2):
        accounts.add(ledger, f"a{number:03}@contoh.go.id", actor=COMMAND_LINE, now=NOW)
    first, second = names(ledger, Wanted()), names(ledger, Wanted(), 2)
    assert (len(first), len(second)) == (account_list.PAGE_SIZE, 2)
    assert sorted(first + second) == first + second


def test_what_the_ledger_knows_of_an_account(ledger: Engine) -> None:
    made = account(ledger, roles=("leader",))
    accounts.grant(ledger, made.account_no, Grant("verifier", unit_id="1010"), actor=COMMAND_LINE, now=NOW)
    fresh = account_list.one(ledger, made.account_no, now=NOW)
    assert fresh is not None
    assert (fresh.account, fresh.grants) == (made, (Grant("leader"), Grant("verifier", "1010")))
    assert (fresh.last_sign_in_at, fresh.session_count, fresh.locked_until) == (None, 0, None)
    sessions.begin(ledger, made.account_no, address=HERE, agent="", now=NOW - timedelta(hours=1))
    sessions.begin(ledger, made.account_no, address=HERE, agent="", now=NOW)
    sessions.begin(ledger, made.account_no, address=HERE, agent="", now=NOW + timedelta(minutes=1), awaits="code")
    seen = account_list.one(ledger, made.account_no, now=NOW + timedelta(minutes=2))
    assert seen is not None
    assert (seen.last_sign_in_at, seen.session_count) == (NOW, 1), "one is idle too long, one awaits a step"
    sessions.end_all(ledger, made.account_no, actor=Actor(99), now=NOW + timedelta(minutes=3))
    ended = account_list.one(ledger, made.account_no, now=NOW + timedelta(minutes=3))
    assert ended is not None
    assert ended.session_count == 0
    assert account_list.one(ledger, 4711, now=NOW) is None
    assert account_list.names(ledger) == {made.account_no: made.sign_in_name}


def test_who_waits_after_failures_is_known_until_it_is_lifted(ledger: Engine) -> None:
    made, other = account(ledger), account(ledger, "other@contoh.go.id")
    for _turn in range(5):
        sign_in.attempt(ledger, made.sign_in_name, "wrong", address=HERE, now=NOW)
    found = {each.account.account_no: each.locked_until for each in account_list.page(ledger, Wanted(), 1, now=NOW)}
    assert found == {made.account_no: NOW + timedelta(minutes=1), other.account_no: None}
    accounts.unlock(ledger, made.account_no, actor=COMMAND_LINE, now=NOW)
    assert [each.locked_until for each in account_list.page(ledger, Wanted(), 1, now=NOW)] == [None, None]
