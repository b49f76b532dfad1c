"""Letting a unit measure outside the schedule: which unit, until when and why. Recorded, and never changed: a mistake is put right by another opening."""

from datetime import date, timedelta

import streamlit as st

from dashboard import acting, outcomes, unit_search
from dashboard.ledger import late_openings, roster
from dashboard.ledger.measured_year import MeasuredYear, day_start, local_date
from dashboard.reporting import duty
from dashboard.text import _, plain
from dashboard.text import openings as words

LONGEST = timedelta(days=60)
"""How far ahead an opening ends at most: the year's reports rest on it."""

MOST_UNITS = 200


def offer(year: MeasuredYear) -> None:
    """The form. A unit is found by a part of its name or by its code."""
    unit_id = _unit(year)
    if unit_id is None:
        return
    today = local_date(duty.now())
    first, last = max(today, _begins(year)), today + LONGEST
    with st.form("opening", border=False):
        with st.container(horizontal=True):
            st.date_input(_("Until the end of"), first, min_value=first, max_value=max(first, last), key="opening_until", width=220)
        st.text_area(_("Reason"), key="opening_reason", max_chars=500, height=80)
        st.form_submit_button(_("Open for this unit"), icon=":material/lock_open:", type="primary", on_click=_open, args=(year, unit_id))


def _begins(year: MeasuredYear) -> date:
    """The first day on which people measure at all."""
    return year.measurement.starts_on or date(year.period_year, 1, 1)


def _unit(year: MeasuredYear) -> str | None:
    by = acting.as_secretariat()

    def found(typed: str) -> dict[str, str]:
        places = roster.units(duty.ledger(), year.period_year, by=by, text=typed, limit=MOST_UNITS)
        return {place.unit_id: f"{place.unit_name} ({place.unit_id})" for place in places}

    return unit_search.show("opening", _("Unit"), found, _("No unit of this year has this name or code."), most=MOST_UNITS, width=520)[1]


def _open(year: MeasuredYear, unit_id: str) -> None:
    """What the button does; it runs before its page, so the duty is asked for here too."""
    by, now, until = acting.as_secretariat(), duty.now(), st.session_state.get("opening_until")
    if not isinstance(until, date) or until > local_date(now) + LONGEST:
        outcomes.tell("refused", _("Choose a day not more than {count} days ahead. Nothing was changed.", count=LONGEST.days))
        return
    times = {"opens_at": now, "closes_at": day_start(until + timedelta(days=1))}
    reason = st.session_state.get("opening_reason", "")
    opened = outcomes.attempt(lambda: late_openings.open_for(duty.ledger(), year.period_year, unit_id, **times, reason=reason, by=by, now=now))
    if opened is not None:
        outcomes.tell("done", plain(words.opened(opened)))
        for name in ("text", "unit", "reason"):
            st.session_state.pop(f"opening_{name}", None)
