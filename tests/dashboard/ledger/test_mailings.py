"""A mail is taken by one sender and handed over at most once, whoever dies when."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, audit, mailings, subscriptions
from dashboard.ledger.audit import Actor, Sought
from dashboard.ledger.mailings import HELD, PAUSES, Key, Leaving, Mailing
from dashboard.ledger.subscriptions import Wanted

NOW = datetime(2021, 4, 2, 0, 1, tzinfo=UTC)
DAY = date(2021, 4, 2)


@pytest.fixture
def key(ledger: Engine) -> Key:
    """A mail that is due."""
    no = accounts.add(ledger, "kepala@contoh.go.id", actor=audit.COMMAND_LINE, now=NOW).account_no
    wanted = Wanted("completion", "id", (5,), 7, DAY, DAY)
    made = subscriptions.make(ledger, wanted, actor=Actor(no), today=DAY, now=NOW)
    return Key(made.subscription_no, no, "", DAY)


def taken(ledger: Engine, key: Key, now: datetime = NOW) -> Mailing:
    found = mailings.take(ledger, key, now=now)
    assert found is not None
    return found


def handed(ledger: Engine, mail: Mailing, now: datetime = NOW) -> bool:
    return mailings.hand_over(ledger, mail, Leaving("r", 3, {"unit_ids": ["1010"], "row_count": 3}), now=now)


def state(ledger: Engine, key: Key) -> tuple[str, str | None]:
    (found,) = mailings.of_account(ledger, key.account_no)
    return found.state, found.reason


def test_of_many_senders_one_has_it(ledger: Engine, key: Key) -> None:
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _turn: mailings.take(ledger, key, now=NOW), range(12)))
    assert len([each for each in found if each is not None]) == 1
    assert mailings.are_known(ledger, key.subscription_no, [DAY]) == {key}
    assert mailings.are_known(ledger, key.subscription_no, [DAY + timedelta(days=7)]) == frozenset()


@pytest.mark.parametrize("ending", ["sent", "skipped", "failed", "doubtful"])
def test_what_has_ended_is_never_taken_again(ledger: Engine, key: Key, ending: str) -> None:
    mail = taken(ledger, key)
    assert mailings.finish(ledger, mail, ending, None, now=NOW) == ending
    assert mailings.take(ledger, key, now=NOW + timedelta(days=9)) is None
    assert mailings.unfinished(ledger, now=NOW + timedelta(days=9)) == ()
    with pytest.raises(KeyError):
        mailings.finish(ledger, mail, "sent", None, now=NOW)


def test_it_waits_longer_each_time_and_is_given_up(ledger: Engine, key: Key) -> None:
    now, states = NOW, []
    for pause in (*PAUSES, timedelta()):
        mail = taken(ledger, key, now)
        states.append(mailings.finish(ledger, mail, "waiting", "unreachable", now=now))
        assert mailings.take(ledger, key, now=now + pause - timedelta(seconds=1)) is None
        now += pause
    assert states == ["waiting"] * len(PAUSES) + ["failed"]
    assert state(ledger, key) == ("failed", "unreachable")


def test_taken_by_somebody_who_died_it_is_taken_again_and_the_dead_can_do_nothing(ledger: Engine, key: Key) -> None:
    dead = taken(ledger, key)
    assert mailings.take(ledger, key, now=NOW + HELD) is None
    later = NOW + HELD + timedelta(seconds=1)
    assert mailings.unfinished(ledger, now=later) == (key,)
    alive = taken(ledger, key, later)
    assert not handed(ledger, dead, later)
    with pytest.raises(KeyError):
        mailings.finish(ledger, dead, "sent", None, now=later)
    assert handed(ledger, alive, later)


def test_somebody_who_died_while_handing_over_leaves_a_doubt_that_nobody_sends_again(ledger: Engine, key: Key) -> None:
    assert handed(ledger, taken(ledger, key))
    later = NOW + HELD + timedelta(seconds=1)
    assert mailings.take(ledger, key, now=later) is None
    assert mailings.bury(ledger, now=NOW + HELD) == ()
    assert [(each.state, each.reason) for each in mailings.bury(ledger, now=later)] == [("doubtful", "died")]
    assert mailings.take(ledger, key, now=later) is None


def test_the_audit_names_whom_the_rows_went_to_once_an_attempt(ledger: Engine, key: Key) -> None:
    mail = taken(ledger, key)
    assert handed(ledger, mail)
    assert not handed(ledger, mail), "handed over once"
    (entry,) = audit.search(ledger, Sought(actions=["rows_mailed"])).entries
    assert (entry.account_no, entry.unit_ids, entry.row_count) == (key.account_no, ("1010",), 3)


def test_what_was_missed_is_written_once_and_never_over_what_is_known(ledger: Engine, key: Key) -> None:
    assert [mailings.miss(ledger, key, now=NOW) for _turn in range(2)] == [True, False]
    assert state(ledger, key) == ("skipped", "late")
    assert mailings.take(ledger, key, now=NOW + timedelta(days=2)) is None
    other = replace(key, due_on=DAY + timedelta(days=7))
    assert mailings.finish(ledger, taken(ledger, other), "sent", None, now=NOW) == "sent"
    assert not mailings.miss(ledger, other, now=NOW + timedelta(days=9))
    assert [(each.state, each.reason) for each in mailings.of_account(ledger, key.account_no)] == [("sent", None), ("skipped", "late")]
