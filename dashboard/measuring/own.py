"""Who measures: year, SIMPEG's word, days and own entry as one value.

A run of a page reads all of it. A run of a fragment goes on with what stands in the session, so that an answer costs one question to the ledger and one write:
whatever a page believes, the ledger refuses what no longer holds. Nothing of it is part of an address, a cache key or a log.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, acting, clock, measured_years, releases, text
from dashboard.access import signed_in
from dashboard.ledger import entries, identities, moves, windows
from dashboard.ledger.acting import Acting
from dashboard.ledger.answers import Given
from dashboard.ledger.entries import Own
from dashboard.ledger.entry_errors import MeasurementError
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import Eligibility, Indicator, MeasuredYear
from dashboard.ledger.windows import Window
from dashboard.text import _, plain
from dashboard.text import entries as words
from dashboard.text import measure as questions
from dashboard.web import outage

SESSION = "measuring"
REFUSED = "measuring_refused"
"""In the session: what was read last, and why the last thing was refused, until that is said."""

UNSAVED = "measuring_unsaved"
"""In the session: answers that are not kept yet. They are sent again with the next one."""


class AwayError(Exception):
    """Who asks cannot be told at the moment."""


@dataclass(frozen=True)
class Situation:
    """One person and moment. own None: not begun."""

    year: MeasuredYear
    by: Acting
    now: datetime
    person: Identity
    window: Window
    checked_at: datetime | None
    own: Own | None

    @property
    def eligibility(self) -> Eligibility:
        """Whether the rules measure this person, and why."""
        return self.year.eligibility_of(self.person.status_code)

    @property
    def state(self) -> str | None:
        """State of the entry; None: not begun."""
        return None if self.own is None else self.own.entry.state

    @property
    def is_time(self) -> bool:
        """Whether answers may be written now: in the window, or after it where the unit has returned them."""
        return self.window.is_open or (self.state == moves.RETURNED and self.window.kind == "closed")

    @property
    def may_write(self) -> bool:
        """Whether this person may answer now."""
        is_open = self.own is None or "save" in self.own.open_moves
        return self.eligibility.may_measure and self.person.position_group is not None and self.is_time and is_open

    def asked(self, dimension_code: str) -> list[Indicator]:
        """What is asked in one dimension, in the order of asking."""
        order = list(questions.QUESTIONS)
        found = [each for each in self.year.asked_of(self.person.position_group) if each.dimension_code == dimension_code]
        return sorted(found, key=lambda each: order.index(each.indicator_code))

    @property
    def given(self) -> Given:
        """The answers so far: those kept, those not kept yet, or what SIMPEG knows already."""
        unsaved: Given | None = st.session_state.get(UNSAVED)
        if unsaved is not None:
            return unsaved
        if self.own is None or (self.own.draft is None and self.own.version is None):
            return Given(education_code=self.person.education_code)
        return self.own.given


def ledger() -> Engine:
    """The ledger of this server."""
    return signed_in.ledger()


def read() -> Situation | None:
    """Everything anew, for a run of a page; None when SIMPEG's data of this person are not in the ledger. Ends the run for whoever does not measure."""
    by = acting.as_asn()
    year, now, nip = measured_years.current(), clock.now(), by.scope.nip
    person = None if nip is None else identities.of_person(ledger(), year.period_year, nip)
    if nip is None or person is None:
        st.session_state.pop(SESSION, None)
        return None
    situation = Situation(
        year,
        by,
        now,
        person,
        windows.of_unit(ledger(), year, person.unit_id, now=now),
        identities.last_checked(ledger(), year.period_year, nip),
        entries.of_person(ledger(), year.period_year, nip),
    )
    st.session_state[SESSION] = situation
    return situation


def again() -> Situation | None:
    """The situation for a run of a fragment: language, release and right anew, the rest as the session has it; read where the session has nothing."""
    text.use(st.query_params.get("lang"))
    releases.begin()
    seen: Situation | None = st.session_state.get(SESSION)
    by = acting.as_asn()
    if seen is None or seen.by.scope != by.scope:
        return read()
    return replace(seen, by=by, now=clock.now())


