"""The steps of measuring oneself: one for each dimension, then the review. The step stands in the address, so that a reload comes back to it."""

import streamlit as st

from dashboard.ledger import entries
from dashboard.ledger.entry_errors import Problem
from dashboard.measuring import answering, gains, own, points, progress, review
from dashboard.measuring.own import Situation
from dashboard.text import _

REVIEW = len(points.DIMENSIONS) + 1
"""The step after the dimensions."""

STEP = "step"
"""Name of the step in the address."""

VISITED = "measuring_left"
"""In the session: steps that were left once; what is missing in them is said when somebody comes back."""


def current() -> int | None:
    """The step in the address, 1 to REVIEW; None: the list of measurements."""
    asked = st.query_params.get(STEP, "")
    return int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked) <= REVIEW else None


def go(step: int | None) -> None:
    """Go to a step, or to the list. Called back by buttons."""
    before = current()
    if before is not None:
        st.session_state.setdefault(VISITED, set()).add(before)
    if step is None:
        st.query_params.pop(STEP, None)
        own.forget()
    else:
        st.query_params[STEP] = str(step)


def begin() -> None:
    """Begin, or go on, with the first step. Called back by a button."""
    own.begin()
    if not own.is_refused():
        st.session_state.pop(VISITED, None)
        go(1)


@st.fragment
def show() -> None:
    """The step in the address. It runs alone: the rest of the page stays as it is."""
    if own.is_away():
        own.say_away()
        return
    situation, step = own.again(), current()
    if situation is None or situation.own is None or step is None or not situation.may_write:
        st.rerun(scope="app")
    own.say_refused()
    group = str(situation.person.position_group)
    now = points.points(situation.year, group, situation.given)
    progress.show(step, now, situation)
    wrong = entries.problems(situation.year, situation.given, situation.person, now=situation.now)
    with st.container(key=f"measure_step_{step}", gap="small"):
        if step == REVIEW:
            review.show(situation, now, wrong)
        else:
            _dimension(situation, step, wrong)
            gains.show(situation, points.DIMENSIONS[step - 1])
    _turn(step)


def _dimension(situation: Situation, step: int, wrong: tuple[Problem, ...]) -> None:
    is_strict = step in st.session_state.get(VISITED, set())
    for indicator in situation.asked(points.DIMENSIONS[step - 1]):
        of_indicator = [each for each in wrong if each.indicator_code == indicator.indicator_code]
        answering.ask(situation, indicator, of_indicator, is_strict=is_strict)


def _turn(step: int) -> None:
    """Back and on, in reach of a thumb."""
    with st.container(horizontal=True, key="measure_turn"):
        back = _("Back") if step > 1 else _("To the list")
        st.button(back, on_click=go, args=(step - 1 or None,), key="measure_back", width="stretch")
        if step < REVIEW:
            on = _("Next") if step < REVIEW - 1 else _("Review")
            st.button(on, on_click=go, args=(step + 1,), key="measure_next", type="primary", width="stretch")
