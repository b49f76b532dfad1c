"""Who works at the page of mail by schedule, on which ledger and day, and what became of a button."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import clock, recording
from dashboard.access import signed_in
from dashboard.access.viewer import Viewer
from dashboard.ledger.audit import Actor
from dashboard.ledger.mail_addresses import AddressError
from dashboard.ledger.subscriptions import SubscriptionError
from dashboard.queries.filters import Filters
from dashboard.sending import due, settings
from dashboard.text import _
from dashboard.text import sending as words
from dashboard.verifying import outcomes


def actor() -> Actor:
    """Who is signed in; without anybody the run ends here."""
    found = recording.acting()
    if found is None or found.account_no is None:
        st.info(_("Mail by schedule goes to accounts; here nobody signs in."))
        st.stop()
    return found


def ledger() -> Engine:
    """The ledger of this server."""
    return signed_in.ledger()


def today() -> date:
    """The day in Jakarta that counts as today."""
    return clock.now().astimezone(due.JAKARTA).date()


def about(viewer: Viewer, chosen: Filters) -> Filters:
    """What a mail is about: the chosen unit; without one the first that a role is held for, and all units for who holds roles for all alone."""
    own = sorted({*viewer.duty.unit_ids, *viewer.missing.unit_ids, *viewer.scope.unit_ids})
    return chosen if chosen.unit_id is not None or not own else replace(chosen, unit_id=own[0])


def attempt(work: Callable[[], object], done: str) -> bool:
    """Carry out a button's work and tell what became of it; whether it was done."""
    try:
        work()
    except (SubscriptionError, AddressError) as error:
        outcomes.tell("refused", words.refusal(error.code, domains=", ".join(settings.places().domains)))
    except SQLAlchemyError:
        outcomes.tell("refused", _("The ledger cannot be written at the moment. Nothing was changed; please try again."))
    else:
        outcomes.tell("done", done)
        return True
    return False
