"""Reports that came in: which unit has reported and which has not, one report opened, and its return with a reason."""

from uuid import uuid4

import pandas as pd
import streamlit as st

from dashboard import grid, outcomes
from dashboard.access.duties import StageDuty
from dashboard.ledger import stage_reports
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.ledger.stage_reports import StageReport
from dashboard.reporting import duty, shown
from dashboard.text import _, plain
from dashboard.text import reporting as words


def show(year: MeasuredYear, held: StageDuty) -> bool:
    """One stage of the units below one's own. False: no unit owes it and none has reported."""
    found = duty.coming(year, held)
    if not found.owners and not found.reports:
        return False
    with st.container(border=True):
        st.subheader(words.incoming(found), anchor=False)
        st.caption(words.deadline(found.stage, duty.now()))
        by_unit = {report.unit_id: report for report in found.reports}
        rows = [words.row(name, by_unit.get(unit_id)) for unit_id, name in found.owners]
        grid.words(pd.DataFrame(rows), words.incoming_counts(found))
        if found.reports:
            _open(year, held, {report.report_no: report for report in found.reports})
    return True


def _open(year: MeasuredYear, held: StageDuty, reports: dict[int, StageReport]) -> None:
    key = f"received_{held.stage_no}_{held.unit_id}"
    chosen = st.selectbox(
        _("Open a report"),
        list(reports),
        index=None,
        format_func=lambda number: words.name(reports[number]),
        key=key,
        placeholder=_("Choose"),
        width=520,
    )
    if chosen is None:
        return
    shown.report(reports[chosen], "received")
    st.text_area(_("Reason for the return"), key=f"{key}_reason", max_chars=1_000, height=90)
    st.caption(words.consequence(reports[chosen]))
    st.button(_("Return the report"), key=f"{key}_return", icon=":material/undo:", on_click=_return, args=(year, held, chosen, key))


def _return(year: MeasuredYear, held: StageDuty, report_no: int, key: str) -> None:
    """What the button does; it runs before its page, so the duty is asked for here too."""
    by, reason = duty.acts(held, "receives"), st.session_state.get(f"{key}_reason", "")
    step = Step(by, duty.now(), request_id=str(uuid4()), reason=reason)
    returned = outcomes.attempt(lambda: stage_reports.send_back(duty.ledger(), year, report_no, step))
    if returned is not None:
        outcomes.tell("done", plain(words.sent_back(returned)))
        st.session_state.pop(f"{key}_reason", None)
        st.session_state[key] = None
