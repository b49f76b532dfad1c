"""Signing in: one answer and one work for whatever is wrong, waits that grow, steps that are missing; any order of tries keeps the rules."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from dashboard.ledger import accounts, audit, models, passwords, sessions, sign_in, throttle
from dashboard.ledger.accounts import Grant, PasswordRefusedError
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.sign_in import Awaiting, Refused, SignedIn
from tests.dashboard.ledger.invented import HERE, NOW, OTHER_PASSWORD, PASSWORD, account, telephone

pytestmark = pytest.mark.usefixtures("cheap_hashes")

NAME = "ani@contoh.go.id"


def _tried(
    ledger: Engine, password: str = PASSWORD, *, name: str = NAME, address: str = HERE, after: timedelta = timedelta(0), **given: Any
) -> sign_in.Outcome:
    return sign_in.attempt(ledger, name, password, address=address, now=NOW + after, **given)


def _locked_out(ledger: Engine, name: str = NAME) -> Refused:
    """The last of as many wrong tries as are free."""
    for _try in range(throttle.FREE["account"]):
        outcome = _tried(ledger, "salah", name=name)
    assert isinstance(outcome, Refused)
    return outcome


def test_the_right_password_signs_in(ledger: Engine) -> None:
    number = account(ledger).account_no
    assert _tried(ledger) == SignedIn(number)
    assert _tried(ledger, name=" ANI@Contoh.go.id ") == SignedIn(number)


def test_whatever_is_wrong_gets_one_answer_and_one_verification(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    account(ledger)
    accounts.disable(ledger, account(ledger, "tutup@contoh.go.id").account_no, actor=COMMAND_LINE, now=NOW)
    accounts.add(ledger, "penyedia@contoh.go.id", actor=COMMAND_LINE, now=NOW)
    passwords._nobodys_hash()
    verified: list[str] = []
    verify = PasswordHasher.verify

    def noted(hasher: PasswordHasher, kept: str, password: str) -> bool:
        verified.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    tries = [
        (NAME, "salah"),
        ("tutup@contoh.go.id", PASSWORD),
        ("penyedia@contoh.go.id", ""),
        ("tak.dikenal@contoh.go.id", PASSWORD),
        ("", ""),
        (NAME, "x" * 9999),
    ]
    assert {_tried(ledger, password, name=name) for name, password in tries} == {Refused("wrong")}
    assert len(verified) == len(tries)
    assert len(set(verified)) == 1, "of one cost"


@pytest.mark.parametrize("odd", ["\0", "\ud800", "ani@contoh.go.id\0", "x" * 100_000, "' OR 1=1 --", "１２３"])
def test_odd_names_passwords_and_browsers_are_only_wrong(ledger: Engine, odd: str) -> None:
    number = account(ledger).account_no
    assert _tried(ledger, odd, name=odd, address=odd) == Refused("wrong")
    assert _tried(ledger, odd) == Refused("wrong")
    telephone(ledger, number)
    assert sign_in.answer(ledger, number, odd, address=odd, now=NOW) == Refused("wrong_code")
    assert sessions.holder(ledger, sessions.begin(ledger, number, address=odd, agent=odd, now=NOW), now=NOW)
    assert sessions.holder(ledger, odd, now=NOW) is None


def test_the_wait_begins_with_the_fifth_failure_and_doubles_up_to_half_an_hour(ledger: Engine) -> None:
    account(ledger)
    assert _locked_out(ledger) == Refused("wrong", throttle.FIRST_WAIT)
    passed, waits = timedelta(0), []
    for _time in range(7):
        refused = _tried(ledger, after=passed)
        assert isinstance(refused, Refused)
        assert refused.reason_code == "locked", "not even the right password is looked at"
        assert refused.retry_after
        waits.append(refused.retry_after)
        passed += refused.retry_after
        assert isinstance(_tried(ledger, "salah", after=passed), Refused)
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 8, 16, 30, 30]
    assert isinstance(_tried(ledger, after=passed + throttle.LONGEST_WAIT), SignedIn)
    assert _tried(ledger, "salah", after=passed + throttle.LONGEST_WAIT) == Refused("wrong"), "a success forgets the failures"


def test_unknown_names_wait_alike(ledger: Engine) -> None:
    account(ledger)
    assert _locked_out(ledger) == _locked_out(ledger, "tak.dikenal@contoh.go.id")
    assert _tried(ledger) == _tried(ledger, name="tak.dikenal@contoh.go.id")


def test_an_address_waits_too_whatever_the_names(ledger: Engine) -> None:
    number = account(ledger).account_no
    outcomes = [_tried(ledger, "salah", name=f"orang{turn}@contoh.go.id") for turn in range(throttle.FREE["address"] + 1)]
    assert outcomes[-2:] == [Refused("wrong", throttle.FIRST_WAIT), Refused("locked", throttle.FIRST_WAIT)]
    assert isinstance(_tried(ledger), Refused)
    assert _tried(ledger, address="198.51.100.7") == SignedIn(number), "from elsewhere the account opens"
    assert _tried(ledger, after=throttle.FIRST_WAIT) == SignedIn(number)


def test_signing_in_does_not_wash_an_address_clean(ledger: Engine) -> None:
    """Who has an account of their own tries others' in between."""
    account(ledger)
    for turn in range(throttle.FREE["address"]):
        _tried(ledger, "salah", name=f"orang{turn}@contoh.go.id")
        if turn < throttle.FREE["address"] - 1:
            assert isinstance(_tried(ledger), SignedIn)
    assert _tried(ledger) == Refused("locked", throttle.FIRST_WAIT)


