"""The log of mail by schedule: which mail to whom, with what became of it, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, select

from dashboard.ledger.mailings import Mailing, read
from dashboard.ledger.models import account
from dashboard.ledger.sending_models import mailing, subscription

PAGE_SIZE = 50
MOST_PAGES = 200

OUTCOMES = {
    "sent": ("sent",),
    "not_sent": ("skipped", "failed", "doubtful"),
    "open": ("taken", "sending", "waiting"),
}
"""What somebody asks for -> the states that are meant."""


@dataclass(frozen=True)
class Sought:
    """Which mails: of an outcome (none: whatever became of them), and only of subscriptions of roles."""

    outcome: str | None = None
    is_of_roles: bool = False


@dataclass(frozen=True)
class Logged:
    """One mail with whose it is. unit_id: what it is about; none: all that the recipient sees."""

    mailing: Mailing
    sign_in_name: str
    role_code: str | None
    unit_id: str | None
    content: str

    @property
    def changed_at(self) -> datetime:
        """When it came to the state that it is in, aware."""
        return self.mailing.finished_at or self.mailing.taken_at


def count(ledger: Engine, sought: Sought) -> int:
    """How many mails there are of those. Raises KeyError for an unknown outcome."""
    counted = select(func.count()).select_from(mailing).join(subscription, _asked_for()).where(*_conditions(sought))
    with ledger.connect() as connection:
        return int(connection.execute(counted).scalar_one())


def page(ledger: Engine, sought: Sought, number: int) -> tuple[Logged, ...]:
    """PAGE_SIZE of them, newest first; `number` begins with 1. Raises KeyError for an unknown outcome."""
    rows = (
        select(mailing, account.c.sign_in_name, subscription.c.role_code, subscription.c.unit_id.label("asked_unit_id"), subscription.c.content)
        .join(subscription, _asked_for())
        .join(account, account.c.account_no == mailing.c.account_no)
        .where(*_conditions(sought))
        .order_by(mailing.c.mailing_no.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    with ledger.connect() as connection:
        found = connection.execute(rows).all()
    return tuple(Logged(read(row), row.sign_in_name, row.role_code, row.unit_id or row.asked_unit_id, row.content) for row in found)


def _asked_for() -> ColumnElement[bool]:
    return subscription.c.subscription_no == mailing.c.subscription_no


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [subscription.c.role_code.is_not(None)] if sought.is_of_roles else []
    return conditions if sought.outcome is None else [*conditions, mailing.c.state.in_(OUTCOMES[sought.outcome])]
