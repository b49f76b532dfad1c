"""Making a report: the figures of the release that is shown, what is still open before it, and one button. What was shown is what is frozen."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import streamlit as st

from dashboard import access, outcomes
from dashboard.access.duties import StageDuty
from dashboard.access.viewer import Scope, Viewer
from dashboard.ledger import stage_reports
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.ledger.stage_reports import Report
from dashboard.reporting import duty, figures, shown
from dashboard.reporting.owed import Due
from dashboard.text import _
from dashboard.text import reporting as words

WITH_PARTS = 4
"""From this stage on a report shows the units below too: what the secretary and the head hand on."""


def show(viewer: Viewer, year: MeasuredYear, held: StageDuty) -> bool:
    """One stage for one unit: the report in force, or the way to make one. False: nothing is owed."""
    due = duty.due(year, held)
    if due is None:
        return False
    with st.container(border=True):
        st.subheader(words.heading(due), anchor=False)
        if due.is_reported and due.last is not None:
            shown.report(due.last, "own")
            return True
        st.caption(words.deadline(due.stage, duty.now()))
        if due.last is not None:
            st.warning(words.returned(due.last))
        _form(viewer, year, held, due)
    return True


def _form(viewer: Viewer, year: MeasuredYear, held: StageDuty, due: Due) -> None:
    """The figures, what is open, the comment and the button."""
    found = figures.of_unit(as_receiver(viewer), year.period_year, due.unit_id, with_parts=held.stage_no >= WITH_PARTS)
    shown.frozen(found)
    key = f"report_{held.stage_no}_{held.unit_id}"
    for sentence in words.unmet(due, _names(year, held, due)):
        st.warning(sentence)
    st.text_area(_("Comment (for whoever receives the report)"), key=f"{key}_comment", max_chars=2_000, height=90)
    if not due.unmet.is_nothing:
        label = _("Why is it reported although it is incomplete?")
        st.text_area(label, key=f"{key}_incomplete", max_chars=1_000, height=90)
    is_sure = st.checkbox(_("I have looked at these figures and report them."), key=f"{key}_sure")
    st.button(
        words.button(due),
        key=f"{key}_send",
        type="primary",
        icon=":material/send:",
        disabled=not is_sure,
        on_click=_send,
        args=(year, held, key, found),
    )


def as_receiver(viewer: Viewer) -> Viewer:
    """The viewer without the duty that shows small groups in full: a report goes to people who have none."""
    return replace(viewer, duty=Scope(), has_suppression=True)


def _names(year: MeasuredYear, held: StageDuty, due: Due) -> dict[str, str]:
    """Names of the units whose report is open."""
    return duty.names(year, held, [unit_id for _stage_no, unit_id in due.unmet.open_reports])


def _send(year: MeasuredYear, held: StageDuty, key: str, found: dict[str, Any]) -> None:
    """What the button does; it runs before its page, so the duty is asked for here too."""
    by = duty.acts(held, "reports")
    request_id = st.session_state.setdefault(f"{key}_request", str(uuid4()))
    report = Report(
        held.stage_no,
        held.unit_id,
        _reporter(held),
        found,
        comment=st.session_state.get(f"{key}_comment"),
        incomplete_reason=st.session_state.get(f"{key}_incomplete"),
    )
    made = outcomes.attempt(lambda: stage_reports.make(duty.ledger(), year, report, Step(by, duty.now(), request_id=request_id)))
    if made is not None:
        outcomes.tell("done", words.sent(made))
        for name in ("comment", "incomplete", "sure", "request"):
            st.session_state.pop(f"{key}_{name}", None)


def _reporter(held: StageDuty) -> str:
    """The name of whoever has signed in, as the account has it."""
    identity = access.current_identity()
    return (identity.name if identity is not None else "") or words.role(held.role_code)
