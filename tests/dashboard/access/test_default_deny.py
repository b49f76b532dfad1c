"""What was not allowed is refused: pages, rows, servers that others can reach."""

import ast
from pathlib import Path

import pytest
import streamlit as st

from dashboard import access, navigation, warehouse
from dashboard.access import roles
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import choices, overview, summary, visible
from dashboard.queries.filters import Filters


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.10", "10.0.0.1", "example.org", "127.0.0.1.example.org"])
def test_a_server_that_others_can_reach_serves_nobody(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": address}.get)
    assert access.current_viewer() == Viewer()
    assert navigation.pages_of(access.current_viewer()) == []


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_whoever_sits_at_the_machine_sees_all_pages_but_those_of_administrators(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": address}.get)
    assert navigation.pages_of(access.current_viewer()) == [
        entry for entry in navigation.PAGES if entry.permission not in roles.ADMINISTERING | roles.MEASURING
    ]


def test_a_page_is_listed_only_with_its_permission() -> None:
    viewer = Viewer(permissions=frozenset({"people"}), scope=access.EVERYTHING)
    assert [entry.name for entry in navigation.pages_of(viewer)] == ["people", "document_check"]
    assert navigation.pages_of(Viewer()) == []


def does_something(node: ast.stmt) -> bool:
    """Whether a statement is more than an import, a text or a constant of capitals."""
    if isinstance(node, ast.Assign):
        return not all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)
    return not isinstance(node, (ast.Import, ast.ImportFrom)) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


@pytest.mark.parametrize("entry", navigation.PAGES, ids=lambda entry: entry.name)
def test_a_page_asks_for_its_permission_before_anything_else(entry: navigation.PageEntry) -> None:
    first = next(node for node in ast.parse(entry.path.read_text(encoding="utf-8")).body if does_something(node))
    asked = f"access.require('{entry.permission}')"
    assert ast.unparse(first) in {asked, f"viewer = {asked}"}


def test_every_script_is_a_page() -> None:
    assert {path.stem for path in navigation.FOLDER.glob("[!_]*.py")} == {entry.name for entry in navigation.PAGES}


def test_whoever_has_no_scope_sees_no_row(warehouse_of_sample: Path) -> None:
    nobody = Viewer(permissions=frozenset({"aggregates", "people", "quality"}), scope=Scope())
    filters = Filters(year=2021)
    assert warehouse.fetch(choices.units(nobody, 2021, 9)).empty
    assert warehouse.fetch(overview.index(nobody, filters))["asn_count"].tolist() == [0]
    scores = visible.scores(nobody)
    assert warehouse.fetch(summary.by(scores, visible.chosen(scores, filters), [], 2021))["asn_count"].tolist() == [0]


def test_a_unit_outside_the_scope_does_not_exist(warehouse_of_sample: Path) -> None:
    viewer = Viewer(permissions=frozenset({"aggregates"}), scope=Scope(unit_ids=("011102",)))
    assert warehouse.fetch(choices.unit(viewer, 2021, "011101")).empty
    assert warehouse.fetch(choices.unit(viewer, 2021, "011102"))["unit_id"].tolist() == ["011102"]
    assert set(warehouse.fetch(choices.units(viewer, 2021, 1, "011101"))["unit_id"]) <= {"011102"}
