"""Mail that comes again and again: asked for by an account for itself, or for everybody who holds a role. Whether something may be sent is asked when it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from dashboard.ledger import audit
from dashboard.ledger.audit import Actor
from dashboard.ledger.engine import MAIL, take_turn, writing
from dashboard.ledger.sending_models import subscription

MOST = 20
"""Open subscriptions of one account, and as many of each role."""

LONGEST = timedelta(days=366)
"""From the first to the last day: what nobody looks at any more ends by itself."""


class SubscriptionError(Exception):
    """A subscription that is not made or ended. Nobody's data stands in it; pages word its `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Wanted:
    """What is asked for: dashboard.sending.contents, on these weekdays (1 Monday to 7 Sunday) from the first to the last day, at an hour of Jakarta."""

    content: str
    language: str
    weekdays: tuple[int, ...]
    hour: int
    starts_on: date
    ends_on: date
    unit_id: str | None = None
    role_code: str | None = None


@dataclass(frozen=True)
class Subscription:
    """One subscription. role_code none: of the account itself; unit_id none: all units that the recipient sees."""

    subscription_no: int
    account_no: int
    role_code: str | None
    unit_id: str | None
    content: str
    language: str
    weekdays: tuple[int, ...]
    hour: int
    starts_on: date
    ends_on: date
    made_at: datetime
    ended_at: datetime | None
    ended_by_no: int | None


def make(ledger: Engine, wanted: Wanted, *, actor: Actor, today: date, now: datetime) -> Subscription:
    """Keep what is asked for; asked for twice it is there once. Raises SubscriptionError: weekdays, hour, days, whom, many."""
    _check(wanted, today)
    values = {**vars(wanted), "weekdays": _written(wanted.weekdays), "account_no": actor.account_no}
    with writing(ledger) as connection:
        take_turn(connection, MAIL)
        kept = subscription.c
        same = [kept[name].is_not_distinct_from(value) for name, value in values.items()]
        known = connection.execute(select(subscription).where(*same, kept.ended_at.is_(None))).first()
        if known is not None:
            return _read(known)
        _refuse_many(connection, wanted, actor, today)
        made = _read(connection.execute(insert(subscription).values(**values, made_at=now).returning(subscription)).one())
        audit.append(connection, "subscription_made", actor=actor, now=now, **_said(made))
    return made


def _check(wanted: Wanted, today: date) -> None:
    conditions = {
        "weekdays": bool(wanted.weekdays) and set(wanted.weekdays) <= set(range(1, 8)),
        "hour": 0 <= wanted.hour <= 23,
        "days": wanted.starts_on <= wanted.ends_on <= wanted.starts_on + LONGEST and wanted.ends_on >= today,
        "whom": wanted.role_code is None or wanted.unit_id is None,
    }
    for code, holds in conditions.items():
        if not holds:
            raise SubscriptionError(code)


def _written(weekdays: Iterable[int]) -> str:
    return ",".join(map(str, sorted(set(weekdays))))


def _refuse_many(connection: Connection, wanted: Wanted, actor: Actor, today: date) -> None:
    kept = subscription.c
    whose = kept.role_code == wanted.role_code if wanted.role_code else (kept.account_no == actor.account_no) & kept.role_code.is_(None)
    goes_on = kept.ended_at.is_(None) & (kept.ends_on >= today)
    if connection.execute(select(func.count()).select_from(subscription).where(whose, goes_on)).scalar_one() >= MOST:
        raise SubscriptionError("many")


def _said(one: Subscription) -> audit.Details:
    filters = {"subscription": one.subscription_no, "content": one.content, **({"role_code": one.role_code} if one.role_code else {})}
    return {"unit_ids": [one.unit_id] if one.unit_id else [], "filters": filters}


def end(ledger: Engine, subscription_no: int, *, actor: Actor, may_end_roles: bool, now: datetime) -> None:
    """End one's own, or one of a role; ended once. Raises SubscriptionError "none": it is another's, or there is none of this number."""
    kept = subscription.c
    with writing(ledger) as connection:
        row = connection.execute(select(subscription).where(kept.subscription_no == subscription_no).with_for_update()).one_or_none()
        if row is None or not (may_end_roles if row.role_code else row.account_no == actor.account_no):
            raise SubscriptionError("none")
        if row.ended_at is not None:
            return
        ending = update(subscription).where(kept.subscription_no == subscription_no).values(ended_at=now, ended_by_no=actor.account_no)
        connection.execute(ending)
        audit.append(connection, "subscription_ended", actor=actor, now=now, **_said(_read(row)))


def own(ledger: Engine, account_no: int) -> tuple[Subscription, ...]:
    """Those of an account, newest first, ended ones too."""
    return _listed(ledger, subscription.c.account_no == account_no, subscription.c.role_code.is_(None))


def of_roles(ledger: Engine, role_codes: Iterable[str]) -> tuple[Subscription, ...]:
    """Those of these roles, newest first, ended ones too."""
    return _listed(ledger, subscription.c.role_code.in_(tuple(role_codes)))


def in_force(ledger: Engine, on: date, back: timedelta = timedelta(days=1)) -> tuple[Subscription, ...]:
    """Everything that nobody has ended, and had a day on a day of Jakarta or not longer before it than `back`, oldest first."""
    kept = subscription.c
    goes_on = (kept.ended_at.is_(None), kept.starts_on <= on, kept.ends_on >= on - back)
    return tuple(reversed(_listed(ledger, *goes_on)))


def numbered(ledger: Engine, subscription_no: int) -> Subscription:
    """The one of a number that there is."""
    (found,) = _listed(ledger, subscription.c.subscription_no == subscription_no)
    return found


def _listed(ledger: Engine, *conditions: object) -> tuple[Subscription, ...]:
    with ledger.connect() as connection:
        rows = connection.execute(select(subscription).where(*conditions).order_by(subscription.c.subscription_no.desc())).all()  # type: ignore[arg-type]
    return tuple(map(_read, rows))


def _read(row: Row) -> Subscription:
    values = row._asdict()
    return Subscription(**{**values, "weekdays": tuple(map(int, row.weekdays.split(",")))})
