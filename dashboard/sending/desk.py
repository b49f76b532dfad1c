"""Who works at the page of mail by schedule, on which ledger and day, and what became of a button."""

from collections.abc import Callable
from datetime import date

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import clock, filters, outcomes, recording, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import Viewer
from dashboard.ledger.audit import Actor
from dashboard.ledger.mail_addresses import AddressError
from dashboard.ledger.measured_year import local_date
from dashboard.ledger.subscriptions import SubscriptionError
from dashboard.queries import choices
from dashboard.queries.filters import Filters
from dashboard.sending import plans, settings
from dashboard.text import _, plain
from dashboard.text import sending as words


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
    return local_date(clock.now())


def about(viewer: Viewer, chosen: Filters) -> Filters:
    """What a mail is about, in the year that is measured: the chosen unit; without one the first that a role is held for, and all units for who holds roles for
    all alone. A unit of another year, or one that is no more, is none."""
    year = plans.year()
    own = sorted({*viewer.duty.unit_ids, *viewer.missing.unit_ids, *viewer.scope.unit_ids})
    asked = own if chosen.unit_id is None else [chosen.unit_id]
    there = [unit_id for unit_id in asked if not warehouse.fetch(choices.unit(viewer, year, unit_id)).empty]
    if chosen.unit_id is not None and not there:
        name = filters.unit_name(viewer, chosen)
        st.warning(plain(_("{unit} is not there in {year}, the year that mail is about; choose another one.", unit=name, year=year)))
    return Filters(year, there[0] if there else None)


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
