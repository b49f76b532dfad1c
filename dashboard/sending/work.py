"""One run of the sender: everything that is due, each mail of its own. One that fails, for whatever reason, does not stop the others."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import text, warehouse
from dashboard.ledger import audit, mail_addresses, mailings, subscriptions
from dashboard.ledger.mail_addresses import MailAddress
from dashboard.ledger.mailings import Key, Mailing
from dashboard.ledger.measured_year import local_date
from dashboard.ledger.subscriptions import Subscription
from dashboard.sending import contents, due, mail, plans, recipients, unmade
from dashboard.sending.mail import Mail
from dashboard.sending.plans import Asked, Plan, speaking
from dashboard.sending.post import Post
from dashboard.sending.recipients import Recipient
from dashboard.sending.settings import MailServer, Places
from dashboard.text import sending as words

Now = Callable[[], datetime]

LONGEST = timedelta(minutes=50)
"""Of one run: shorter than a timer's patience, which would end it in the middle of a mail (docs/systemd)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What became of one mail in this run."""

    key: Key
    state: str
    reason: str | None = None


@dataclass(frozen=True)
class Sender:
    """What every mail of a run needs."""

    ledger: Engine
    server: MailServer
    places: Places
    now: Now
    ending: Event = field(default_factory=Event)
    """Set by whoever wants the run to end after the mail it is at: cut off in the middle, that mail would be in doubt."""
    kept: plans.Kept = field(default_factory=plans.Kept)


def run(sender: Sender) -> tuple[Done, ...]:
    """Send what is due and what waits, codes of addresses first. Raises NoReleaseError when there is nothing to tell, SQLAlchemyError.

    Every mail is about the release that is current now, also when another is published meanwhile. What is left after LONGEST is the next run's.
    """
    warehouse.begin_run()
    done = [Done(each.key, each.state, each.reason) for each in mailings.bury(sender.ledger, now=sender.now())]
    done += [Done(key, "skipped", "late") for key in _missed(sender) if mailings.miss(sender.ledger, key, now=sender.now())]
    with Post(sender.server) as post:
        _mail_codes(sender, post)
        last = sender.now() + LONGEST
        for key in tuple(_open(sender.ledger, sender.now())):
            if sender.ending.is_set() or sender.now() > last:
                break
            taken = mailings.take(sender.ledger, key, now=sender.now())
            if taken is not None:
                done.append(_sent(sender, post, taken))
    return tuple(done)


def due_now(ledger: Engine, places: Places, now: Now) -> tuple[Done, ...]:
    """What `run` would send at this moment, or why not; nothing is sent or written, and no row of people is asked for. Raises NoReleaseError, SQLAlchemyError."""
    warehouse.begin_run()
    kept = plans.Kept()
    return tuple(_foreseen(ledger, places, key, kept) for key in _open(ledger, now()))


def _foreseen(ledger: Engine, places: Places, key: Key, kept: plans.Kept) -> Done:
    asked = subscriptions.numbered(ledger, key.subscription_no)
    try:
        with speaking(asked.language):
            _planned(ledger, asked, recipients.found(ledger, asked, key, places), kept)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - as in a run
        return Done(key, *_unmade(error))
    return Done(key, "due")


def _missed(sender: Sender) -> Iterator[Key]:
    """Mails that no sender came to in time, of whom nothing is known: nobody should wonder where they are."""
    now = sender.now()
    for asked in subscriptions.in_force(sender.ledger, local_date(now), due.KEPT + due.LATEST):
        days = due.missed(asked, now)
        known = mailings.are_known(sender.ledger, asked.subscription_no, days) if days else frozenset()
        for day in days:
            found = recipients.keys(sender.ledger, asked, day, held_at=due.moment(day, asked.hour))
            yield from (key for key in found if key not in known)


def _open(ledger: Engine, now: datetime) -> Iterator[Key]:
    """Mails that were begun and wait, then those that are due and not begun."""
    yield from mailings.unfinished(ledger, now=now)
    for asked in subscriptions.in_force(ledger, local_date(now)):
        days = due.days(asked, now)
        known = mailings.are_known(ledger, asked.subscription_no, days) if days else frozenset()
        for day in days:
            yield from (key for key in recipients.keys(ledger, asked, day) if key not in known)


