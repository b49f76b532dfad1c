"""When mail is due: the rule of weekdays, days and hour, in Jakarta."""

from datetime import date, datetime, time, timedelta

from dashboard.ledger.measured_year import JAKARTA, local_date
from dashboard.ledger.subscriptions import Subscription

LATEST = timedelta(hours=24)
"""How late a mail is still sent: a sender that stood still for a week does not pour out the week."""

KEPT = timedelta(days=31)
"""How far back a sender writes down what was missed while none ran."""


def moment(on: date, hour: int) -> datetime:
    """An hour of a day in Jakarta, aware."""
    return datetime.combine(on, time(hour), JAKARTA)


def days(asked: Subscription, now: datetime) -> tuple[date, ...]:
    """Days on which the subscription is due and may still be sent, oldest first: at most two. What was due before it was made is not."""
    today = local_date(now)
    return tuple(day for day in (today - timedelta(days=1), today) if _is_day(asked, day) and _is_time(asked, moment(day, asked.hour), now))


def _is_day(asked: Subscription, day: date) -> bool:
    return asked.starts_on <= day <= asked.ends_on and day.isoweekday() in asked.weekdays


def _is_time(asked: Subscription, due: datetime, now: datetime) -> bool:
    return due <= now < due + LATEST and due >= asked.made_at


def is_too_late(due_on: date, hour: int, now: datetime) -> bool:
    """Whether a mail that was due then is sent no more."""
    return now >= moment(due_on, hour) + LATEST


def missed(asked: Subscription, now: datetime) -> tuple[date, ...]:
    """Days on which the subscription was due and is sent no more, within KEPT, oldest first. What was due before it was made was not missed."""
    today = local_date(now)
    candidates = (today - timedelta(days=count) for count in range(KEPT.days, 0, -1))
    return tuple(day for day in candidates if _is_day(asked, day) and is_too_late(day, asked.hour, now) and moment(day, asked.hour) >= asked.made_at)


def following(asked: Subscription, now: datetime) -> datetime | None:
    """When it is due next, aware; None: never again."""
    if asked.ended_at is not None:
        return None
    first = max(local_date(now), asked.starts_on)
    candidates = (first + timedelta(days=count) for count in range(8))
    coming = (moment(day, asked.hour) for day in candidates if _is_day(asked, day))
    return next((each for each in coming if each > now), None)
