"""The answers of an entry as a verifier corrects them: those that the rules ask of the position group, with what shows them and the points they would have.

What is typed stays in the session until it is sent; nothing is kept before. The person's own version stays beside the corrected one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboard.ledger.answer_checks import LONGEST, MOST_HOURS
from dashboard.ledger.answers import ANSWERS_OF, Evidence, Given
from dashboard.ledger.entry_records import Version
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import Indicator, local_date
from dashboard.ledger.verification import Waiting
from dashboard.measuring import points
from dashboard.text import _, label, measure, plain
from dashboard.verifying.duty import Duty

LONGEST_REASON = 1_000
OLDEST = date(1950, 1, 1)
"""The first day of a calendar of certificates."""

Done = Callable[[Given, str], None]


def show(mine: Duty, row: Waiting, person: Identity, version: Version, done: Done) -> None:
    """The form. It begins with the version in force; `done` is called with the answers and the reason when it is sent."""
    asked = mine.year.asked_of(person.position_group)
    if not asked or person.position_group is None:
        st.info(_("SIMPEG's kind of position cannot be read, so nothing can be scored. Ask for its correction first."))
        return
    name = f"fix_{row.entry_no}_{row.change_no}"
    for indicator in asked:
        with st.container(border=True, gap="small"):
            _answer(name, indicator, version.given)
            _evidence(name, indicator, version.given.evidence_of(indicator.indicator_code), mine.now)
    given = _given(name, asked, version.given)
    counted = points.points(mine.year, person.position_group, given)
    st.markdown(plain(measure.total(counted.total.lowest, counted.total.highest, sum(counted.missing.values()), counted.category_code)))
    st.text_area(_("Why it is corrected"), key=f"{name}_reason", max_chars=LONGEST_REASON, help=_("The person reads this."))
    st.caption(_("The person's own version stays and is shown beside yours. The entry is verified with it."))
    st.button(
        _("Correct and verify"), type="primary", icon=":material/edit:", key=f"{name}_send", on_click=_send, args=(name, asked, version.given, done)
    )


def _send(name: str, asked: tuple[Indicator, ...], before: Given, done: Done) -> None:
    done(_given(name, asked, before), st.session_state.get(f"{name}_reason", ""))


def _field(indicator: Indicator) -> str:
    """The field that is answered: a performance is a number where the rules have bands, else a predicate."""
    names = ANSWERS_OF[indicator.indicator_code]
    return names[0] if indicator.has_bands else names[-1]


def _put(key: str, value: object) -> str:
    """The key of a widget that begins with a value."""
    st.session_state.setdefault(key, value)
    return key


def _answer(name: str, indicator: Indicator, given: Given) -> None:
    code, field = indicator.indicator_code, _field(indicator)
    value, title, key = getattr(given, field), label("indicator", code), f"{name}_{field}"
    if field in {"technical_training_hours", "performance_value"}:
        highest = MOST_HOURS if code == "technical_training" else indicator.highest_value
        st.number_input(
            title,
            min_value=0.0,
            max_value=None if highest is None else float(highest),
            value=None,
            step=1.0 if code == "technical_training" else 0.01,
            format="%.2f",
            key=_put(key, None if value is None else float(value)),
            placeholder=_("not answered"),
            width=260,
        )
    elif code in measure.TRAININGS:
        st.segmented_control(title, (True, False), format_func=lambda one: label("answer", "yes" if one else "no"), key=_put(key, value))
    else:
        codes = [each.answer_code for each in indicator.answers]
        st.selectbox(
            title,
            codes,
            index=None,
            format_func=lambda one: label(code, one),
            key=_put(key, value if value in codes else None),
            placeholder=_("Choose"),
            width=320,
        )


def _evidence(name: str, indicator: Indicator, shown: Evidence, now: datetime) -> None:
    code = indicator.indicator_code
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if "reference_no" in indicator.evidence:
            key = _put(f"{name}_{code}_reference_no", shown.reference_no or "")
            st.text_input(measure.reference(code), key=key, max_chars=LONGEST["reference_no"], width=320)
        if "dated_on" in indicator.evidence:
            key = _put(f"{name}_{code}_dated_on", shown.dated_on)
            st.date_input(measure.dated(code), value=None, min_value=OLDEST, max_value=local_date(now), key=key, format="DD/MM/YYYY", width=200)


def _given(name: str, asked: tuple[Indicator, ...], before: Given) -> Given:
    """What stands in the form; notes stay as they were."""
    given = Given()
    for indicator in asked:
        field, code = _field(indicator), indicator.indicator_code
        value = st.session_state.get(f"{name}_{field}")
        exact: Any = Decimal(str(round(value, 4))) if isinstance(value, float) else value
        shown = Evidence(
            code,
            st.session_state.get(f"{name}_{code}_reference_no") or None,
            st.session_state.get(f"{name}_{code}_dated_on"),
            exact or None if code == "technical_training" and "hours" in indicator.evidence else None,
            before.evidence_of(code).note,
        )
        given = replace(given, **{field: exact, "evidence": (*given.evidence, shown)})
    return given
