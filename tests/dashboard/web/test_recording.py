"""Whose rows were seen and taken away stands in the audit, through the real server: what was asked, by whom, how many rows, and nothing twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import navigation
from dashboard.ledger import accounts, audit
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import EVERY_UNIT, Entry, Sought
from dashboard.recording import REQUESTED, SEEN, TAKEN
from tests.beside import asked
from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.visitor import Visitor, file_path, run

UNIT = "1004"
"""A Balai of the sample."""


def _entries(guarded: Guarded, name: str) -> list[Entry]:
    account_no = next(account.account_no for account, _grants in _accounts(guarded) if account.sign_in_name == name)
    found = audit.search(guarded.ledger, Sought(account_no=account_no, actions=[SEEN, TAKEN, REQUESTED]))
    return list(found.entries)


def _accounts(guarded: Guarded) -> list[tuple[Account, tuple[Grant, ...]]]:
    return accounts.listed(guarded.ledger)


def _rows(messages: list[ForwardMsg]) -> int:
    """Rows of the tables shown."""
    shown = (message.delta.new_element for message in messages if message.WhichOneof("type") == "delta")
    return sum(element.html.body.count("<tr>") - 1 for element in shown if element.WhichOneof("type") == "html" and "<table>" in element.html.body)


def test_rows_of_people_are_recorded_once_a_view(guarded: Guarded) -> None:
    name = "verifier-seen@example.go.id"
    visitor = guarded.signed_in(name, Grant("verifier", unit_id=UNIT))
    with visitor.stream() as connection:
        shown = _rows(run(connection, "people"))
        run(connection, "people")
    (entry,) = _entries(guarded, name)
    assert (entry.action, entry.page, entry.unit_ids, entry.row_count, entry.outcome) == (SEEN, "people", (UNIT,), shown, "done")
    assert entry.session_no is not None
    assert entry.release_id
    assert entry.filters == {"year": 2021}
    assert shown > 1


def test_a_file_is_recorded_when_it_is_made(guarded: Guarded) -> None:
    name = "verifier-taken@example.go.id"
    visitor = guarded.signed_in(name, Grant("verifier", unit_id=UNIT))
    with visitor.stream() as connection:
        messages = run(connection, "people")
        assert [entry.action for entry in _entries(guarded, name)] == [SEEN]
        assert visitor.get(file_path(connection, messages)).status == 200
    taken, seen = _entries(guarded, name)
    assert (taken.action, taken.page, taken.unit_ids) == (TAKEN, "people", (UNIT,))
    assert taken.row_count == seen.row_count


def test_who_sees_oneself_is_recorded_without_a_unit(guarded: Guarded, warehouse: Path) -> None:
    """Whoever asks who has seen a unit's people is not shown each of them at their own row; their account shows that they were here."""
    ((nip,),) = asked(warehouse, "SELECT nip FROM person WHERE period_year = 2021 ORDER BY nip LIMIT 1")
    visitor = guarded.signed_in("oneself@example.go.id", Grant("asn", nip=int(nip)))
    with visitor.stream() as connected:
        assert _rows(run(connected, "people")) == 1
    (entry,) = _entries(guarded, "oneself@example.go.id")
    assert (entry.action, entry.page, entry.unit_ids, entry.row_count) == (SEEN, "people", (), 1)
    assert str(nip) not in str(entry)


@pytest.mark.parametrize(("role", "page"), [("secretariat", "missing"), ("analyst", "people")])
def test_who_sees_everybody_is_recorded_for_every_unit(guarded: Guarded, role: str, page: str) -> None:
    name = f"{role}-{page}@example.go.id"
    visitor = guarded.signed_in(name, Grant(role))
    with visitor.stream() as connection:
        run(connection, page)
    pages = {entry.page: entry.unit_ids for entry in _entries(guarded, name)}
    assert pages[page] == (EVERY_UNIT,)


def test_figures_alone_are_not_recorded(guarded: Guarded) -> None:
    name = "leader-figures@example.go.id"
    visitor = guarded.signed_in(name, Grant("leader"))
    with visitor.stream() as connection:
        for page in ("", "units", "completion", "people"):
            run(connection, page)
    assert _entries(guarded, name) == []


def test_who_has_seen_a_unit_is_found_through_those_above_it(guarded: Guarded) -> None:
    _seen_by(guarded, "above@example.go.id", Grant("unit_head", unit_id="0111"))
    _seen_by(guarded, "beside@example.go.id", Grant("unit_head", unit_id="1005"))
    found = audit.search(guarded.ledger, Sought(unit_ids=[UNIT, "0111", EVERY_UNIT], actions=[SEEN], until=datetime.now(UTC)), limit=1000)
    names = {account.account_no: account.sign_in_name for account, _grants in _accounts(guarded)}
    seers = {names[entry.account_no] for entry in found.entries if entry.account_no is not None}
    assert "above@example.go.id" in seers
    assert "beside@example.go.id" not in seers
    assert audit.verify(guarded.ledger).first_broken is None


def _seen_by(guarded: Guarded, name: str, grant: Grant) -> Visitor:
    visitor = guarded.signed_in(name, grant)
    with visitor.stream() as connection:
        run(connection, "people")
    return visitor


@pytest.mark.parametrize("page", navigation.PAGES, ids=lambda page: page.name)
def test_no_page_reads_people_past_the_audit(page: navigation.PageEntry) -> None:
    """`warehouse.read` gives rows that name people; on a page they come through `recording.read`. Counts of a search name nobody."""
    lines = [line for line in Path(page.path).read_text(encoding="utf-8").splitlines() if "warehouse.read" in line]
    assert all("found_count" in line or "totals" in line for line in lines), lines
