"""What may be done with an entry: verify it, return it with a reason, correct it with a reason. Each button says which state of the entry was seen."""

from collections.abc import Callable
from uuid import uuid4

import streamlit as st

from dashboard import outcomes
from dashboard.ledger import moves, verification
from dashboard.ledger.answers import Given
from dashboard.ledger.entry_records import Version
from dashboard.ledger.identities import Identity
from dashboard.ledger.verification import Waiting
from dashboard.text import _
from dashboard.verifying import answer_form, choice, duty
from dashboard.verifying.choice import Choice
from dashboard.verifying.duty import Duty

LONGEST_REASON = 1_000

_REQUESTS = "verifying_requests"
"""In the session: the name of the request of each entry as it was seen, so that a button pressed twice does its work once."""


def show(mine: Duty, chosen: Choice, row: Waiting, person: Identity, version: Version) -> None:
    """The buttons that the state leaves to a verifier; of the own entry none."""
    if row.is_own:
        st.info(
            _("This is your own entry: nobody verifies, corrects or returns the own one. Another verifier of your unit does."),
            icon=":material/person_alert:",
        )
        return
    open_moves = moves.open_to(row.state, moves.VERIFIER)
    if not open_moves:
        st.info(_("In this state nothing can be done here."))
        return
    with st.container(horizontal=True, key="decisions"):
        if "verify" in open_moves:
            st.button(_("Verify"), type="primary", icon=":material/check:", key=f"verify_{row.entry_no}", on_click=_verify, args=(row, chosen))
        if "return" in open_moves:
            with st.popover(_("Return"), icon=":material/undo:"):
                key = f"return_reason_{row.entry_no}"
                st.text_area(_("Why it goes back to the person"), key=key, max_chars=LONGEST_REASON, help=_("The person reads this."))
                st.button(_("Return it"), type="primary", key=f"return_{row.entry_no}", on_click=_return, args=(row, chosen, key))
    if "correct" in open_moves:
        with st.expander(_("Correct it yourself"), icon=":material/edit:"):
            answer_form.show(mine, row, person, version, lambda given, reason: _correct(row, chosen, given, reason))


def _request_id(row: Waiting) -> str:
    known: dict[tuple[int, int], str] = st.session_state.setdefault(_REQUESTS, {})
    return known.setdefault((row.entry_no, row.change_no), uuid4().hex)


def _verify(row: Waiting, chosen: Choice) -> None:
    mine = duty.asked()
    step = mine.step(row.change_no, _request_id(row))
    _done(
        mine,
        row,
        chosen,
        lambda: verification.verify(mine.ledger, row.entry_no, step),
        _("Verified. The next entry is open."),
        _("Verified. Nothing else is waiting."),
    )


def _return(row: Waiting, chosen: Choice, key: str) -> None:
    mine = duty.asked()
    step = mine.step(row.change_no, _request_id(row), st.session_state.get(key, "")[:LONGEST_REASON])
    _done(
        mine,
        row,
        chosen,
        lambda: verification.send_back(mine.ledger, row.entry_no, step),
        _("Returned. The next entry is open."),
        _("Returned. Nothing else is waiting."),
    )


def _correct(row: Waiting, chosen: Choice, given: Given, reason: str) -> None:
    mine = duty.asked()
    step = mine.step(row.change_no, _request_id(row), reason[:LONGEST_REASON])
    work = lambda: verification.correct(mine.ledger, mine.year, row.entry_no, given, step)  # noqa: E731
    _done(mine, row, chosen, work, _("Corrected and verified. The next entry is open."), _("Corrected and verified. Nothing else is waiting."))


def _done(mine: Duty, row: Waiting, chosen: Choice, work: Callable[[], object], said: str, said_last: str) -> None:
    """Do it, and open the next entry that waits."""
    if outcomes.attempt(work) is None:
        return
    following = _next(mine.within(chosen.unit_id), row) if chosen.view == "waiting" else None
    outcomes.tell("done", said if following is not None else said_last)
    choice.go(entry=None if following is None else str(following))


def _next(mine: Duty, row: Waiting) -> int | None:
    """The entry that has waited longest after this one, else the one that has waited longest of all; never the own one."""
    for after in (row.place, None):
        waiting = verification.queue(mine.ledger, mine.year.period_year, by=mine.by, after=after, limit=3)
        found = next((each.entry_no for each in waiting if not each.is_own and each.entry_no != row.entry_no), None)
        if found is not None:
            return found
    return None
