"""A release now, without waiting for the timer: asked for here, built outside the web process, and what became of the last ones."""

import streamlit as st

from dashboard import access, grid, outcomes
from dashboard.ledger import publish_requests
from dashboard.reporting import asking, duty
from dashboard.text import _
from dashboard.text import openings as words

access.require("publish")
outcomes.told()
year = duty.year()
st.markdown(
    _(
        "What was entered and verified until now goes into a new release. It is built beside the one shown, checked, and published only when no check stops it; "
        "until then everybody sees the last good release."
    )
)
asking.offer(year)


@st.fragment(run_every=asking.SECONDS)
def requests() -> None:
    """The last requests, looked at again while one is open."""
    asking.again()
    found = publish_requests.listed(duty.ledger())
    if found:
        grid.words(words.requests(found), words.request_count(len(found)))
    else:
        st.info(_("No release was asked for yet."))


requests()