def test_a_whole_ipv6_network_is_one_address(ledger: Engine) -> None:
    for turn in range(throttle.FREE["address"]):
        _tried(ledger, "salah", name=f"orang{turn}@contoh.go.id", address=f"2001:db8:1:2::{turn:x}")
    assert isinstance(_tried(ledger, address="2001:db8:1:2:ffff::1"), Refused)
    assert _tried(ledger, "salah", address="2001:db8:1:3::1") == Refused("wrong")


def test_an_administrator_lifts_the_wait(ledger: Engine) -> None:
    number = account(ledger).account_no
    _locked_out(ledger)
    accounts.unlock(ledger, number, actor=COMMAND_LINE, now=NOW)
    assert _tried(ledger) == SignedIn(number)


def test_failures_of_yesterday_are_forgotten(ledger: Engine) -> None:
    account(ledger)
    for _try in range(throttle.FREE["account"] - 1):
        _tried(ledger, "salah")
    later = throttle.FORGOTTEN_AFTER + timedelta(seconds=1)
    assert _tried(ledger, "salah", after=later) == Refused("wrong")
    assert isinstance(_tried(ledger, address="198.51.100.7", after=3 * later), SignedIn)
    with ledger.connect() as connection:
        assert [row.kind for row in connection.execute(select(models.throttle))] == ["address"], "the rows of before are gone"


def test_of_many_guesses_at_once_no_more_are_looked_at_than_of_guesses_in_a_row(ledger: Engine) -> None:
    account(ledger)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _turn: _tried(ledger, "salah"), range(24)))
    looked_at = [outcome for outcome in outcomes if isinstance(outcome, Refused) and outcome.reason_code == "wrong"]
    assert len(looked_at) == throttle.FREE["account"]


def test_a_second_factor_is_asked_for_after_the_password_alone(ledger: Engine) -> None:
    number = account(ledger).account_no
    shown, codes = telephone(ledger, number)
    assert _tried(ledger, "salah", code=shown.at(NOW)) == Refused("wrong")
    assert _tried(ledger) == Awaiting(number, "code")
    assert sign_in.answer(ledger, number, "000000", address=HERE, now=NOW) == Refused("wrong_code")
    assert sign_in.answer(ledger, number, shown.at(NOW), address=HERE, now=NOW) == SignedIn(number)
    assert sign_in.answer(ledger, number, shown.at(NOW), address=HERE, now=NOW) == Refused("wrong_code"), "a code counts once"
    assert _tried(ledger, code=codes[0]) == SignedIn(number)


def test_who_has_the_password_alone_cannot_guess_codes_without_end(ledger: Engine) -> None:
    number = account(ledger).account_no
    telephone(ledger, number)
    outcomes: list[sign_in.Outcome] = []
    for _turn in range(4):
        outcomes += [_tried(ledger), sign_in.answer(ledger, number, "000000", address=HERE, now=NOW)]
    assert sum(outcome == Refused("wrong_code") or outcome == Refused("wrong_code", throttle.FIRST_WAIT) for outcome in outcomes) < 3
    assert outcomes[-1] == Refused("locked", throttle.FIRST_WAIT)


def test_a_first_password_has_to_be_changed(ledger: Engine) -> None:
    number = account(ledger, must_change_password=True).account_no
    assert _tried(ledger) == Awaiting(number, "password")

    def changed(old: str, new: str) -> Refused | None:
        return sign_in.change_password(ledger, number, old, new, session_no=None, address=HERE, now=NOW)

    assert changed("salah", OTHER_PASSWORD) == Refused("wrong")
    for new in (PASSWORD, "12345678"):
        with pytest.raises(PasswordRefusedError):
            changed(PASSWORD, new)
    assert changed(PASSWORD, OTHER_PASSWORD) is None
    assert _tried(ledger) == Refused("wrong")
    assert _tried(ledger, OTHER_PASSWORD) == SignedIn(number)
    assert [entry.account_no for entry in audit.search(ledger, Sought(actions=["password_set"])).entries] == [number]


def test_the_old_password_cannot_be_guessed_by_changing_it(ledger: Engine) -> None:
    number = account(ledger).account_no
    outcomes = [sign_in.change_password(ledger, number, "salah", OTHER_PASSWORD, session_no=None, address=HERE, now=NOW) for _turn in range(6)]
    assert outcomes[-1] == Refused("locked", throttle.FIRST_WAIT)


