"""Mail that was asked for: checked, there once, ended by whoever may, and in the audit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, audit, subscriptions
from dashboard.ledger.audit import Actor, Sought
from dashboard.ledger.subscriptions import SubscriptionError, Wanted

NOW = datetime(2021, 4, 1, 3, tzinfo=UTC)
TODAY = date(2021, 4, 1)
FRIDAYS = Wanted("completion", "id", (5,), 7, TODAY, date(2021, 4, 30), unit_id="1010")


def actor(ledger: Engine, name: str = "kepala@contoh.go.id") -> Actor:
    return Actor(accounts.add(ledger, name, actor=audit.COMMAND_LINE, now=NOW).account_no, address="10.0.0.1")


def test_asked_for_twice_it_is_there_once_and_comes_back_as_it_was(ledger: Engine) -> None:
    who = actor(ledger)
    made = [subscriptions.make(ledger, FRIDAYS, actor=who, today=TODAY, now=NOW) for _turn in range(2)]
    assert made[0] == made[1]
    assert subscriptions.own(ledger, who.account_no or 0) == (made[0],)
    assert (made[0].weekdays, made[0].unit_id, made[0].starts_on, made[0].ended_at) == ((5,), "1010", TODAY, None)
    (entry,) = audit.search(ledger, Sought(actions=["subscription_made"])).entries
    assert (entry.account_no, entry.unit_ids, entry.filters["content"]) == (who.account_no, ("1010",), "completion")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (0,)}, "weekdays"),
        ({"weekdays": (8,)}, "weekdays"),
        ({"hour": 24}, "hour"),
        ({"ends_on": TODAY - timedelta(days=1)}, "days"),
        ({"ends_on": TODAY + timedelta(days=400)}, "days"),
        ({"starts_on": date(2021, 1, 1), "ends_on": date(2021, 3, 31)}, "days"),
        ({"role_code": "unit_head"}, "whom"),
    ],
)
def test_what_cannot_be_is_refused(ledger: Engine, changed: dict, code: str) -> None:
    with pytest.raises(SubscriptionError) as refused:
        subscriptions.make(ledger, replace(FRIDAYS, **changed), actor=actor(ledger), today=TODAY, now=NOW)
    assert refused.value.code == code
    assert subscriptions.in_force(ledger, TODAY) == ()


def test_nobody_asks_for_too_many(ledger: Engine) -> None:
    who = actor(ledger)
    for hour in range(subscriptions.MOST):
        subscriptions.make(ledger, replace(FRIDAYS, hour=hour), actor=who, today=TODAY, now=NOW)
    with pytest.raises(SubscriptionError, match="many"):
        subscriptions.make(ledger, replace(FRIDAYS, hour=23), actor=who, today=TODAY, now=NOW)
    subscriptions.make(ledger, FRIDAYS, actor=actor(ledger, "lain@contoh.go.id"), today=TODAY, now=NOW)


def test_it_is_ended_by_its_owner_and_one_of_a_role_by_who_may(ledger: Engine) -> None:
    who, other = actor(ledger), actor(ledger, "sekretariat@contoh.go.id")
    own = subscriptions.make(ledger, FRIDAYS, actor=who, today=TODAY, now=NOW)
    role = subscriptions.make(ledger, replace(FRIDAYS, unit_id=None, role_code="unit_head"), actor=other, today=TODAY, now=NOW)
    for number, by, may in ((own.subscription_no, other, True), (role.subscription_no, who, False), (99, other, True)):
        with pytest.raises(SubscriptionError, match="none"):
            subscriptions.end(ledger, number, actor=by, may_end_roles=may, now=NOW)
    assert len(subscriptions.in_force(ledger, TODAY)) == 2
    subscriptions.end(ledger, own.subscription_no, actor=who, may_end_roles=False, now=NOW)
    subscriptions.end(ledger, role.subscription_no, actor=who, may_end_roles=True, now=NOW)
    subscriptions.end(ledger, role.subscription_no, actor=other, may_end_roles=True, now=NOW + timedelta(days=1))
    assert subscriptions.in_force(ledger, TODAY) == ()
    ended = subscriptions.of_roles(ledger, ["unit_head"])[0]
    assert (ended.ended_at, ended.ended_by_no) == (NOW, who.account_no)
    assert len(audit.search(ledger, Sought(actions=["subscription_ended"])).entries) == 2


def test_in_force_is_what_has_a_day_around_today(ledger: Engine) -> None:
    who = actor(ledger)
    made = subscriptions.make(ledger, FRIDAYS, actor=who, today=TODAY, now=NOW)
    days = {date(2021, 3, 31): False, TODAY: True, date(2021, 4, 30): True, date(2021, 5, 1): True, date(2021, 5, 2): False}
    assert {day: subscriptions.in_force(ledger, day) == (made,) for day in days} == days
