"""The way of the person who measures: begin, save at every answer, submit, edit. Times are given by the caller (dashboard.clock), people by their NIP.

A submit is in the ledger before its receipt is returned, and sent twice under one `request_id` it is there once and gives the same receipt.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.ledger import answer_checks, entry_records, entry_steps, identities, moves, windows
from dashboard.ledger.acting import Acting, in_scope
from dashboard.ledger.answers import Given, only_asked, to_json
from dashboard.ledger.engine import snapshot, writing
from dashboard.ledger.entry_errors import AnswersRefusedError, ChangedMeanwhileError, EntryNotFoundError, NotEligibleError, Problem, WindowClosedError
from dashboard.ledger.entry_models import entry, entry_draft, entry_event
from dashboard.ledger.entry_records import Draft, Entry, Event, History, Receipt, Version, record_of
from dashboard.ledger.entry_steps import Done, Scored, Step
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import MeasuredYear
from pipelines import scoring


@dataclass(frozen=True)
class Own:
    """What a person sees of the own entry: the version in force with its receipt, the working copy where there is one, and the last event with its reason."""

    entry: Entry
    draft: Draft | None
    version: Version | None
    receipt: Receipt | None
    last: Event

    @property
    def given(self) -> Given:
        """What the form begins with: the working copy, else the version in force, else nothing."""
        return self.draft.given if self.draft else self.version.given if self.version else Given()

    @property
    def save_no(self) -> int:
        """Of the working copy; 0: none."""
        return self.draft.save_no if self.draft else 0

    @property
    def open_moves(self) -> tuple[str, ...]:
        """Codes of the moves that its state leaves to the person; the window may still be closed."""
        return moves.open_to(self.entry.state, moves.ASN)


def of_person(ledger: Engine, period_year: int, nip: int) -> Own | None:
    """The entry of a person, for the person alone; None: not begun."""
    with snapshot(ledger) as connection:
        row = connection.execute(select(entry).where(entry.c.period_year == period_year, entry.c.nip == nip)).one_or_none()
        return None if row is None else _own(connection, row)


def _own(connection: Connection, row: Row) -> Own:
    last = connection.execute(select(entry_event).where(entry_event.c.event_no == row.last_event_no)).one()
    versions = entry_records.versions_of(connection, row.entry_no)
    receipts = entry_records.receipts_of(connection, row.entry_no)
    draft = entry_records.draft_of(connection, row.entry_no)
    newest, shown = (versions[-1] if versions else None), (receipts[-1] if receipts else None)
    return Own(record_of(row, Entry), draft, newest, shown, record_of(last, Event))


def start(ledger: Engine, year: MeasuredYear, *, by: Acting, now: datetime) -> Own:
    """Begin, or go on with what was begun. Raises EntryNotFoundError (SIMPEG does not have this person), NotEligibleError, WindowClosedError."""
    nip = by.scope.nip
    if nip is None:
        raise EntryNotFoundError
    found = of_person(ledger, year.period_year, nip)
    if found is not None:
        return found
    person = measurable(ledger, year, nip)
    check_window(ledger, year, person.unit_id, now)
    with suppress(IntegrityError), writing(ledger) as connection:
        begin(connection, add(connection, person, now), Step(by, now))
    found = of_person(ledger, year.period_year, nip)
    if found is None:
        raise EntryNotFoundError
    return found


def add(connection: Connection, person: Identity, now: datetime) -> Row:
    """The row of a new entry, to be begun in the same transaction. Raises IntegrityError when the person has one."""
    values = {"period_year": person.period_year, "nip": person.nip, "unit_id": person.unit_id, "version_no": 0, "state": moves.DRAFT}
    return connection.execute(insert(entry).values(**values, moved_at=now, last_event_no=0, change_no=0).returning(entry)).one()


def begin(connection: Connection, row: Row, step: Step) -> Row:
    """The first event of an entry that was added: its row as it then is."""
    move = moves.allowed("start", moves.NOT_BEGUN, step.by.role)
    entry_steps.carry_out(connection, row, move, replace(step, request_id=None))
    return entry_steps.locked(connection, row.entry_no, step.by)


def measurable(ledger: Engine, year: MeasuredYear, nip: int) -> Identity:
    """The identity of a person whom the rules measure. Raises EntryNotFoundError, NotEligibleError."""
    person = identities.of_person(ledger, year.period_year, nip)
    if person is None:
        raise EntryNotFoundError
    eligibility = year.eligibility_of(person.status_code)
    if not eligibility.may_measure:
        raise NotEligibleError(eligibility)
    return person


def check_window(ledger: Engine, year: MeasuredYear, unit_id: str, now: datetime, *, is_returned: bool = False) -> None:
    """What came back may be corrected after the window too. Raises WindowClosedError."""
    window = windows.of_unit(ledger, year, unit_id, now=now)
    if not (window.is_open or (is_returned and window.kind == "closed")):
        raise WindowClosedError(window)


def save_draft(ledger: Engine, year: MeasuredYear, entry_no: int, given: Given, *, by: Acting, seen_save_no: int, now: datetime) -> Draft:
    """Keep the working copy, complete or not. It survives the end of the server, and a power cut but for its last second: two hundred who answer at once do not wait
    for the disk. Raises EntryNotFoundError, MoveRefusedError, WindowClosedError, ChangedMeanwhileError (saved elsewhere)."""
    with snapshot(ledger) as connection:
        seen = visible(connection, entry_no, by)
    check_window(ledger, year, seen.unit_id, now, is_returned=seen.state == moves.RETURNED)
    with writing(ledger, is_synced=False) as connection:
        row = entry_steps.locked(connection, entry_no, by)
        entry_steps.check(connection, row, "save", Step(by, now))
        _check_saved(connection, row, seen_save_no)
        values = {"answers": to_json(given), "save_no": seen_save_no + 1, "saved_at": now, "account_no": by.actor.account_no}
        if seen_save_no == 0:
            connection.execute(insert(entry_draft).values(entry_no=entry_no, **values))
        else:
            connection.execute(update(entry_draft).where(entry_draft.c.entry_no == entry_no).values(**values))
    return Draft(given, seen_save_no + 1, now)


def discard_draft(ledger: Engine, entry_no: int, *, by: Acting, seen_save_no: int, now: datetime) -> None:
    """Go back to the version in force. Raises EntryNotFoundError, MoveRefusedError, ChangedMeanwhileError."""
    with writing(ledger) as connection:
        row = entry_steps.locked(connection, entry_no, by)
        entry_steps.check(connection, row, "save", Step(by, now))
        _check_saved(connection, row, seen_save_no)
        connection.execute(delete(entry_draft).where(entry_draft.c.entry_no == entry_no))


def _check_saved(connection: Connection, row: Row, seen_save_no: int) -> None:
    """Raises ChangedMeanwhileError when the working copy is not the one that was seen, or was submitted since."""
    saved = connection.execute(select(entry_draft).where(entry_draft.c.entry_no == row.entry_no)).one_or_none()
    if saved is not None and saved.save_no != seen_save_no:
        raise ChangedMeanwhileError(moves.ASN, saved.saved_at)
    if saved is None and seen_save_no:
        last = connection.execute(select(entry_event).where(entry_event.c.event_no == row.last_event_no)).one()
        raise ChangedMeanwhileError(last.acting_as, last.at)


def problems(year: MeasuredYear, given: Given, person: Identity, *, now: datetime) -> tuple[Problem, ...]:
    """What `submit` would refuse these answers for; nothing: it takes them. For the review before it."""
    asked = only_asked(year, given, person.position_group)
    return answer_checks.problems(year, asked, person.position_group, known_education=person.education_code, now=now)


@dataclass(frozen=True)
class Submission:
    """What is submitted: the answers as the review showed them, the `save_no` of the working copy seen there (0: none), and the sentence that was agreed to."""

    given: Given
    seen_save_no: int
    truth_statement: str


def submit(ledger: Engine, year: MeasuredYear, entry_no: int, submission: Submission, step: Step) -> Receipt:
    """Submit a draft or what was returned. It is on the disc when the receipt is there.

    Raises EntryNotFoundError, ChangedMeanwhileError, MoveRefusedError, WindowClosedError, NotEligibleError, AnswersRefusedError.
    """
    return _submitted(ledger, year, entry_no, submission, "submit", step)


def edit(ledger: Engine, year: MeasuredYear, entry_no: int, submission: Submission, step: Step) -> Receipt:
    """A new complete version of what was submitted and not yet verified. Raises as `submit`."""
    return _submitted(ledger, year, entry_no, submission, "edit", step)


def _submitted(ledger: Engine, year: MeasuredYear, entry_no: int, submission: Submission, code: str, step: Step) -> Receipt:
    """Everything that takes time, points above all, stands before the transaction that writes."""
    with snapshot(ledger) as connection:
        row = visible(connection, entry_no, step.by)
        done = entry_steps.repeated(connection, entry_no, code, step)
        if done is None:
            entry_steps.check(connection, row, code, step)
    if done is None:
        person = measurable(ledger, year, row.nip)
        check_window(ledger, year, row.unit_id, step.now, is_returned=row.state == moves.RETURNED)
        scored = score(year, submission.given, person, now=step.now, truth_statement=submission.truth_statement)
        done = _write(ledger, entry_no, code, step, scored, submission.seen_save_no)
    return receipt_of(done)


def _write(ledger: Engine, entry_no: int, code: str, step: Step, scored: Scored, seen_save_no: int) -> Done:
    with writing(ledger) as connection:
        row = entry_steps.locked(connection, entry_no, step.by)
        done = entry_steps.repeated(connection, entry_no, code, step)
        if done is not None:
            return done
        move = entry_steps.check(connection, row, code, step)
        _check_saved(connection, row, seen_save_no)
        return entry_steps.carry_out(connection, row, move, step, scored=scored)


def receipt_of(done: Done) -> Receipt:
    """The receipt of a move that makes a version."""
    if done.receipt is None:
        raise ValueError(done.event.move)
    return done.receipt


def score(year: MeasuredYear, given: Given, person: Identity, *, now: datetime, truth_statement: str | None = None, is_paper: bool = False) -> Scored:
    """Answers checked and with their points. Raises AnswersRefusedError."""
    asked = only_asked(year, given, person.position_group)
    wrong = answer_checks.problems(year, asked, person.position_group, known_education=person.education_code, now=now, is_paper=is_paper)
    if wrong or person.position_group is None:
        raise AnswersRefusedError(wrong)
    points = scoring.preview(year.period_year, asked.for_scoring(person.position_group))
    if points.total_score is None or points.category_code is None:
        raise AnswersRefusedError((Problem("", answer_checks.NOT_SCORED),))
    return Scored(asked, person.position_group, points, year.rule_version, truth_statement)


def visible(connection: Connection, entry_no: int, by: Acting) -> Row:
    """The row of an entry of somebody's scope. Raises EntryNotFoundError."""
    is_visible = in_scope(by.scope, entry.c.period_year, entry.c.unit_id, entry.c.nip)
    row = connection.execute(select(entry).where(entry.c.entry_no == entry_no, is_visible)).one_or_none()
    if row is None:
        raise EntryNotFoundError
    return row


def history(ledger: Engine, entry_no: int, *, by: Acting) -> History:
    """Everything that happened to an entry, for its person or those whose scope it is in. Raises EntryNotFoundError."""
    with snapshot(ledger) as connection:
        return entry_records.history_of(connection, visible(connection, entry_no, by))
