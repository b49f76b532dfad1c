"""What the small-group rule has to know beside a table, against plain SQL on the release: people in the units beside the chosen one, and the reader's own."""

import pytest

from dashboard import warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import known
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

LEADER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING)
OWN = "1010"
YEAR = Filters(2021)
HEAD = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, duty=Scope(unit_ids=(OWN,)))
COUNTED = "period_year = 2021 AND is_eligible AND is_measured"
INSIDE = f"SELECT s.* FROM score s JOIN unit u ON s.unit_no BETWEEN u.unit_no AND u.last_unit_no WHERE u.period_year = 2021 AND u.unit_id = '{OWN}'"


def counts_beside(viewer: Viewer, chosen: Filters, path: tuple[str, ...]) -> dict[tuple[str, str | None], int]:
    rows = warehouse.fetch(known.beside(viewer, chosen, path)).to_dict("records")
    return {
        (str(row["unit_id"]), row["parent_unit_id"] if isinstance(row["parent_unit_id"], str) else None): int(row["measured_count"]) for row in rows
    }


def asked_beside(ask: Ask, path: tuple[str, ...], where: str = "true") -> dict[tuple[str, str | None], int]:
    tree = ask("SELECT unit_id, parent_unit_id, unit_no, last_unit_no FROM unit WHERE period_year = 2021")
    people = ask(f"SELECT s.unit_no FROM score s WHERE {COUNTED} AND {where}")
    return {
        (unit, parent): sum(first <= unit_no <= last for (unit_no,) in people)
        for unit, parent, first, last in tree
        if parent is None or parent in path
    }


@pytest.mark.parametrize(
    ("chosen", "where"),
    [(Filters(2021), "true"), (Filters(2021, rank_groups=("III",)), "s.rank_group = 'III'")],
)
@pytest.mark.parametrize("path", [(), ("0111",), ("0111", OWN)])
def test_units_at_the_top_and_right_below_the_path_are_counted(ask: Ask, chosen: Filters, where: str, path: tuple[str, ...]) -> None:
    expected = asked_beside(ask, path, where)
    assert counts_beside(LEADER, chosen, path) == expected
    assert sum(expected.values()) > 0
    assert len(path) == len({parent for _unit, parent in expected if parent})


def test_of_a_year_without_people_and_of_nothing_visible_nobody_is_counted(warehouse_of_sample: object) -> None:
    assert counts_beside(LEADER, Filters(1999), ("0111",)) == {}
    assert counts_beside(Viewer(), Filters(2021), ("0111",)) == {}


def test_whoever_sees_one_unit_has_it_at_the_top(warehouse_of_sample: object) -> None:
    narrow = Viewer(permissions=frozenset({"aggregates"}), scope=Scope(unit_ids=(OWN,)))
    assert {unit for unit, _parent in counts_beside(narrow, Filters(2021), ())} == {OWN}


def own(row: str, column: str, chosen: Filters = YEAR) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = warehouse.fetch(known.own_people(HEAD, chosen, row, column)).to_dict("records")
    return rows


@pytest.mark.parametrize(("row", "column"), [("", ""), ("unit", "category"), ("rank_group", "sex"), ("position_group", ""), ("", "discipline")])
def test_all_own_people_are_counted_once_and_nobody_else(ask: Ask, row: str, column: str) -> None:
    ((expected,),) = ask(f"SELECT count(*) FROM ({INSIDE}) WHERE {COUNTED}")
    rows = own(row, column)
    assert sum(int(str(one["asn_count"])) for one in rows) == expected > 0
    keys = [(one["row_code"], one["row_is_own"], one["column_code"], one["category_code"]) for one in rows]
    assert len(keys) == len({tuple(map(str, key)) for key in keys})


@pytest.mark.parametrize(("grouping", "sql"), [("rank_group", "rank_group")])
def test_own_people_by_group_and_category_are_those_of_the_release(ask: Ask, grouping: str, sql: str) -> None:
    expected = {
        (str(code), category): count
        for code, category, count in ask(f"SELECT {sql}, category_code, count(*) FROM ({INSIDE}) WHERE {COUNTED} GROUP BY ALL")
    }
    found = {(str(one["row_code"]), one["category_code"]): one["asn_count"] for one in own(grouping, "")}
    assert found == expected


def test_filters_choose_among_the_own_people(ask: Ask) -> None:
    ((expected,),) = ask(f"SELECT count(*) FROM ({INSIDE}) WHERE {COUNTED} AND rank_group = 'III'")
    assert sum(int(str(one["asn_count"])) for one in own("", "", chosen=Filters(2021, rank_groups=("III",)))) == expected
    assert own("", "", chosen=Filters(2021, "1001")) == []


def test_people_right_in_the_chosen_unit_are_told_from_those_below(ask: Ask) -> None:
    ((right_in_it,),) = ask(f"SELECT count(*) FROM score s JOIN unit u USING (period_year, unit_no) WHERE {COUNTED} AND u.unit_id = '{OWN}'")
    rows = own("unit", "", chosen=Filters(2021, OWN))
    assert sum(int(str(one["asn_count"])) for one in rows if one["row_is_own"]) == right_in_it
    assert {str(one["row_code"]) for one in rows if not one["row_is_own"]} <= {"101001", "101002", "101003", "101004"}
