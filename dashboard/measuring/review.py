"""The last look: every answer with its evidence, what is still wrong, the statement of truth, and the submit."""

from collections.abc import Sequence

import streamlit as st

from dashboard.ledger import entries
from dashboard.ledger.answers import checksum, only_asked
from dashboard.ledger.entries import Own, Submission
from dashboard.ledger.entry_errors import Problem
from dashboard.ledger.entry_steps import Step
from dashboard.measuring import answering, gains, own, points, progress, receipts
from dashboard.measuring.own import Situation
from dashboard.measuring.points import Points
from dashboard.text import _, label, plain
from dashboard.text import entries as words
from dashboard.text import measure as sentences

AGREED = "measure_truth"


def show(situation: Situation, now: Points, wrong: Sequence[Problem]) -> None:
    """Everything before the submit."""
    group = str(situation.person.position_group)
    most = points.most(situation.year, group)
    for code in points.DIMENSIONS:
        found = now.dimensions[code]
        with st.container(border=True, gap="small"):
            st.markdown(f"**{plain(sentences.dimension(code, found.lowest, found.highest, most[code], now.missing[code]))}**")
            _answers(situation, code)
            _problems(situation, code, wrong)
    gains.show(situation)
    if situation.own is not None and not wrong:
        _submit(situation, situation.own)
    elif wrong:
        st.info(_("You can submit when everything above is complete. What you have answered is saved."))


def _answers(situation: Situation, dimension_code: str) -> None:
    given = answering.shown_only(situation, situation.given)
    shown = [(each, sentences.evidence(given.evidence_of(each.indicator_code))) for each in situation.asked(dimension_code)]
    progress.lines([(label("indicator", each.indicator_code), sentences.answer(each, given), "" if note == "–" else note) for each, note in shown])


def _problems(situation: Situation, dimension_code: str, wrong: Sequence[Problem]) -> None:
    codes = {each.indicator_code for each in situation.asked(dimension_code)}
    found = [each for each in wrong if each.indicator_code in codes]
    said = [f"**{label('indicator', each.indicator_code)}**: {plain(words.problem(each))}" for each in found]
    if found:
        st.error("  \n".join(said), icon=":material/error:")
        words_of_button = _("Complete: {dimension}", dimension=label("dimension", dimension_code))
        number = points.DIMENSIONS.index(dimension_code) + 1
        st.button(words_of_button, on_click=_to, args=(number,), key=f"measure_to_{dimension_code}", width="stretch")


def _to(step: int | None) -> None:
    if step is None:
        st.query_params.pop("step", None)
    else:
        st.query_params["step"] = str(step)


def _submit(situation: Situation, entry: Own) -> None:
    """The statement of truth and the button; nothing to submit where nothing was changed."""
    given = only_asked(situation.year, answering.shown_only(situation, situation.given), situation.person.position_group)
    if "edit" in entry.open_moves and entry.version is not None and entry.version.given == given:
        _stands(entry)
        return
    statement = sentences.truth(situation.year.period_year)
    with st.container(border=True, key="asked_truth"):
        is_agreed = st.checkbox(plain(statement), key=AGREED)
    request_id = checksum([entry.entry.entry_no, entry.entry.change_no, entry.save_no])
    st.button(
        _("Submit"),
        on_click=_sent,
        args=(entry, request_id, statement),
        key="measure_submit",
        type="primary",
        disabled=not is_agreed,
        width="stretch",
    )


def _stands(entry: Own) -> None:
    """That the submitted version is the newest: also after a submit whose answer never came back."""
    st.info(_("Nothing was changed: the version that you submitted stands."))
    if entry.receipt is not None:
        st.markdown(receipts.said(entry.receipt))
    st.button(_("To the list"), on_click=_to, args=(None,), key="measure_list", width="stretch")


def _sent(seen: Own, request_id: str, statement: str) -> None:
    """Submit what was shown. Pressed twice, or again after the line was cut, it gives the same receipt: the request is named by what was shown."""

    def done() -> None:
        known = own.known()
        if known is None:
            return
        step = Step(known.by, known.now, seen.entry.change_no, request_id)
        move = entries.edit if "edit" in seen.open_moves else entries.submit
        submission = Submission(answering.shown_only(known, known.given), seen.save_no, statement)
        receipt = move(own.ledger(), known.year, seen.entry.entry_no, submission, step)
        own.forget()
        st.query_params.pop("step", None)
        receipts.remember(receipt)

    own.attempt(done)