def test_roles_that_see_people_need_a_second_factor(ledger: Engine) -> None:
    number = account(ledger).account_no
    needing = {"verifier"}
    assert _tried(ledger, second_factor_roles=needing) == SignedIn(number)
    accounts.grant(ledger, number, Grant("verifier", "B1"), actor=COMMAND_LINE, now=NOW)
    assert _tried(ledger, second_factor_roles=needing) == Awaiting(number, "enrolment")
    assert sign_in.next_step(ledger, number, needing) == Awaiting(number, "enrolment")
    telephone(ledger, number)
    assert sign_in.next_step(ledger, number, needing) == SignedIn(number)
    assert _tried(ledger, second_factor_roles=needing) == Awaiting(number, "code")


def test_the_steps_come_in_one_order(ledger: Engine) -> None:
    number = account(ledger, must_change_password=True, roles=("verifier",)).account_no
    shown, _codes = telephone(ledger, number)
    assert _tried(ledger) == Awaiting(number, "code")
    assert _tried(ledger, code=shown.at(NOW)) == Awaiting(number, "password")


def test_a_closed_account_answers_no_code(ledger: Engine) -> None:
    number = account(ledger).account_no
    shown, _codes = telephone(ledger, number)
    accounts.disable(ledger, number, actor=COMMAND_LINE, now=NOW)
    assert sign_in.answer(ledger, number, shown.at(NOW), address=HERE, now=NOW) == Refused("wrong")
    assert sign_in.next_step(ledger, number) == Refused("wrong")
    assert sign_in.answer(ledger, 99, shown.at(NOW), address=HERE, now=NOW) == Refused("wrong")


def test_a_hash_of_old_parameters_is_made_anew_at_signing_in(ledger: Engine) -> None:
    number = account(ledger).account_no
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with ledger.begin() as connection:
        connection.execute(update(models.account).values(password_hash=old))
    assert isinstance(_tried(ledger, "salah"), Refused)
    assert _kept(ledger) == old
    assert _tried(ledger) == SignedIn(number)
    assert not passwords.is_outdated(_kept(ledger))
    assert _tried(ledger) == SignedIn(number)


def _kept(ledger: Engine) -> str:
    with ledger.connect() as connection:
        return str(connection.execute(select(models.account.c.password_hash)).scalar_one())


def test_refusals_stand_in_the_audit_but_no_flood_of_them(ledger: Engine) -> None:
    number = account(ledger).account_no
    for _try in range(20):
        _tried(ledger, "salah")
    _tried(ledger, "sandiku", name="sandiku yang salah ketik")
    entries = audit.search(ledger, Sought(actions=["sign_in"])).entries
    assert len(entries) == throttle.FREE["account"] + 1
    assert {(entry.outcome, entry.subject_no, entry.account_no, entry.address) for entry in entries[1:]} == {("wrong", number, None, HERE)}
    assert entries[1].filters == {"wait_seconds": 60}
    assert entries[0].subject_no is None
    with ledger.connect() as connection:
        assert "sandiku" not in str([connection.execute(select(table)).all() for table in (models.audit, models.throttle)])


TRIES = st.lists(st.tuples(st.sampled_from(["right", "wrong", "code", "unlock", "close", "open"]), st.integers(0, 40)), min_size=1, max_size=25)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES)
def test_any_order_of_tries_keeps_the_rules(ledger: Engine, tries: list[tuple[str, int]]) -> None:
    """A naive second account of the rules, from the list of failures alone, agrees with every outcome."""
    name = f"orang{accounts.listed(ledger)[-1][0].account_no if accounts.listed(ledger) else 0:06d}@contoh.go.id"
    number = account(ledger, name).account_no
    failures, locked_until, passed, is_open = 0, timedelta(0), timedelta(0), True
    for turn, (what, minutes) in enumerate(tries):
        passed += timedelta(minutes=minutes)
        if what == "unlock":
            accounts.unlock(ledger, number, actor=COMMAND_LINE, now=NOW + passed)
            failures, locked_until = 0, timedelta(0)
        elif what in {"close", "open"}:
            change = accounts.disable if what == "close" else accounts.enable
            change(ledger, number, actor=COMMAND_LINE, now=NOW + passed)
            is_open = what == "open"
        else:
            password = "salah" if what == "wrong" else PASSWORD
            found = _tried(
                ledger, password, name=name, after=passed, address=f"10.{number % 250}.{turn}.1", code="123456" if what == "code" else None
            )
            if passed < locked_until:
                assert found == Refused("locked", locked_until - passed)
            elif what == "wrong" or not is_open:
                failures += 1
                wait = min(timedelta(minutes=1) * 2 ** (failures - 5), timedelta(minutes=30)) if failures >= 5 else None
                assert found == Refused("wrong", wait)
                locked_until = passed + wait if wait else locked_until
            else:
                assert found == SignedIn(number)
                failures, locked_until = 0, timedelta(0)
    assert audit.verify(ledger).first_broken is None