def _sent(sender: Sender, post: Post, taken: Mailing) -> Done:
    """Make a mail that was taken, hand it over, and write what became of it."""
    asked = subscriptions.numbered(sender.ledger, taken.subscription_no)
    try:
        with speaking(asked.language):
            state, reason = _attempted(sender, post, asked, taken)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - one mail that cannot be made does not stop the others
        state, reason = _unmade(error)
    try:
        return Done(taken.key, mailings.finish(sender.ledger, taken, state, reason, now=sender.now()), reason)
    except KeyError:  # held too long: whoever looked meanwhile has taken it, or written that nobody knows
        return Done(taken.key, "doubtful", "died")


def _attempted(sender: Sender, post: Post, asked: Subscription, taken: Mailing) -> tuple[str, str | None]:
    """State and reason of one attempt. Whoever may not have the mail is told so also while there is no mail server."""
    if due.is_too_late(taken.due_on, asked.hour, sender.now()):
        return "failed", "late"
    recipient = recipients.found(sender.ledger, asked, taken.key, sender.places)
    planned = _planned(sender.ledger, asked, recipient, sender.kept)
    if post.shut is not None:
        return post.shut.state, post.shut.reason
    written = plans.closing(planned.whole(), asked, sender.places)
    attached = _attached(asked, planned, written) if written.attachments else None
    return _handed_over(sender, post, taken, _Ready(recipient.address, written, attached))


@dataclass(frozen=True)
class _Ready:
    """A mail that is made: to whom, and what the audit says of its files."""

    to: str
    written: Mail
    attached: audit.Details | None


def _handed_over(sender: Sender, post: Post, taken: Mailing, ready: _Ready) -> tuple[str, str | None]:
    """Record that it leaves, then let it leave. What cannot be recorded does not; of what was recorded and went wrong nobody knows."""
    message = _message(sender, ready.written, ready.to, f"{taken.mailing_no}.{taken.due_on}")
    about = mailings.Leaving(warehouse.release_id(), ready.written.row_count, ready.attached)
    if not mailings.hand_over(sender.ledger, taken, about, now=sender.now()):
        return "doubtful", "died"
    try:
        handed = post.hand(message, ready.to)
    except Exception as error:  # noqa: BLE001 - whatever it was, the text may have left
        _note(error)
        return "doubtful", "defect"
    return handed.state, handed.reason


def _unmade(error: Exception) -> tuple[str, str]:
    """State and reason of a mail that could not be made; a defect is noted."""
    known = unmade.outcome(error)
    if known is None:
        _note(error)
    return known or ("waiting", "defect")


def _note(error: Exception) -> None:
    """Where a defect happened, for the log; no value of it, which may be a person's."""
    _log.error("a mail could not be made or sent (%s)\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def _planned(ledger: Engine, asked: Subscription, to: Recipient, kept: plans.Kept) -> Plan:
    """The mail of a subscription for somebody, in the language of this run. Raises NotSentError."""
    return contents.plan(asked.content, Asked(to.viewer, to.unit_id, to.may_have_names, ledger, kept))


def _attached(asked: Subscription, planned: Plan, written: Mail) -> audit.Details:
    """What the audit says of the files of a mail."""
    filters = {"year": plans.year(), "subscription": asked.subscription_no, "content": asked.content}
    where: audit.Details = {"release_id": warehouse.release_id(), "page": "subscriptions", "unit_ids": planned.unit_ids}
    return {**where, "filters": filters, "row_count": written.row_count}


def _message(sender: Sender, said: Mail, to: str, number: str) -> EmailMessage:
    return mail.message(said, sender=sender.server.sender, to=to, number=number, now=sender.now())


def _mail_codes(sender: Sender, post: Post) -> None:
    """Mail the codes of addresses that were named."""
    for named in mail_addresses.awaiting_code(sender.ledger, now=sender.now()):
        if sender.places.may_name_people(named.address) and post.shut is None:
            _mail_code(sender, post, named)


def _mail_code(sender: Sender, post: Post, named: MailAddress) -> None:
    """A code that surely did not leave is made anew next time, unless the address was refused for good."""
    code = mail_addresses.new_code(sender.ledger, named, now=sender.now())
    if code is None:
        return
    subject, said = words.code_mail(code)
    message = _message(sender, Mail(text.language(), subject, said), named.address, f"code.{named.account_no}.{int(named.asked_at.timestamp())}")
    state = post.hand(message, named.address).state
    if state in {"waiting", "failed"}:
        mail_addresses.code_not_mailed(sender.ledger, named, is_refused=state == "failed")
