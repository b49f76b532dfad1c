"""Sessions: as long as they may last, revocable at once, and never prolonged by a clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from dashboard.ledger import accounts, audit, models, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor
from tests.dashboard.ledger.invented import HERE, NOW, OTHER_PASSWORD, account

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def _begun(ledger: Engine, account_no: int, now: datetime = NOW, awaits: str | None = None) -> str:
    return sessions.begin(ledger, account_no, address=HERE, agent="peramban", now=now, awaits=awaits)


def test_a_session_says_whose_it_is_and_what_they_hold(ledger: Engine) -> None:
    number = account(ledger, roles=("leader",)).account_no
    held = sessions.holder(ledger, _begun(ledger, number), now=NOW)
    assert held is not None
    assert (held.account_no, held.grants, held.signed_in_at, held.awaits) == (number, (Grant("leader"),), NOW, None)
    assert [(entry.action, entry.account_no) for entry in audit.search(ledger, audit.Sought(account_no=number)).entries] == [("sign_in", number)]


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_a_token_that_was_never_given_opens_nothing(ledger: Engine, token: str) -> None:
    _begun(ledger, account(ledger).account_no)
    assert sessions.holder(ledger, token, now=NOW) is None


def test_tokens_are_new_each_time_and_not_kept(ledger: Engine) -> None:
    number = account(ledger).account_no
    tokens = {_begun(ledger, number) for _time in range(5)}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 43
    with ledger.connect() as connection:
        kept = str([connection.execute(select(table)).all() for table in (models.session, models.audit)])
    assert not [token for token in tokens if token in kept]


def test_the_oldest_of_many_ends_when_another_begins(ledger: Engine) -> None:
    number, other = account(ledger).account_no, account(ledger, "budi@contoh.go.id").account_no
    others, half = _begun(ledger, other), _begun(ledger, number, awaits="code")
    tokens = [_begun(ledger, number, NOW + timedelta(seconds=place)) for place in range(sessions.MOST + 2)]
    later = NOW + timedelta(minutes=1)
    assert [sessions.holder(ledger, token, now=later) is None for token in tokens] == [True, True] + [False] * sessions.MOST
    assert sessions.holder(ledger, others, now=later) is not None
    assert sessions.holder(ledger, half, now=later) is not None


def _used_until(ledger: Engine, token: str, until: timedelta) -> bool:
    """Whether it still opens at `until` when it was used every ten minutes before."""
    for minutes in range(0, int(until.total_seconds() // 60), 10):
        sessions.holder(ledger, token, now=NOW + timedelta(minutes=minutes))
    return sessions.holder(ledger, token, now=NOW + until) is not None


def test_it_lasts_eight_hours_and_half_an_hour_without_use(ledger: Engine) -> None:
    number = account(ledger).account_no
    second = timedelta(seconds=1)
    assert _used_until(ledger, _begun(ledger, number), sessions.LONGEST - second)
    assert not _used_until(ledger, _begun(ledger, number), sessions.LONGEST)
    assert sessions.holder(ledger, _begun(ledger, number), now=NOW + sessions.LONGEST_IDLE - second)
    assert not sessions.holder(ledger, _begun(ledger, number), now=NOW + sessions.LONGEST_IDLE)


def test_a_clock_set_back_prolongs_nothing(ledger: Engine) -> None:
    number = account(ledger).account_no
    used = _begun(ledger, number)
    assert sessions.holder(ledger, used, now=NOW + timedelta(minutes=20))
    assert sessions.holder(ledger, used, now=NOW + timedelta(minutes=19)), "two servers' clocks differ a little"
    assert not sessions.holder(ledger, used, now=NOW + timedelta(minutes=5))
    assert not sessions.holder(ledger, used, now=NOW + timedelta(minutes=20)), "and it does not wake up again"
    idle = _begun(ledger, number)
    assert not sessions.holder(ledger, idle, now=NOW + timedelta(minutes=31))
    assert not sessions.holder(ledger, idle, now=NOW + timedelta(minutes=1))


def test_last_seen_is_written_once_a_minute(ledger: Engine) -> None:
    token = _begun(ledger, account(ledger).account_no)
    seen = []
    for seconds in (30, 59, 60, 90, 130):
        sessions.holder(ledger, token, now=NOW + timedelta(seconds=seconds))
        with ledger.connect() as connection:
            seen.append((connection.execute(select(models.session.c.last_seen_at)).scalar_one() - NOW).total_seconds())
    assert seen == [0, 0, 60, 60, 130]


def test_signing_out_ends_it_and_nothing_else(ledger: Engine) -> None:
    number = account(ledger).account_no
    here, there = _begun(ledger, number), _begun(ledger, number)
    sessions.end(ledger, here, address=HERE, now=NOW)
    sessions.end(ledger, here, address=HERE, now=NOW)
    assert sessions.holder(ledger, here, now=NOW) is None
    assert sessions.holder(ledger, there, now=NOW)
    assert [entry.action for entry in audit.search(ledger, audit.Sought(account_no=number)).entries] == ["sign_out", "sign_in", "sign_in"]


def test_signing_out_everywhere_may_keep_one(ledger: Engine) -> None:
    number, other = account(ledger).account_no, account(ledger, "budi@contoh.go.id").account_no
    tokens, others = [_begun(ledger, number) for _time in range(3)], _begun(ledger, other)
    kept = sessions.holder(ledger, tokens[0], now=NOW)
    assert kept is not None
    assert sessions.end_all(ledger, number, actor=Actor(number), now=NOW, kept_session_no=kept.session_no) == 2
    assert [sessions.holder(ledger, token, now=NOW) is not None for token in [*tokens, others]] == [True, False, False, True]
    assert [each.session_no for each in sessions.listed(ledger, number, now=NOW)] == [kept.session_no]
    assert sessions.end_all(ledger, number, actor=COMMAND_LINE, now=NOW) == 1
    assert sessions.listed(ledger, number, now=NOW) == []


def test_a_closed_account_and_a_taken_role_count_at_once(ledger: Engine) -> None:
    number = account(ledger, roles=("leader", "analyst")).account_no
    token = _begun(ledger, number)
    accounts.revoke(ledger, number, Grant("leader"), actor=COMMAND_LINE, now=NOW)
    assert sessions.holder(ledger, token, now=NOW) is None, "what a session has shown and offers was of the role too"
    token = _begun(ledger, number)
    held = sessions.holder(ledger, token, now=NOW)
    assert held is not None
    assert held.grants == (Grant("analyst"),)
    accounts.disable(ledger, number, actor=COMMAND_LINE, now=NOW)
    assert sessions.holder(ledger, token, now=NOW) is None
    accounts.enable(ledger, number, actor=COMMAND_LINE, now=NOW)
    assert sessions.holder(ledger, token, now=NOW) is None, "an old session of a closed account stays closed"


def test_another_password_ends_the_sessions_begun_with_the_old_one(ledger: Engine) -> None:
    number = account(ledger).account_no
    token = _begun(ledger, number)
    accounts.set_password(ledger, number, OTHER_PASSWORD, actor=COMMAND_LINE, now=NOW)
    assert sessions.holder(ledger, token, now=NOW) is None


def test_a_session_that_awaits_a_step_holds_no_role_and_lasts_minutes(ledger: Engine) -> None:
    number = account(ledger, roles=("leader",)).account_no
    token = _begun(ledger, number, awaits="code")
    held = sessions.holder(ledger, token, now=NOW)
    assert held is not None
    assert (held.awaits, held.grants) == ("code", ())
    assert sessions.listed(ledger, number, now=NOW) == []
    assert sessions.holder(ledger, token, now=NOW + sessions.LONGEST_AWAITING) is None
    assert audit.search(ledger, audit.Sought(account_no=number)).entries == ()


def test_who_watches_learns_which_sessions_still_hold(ledger: Engine) -> None:
    number, closed = account(ledger).account_no, account(ledger, "budi@contoh.go.id").account_no
    tokens = [_begun(ledger, number), _begun(ledger, number), _begun(ledger, closed), _begun(ledger, number, NOW + timedelta(minutes=20))]
    numbers = [held.session_no for token in tokens if (held := sessions.holder(ledger, token, now=NOW + timedelta(minutes=20)))]
    sessions.end(ledger, tokens[1], address=HERE, now=NOW)
    accounts.disable(ledger, closed, actor=COMMAND_LINE, now=NOW)
    assert sessions.lasting(ledger, [*numbers, 999], now=NOW + timedelta(minutes=20)) == {numbers[0], numbers[3]}
    assert sessions.lasting(ledger, [], now=NOW) == set()


def test_many_threads_use_one_session_while_others_begin_and_end(ledger: Engine) -> None:
    number = account(ledger, roles=("leader",)).account_no
    token = _begun(ledger, number)

    def used(turn: int) -> bool:
        now = NOW + timedelta(seconds=turn * 10)
        other = _begun(ledger, number, now)
        is_there = sessions.holder(ledger, token, now=now) is not None and sessions.holder(ledger, other, now=now) is not None
        sessions.end(ledger, other, address=HERE, now=now)
        return is_there and sessions.holder(ledger, other, now=now) is None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(used, range(10)))
        assert all(pool.map(used, range(10, 20)))
    assert audit.verify(ledger).first_broken is None
