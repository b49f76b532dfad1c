"""Refused attempts: each once a session, no flood, no NIP."""

from sqlalchemy import Engine

from dashboard.ledger import audit, denials
from dashboard.ledger.audit import Actor, Sought
from tests.dashboard.ledger.invented import HERE, NOW

SOMEBODY = Actor(3, 9, HERE)


def test_an_attempt_is_written_once_a_session(ledger: Engine) -> None:
    assert denials.record(ledger, SOMEBODY, "page", page="people", now=NOW)
    assert not denials.record(ledger, SOMEBODY, "page", page="people", now=NOW)
    assert denials.record(ledger, SOMEBODY, "page", page="audit", now=NOW)
    assert denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="1011", now=NOW, release_id="20211122T080000")
    assert not denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="1011", now=NOW)
    assert denials.record(ledger, Actor(3, 10, HERE), "page", page="people", now=NOW)
    entries = audit.search(ledger, Sought(actions=[denials.DENIED])).entries
    assert [(entry.session_no, entry.outcome, entry.page, entry.unit_ids) for entry in entries] == [
        (10, "page", "people", ()),
        (9, "unit", "people", ("1011",)),
        (9, "page", "audit", ()),
        (9, "page", "people", ()),
    ]
    assert {(entry.account_no, entry.address) for entry in entries} == {(3, HERE)}
    assert entries[1].release_id == "20211122T080000"


def test_one_session_does_not_fill_the_audit(ledger: Engine) -> None:
    written = [denials.record(ledger, SOMEBODY, "unit", page="units", unit_id=f"U{number}", now=NOW) for number in range(denials.MOST + 20)]
    assert written == [True] * denials.MOST + [False] * 20
    assert audit.count(ledger, Sought(actions=[denials.DENIED])) == denials.MOST


def test_what_looks_like_a_nip_is_no_unit(ledger: Engine) -> None:
    assert denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="198001012005011001", now=NOW)
    assert not denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="198001012005011002", now=NOW)
    (entry,) = audit.search(ledger, Sought()).entries
    assert (entry.unit_ids, entry.filters) == ((), {"unit_id": "[NIP]"})


def test_a_long_name_of_a_unit_is_written_as_far_as_it_fits(ledger: Engine) -> None:
    assert denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="U" * 500, now=NOW)
    assert not denials.record(ledger, SOMEBODY, "unit", page="people", unit_id="U" * 500, now=NOW)
