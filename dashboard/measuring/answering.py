"""The fields of one indicator: its answer, and what shows it. Every change is kept at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboard.ledger.answer_checks import LONGEST, MISSING, MOST_HOURS, NEEDED, claims, first_day
from dashboard.ledger.answers import ANSWERS_OF, Given
from dashboard.ledger.entry_errors import Problem
from dashboard.ledger.measured_year import Indicator, local_date
from dashboard.measuring import own
from dashboard.measuring.own import Situation
from dashboard.text import _, label, plain
from dashboard.text import entries as words
from dashboard.text import measure as sentences

OLDEST = date(1950, 1, 1)
"""The first day of a calendar of certificates."""

SHOWN_WITHOUT_DUTY = ("reference_no", "dated_on")
"""What a question of evidence asks for where the rules ask for nothing in particular."""

SAID_LATER = frozenset({MISSING, *NEEDED.values()})
"""What is wrong only because nothing is written yet: said at the end, not while somebody is writing."""


def ask(situation: Situation, indicator: Indicator, wrong: Sequence[Problem], *, is_strict: bool) -> None:
    """One indicator in a frame: question, answer, evidence where the answer claims points, and what is wrong. `is_strict`: missing things are said too."""
    code, given = indicator.indicator_code, situation.given
    with st.container(border=True, key=f"asked_{code}", gap="small"):
        said = [f"**{plain(sentences.question(indicator, situation.year.period_year))}**"]
        said += [plain(hint) for hint in (sentences.hint(indicator, first_day(situation.year, indicator)),) if hint]
        st.markdown("  \n".join(said))
        _answer(situation, indicator, given)
        if is_shown(situation, indicator, given):
            _evidence(situation, indicator, given)
        for problem in wrong:
            if is_strict or problem.code not in SAID_LATER:
                st.error(plain(words.problem(problem)), icon=":material/error:")


def is_shown(situation: Situation, indicator: Indicator, given: Given) -> bool:
    """Whether the answer claims something that evidence can show; no punishment is nothing to show."""
    is_clean = indicator.indicator_code == "discipline" and given.discipline_code == indicator.answers[0].answer_code and not indicator.evidence
    return claims(indicator, given, situation.person.education_code) and not is_clean


def shown_only(situation: Situation, given: Given) -> Given:
    """The answers as they are submitted: without evidence of answers that claim nothing any more. The working copy keeps it, for who changes their mind."""
    asked = situation.year.asked_of(situation.person.position_group)
    shown = {each.indicator_code for each in asked if is_shown(situation, each, given)}
    return replace(given, evidence=tuple(each for each in given.evidence if each.indicator_code in shown))


def _answer(situation: Situation, indicator: Indicator, given: Given) -> None:
    code = indicator.indicator_code
    if code == "technical_training":
        _number(indicator, given.technical_training_hours, "technical_training_hours", highest=MOST_HOURS, step=1.0, shape="%g")
    elif indicator.has_bands:
        _number(indicator, given.performance_value, "performance_value", highest=indicator.highest_value, step=0.01, shape="%g")
    elif code in sentences.TRAININGS:
        _yes_or_no(indicator, getattr(given, ANSWERS_OF[code][0]), ANSWERS_OF[code][0])
    else:
        _one_of(indicator, getattr(given, ANSWERS_OF[code][-1]), ANSWERS_OF[code][-1])
    if code == "education" and situation.person.education_code is not None:
        st.caption(_("SIMPEG has: {education}.", education=plain(label("education", situation.person.education_code))))
    if code in sentences.TRAININGS and getattr(given, ANSWERS_OF[code][0]) is not None and not claims(indicator, given, None):
        st.caption(plain(sentences.not_offered(indicator)))


def _put(key: str, value: object) -> str:
    """Let a widget show a value; one that shows it already is left alone, so that nobody's half-written text is taken away."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _number(indicator: Indicator, value: Decimal | None, field: str, *, highest: Decimal | None, step: float, shape: str) -> None:
    key = f"answer_{field}"
    st.number_input(
        label("indicator", indicator.indicator_code),
        min_value=0.0,
        max_value=None if highest is None else float(highest),
        value=None,
        step=step,
        format=shape,
        key=_put(key, None if value is None else float(value)),
        on_change=_changed,
        args=(field, key, _decimal),
        placeholder=_("not answered"),
        label_visibility="collapsed",
    )


def _yes_or_no(indicator: Indicator, value: bool | None, field: str) -> None:
    key = f"answer_{field}"
    st.segmented_control(
        label("indicator", indicator.indicator_code),
        (True, False),
        format_func=lambda done: sentences.choice(indicator, done),
        key=_put(key, value),
        on_change=_changed,
        args=(field, key, _same),
        label_visibility="collapsed",
        width="stretch",
    )


def _one_of(indicator: Indicator, value: str | None, field: str) -> None:
    key, codes = f"answer_{field}", [each.answer_code for each in indicator.answers]
    st.radio(
        label("indicator", indicator.indicator_code),
        codes,
        index=None,
        format_func=lambda code: label(indicator.indicator_code, code),
        key=_put(key, value if value in codes else None),
        on_change=_changed,
        args=(field, key, _same),
        label_visibility="collapsed",
        width="stretch",
    )


def _evidence(situation: Situation, indicator: Indicator, given: Given) -> None:
    code, shown = indicator.indicator_code, given.evidence_of(indicator.indicator_code)
    asked = indicator.evidence or SHOWN_WITHOUT_DUTY
    if "reference_no" in asked:
        key = f"answer_{code}_reference_no"
        st.text_input(
            sentences.reference(code),
            max_chars=LONGEST["reference_no"],
            key=_put(key, shown.reference_no or ""),
            on_change=_shown,
            args=(code, "reference_no", key),
            autocomplete="off",
        )
    if "dated_on" in asked:
        key = f"answer_{code}_dated_on"
        st.date_input(
            sentences.dated(code),
            value=None,
            min_value=OLDEST,
            max_value=local_date(situation.now),
            key=_put(key, shown.dated_on),
            on_change=_shown,
            args=(code, "dated_on", key),
            format="DD/MM/YYYY",
        )


def _decimal(value: float | None) -> Decimal | None:
    """A number as it was written; Streamlit's are binary."""
    return None if value is None else Decimal(f"{value:.4f}".rstrip("0").rstrip("."))


def _same(value: Any) -> Any:
    return value


def _changed(field: str, key: str, kind: Callable[[Any], Any]) -> None:
    """Keep a changed answer; hours stand in the evidence too, where the rules ask for them there."""
    situation = _situation()
    if situation is None:
        return
    value = kind(st.session_state[key])
    given = replace(situation.given, **{field: value})
    if field == "technical_training_hours":
        given = _with(given, "technical_training", hours=value or None)
    own.keep(given)


def _shown(code: str, field: str, key: str) -> None:
    """Keep a changed field of evidence."""
    situation = _situation()
    if situation is not None:
        own.keep(_with(situation.given, code, **{field: st.session_state[key] or None}))


def _situation() -> Situation | None:
    """What the page showed when the field was changed."""
    found: Situation | None = st.session_state.get(own.SESSION)
    return found


def _with(given: Given, code: str, **values: Any) -> Given:
    """The answers with something else shown for an indicator."""
    others = tuple(each for each in given.evidence if each.indicator_code != code)
    return replace(given, evidence=(*others, replace(given.evidence_of(code), **values)))
