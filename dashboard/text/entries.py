"""Words of the measurement's ledger: states, moves, roles, and why something is refused. No sentence names anybody."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from dashboard.ledger import corrections, entry_errors, paper, verification
from dashboard.ledger.answer_checks import (
    DATE_MISSING,
    HOURS_DIFFER,
    HOURS_MISSING,
    IN_FUTURE,
    MISSING,
    NOT_SCORED,
    POSITION_UNKNOWN,
    REFERENCE_MISSING,
    TOO_HIGH,
    TOO_LONG,
    TOO_LOW,
    TOO_OLD,
    UNKNOWN,
)
from dashboard.ledger.entry_errors import MeasurementError, Problem
from dashboard.ledger.measured_year import local_time
from dashboard.ledger.windows import Window
from dashboard.text.formats import day, moment
from dashboard.text.language import N_, _, language

STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "edited": N_("Edited"),
    "returned": N_("Returned"),
    "verified": N_("Verified"),
    "reported": N_("Reported"),
    "reopened": N_("Reopened"),
}
MOVES = {
    "start": N_("Begun"),
    "save": N_("Saved"),
    "submit": N_("Submitted"),
    "edit": N_("Edited"),
    "return": N_("Returned with a reason"),
    "verify": N_("Verified"),
    "correct": N_("Corrected by the verifier, and verified"),
    "report": N_("Part of the unit's report"),
    "reopen": N_("Reopened because a report came back"),
}
ROLES = {
    "asn": N_("the civil servant"),
    "paper": N_("the verifier, from paper"),
    "verifier": N_("the verifier"),
    "unit_head": N_("the head of the unit"),
    "secretary": N_("the secretary of the agency"),
    "agency_head": N_("the head of the agency"),
    "secretariat": N_("the secretariat of the measurement"),
}
DIFFERENCES = {
    "education": N_("Education differs from SIMPEG"),
    "position_group": N_("The position group has changed in SIMPEG since"),
    "correction": N_("A correction of identity data is open"),
}
PROBLEMS = {
    POSITION_UNKNOWN: N_("SIMPEG does not say which kind of position this is, so nothing can be asked; ask for a correction of the position first."),
    MISSING: N_("Not answered yet."),
    UNKNOWN: N_("This answer is not one the rules know."),
    TOO_LOW: N_("The value is below {limit}."),
    TOO_HIGH: N_("The value is above {limit}."),
    REFERENCE_MISSING: N_("The number or title of the evidence is missing."),
    DATE_MISSING: N_("The date of the evidence is missing."),
    HOURS_MISSING: N_("The hours (JP) of the evidence are missing."),
    HOURS_DIFFER: N_("The hours of the evidence are not those of the answer."),
    TOO_OLD: N_("The evidence is too old: it counts from {limit} on."),
    IN_FUTURE: N_("The evidence is dated after today, {limit}."),
    TOO_LONG: N_("The text is longer than {limit} characters."),
    NOT_SCORED: N_("These answers cannot be scored by the rules; check them."),
}
REPORT_PROBLEM = N_("The approval of the performance report is too old: the report of the year before counts, approved from {limit} on.")


def state(code: str) -> str:
    """Name of a state."""
    return _(STATES[code])


def move(code: str) -> str:
    """What happened, in a word."""
    return _(MOVES[code])


def role(code: str) -> str:
    """As whom somebody acted, within a sentence."""
    return _(ROLES[code])


def difference(code: str) -> str:
    """What differs from SIMPEG."""
    return _(DIFFERENCES[code])


def at(value: datetime) -> str:
    """A moment of the ledger, in Asia/Jakarta."""
    return moment(local_time(value))


def problem(found: Problem) -> str:
    """What is wrong with an answer, and how to put it right."""
    sentence = REPORT_PROBLEM if (found.indicator_code, found.code) == ("performance", TOO_OLD) else PROBLEMS[found.code]
    limit = found.limit or ""
    return _(sentence, limit=day(date.fromisoformat(limit)) if found.code in {TOO_OLD, IN_FUTURE} else limit)


def window(shown: Window) -> str:
    """Whether people may measure, with the dates."""
    if shown.kind == "open":
        return _("Measuring is open until {moment}.", moment=at(shown.closes_at))
    if shown.kind == "late":
        return _("Opened late for your unit, until {moment}.", moment=at(shown.closes_at))
    if shown.kind == "before":
        return _("Measuring begins on {moment}.", moment=at(shown.opens_at))
    return _("Measuring ended on {moment}. The secretariat can open it again for a unit.", moment=at(shown.closes_at))


def sentence(error: MeasurementError) -> str:
    """Why something was refused, and what to do."""
    words = SAID.get(type(error))
    return words(error) if words else _(next((plain for kind, plain in PLAIN if isinstance(error, kind)), OTHER))


def _changed(error: entry_errors.ChangedMeanwhileError) -> str:
    said = N_("Somebody was faster: {role}, on {moment}. Nothing of yours was written; look at it again.")
    return _(said, role=role(error.acting_as), moment=at(error.at))


def _refused(error: entry_errors.AnswersRefusedError) -> str:
    said = dict.fromkeys(problem(each) for each in error.problems)
    return _("Some answers cannot be taken yet: {problems}", problems=" ".join(said))


def _moved(error: entry_errors.MoveRefusedError) -> str:
    if error.state is None:
        return _("There is no entry yet.")
    return _("This is not possible now: the entry is in the state “{state}”.", state=state(error.state))


SAID: Mapping[type[MeasurementError], Callable[[Any], str]] = {
    entry_errors.ChangedMeanwhileError: _changed,
    entry_errors.WindowClosedError: lambda error: window(error.window),
    entry_errors.NotEligibleError: lambda error: error.eligibility.reason if language() == "id" else error.eligibility.reason_en,
    entry_errors.MoveRefusedError: _moved,
    entry_errors.AnswersRefusedError: _refused,
}
"""Sentences that say more than that it is refused."""

PLAIN: tuple[tuple[type[MeasurementError], str], ...] = (
    (entry_errors.EntryNotFoundError, N_("This does not exist, or it is not yours to see.")),
    (entry_errors.OwnEntryError, N_("This is your own: somebody else has to do it.")),
    (entry_errors.ReasonMissingError, N_("Write down the reason.")),
    (
        entry_errors.IncompleteError,
        N_("Something this stage rests on is still open; report it only with a reason why it is incomplete."),
    ),
    (entry_errors.ReportStandsError, N_("A later report rests on this one; it has to be returned first.")),
    (corrections.CorrectionRefusedError, N_("There is nothing to correct: write what it should be, other than what SIMPEG has.")),
    (verification.DiffersError, N_("It differs from SIMPEG, so it is looked at one by one.")),
    (paper.RowsRefusedError, N_("Some rows of the file cannot be taken; nothing was stored.")),
)
OTHER = N_("This cannot be done.")
