"""Corrections of SIMPEG's data that people of the own units ask for: listed oldest first, accepted or refused with a reason."""

from html import escape

import streamlit as st

from dashboard import outcomes, recording
from dashboard.ledger import corrections
from dashboard.ledger.corrections import Correction, Counts
from dashboard.text import _
from dashboard.text import corrections as words
from dashboard.verifying import choice, duty
from dashboard.verifying.duty import Duty

PAGE_SIZE = 20
LONGEST_REASON = 500


def view(counts: Counts) -> str:
    """Open or decided, from the address."""
    asked = st.query_params.get("view", "open")
    chosen = asked if asked in words.VIEWS else "open"
    st.session_state["corrections_view"] = chosen
    st.segmented_control(
        _("Requests"),
        list(words.VIEWS),
        format_func=lambda code: words.view(code, counts),
        key="corrections_view",
        required=True,
        on_change=_write_view,
        label_visibility="collapsed",
    )
    return chosen


def _write_view() -> None:
    choice.go(view=st.session_state["corrections_view"], after=None)


def show(mine: Duty, chosen: str) -> None:
    """One page of requests."""
    asked = st.query_params.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    year = mine.year.period_year
    rows = corrections.listed(mine.ledger, year, by=mine.by, is_open=chosen == "open", after=after, limit=PAGE_SIZE + 1)
    if not rows:
        st.info(_("No request is waiting.") if chosen == "open" else _("Nothing found"))
    else:
        recording.looked("corrections", mine.unit_ids, len(rows[:PAGE_SIZE]), {"year": year, "view": chosen, "after": after})
    for row in rows[:PAGE_SIZE]:
        _request(row)
    with st.container(horizontal=True):
        if after:
            st.button(_("From the beginning"), icon=":material/first_page:", key="corrections_first", on_click=choice.go, kwargs={"after": None})
        if len(rows) > PAGE_SIZE:
            place = str(rows[PAGE_SIZE - 1].request_no)
            st.button(_("Next page"), icon=":material/navigate_next:", key="corrections_next", on_click=choice.go, kwargs={"after": place})


def _request(row: Correction) -> None:
    with st.container(border=True, gap="small"):
        st.html(f"<b>{escape(row.asn_name or _('name not known'))}</b><br>{escape(words.asked(row))}")
        st.html(f'<span style="font-size:.85rem;opacity:.8">{escape(words.facts(row))}</span>')
        if row.decided_at is not None:
            return
        with st.container(horizontal=True):
            st.button(_("Accept"), icon=":material/check:", key=f"accept_{row.request_no}", on_click=_decide, args=(row.request_no, None))
            with st.popover(_("Refuse"), icon=":material/close:"):
                key = f"refuse_reason_{row.request_no}"
                st.text_area(_("Why it is refused"), key=key, max_chars=LONGEST_REASON, help=_("The person reads this."))
                st.button(_("Refuse it"), type="primary", key=f"refuse_{row.request_no}", on_click=_decide, args=(row.request_no, key))


def _decide(request_no: int, key: str | None) -> None:
    """Accept it, or refuse it with the reason typed under this key."""
    mine = duty.asked()
    reason = None if key is None else st.session_state.get(key, "")[:LONGEST_REASON]

    def decided() -> bool:
        corrections.decide(mine.ledger, request_no, is_accepted=key is None, reason=reason, by=mine.by, now=mine.now)
        return True

    if outcomes.attempt(decided):
        outcomes.tell("done", _("Accepted. It is in the next file for SIMPEG.") if key is None else _("Refused. The person is shown the reason."))
