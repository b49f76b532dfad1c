"""The table of moves: what stands in it happens and nothing else does, asked of the table and, state by state, of the ledger itself."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.ledger import entries, entry_damage, identities, moves, stage_reports, verification
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_errors import EntryNotFoundError, MoveRefusedError, ReasonMissingError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import PersonRow, UnitRow
from dashboard.ledger.paper import OnPaper, RowsRefusedError, store
from dashboard.ledger.stage_reports import Report
from tests.dashboard.ledger.measured import GIVEN, OPEN, YEAR, acting, asn, reporting, year

TABLE: dict[str, tuple[set[str | None], str | None, set[str]]] = {
    "start": ({None}, "draft", {"asn", "paper"}),
    "save": ({"draft", "submitted", "edited", "returned", "reopened"}, None, {"asn"}),
    "submit": ({"draft", "returned"}, "submitted", {"asn", "paper"}),
    "edit": ({"submitted", "edited", "reopened"}, "edited", {"asn"}),
    "return": ({"submitted", "edited", "verified", "reopened"}, "returned", {"verifier"}),
    "verify": ({"submitted", "edited", "reopened"}, "verified", {"verifier"}),
    "correct": ({"submitted", "edited", "returned", "reopened"}, "verified", {"verifier"}),
    "report": ({"verified"}, "reported", {"verifier", "unit_head"}),
    "reopen": ({"reported"}, "reopened", {"unit_head", "secretary", "secretariat"}),
}
"""The table once more, as the design of the application has it."""


@pytest.mark.parametrize("code", [*TABLE, "delete"])
def test_what_is_not_in_the_table_is_refused(code: str) -> None:
    before, after, by = TABLE.get(code, (set(), None, set()))
    for state, role in product([None, *moves.STATES, "unknown"], [*moves.ACTORS, "administrator", ""]):
        if state in before and role in by:
            assert moves.allowed(code, state, role).after == after
            assert code in moves.open_to(state, role)
        else:
            with pytest.raises(MoveRefusedError):
                moves.allowed(code, state, role)
            assert code not in moves.open_to(state, role)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        moves.MOVES["delete"] = moves.MOVES["edit"]  # type: ignore[index]


def test_every_state_is_reached_and_can_be_left() -> None:
    assert {move.after for move in moves.MOVES.values()} - {None} == set(moves.STATES)
    assert {state for move in moves.MOVES.values() if move.after for state in move.before} - {None} == set(moves.STATES)


def test_the_document_shows_the_table() -> None:
    lines = Path("docs/measurement.md").read_text(encoding="utf-8").splitlines()
    rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| `")}
    order = {state: place for place, state in enumerate([None, *moves.STATES])}
    for code, (before, after, by) in TABLE.items():
        states = ", ".join(str(state or "nothing") for state in sorted(before, key=order.__getitem__))
        roles = ", ".join(sorted(by, key=moves.ACTORS.index))
        move = moves.MOVES[code]
        more = ", ".join([*["a version"] * move.makes_version, *["a reason"] * move.needs_reason]) or "–"
        assert (f"`{code}`", states, str(after or "stays"), roles, more) in rows


Try = Callable[[Engine, int, Acting], object]


def _change_no(ledger: Engine, entry_no: int) -> int:
    everything = acting(ledger, "secretariat")
    return verification.waiting(ledger, entry_no, by=everything).change_no


def _step(ledger: Engine, entry_no: int, by: Acting) -> Step:
    return Step(by, OPEN, _change_no(ledger, entry_no), None, "Alasan.")


def _submission(_entry_no: int) -> Submission:
    return Submission(GIVEN, 0, "Benar.")


TRIES: dict[str, Try] = {
    "save": lambda ledger, number, by: entries.save_draft(ledger, year(), number, GIVEN, by=by, seen_save_no=0, now=OPEN),
    "submit": lambda ledger, number, by: entries.submit(ledger, year(), number, _submission(number), _step(ledger, number, by)),
    "edit": lambda ledger, number, by: entries.edit(ledger, year(), number, _submission(number), _step(ledger, number, by)),
    "return": lambda ledger, number, by: verification.send_back(ledger, number, _step(ledger, number, by)),
    "verify": lambda ledger, number, by: verification.verify(ledger, number, _step(ledger, number, by)),
    "correct": lambda ledger, number, by: verification.correct(ledger, year(), number, GIVEN, _step(ledger, number, by)),
    "reopen": lambda ledger, number, by: verification.reopen(ledger, number, _step(ledger, number, by)),
}

WAYS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "edited": ("submit", "edit"),
    "returned": ("submit", "return"),
    "verified": ("submit", "verify"),
    "reported": ("submit", "verify", "report"),
    "reopened": ("submit", "verify", "report", "reopen"),
}
"""How an entry comes into each state."""

DOERS = {"submit": "asn", "edit": "asn", "return": "verifier", "verify": "verifier", "reopen": "secretariat"}


def _brought(ledger: Engine, nip: int, unit_id: str, state: str) -> int:
    own = asn(ledger, nip)
    number = entries.start(ledger, year(), by=own, now=OPEN).entry.entry_no
    for code in WAYS[state]:
        if code == "report":
            step = Step(reporting(ledger, "verifier", 2, unit_id), OPEN)
            stage_reports.make(ledger, year(), Report(2, unit_id, "Kepala", {}, incomplete_reason="Uji."), step)
        else:
            TRIES[code](ledger, number, own if DOERS[code] == "asn" else acting(ledger, DOERS[code]))
    return number


def _as(ledger: Engine, role: str, nip: int) -> Acting:
    """The role on this very entry; the person only as themself."""
    return asn(ledger, nip) if role == "asn" else acting(ledger, role)


def _office(ledger: Engine, count: int) -> list[PersonRow]:
    """So many people, each in a unit of their own."""
    numbers = range(count)
    people = [
        PersonRow(198001010000000000 + place, f"U{place}", education_code="S-1", position_group="fungsional", employment_status="PNS")
        for place in numbers
    ]
    units = [UnitRow(f"U{place}", "Unit") for place in numbers]
    identities.load(ledger, YEAR, units, people, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    return people


def test_the_ledger_does_what_the_table_has_and_nothing_else(ledger: Engine) -> None:
    """What is refused is tried on one entry of each state, what is allowed on an entry of its own."""
    cells = list(product(moves.STATES, TRIES, moves.ACTORS))
    done = [(state, code, role) for state, code, role in cells if state in TABLE[code][0] and role in TABLE[code][2]]
    people = _office(ledger, len(done) + len(moves.STATES))
    everything = acting(ledger, "secretariat")
    for (state, code, role), person in zip(done, people, strict=False):
        number = _brought(ledger, person.nip, person.unit_id, state)
        TRIES[code](ledger, number, _as(ledger, role, person.nip))
        assert verification.waiting(ledger, number, by=everything).state == (TABLE[code][1] or state), (state, code, role)
    for state, person in zip(moves.STATES, people[len(done) :], strict=True):
        number = _brought(ledger, person.nip, person.unit_id, state)
        for _state, code, role in (cell for cell in cells if cell[0] == state and cell not in done):
            with pytest.raises((MoveRefusedError, EntryNotFoundError)):
                TRIES[code](ledger, number, _as(ledger, role, person.nip))
        assert verification.waiting(ledger, number, by=everything).state == state
        assert len(entries.history(ledger, number, by=everything).events) == 1 + len(WAYS[state])
    assert entry_damage.found(ledger) is None


def test_paper_begins_and_submits_what_is_not_submitted(ledger: Engine) -> None:
    people = _office(ledger, len(moves.STATES) + 1)
    paper = acting(ledger, "paper", *(person.unit_id for person in people))
    for state, person in zip([None, *moves.STATES], people, strict=True):
        if state is not None:
            _brought(ledger, person.nip, person.unit_id, state)
        rows = [OnPaper(person.nip, replace(GIVEN, evidence=()))]
        if state in {None, "draft", "returned"}:
            (receipt,) = store(ledger, year(), rows, Step(paper, OPEN, request_id=f"berkas-{state}"))
            history = entries.history(ledger, receipt.entry_no, by=paper)
            assert (history.entry.state, history.versions[-1].made_as) == ("submitted", "paper")
        else:
            with pytest.raises(RowsRefusedError) as refused:
                store(ledger, year(), rows, Step(paper, OPEN))
            assert isinstance(refused.value.refused[0], MoveRefusedError)


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_no_reason_no_move(ledger: Engine, reason: str | None) -> None:
    (person,) = _office(ledger, 1)
    number = _brought(ledger, person.nip, person.unit_id, "submitted")
    step = replace(_step(ledger, number, acting(ledger, "verifier")), reason=reason)
    with pytest.raises(ReasonMissingError):
        verification.send_back(ledger, number, step)
    with pytest.raises(ReasonMissingError):
        verification.correct(ledger, year(), number, GIVEN, step)
    assert verification.waiting(ledger, number, by=acting(ledger, "verifier")).state == "submitted"
