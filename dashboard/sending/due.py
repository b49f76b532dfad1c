"""When mail is due: the rule of weekdays, days and hour, in Jakarta."""

from datetime import date, datetime, time, timedelta

from dashboard.ledger.subscriptions import JAKARTA, Subscription

__all__ = ["JAKARTA", "LATEST", "days", "following", "moment"]

LATEST = timedelta(hours=24)
"""How late a mail is still sent for the first time: a sender that stood still for a week does not pour out the week."""


def moment(on: date, hour: int) -> datetime:
    """An hour of a day in Jakarta, aware."""
    return datetime.combine(on, time(hour), JAKARTA)


def days(asked: Subscription, now: datetime) -> tuple[date, ...]:
    """Days on which the subscription is due and may still be sent, oldest first: at most two. What was due before it was made is not."""
    today = now.astimezone(JAKARTA).date()
    return tuple(day for day in (today - timedelta(days=1), today) if _is_day(asked, day) and _is_time(asked, moment(day, asked.hour), now))


def _is_day(asked: Subscription, day: date) -> bool:
    return asked.starts_on <= day <= asked.ends_on and day.isoweekday() in asked.weekdays


def _is_time(asked: Subscription, due: datetime, now: datetime) -> bool:
    return due <= now < due + LATEST and due >= asked.made_at


def following(asked: Subscription, now: datetime) -> datetime | None:
    """When it is due next, aware; None: never again."""
    if asked.ended_at is not None:
        return None
    first = max(now.astimezone(JAKARTA).date(), asked.starts_on)
    candidates = (first + timedelta(days=count) for count in range(8))
    coming = (moment(day, asked.hour) for day in candidates if _is_day(asked, day))
    return next((each for each in coming if each > now), None)
