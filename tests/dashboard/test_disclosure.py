"""Small groups on the pages: whoever has no duty sees none, on no page, in no chart, table, sentence or file; whoever has sees their own in full."""

import ast
import inspect
from collections import OrderedDict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import Select
from streamlit.testing.v1 import AppTest

from dashboard import access, disclosure, downloads, navigation, queries, shown_before, warehouse
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import ranks, units
from dashboard.queries.differencing import Selection
from dashboard.queries.disclosed import DISCLOSED
from dashboard.queries.disclosure import OTHERS
from dashboard.queries.filters import Filters
from dashboard.text import disclosure as words
from tests.dashboard.conftest import Ask, run_page
from tests.dashboard.reading_pages import said, tables

ROOT = Path(queries.__file__).parents[1]

WITHOUT_RESULTS = {
    *("burn_up.by_day", "burn_up.calendar", "burn_up.last_year", "burn_up.target", "choices.release", "choices.rules", "choices.unit"),
    *("choices.unit_levels", "choices.units", "choices.years", "changes.compared", "changes.kinds", "changes.unit_count"),
    *("completion.matrix", "completion.stages", "completion.unit_counts", "distribution.categories", "overview.bands", "overview.maxima"),
    *("data_quality.by_check", "data_quality.by_unit", "data_quality.finding_count", "data_quality.findings", "data_quality.sources"),
    *("data_quality.totals", "data_quality.unit_names", "method.categories", "method.eligibility", "method.participation", "method.points"),
    *("method.rules", "method.schedule", "missing.by_unit", "missing.stage", "missing.totals", "missing.unit_places", "participation.by_group"),
    *("participation.whole", "schedule.days", "schedule.deadlines", "schedule.past_days", "tree.path", "tree.start_ids", "units.names"),
    *("administration.every_name", "administration.found", "administration.names", "administration.related", "measure.origins"),
    *(f"measured_year.{name}" for name in ("answers", "deadlines", "dependencies", "eligibility", "indicators", "owners", "stages")),
    *("exported.days", "exported.periods", "units.part_count", "units.places"),
}
"""Queries of counts of people, of the schedule, the rules, the release and the sources: no score, no category of anybody is in them."""

ROWS_OF_PEOPLE = {
    *("exported.counted", "exported.people", "personal_sheet.of_person"),
    *("changes.people", "demonstration.somebody", "missing.found_count", "missing.listing", "missing.reminder", "people.listing", "people.totals"),
}
"""Queries for permissions of their own, which name people or count those found by name."""

GUARDED = {"reasons.best", "units.undecided", "changes.by_unit", "known.beside", "known.own_people"}
"""Queries of results that dashboard.disclosure asks for those alone who see everything, or goes through row by row."""

Become = Callable[[Viewer], None]

PARTS_OF_QUERIES = {
    *("coverage.with_overlaps", "named.counted", "named.listing", "progress.of_units", "schedule.stages", "summary.by", "summary.of_sums"),
    "units.undecided_among",
}
"""What queries are made of; no page calls them."""

LEADER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))
PAGES = tuple(entry.name for entry in navigation.PAGES if entry.permission == "aggregates")


