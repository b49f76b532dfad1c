"""A document against what its reader's session has seen: the tables of a page decide, one by one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import shown_before, text, warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.documents import making
from dashboard.documents.order import UNIT_REPORT, Order
from dashboard.issuing import told
from dashboard.issuing.told import DifferenceError
from dashboard.queries.differencing import Selection
from tests.dashboard.conftest import Ask
from tests.dashboard.issuing.conftest import BALAI, TOP

LEADER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))
SESSION = 4711
WHOLE = Selection(2021, (TOP, BALAI))


@pytest.fixture(autouse=True)
def session(warehouse_of_sample: Path) -> Iterator[None]:
    """A session that has seen nothing yet."""
    text.use("id")
    warehouse.begin_run()
    with shown_before.of_session(SESSION):
        yield
    shown_before._sessions.pop(SESSION, None)


def figures() -> dict[str, object]:
    return making.figures_of(LEADER, Order(UNIT_REPORT, BALAI, 2021, warehouse.current_id()))


def measured(ask: Ask, condition: str) -> int:
    (row,) = ask(
        "SELECT count(*) FROM asn_score WHERE period_year = 2021 AND is_eligible AND is_measured AND unit_no IN (SELECT b.unit_no FROM unit a JOIN unit b ON "
        f"b.unit_no BETWEEN a.unit_no AND a.last_unit_no AND a.period_year = b.period_year WHERE a.period_year = 2021 AND a.unit_id = '{BALAI}') AND {condition}"
    )
    return int(row[0])


def test_a_session_that_has_seen_nothing_has_the_document_and_remembers_what_it_tells(ask: Ask) -> None:
    told.check(LEADER, figures())
    seen = shown_before.selections()
    assert seen[WHOLE] == measured(ask, "true")
    assert seen[replace(WHOLE, rank_group=frozenset({"III"}))] == measured(ask, "rank_group = 'III'")
    told.check(LEADER, figures())


@pytest.mark.parametrize(
    ("seen", "of"), [({"sex": frozenset({"female"})}, "true"), ({"rank_group": frozenset({"III"}), "sex": frozenset({"male"})}, "rank_group = 'III'")]
)
def test_with_few_people_less_seen_before_it_is_withheld_and_not_remembered(ask: Ask, seen: dict[str, frozenset[str]], of: str) -> None:
    """Of everybody in it, or of a group in one of its tables, all but two were seen before."""
    before = {replace(WHOLE, **seen): measured(ask, of) - 2}  # type: ignore[arg-type]
    shown_before.remember(before)
    with pytest.raises(DifferenceError, match="sudah"):
        told.check(LEADER, figures())
    assert shown_before.selections() == before


def test_whoever_has_the_duty_is_not_asked(ask: Ask) -> None:
    shown_before.remember({replace(WHOLE, sex=frozenset({"female"})): measured(ask, "true") - 2})
    told.check(replace(LEADER, duty=Scope(unit_ids=(BALAI,))), figures())


def test_who_has_the_duty_of_a_unit_has_documents_of_those_above_it_too() -> None:
    """On a page their own people count as known; a document is the same for everybody."""
    of_top = making.figures_of(LEADER, Order(UNIT_REPORT, TOP, 2021, warehouse.current_id()))
    told.check(replace(LEADER, duty=Scope(unit_ids=(BALAI,))), of_top)


def test_a_session_without_room_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_before, "MOST_SEEN", 0)
    with pytest.raises(DifferenceError, match="sesi ini sudah memuat"):
        told.check(LEADER, figures())
