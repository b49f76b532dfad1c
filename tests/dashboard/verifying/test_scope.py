"""Whatever the tree of units: who verifies some of them reaches the people at or below those, and of everybody else nothing, by any way that the pages have."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.ledger import engine, entries, identities, moves, paper, roster, verification
from dashboard.ledger.answers import Evidence
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_errors import EntryNotFoundError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import UnitRow
from dashboard.ledger.paper import OnPaper
from dashboard.verifying.duty import Duty
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import GIVEN, OPEN, YEAR
from tests.dashboard.verifying.office import person

PEOPLE = tuple(person(number) for number in range(1, 9))
GIVEN_OF_ALL = replace(GIVEN, evidence=(Evidence("education", "IJ-1", date(2005, 7, 1)), *GIVEN.evidence))


@dataclass(frozen=True)
class Tree:
    """Parents of units by their place (a unit stands below an earlier one, or at the top), the unit of each person, and those that are verified."""

    parents: tuple[int | None, ...]
    places: tuple[int, ...]
    verified: tuple[int, ...]

    def is_reached(self, unit: int | None) -> bool:
        """Whether a unit is one of the verified ones or stands below one: found by climbing."""
        while unit is not None:
            if unit in self.verified:
                return True
            unit = self.parents[unit]
        return False


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    count = draw(st.integers(1, 9))
    parents = tuple(None if number == 0 else draw(st.one_of(st.none(), st.integers(0, number - 1))) for number in range(count))
    places = tuple(draw(st.integers(0, count - 1)) for _person in PEOPLE)
    return Tree(parents, places, tuple(draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=2, unique=True))))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Eight people of one unit, each with an entry; where they stand changes with every tree."""
    folder: Path = tmp_path_factory.mktemp("scope")
    ledger = engine.open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    engine.upgrade(ledger)
    identities.load(ledger, YEAR, [UnitRow("BALAI", "Balai")], PEOPLE, source_name="a", actor=COMMAND_LINE, now=OPEN)
    for each in PEOPLE:
        measured.submitted(ledger, each.nip, GIVEN_OF_ALL)
    yield ledger
    ledger.dispose()


def code(unit: int) -> str:
    """Codes of which some begin like others: a scope goes by the tree."""
    return "9" * (unit + 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees())
def test_whoever_verifies_units_reaches_those_below_and_nobody_else(filled: Engine, tree: Tree) -> None:
    units = [UnitRow(code(number), f"Unit {number}", None if above is None else code(above)) for number, above in enumerate(tree.parents)]
    placed = [replace(each, unit_id=code(place)) for each, place in zip(PEOPLE, tree.places, strict=True)]
    identities.load(filled, YEAR, units, placed, source_name="a", actor=COMMAND_LINE, now=OPEN)
    by = measured.acting(filled, moves.VERIFIER, *(code(unit) for unit in tree.verified))
    inside = {each.nip for each, place in zip(PEOPLE, tree.places, strict=True) if tree.is_reached(place)}
    reached = {code(number) for number in range(len(tree.parents)) if tree.is_reached(number)}

    assert {each.nip for each in verification.queue(filled, YEAR, by=by, limit=99)} == inside
    assert {each.nip for each in verification.queue(filled, YEAR, by=by, limit=99, is_plain=True)} <= inside
    assert sum(verification.counts(filled, YEAR, by=by).values()) == len(inside)
    assert {each.nip for each in roster.listed(filled, YEAR, by=by, limit=99)} == inside
    assert roster.person_count(filled, YEAR, by=by) == len(inside)
    assert {each.unit_id for each in roster.units(filled, YEAR, by=by)} == reached
    for number in range(len(tree.parents)):
        duty = Duty(filled, measured.year(), by, OPEN).within(code(number))
        below = {each.nip for each in verification.queue(filled, YEAR, by=duty.by, limit=99)}
        assert below <= inside
        assert code(number) in reached or not below

    refused = paper.refusals(filled, measured.year(), [OnPaper(each.nip, GIVEN) for each in PEOPLE], by=replace(by, role=moves.PAPER), now=OPEN)
    assert {PEOPLE[place].nip for place, error in refused.items() if isinstance(error, EntryNotFoundError)} == {each.nip for each in PEOPLE} - inside
    everybody = verification.queue(filled, YEAR, by=measured.acting(filled, moves.VERIFIER, name="semua@contoh.go.id"), limit=99)
    for row in everybody:
        if row.nip in inside:
            assert entries.history(filled, row.entry_no, by=by).entry.nip == row.nip
            assert identities.in_scope_of(filled, YEAR, row.nip, by=by).nip == row.nip
            continue
        for way in (
            lambda row=row: verification.waiting(filled, row.entry_no, by=by),
            lambda row=row: entries.history(filled, row.entry_no, by=by),
            lambda row=row: identities.in_scope_of(filled, YEAR, row.nip, by=by),
            lambda row=row: verification.verify(filled, row.entry_no, Step(by, OPEN, row.change_no)),
            lambda row=row: verification.send_back(filled, row.entry_no, Step(by, OPEN, row.change_no, None, "x")),
            lambda row=row: verification.correct(filled, measured.year(), row.entry_no, GIVEN_OF_ALL, Step(by, OPEN, row.change_no, None, "x")),
        ):
            with pytest.raises(EntryNotFoundError):
                way()
    assert {each.state for each in everybody} == {moves.SUBMITTED}
