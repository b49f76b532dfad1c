"""Asking for a release: one request in the ledger, and a worker outside the web process that carries it out."""

import streamlit as st

from dashboard import access, outcomes, publishing, recording, text
from dashboard.ledger import publish_requests
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.reporting import duty
from dashboard.text import _

SECONDS = 5.0
"""How often the page looks what became of a request."""


def offer(year: MeasuredYear) -> None:
    """The button."""
    st.button(
        _("Publish {year} now", year=year.period_year), key="publish_now", type="primary", icon=":material/publish:", on_click=_ask, args=(year,)
    )


def again() -> None:
    """What a run of a fragment has to begin with: language and right anew."""
    text.use(st.query_params.get("lang"))
    access.require("publish")


def _ask(year: MeasuredYear) -> None:
    """What the button does; it runs before its page, so the right is asked for here too."""
    access.require("publish")
    actor = recording.acting()
    if actor is None:
        outcomes.tell("refused", _("Here nobody signs in, so nothing could be recorded. Nothing was changed."))
        return
    asked = outcomes.attempt(lambda: publish_requests.request(duty.ledger(), year.period_year, actor=actor, now=duty.now()))
    if asked is None:
        return
    try:
        publishing.start_worker(duty.ledger())
    except OSError:
        outcomes.tell("partly", _("The release is asked for, but the builder could not be started from here; the timer carries it out."))
        return
    outcomes.tell("done", _("The release is asked for and being built. It takes from some seconds to some minutes."))
