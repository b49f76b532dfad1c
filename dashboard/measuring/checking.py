"""Looking through the own identity: each field is right, or a correction is asked for. SIMPEG's word is never written over."""

import streamlit as st

from dashboard.ledger import corrections, identities
from dashboard.ledger.corrections import LONGEST, Correction, CorrectionRefusedError
from dashboard.ledger.entry_errors import MeasurementError
from dashboard.ledger.identities import FIELDS
from dashboard.measuring import own, progress
from dashboard.measuring.own import Situation
from dashboard.text import _, entries, label, plain
from dashboard.text import identity as sentences
from dashboard.text.labels import LABELS

RIGHT, WRONG = "right", "wrong"

CHANGED = "identity_refused"
"""In the session: the field of which the last correction was refused as none."""


@st.fragment
def show() -> None:
    """The nine fields, and the button that says that all have been looked through. It runs alone."""
    if own.is_away():
        own.say_away()
        return
    situation = own.again()
    if situation is None:
        st.rerun(scope="app")
    own.say_refused()
    asked = corrections.of_person(own.ledger(), situation.year.period_year, situation.person.nip)
    newest: dict[str, Correction] = {}
    for correction in reversed(asked):
        newest[correction.field_code] = correction
    left = [code for code in FIELDS if not _field(situation, code, newest.get(code))]
    _finish(situation, left)


def _field(situation: Situation, code: str, correction: Correction | None) -> bool:
    """One field with its state; whether it has been looked at."""
    is_open = correction is not None and correction.decided_at is None
    with st.container(border=True, key=f"identity_{code}", gap="small"):
        progress.lines([(sentences.field(code), sentences.of_person(situation.person, code), "")])
        if correction is not None:
            st.caption(plain(sentences.state(correction)))
        if is_open:
            return True
        choice = st.segmented_control(
            sentences.field(code),
            (RIGHT, WRONG),
            format_func={RIGHT: _("Right"), WRONG: _("Wrong, it should be …")}.__getitem__,
            key=f"identity_is_{code}",
            label_visibility="collapsed",
            width="stretch",
        )
        if choice == WRONG:
            _proposal(code)
        return choice == RIGHT


def _proposal(code: str) -> None:
    """What it should be, and the button that asks for it."""
    key = f"identity_should_be_{code}"
    if code in sentences.CODED:
        kind = sentences.CODED[code]
        st.radio(_("It should be"), list(LABELS[kind]), index=None, format_func=lambda each: label(kind, each), key=key, width="stretch")
    else:
        st.text_input(_("It should be"), max_chars=LONGEST, key=key, autocomplete="off")
    if st.session_state.get(CHANGED) == code:
        st.error(_("Write what it should be; it has to differ from what SIMPEG has."))
    st.button(_("Ask for the correction"), on_click=_ask_for, args=(code, key), key=f"identity_ask_{code}", type="primary", width="stretch")


def _ask_for(code: str, key: str) -> None:
    """Called back by the button of a field."""

    def done() -> None:
        known = own.known()
        if known is None:
            return
        proposed = str(st.session_state.get(key) or "")
        try:
            corrections.request(own.ledger(), known.year.period_year, code, proposed, by=known.by, now=known.now)
        except CorrectionRefusedError:
            st.session_state[CHANGED] = code
        else:
            st.session_state.pop(CHANGED, None)
            for name in (key, f"identity_is_{code}"):
                st.session_state.pop(name, None)

    own.attempt(done)


def _finish(situation: Situation, left: list[str]) -> None:
    """All right at once, field by field still changeable, and the end of looking through."""
    if left:
        st.button(_("All others are right"), on_click=_all_right, args=(tuple(left),), key="measure_all_right", width="stretch")
    st.button(_("I have looked through my data"), on_click=_checked, key="measure_checked", type="primary", disabled=bool(left), width="stretch")
    if left:
        names = ", ".join(sentences.field(code) for code in left)
        st.caption(plain(_("Still to look at: {names}.", names=names)))
    if situation.checked_at is not None:
        st.caption(_("Looked through last on {moment}.", moment=entries.at(situation.checked_at)))


def _all_right(codes: tuple[str, ...]) -> None:
    for code in codes:
        if st.session_state.get(f"identity_is_{code}") != WRONG:
            st.session_state[f"identity_is_{code}"] = RIGHT


def _checked() -> None:
    """Keep that all has been looked through."""

    def done() -> None:
        known = own.known()
        if known is None:
            raise MeasurementError
        identities.checked(own.ledger(), known.year.period_year, by=known.by, now=known.now)
        own.forget()

    own.attempt(done)
