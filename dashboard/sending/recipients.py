"""Whom a mail goes to and what they may see: asked at the moment of sending, of the account as it is then. Whoever lost a role gets nothing of it any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from dashboard.access import roles
from dashboard.access.viewer import Viewer
from dashboard.ledger import account_list, accounts, mail_addresses
from dashboard.ledger.accounts import Grant
from dashboard.ledger.mailings import Key
from dashboard.ledger.subscriptions import Subscription
from dashboard.sending.settings import Places


class NotSentError(Exception):
    """A mail that is not made: the code of a reason (dashboard.text.sending.REASONS), nobody's data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail. unit_id: the unit it is about, with all below it; none: all that the viewer sees. may_have_names: whether people may be named to this address."""

    account_no: int
    address: str
    viewer: Viewer
    unit_id: str | None
    may_have_names: bool


def keys(ledger: Engine, asked: Subscription, on: date, *, held_at: datetime | None = None) -> Iterator[Key]:
    """The mails of a subscription on a day: one for the account itself, or one for everybody who holds the role now and each unit it is held for.

    held_at: only those who held it at that moment already.
    """
    if asked.role_code is None:
        yield Key(asked.subscription_no, asked.account_no, "", on)
        return
    for account_no, grant in account_list.holders(ledger, asked.role_code, held_at=held_at):
        yield Key(asked.subscription_no, account_no, grant.unit_id or "", on)


def found(ledger: Engine, asked: Subscription, key: Key, places: Places) -> Recipient:
    """The recipient of a mail, with what the account may see now: of a role what that role alone shows. Raises NotSentError."""
    if asked.ended_at is not None:
        raise NotSentError("ended")
    account = accounts.numbered(ledger, key.account_no)
    if account is None or not account.is_active:
        raise NotSentError("closed")
    held = accounts.grants(ledger, key.account_no)
    viewer, unit_id = _own(asked, held) if asked.role_code is None else _of_role(asked.role_code, key.unit_id, held)
    address = mail_addresses.of_account(ledger, key.account_no)
    if address is None:
        raise NotSentError("address")
    if not places.may_reach(address):
        raise NotSentError("domain")
    return Recipient(key.account_no, address, viewer, unit_id, places.may_name_people(address))


def _own(asked: Subscription, held: tuple[Grant, ...]) -> tuple[Viewer, str | None]:
    viewer = roles.viewer_of(held)
    if not viewer.may("subscribe"):
        raise NotSentError("permission")
    return viewer, asked.unit_id


def _of_role(role_code: str, unit_id: str, held: tuple[Grant, ...]) -> tuple[Viewer, str | None]:
    grant = next((each for each in held if each.role_code == role_code and (each.unit_id or "") == unit_id), None)
    if grant is None:
        raise NotSentError("role")
    return roles.viewer_of([grant]), grant.unit_id