def keep(given: Given) -> None:
    """Keep the working copy at once; called back by widgets. What the ledger refuses is said by the next run, which shows what it has.

    Until it is kept it is held in the session: whatever happens on the way to the ledger, it is shown, and sent again.
    """
    st.session_state[UNSAVED] = given
    attempt(lambda: _keep(given))


def begin() -> None:
    """Begin the entry with what SIMPEG knows. Called back by a button."""
    attempt(_begin)


def start_over() -> None:
    """Drop the working copy and go back to the version in force. Called back by a button."""

    def dropped() -> None:
        shown = known()
        if shown is not None and shown.own is not None:
            entries.discard_draft(ledger(), shown.own.entry.entry_no, by=shown.by, seen_save_no=shown.own.save_no, now=shown.now)
        forget()

    attempt(dropped)


def forget() -> None:
    """Read all of it anew in this run, and show what was read."""
    for name in [SESSION, UNSAVED, *(key for key in st.session_state if str(key).startswith("answer_"))]:
        st.session_state.pop(name, None)


def refuse(error: MeasurementError | str) -> None:
    """Remember why something was refused, for the run that shows it: by the ledger, or the name of an error of its database."""
    st.session_state[REFUSED] = error


def is_refused() -> bool:
    """Whether the last thing was refused."""
    return REFUSED in st.session_state


def say_refused() -> None:
    """Why the last thing was refused, above everything else; of an answer that could not be kept, with a button that tries again."""
    error, unsaved = st.session_state.pop(REFUSED, None), st.session_state.get(UNSAVED)
    if isinstance(error, MeasurementError):
        st.error(plain(words.sentence(error)), icon=":material/error:")
    elif unsaved is not None:
        st.error(_("Your last answer could not be saved. It still stands here: try again in a moment, before you leave this page."))
        st.button(_("Save again"), on_click=keep, args=(unsaved,), key="measure_save_again", type="primary", width="stretch")
    elif error is not None:
        st.error(_("This could not be saved. Try again in a moment."))


def attempt(done: Callable[[], Any]) -> None:
    """Do something and remember why not; what the ledger refuses is read anew. Errors of the database itself are held too, and nobody's answers are lost."""
    try:
        done()
    except MeasurementError as error:
        forget()
        refuse(error)
    except (AwayError, SQLAlchemyError) as error:
        outage.note(error)
        refuse(type(error).__name__)
    else:
        st.session_state.pop(REFUSED, None)


def is_away() -> bool:
    """Whether it cannot be told at the moment who asks, of somebody who was known a moment ago: the ledger does not answer, or the session has ended."""
    return SESSION in st.session_state and access.current_identity() is None


def say_away() -> None:
    """That nothing can be asked or kept at the moment, with a button that tries again; what was answered last is still held."""
    st.error(
        _("The application cannot reach its ledger at the moment. Your last answer is held on this page: try again in a moment, before you leave it.")
    )
    st.button(_("Try again"), key="measure_try_again", type="primary", width="stretch")


def known() -> Situation | None:
    """What the page showed when something was pressed, with the right and the moment of now. Raises AwayError."""
    if is_away():
        raise AwayError
    seen: Situation | None = st.session_state.get(SESSION)
    by = acting.as_asn()
    return None if seen is None or seen.by.scope != by.scope else replace(seen, by=by, now=clock.now())


def _keep(given: Given) -> None:
    shown = known()
    if shown is None or shown.own is None:
        return
    seen = shown.own
    draft = entries.save_draft(ledger(), shown.year, seen.entry.entry_no, given, by=shown.by, seen_save_no=seen.save_no, now=shown.now)
    st.session_state.pop(UNSAVED, None)
    st.session_state[SESSION] = replace(shown, own=replace(seen, draft=draft))


def _begin() -> None:
    shown = known()
    if shown is None:
        return
    begun = entries.start(ledger(), shown.year, by=shown.by, now=shown.now)
    if begun.draft is None and begun.version is None and shown.person.education_code is not None:
        given = Given(education_code=shown.person.education_code)
        draft = entries.save_draft(ledger(), shown.year, begun.entry.entry_no, given, by=shown.by, seen_save_no=begun.save_no, now=shown.now)
        begun = replace(begun, draft=draft)
    st.session_state[SESSION] = replace(shown, own=begun)