@pytest.fixture
def be(warehouse_of_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Become:
    """Whoever asks from now on is this viewer, in a session that has seen nothing."""
    st.session_state.clear()

    def become(viewer: Viewer) -> None:
        monkeypatch.setattr(access, "current_viewer", lambda: viewer)

    return become


def called_queries(path: Path) -> Iterator[tuple[str, bool]]:
    """module.function of every query that a file calls, and whether it hands it to dashboard.disclosure."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "dashboard.queries"
        for name in node.names
    }
    handed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("disclosure."):
            handed |= {inner for argument in node.args for inner in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Attribute):
            name = ast.unparse(node.func if isinstance(node, ast.Call) else node)
            if name.split(".")[0] in imported and name.count(".") == 1:
                yield name, node in handed


def test_no_page_asks_results_past_the_rule() -> None:
    calls = [(path.name, *call) for path in ROOT.rglob("*.py") if path.parent.name != "queries" for call in called_queries(path)]
    past = {(file, name) for file, name, is_handed in calls if name in {*DISCLOSED, *GUARDED} and not is_handed and file != "disclosure.py"}
    assert past == set()
    assert {name for _file, name, _is_handed in calls if name in PARTS_OF_QUERIES} == set()


def test_every_query_is_declared() -> None:
    found = set()
    for path in (ROOT / "queries").glob("*.py"):
        module = import_module(f"dashboard.queries.{path.stem}")
        for name, value in vars(module).items():
            if not callable(value) or name.startswith("_"):
                continue
            function = inspect.unwrap(value)
            is_own = getattr(function, "__module__", "") == module.__name__ and not isinstance(function, type)
            if is_own and inspect.signature(function).return_annotation is Select:
                found.add(f"{path.stem}.{name}")
    assert found - {*DISCLOSED, *GUARDED, *WITHOUT_RESULTS, *ROWS_OF_PEOPLE, *PARTS_OF_QUERIES} == set()


def whole(unit_id: str | None, **filters: tuple[str, ...]) -> Filters:
    return Filters(year=2021, unit_id=unit_id, **filters)  # type: ignore[arg-type]


@pytest.fixture
def units_of_2021(ask: Ask) -> list[tuple[str, str | None, int]]:
    """Identifier, parent and measured people of every unit."""
    return [
        (str(row[0]), row[1], int(row[2]))
        for row in ask(
            "SELECT u.unit_id, u.parent_unit_id, s.measured_count FROM unit u JOIN unit_score s USING (unit_no, period_year) WHERE u.period_year = 2021"
        )
    ]


def test_the_sample_has_small_groups(units_of_2021: list[tuple[str, str | None, int]]) -> None:
    assert [count for _unit, _parent, count in units_of_2021 if 0 < count < 5]


def test_across_the_levels_of_the_tree_subtraction_leaves_no_small_group(units_of_2021: list[tuple[str, str | None, int]], be: Become) -> None:
    be(LEADER)
    with_parts = {parent for _unit, parent, _count in units_of_2021 if parent}
    shown = {unit: disclosure.withheld(LEADER, whole(unit)) is None and count > 0 for unit, _parent, count in units_of_2021}
    for parent in with_parts:
        rows = units.parts(LEADER, whole(parent))
        counts = warehouse.fetch(rows).set_index(["unit_id", "is_own"])["measured_count"]
        hidden_rows = disclosure.fetch(LEADER, whole(parent), rows, "units.parts").set_index(["unit_id", "is_own"])
        if not shown[parent]:
            assert not hidden_rows["mean_total_score"].notna().any()
            continue
        hidden = counts[hidden_rows["mean_total_score"].isna() & (counts > 0)]
        assert not len(hidden) or (len(hidden) > 1 and hidden.sum() >= 5), parent
        for (unit, is_own), value in hidden_rows["mean_total_score"].items():
            if not is_own and counts[(unit, is_own)]:
                assert pd.notna(value) == shown[unit], unit


ADDRESSES: tuple[dict[str, str | list[str]], ...] = (
    {},
    {"unit": "SMALL"},
    {"unit": "BESIDE"},
    {"rank_group": "I"},
    {"category": "sangat_rendah"},
    {"sex": "female", "employment_kind": "pns"},
    {"row": "rank", "column": "category", "view": "table", "group": "unit", "by": "rank"},
    {"row": "category", "column": "sex", "view": "count", "group": "rank", "order": "mean_total_score", "desc": "1"},
    {"row": "discipline_level", "column": "position_group", "group": "education", "beside": ["SMALL", "BESIDE"]},
)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_small_group(
    page: str, address: dict[str, str | list[str]], be: Become, units_of_2021: list[tuple[str, str | None, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    be(LEADER)
    files: list[pd.DataFrame] = []
    monkeypatch.setattr(downloads, "offer", lambda frame, *_rest, **_more: files.append(words.frame(frame)))
    small = next(unit for unit, _parent, count in units_of_2021 if 0 < count < 5)
    above = next(parent for unit, parent, _count in units_of_2021 if unit == small)
    named = {"SMALL": small, "BESIDE": str(above)}
    asked = {name: [named.get(one, one) for one in value] if isinstance(value, list) else named.get(value, value) for name, value in address.items()}
    run_page(page, year="2021", **asked)
    for frame in files:
        assert words.CODE not in frame
        count = next((name for name in ("measured_count", "row_count") if name in frame), "asn_count" if "tenth" in frame else None)
        if count is None:
            continue
        few = frame[[not isinstance(value, str) and 0 < value < 5 for value in frame[count].fillna(0)]]
        values = [name for name in few if name.startswith(("mean_", "sangat_")) or name in MEASURES]
        numbers = few[values].map(lambda value: isinstance(value, int | float) and not pd.isna(value))
        assert not numbers.to_numpy().any(), few[values]


MEASURES = {"lowest_mean", "highest_mean", "median", "tenth", "lowest", "highest", "share_pct", "row_pct", "mean_score", "mean_difference"}


def test_a_small_unit_says_why_it_is_empty_and_asks_nothing_else(be: Become, units_of_2021: list[tuple[str, str | None, int]]) -> None:
    be(LEADER)
    small = next(unit for unit, _parent, count in units_of_2021 if 0 < count < 5)
    app = run_page("distribution", year="2021", unit=small)
    assert "kurang dari 5 orang" in app.info[0].value
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("page", ["distribution", "units", "ranks", "dimensions"])
@pytest.mark.parametrize("category", ["sangat_tinggi", "sangat_rendah"])
def test_whoever_has_no_duty_chooses_nobody_by_category(page: str, category: str, be: Become) -> None:
    be(LEADER)
    app = run_page(page, year="2021", category=category)
    assert "disaring menurut kategori" in app.info[0].value
    assert not app.get("plotly_chart")
    assert not tables(app)


def test_a_hidden_unit_is_said_in_words_in_table_and_file(
    be: Become, units_of_2021: list[tuple[str, str | None, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    be(LEADER)
    files: dict[str, pd.DataFrame] = {}
    monkeypatch.setattr(downloads, "offer", lambda frame, name, *_rest, **_more: files.update({name: words.frame(frame)}))
    counts = {unit: count for unit, _parent, count in units_of_2021}
    parent = next(parent for unit, parent, count in units_of_2021 if 0 < count < 5 and parent and counts[parent] > 20)
    app = run_page("units", year="2021", unit=parent)
    cells = [cell for row in tables(app)[0][1:] for cell in row]
    if not app.info:
        assert "disembunyikan: kurang dari 5 orang" in cells
        assert "disembunyikan: kurang dari 5 orang" in set(files["units"]["mean_total_score"])
    assert "Hasil kelompok dengan kurang dari 5 orang terukur disembunyikan" in said(app)


def test_duty_sees_the_own_unit_in_full_and_no_other(be: Become, units_of_2021: list[tuple[str, str | None, int]]) -> None:
    small = next(unit for unit, _parent, count in units_of_2021 if 0 < count < 5)
    other = next(unit for unit, _parent, count in units_of_2021 if 0 < count < 5 and unit != small)
    be(Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, duty=Scope(unit_ids=(small,))))
    assert run_page("distribution", year="2021", unit=small).get("plotly_chart")
    assert not run_page("distribution", year="2021", unit=other).get("plotly_chart")


def test_two_choices_of_one_session_that_differ_by_few_are_not_both_shown(be: Become, ask: Ask) -> None:
    counts = dict(ask("SELECT rank_group, count(*) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured GROUP BY 1"))
    small = [code for code, count in counts.items() if 0 < count < 5]
    assert len(small) == 1
    be(LEADER)
    app = AppTest.from_file(navigation.FOLDER / "distribution.py", default_timeout=60)
    app.query_params["year"], app.query_params["rank_group"] = "2021", [code for code in counts if code not in small]
    app.run()
    assert app.get("plotly_chart")
    del app.query_params["rank_group"]
    app.run()
    assert not app.get("plotly_chart")
    assert "bersama pilihan yang sudah Anda lihat" in app.info[0].value


def test_the_order_of_hidden_groups_is_hidden_and_counts_only_what_is_shown(be: Become) -> None:
    be(LEADER)
    rows = disclosure.fetch(LEADER, whole(None), ranks.by_rank(LEADER, whole(None)), "ranks.by_rank")
    told = warehouse.fetch(ranks.by_rank(LEADER, whole(None)))
    hidden = rows[rows["mean_total_score"].isna() & (rows["measured_count"] > 0)]
    assert len(hidden) > 1
    assert told.loc[hidden.index, "overlap_count"].notna().all()
    assert hidden["overlap_count"].isna().all()
    assert rows["overlap_count"].max() < len(rows) - len(hidden)
    assert all(words.cell("overlap_count", row) for row in hidden.to_dict("records"))


def test_where_results_are_withheld_what_few_leave_open_is_too(be: Become, units_of_2021: list[tuple[str, str | None, int]]) -> None:
    be(LEADER)
    small = next(unit for unit, parent, count in units_of_2021 if 0 < count < 5 and parent and len(parent) == 4)
    app = run_page("overview", year="2021", unit=small)
    assert "kurang dari 5 orang" in said(app)
    assert "kurang dari 1 orang" not in said(app)
    assert "menggeser rata-rata" not in said(app)


def test_what_was_shown_is_known_in_a_second_window_of_the_same_session(be: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    be(LEADER)
    narrow = whole(None, rank_groups=("II", "III", "IV"))

    def sits(session_no: int | None) -> None:
        st.session_state.clear()
        monkeypatch.setattr(access, "current_identity", lambda: Identity(1, session_no, "", LEADER))

    sits(-1)
    assert disclosure.withheld(LEADER, narrow) is None
    sits(-1)
    assert disclosure.withheld(LEADER, whole(None)) == disclosure.DIFFERENCE
    sits(-2)
    assert disclosure.withheld(LEADER, whole(None)) is None
    sits(None)
    assert disclosure.withheld(LEADER, narrow) is None


def test_nothing_that_was_shown_is_forgotten_and_without_room_nothing_more_is(be: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    be(LEADER)
    monkeypatch.setattr(shown_before, "_sessions", OrderedDict())
    monkeypatch.setattr(access, "current_identity", lambda: Identity(1, 1, "", LEADER))
    monkeypatch.setattr(shown_before, "MOST_SEEN", 50)
    assert disclosure.withheld(LEADER, whole(None, rank_groups=("II", "III", "IV"))) is None
    shown_before.remember({Selection(2021, (f"other{number}",)): 9 for number in range(48)})
    assert disclosure.withheld(LEADER, whole(None)) == disclosure.DIFFERENCE
    shown_before.remember_answer("tinggi", {Selection(2021, (f"other{number}",), answer="tinggi"): 9 for number in range(50)})
    assert shown_before.room() == 0
    assert disclosure.withheld(LEADER, whole(None)) == disclosure.withheld(LEADER, whole(None, sexes=("male",))) == disclosure.FULL
    with shown_before.apart():
        assert disclosure.withheld(LEADER, whole(None)) is None
    monkeypatch.setattr(access, "current_identity", lambda: Identity(1, 2, "", LEADER))
    assert disclosure.withheld(LEADER, whole(None)) is None


def test_a_page_says_that_its_session_can_be_shown_no_more(be: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    be(LEADER)
    monkeypatch.setattr(shown_before, "MOST_SEEN", 0)
    app = run_page("distribution", year="2021")
    assert [info.value for info in app.info] == [words.withheld(disclosure.FULL)]
    assert "Masuk lagi untuk melanjutkan" in app.info[0].value
    assert tables(app) == []


def test_sessions_beyond_the_most_are_forgotten_the_longest_silent_first(be: Become, monkeypatch: pytest.MonkeyPatch) -> None:
    be(LEADER)
    monkeypatch.setattr(shown_before, "_sessions", OrderedDict())
    for number in [0, 1, 0, *range(2, shown_before.MOST_SESSIONS + 1)]:
        monkeypatch.setattr(access, "current_identity", lambda number=number: Identity(1, number, "", LEADER))
        shown_before.remember({Selection(2021): number})
    assert 0 in shown_before._sessions
    assert 1 not in shown_before._sessions


def test_a_unit_seen_in_full_by_duty_is_not_subtracted_from_the_one_above(be: Become, units_of_2021: list[tuple[str, str | None, int]]) -> None:
    counts = {unit: count for unit, _parent, count in units_of_2021}
    unit, above = next((unit, parent) for unit, parent, count in units_of_2021 if parent and counts[parent] >= 5 and 0 < counts[parent] - count < 5)
    head = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, duty=Scope(unit_ids=(unit,)))
    be(head)
    assert disclosure.withheld(head, whole(unit)) is None
    assert disclosure.withheld(head, whole(above)) in {OTHERS, disclosure.DIFFERENCE}
    assert disclosure.withheld(LEADER, whole(above)) is None
