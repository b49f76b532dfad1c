"""When mail is due: weekdays, days and hour of Jakarta, at most a day late, never for what lies before it was asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ledger.measured_year import JAKARTA
from dashboard.ledger.subscriptions import Subscription
from dashboard.sending import due

FRIDAYS = Subscription(
    1, 1, None, None, "completion", "id", (5,), 7, date(2021, 4, 1), date(2021, 4, 30), datetime(2021, 3, 1, tzinfo=UTC), None, None
)
"""Every Friday in April at seven."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2021-04-02T06:59", []),
        ("2021-04-02T07:00", ["2021-04-02"]),
        ("2021-04-02T23:59", ["2021-04-02"]),
        ("2021-04-03T06:59", ["2021-04-02"]),
        ("2021-04-03T07:00", []),
        ("2021-04-30T08:00", ["2021-04-30"]),
        ("2021-05-01T06:00", ["2021-04-30"]),
        ("2021-05-07T08:00", []),
        ("2021-03-26T08:00", []),
    ],
)
def test_every_friday_in_april(now: str, expected: list[str]) -> None:
    assert [str(day) for day in due.days(FRIDAYS, at(now))] == expected


def test_what_was_due_before_it_was_asked_for_is_not() -> None:
    asked = replace(FRIDAYS, made_at=at("2021-04-02T07:01"))
    assert due.days(asked, at("2021-04-02T12:00")) == ()
    assert due.days(asked, at("2021-04-09T12:00")) == (date(2021, 4, 9),)


def test_every_day_yesterday_is_still_sent_until_today_is_due() -> None:
    daily = replace(FRIDAYS, weekdays=(1, 2, 3, 4, 5, 6, 7), hour=20)
    assert due.days(daily, at("2021-04-10T19:00")) == (date(2021, 4, 9),)
    assert due.days(daily, at("2021-04-10T20:00")) == (date(2021, 4, 10),)


def test_what_no_sender_came_to_within_a_day_was_missed() -> None:
    days = [str(day) for day in due.missed(FRIDAYS, at("2021-04-24T06:59"))]
    assert days == ["2021-04-02", "2021-04-09", "2021-04-16"], "the 23rd may still be sent"
    assert str(due.missed(FRIDAYS, at("2021-04-24T07:00"))[-1]) == "2021-04-23"
    assert due.missed(FRIDAYS, at("2021-06-24T07:00")) == ()
    assert due.missed(replace(FRIDAYS, made_at=at("2021-04-16T07:01")), at("2021-04-24T07:00")) == (date(2021, 4, 23),)
    assert due.missed(replace(FRIDAYS, weekdays=(1,)), at("2021-04-12T12:00")) == (date(2021, 4, 5),)


def test_a_year_ends_and_mail_goes_on() -> None:
    """The week of 2020's last Friday reaches into 2021, which begins with a Friday; clocks of Jakarta never change."""
    over = replace(FRIDAYS, starts_on=date(2020, 12, 18), ends_on=date(2021, 1, 8), made_at=at("2020-12-01T00:00"))
    assert due.following(over, at("2020-12-25T07:00")) == at("2021-01-01T07:00")
    assert due.days(over, at("2021-01-01T23:00")) == (date(2021, 1, 1),)
    assert due.days(replace(over, weekdays=(4,)), at("2021-01-01T06:00")) == (date(2020, 12, 31),)
    assert due.days(over, datetime(2020, 12, 31, 23, 59, tzinfo=UTC)) == ()
    assert due.days(over, datetime(2021, 1, 1, 0, 0, tzinfo=UTC)) == (date(2021, 1, 1),)


def test_when_it_is_due_next() -> None:
    assert due.following(FRIDAYS, at("2021-04-02T06:59")) == at("2021-04-02T07:00")
    assert due.following(FRIDAYS, at("2021-04-02T07:00")) == at("2021-04-09T07:00")
    assert due.following(FRIDAYS, at("2021-01-01T07:00")) == at("2021-04-02T07:00")
    assert due.following(FRIDAYS, at("2021-04-30T07:00")) is None
    assert due.following(replace(FRIDAYS, ended_at=at("2021-04-01T07:00")), at("2021-04-02T06:59")) is None


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 23),
    st.dates(date(2021, 1, 1), date(2021, 12, 31)),
    st.integers(0, 40),
    st.integers(30, 180),
)
def test_a_sender_that_looks_often_enough_misses_no_day_and_invents_none(weekdays: set[int], hour: int, first: date, length: int, step: int) -> None:
    """Against counting the days one by one."""
    asked = replace(FRIDAYS, weekdays=tuple(sorted(weekdays)), hour=hour, starts_on=first, ends_on=first + timedelta(days=length))
    asked = replace(asked, made_at=datetime(2020, 1, 1, tzinfo=UTC))
    now, found = due.moment(first - timedelta(days=2), 0), set()
    while now < due.moment(asked.ends_on + timedelta(days=2), 0):
        found |= set(due.days(asked, now))
        now += timedelta(minutes=step)
    days = (first + timedelta(days=count) for count in range(length + 1))
    assert found == {day for day in days if day.isoweekday() in weekdays}
