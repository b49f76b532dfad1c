"""How somebody stands with the measurement: eligible or not and why, before, in or after the days, and the state of the own entry; each in one sentence."""

import streamlit as st

from dashboard.measuring.own import Situation
from dashboard.text import _, plain
from dashboard.text import home as sentences
from dashboard.text import measure as words


def unknown() -> None:
    """That nobody can measure here of whom SIMPEG's data are not loaded."""
    st.warning(
        _(
            "Your data have not been loaded from SIMPEG for this year, so there is nothing to measure yet. Tell the verifier of your unit or the secretariat."
        )
    )


def show(situation: Situation) -> None:
    """What holds now: first whether the rules measure this person at all."""
    eligibility = situation.eligibility
    if not eligibility.may_measure:
        st.info(plain(sentences.not_eligible(eligibility, situation.person.employment_status)), icon=":material/info:")
        return
    if situation.person.position_group is None:
        st.warning(plain(sentences.no_group()), icon=":material/error:")
    said = sentences.window(situation.window, situation.now, situation.year)
    kind = st.info if situation.window.is_open else st.warning
    kind(plain(said), icon=":material/event:")
    last = None if situation.own is None else situation.own.last
    state = sentences.state(situation.state, last)
    if last is not None and last.reason and situation.state in {"returned", "reopened"}:
        st.warning(plain(state), icon=":material/undo:")
    else:
        st.markdown(plain(state))
    if situation.own is not None and situation.own.receipt is not None:
        st.markdown(f"**{words.result(situation.own.receipt)}**")
