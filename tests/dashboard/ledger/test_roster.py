"""Units and people of a scope, and the entries of a queue that differ in nothing, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, entries, roster, verification
from dashboard.ledger.answers import Evidence
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_steps import Step
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import ANI, BUDI, GIVEN, OPEN, SITI, UMAR, YEAR


@pytest.fixture
def office(ledger: Engine) -> Engine:
    measured.load(ledger)
    return ledger


def test_units_are_those_of_the_scope_in_the_order_of_the_tree(office: Engine) -> None:
    by = measured.acting(office, "verifier", "PUSAT")
    assert [each.unit_id for each in roster.units(office, YEAR, by=by)] == ["PUSAT", "BALAI"]
    assert roster.unit_count(office, YEAR, by=by) == 2
    assert [each.unit_id for each in roster.units(office, YEAR, by=by, text="bala")] == ["BALAI"]
    assert roster.units(office, YEAR, by=by, text="Sekre") == ()
    assert roster.unit_of(office, YEAR, "SEKRETARIAT", by=by) is None
    assert roster.unit_of(office, YEAR, "BALAI", by=by) == roster.Place("BALAI", "Balai")
    assert roster.unit_count(office, 2020, by=by) == 0
    assert roster.unit_count(office, YEAR, by=measured.acting(office, "verifier")) == 4


def test_people_are_those_of_the_scope(office: Engine) -> None:
    by = measured.acting(office, "verifier", "PUSAT")
    assert [each.nip for each in roster.listed(office, YEAR, by=by, limit=9)] == [BUDI, SITI, UMAR]
    assert [each.nip for each in roster.listed(office, YEAR, by=by, limit=9, statuses=["PNS"])] == [BUDI, SITI]
    assert roster.person_count(office, YEAR, by=by) == 3
    assert roster.person_count(office, YEAR, by=by, statuses=["PNS"]) == 2
    measured.submitted(office)
    measured.started(office, BUDI)
    assert [each.nip for each in roster.listed(office, YEAR, by=by, limit=9, statuses=["PNS"], without_entry=True)] == [BUDI]
    assert [each.nip for each in roster.listed(office, YEAR, by=measured.acting(office, "verifier", "SEKRETARIAT"), limit=9)] == [ANI]


def test_plain_ones_differ_in_nothing_and_are_not_the_own(office: Engine) -> None:
    measured.submitted(office)
    evidence = (Evidence("education", "IJ-1", date(2004, 7, 1)), *GIVEN.evidence[1:])
    measured.submitted(office, BUDI, replace(GIVEN, has_functional_training=None, has_leadership_training=False, evidence=evidence))
    by = measured.acting(office, "verifier", "PUSAT")
    assert {each.nip: each.differences for each in verification.queue(office, YEAR, by=by)} == {SITI: (), BUDI: ("education",)}
    assert [each.nip for each in verification.queue(office, YEAR, by=by, is_plain=True)] == [SITI]
    herself = replace(by, actor=measured.asn(office, SITI).actor)
    assert verification.queue(office, YEAR, by=herself, is_plain=True) == []
    (plain,) = verification.queue(office, YEAR, by=by, is_plain=True)
    verification.verify(office, plain.entry_no, Step(by, OPEN, plain.change_no))
    assert verification.queue(office, YEAR, by=by, is_plain=True) == []
    assert entries.history(office, plain.entry_no, by=by).entry.state == "verified"


def test_who_moved_is_named_as_greeted_and_never_by_a_nip(office: Engine) -> None:
    herself = measured.asn(office, SITI).actor.account_no or 0
    named = accounts.add(office, "198505052010051005", shown_name="Ibu Ani", actor=COMMAND_LINE, now=OPEN)
    assert roster.shown_names(office, [herself, named.account_no]) == {named.account_no: "Ibu Ani"}
    assert roster.shown_names(office, []) == {}
