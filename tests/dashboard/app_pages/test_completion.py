"""The page of completion: stages, matrix and earlier days as the release has them."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, text
from dashboard.access.viewer import Scope, Viewer
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import address, said, tables

STAGES = "SELECT stage_no, state, done_count, due_count FROM completion WHERE period_year = 2021 AND unit_id = :unit_id ORDER BY stage_no"


def matrix(app: AppTest) -> dict[str, list[str]]:
    """Units of the matrix to their cells, in order."""
    return {row[0]: row[1:] for row in tables(app)[1][1:]}


@pytest.mark.parametrize("unit_id", ["0111", "011101"])
def test_stages_are_the_published_ones(ask: Ask, open_page: OpenPage, unit_id: str) -> None:
    shown = tables(open_page("completion", year="2021", unit=unit_id))[0][1:]
    for row, (stage_no, state, done, due) in zip(shown, ask(STAGES, unit_id=unit_id), strict=True):
        assert row[0].startswith(f"{stage_no}. ")
        assert row[1].startswith(text.label("state", state) if due else text._("nobody owes it here"))
        assert row[2:5] == [text.whole(done), text.whole(due), text.percent(done, due) if due else text._("nobody owes it here")]


def test_units_have_their_published_states_in_the_matrix(ask: Ask, open_page: OpenPage) -> None:
    shown = matrix(open_page("completion", year="2021"))
    expected = ask(
        "SELECT unit_name, stage_no, state, done_count, due_count FROM unit JOIN completion USING (period_year, unit_no) "
        "WHERE unit.period_year = 2021 AND parent_unit_id = '0111' AND stage_no <= 3"
    )
    assert len(shown) == len(expected) / 3
    for name, stage_no, state, done, due in expected:
        assert shown[name][stage_no - 1].startswith(text.label("state", state))
        if stage_no < 3:
            assert f"{text.whole(done)} dari {text.whole(due)}" in shown[name][stage_no - 1] or f"semua {due}" in shown[name][stage_no - 1]
    assert any("dinyatakan selesai" in cells[1] for cells in shown.values()), "the sample has no unit that declared its verification complete"


def test_stages_that_nobody_owes_have_no_column(open_page: OpenPage) -> None:
    assert len(tables(open_page("completion", year="2021"))[1][0]) == 1 + 3
    assert len(tables(open_page("completion", year="2021", reach="owners"))[1][0]) == 1 + 5


def test_an_earlier_day_is_looked_at_and_said(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("completion", year="2021", as_of="2021-04-14")
    measured = ask("SELECT sum(measured_count) FROM completion_day WHERE period_year = 2021 AND (on_date <= DATE '2021-04-14' OR on_date IS NULL)")[
        0
    ][0]
    assert tables(app)[0][1][2] == text.whole(measured)
    assert {row[1] for row in tables(app)[0][1:]} == {text.label("state", "not_due")}
    assert "per akhir Rabu, 14 April 2021" in app.info[0].value
    assert "Di belakang rencana: tahap 1, 2." in said(app)
    assert re.search(r"\d+ orang / \d,\d hari kerja di belakang rencana", " ".join(cell for cells in matrix(app).values() for cell in cells))


@pytest.mark.parametrize("as_of", ["2021-04-20", "2021-04-10", "2020-04-14", "yesterday", "2021-04-14' --"])
def test_a_day_that_cannot_be_looked_at_is_refused(open_page: OpenPage, as_of: str) -> None:
    app = open_page("completion", year="2021", as_of=as_of)
    assert len(app.warning) == 1
    assert not app.info
    assert tables(app) == tables(open_page("completion", year="2021"))


def test_my_units_are_those_picked_in_the_address(open_page: OpenPage) -> None:
    app = open_page("completion", year="2021", reach="mine")
    assert "Pilih di atas satuan kerja" in app.info[0].value
    app = open_page("completion", year="2021", reach="mine", mine=["011102", "01110101", "nowhere"])
    assert len(matrix(app)) == 2
    app.multiselect(key="choice_mine").set_value(["011102"]).run()
    assert address(app, "mine") == ["011102"]
    assert len(matrix(app)) == 1


def test_my_units_are_those_of_my_scope(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Viewer(permissions=access.READER.permissions, scope=Scope(unit_ids=("011102", "1001")))
    monkeypatch.setattr(access, "READER", viewer)
    app = open_page("completion", year="2021", reach="mine", mine=["011101"])
    assert len(matrix(app)) == 2
    assert not app.multiselect


def test_another_reach_begins_at_its_first_page(open_page: OpenPage) -> None:
    app = open_page("completion", year="2021", page="2")
    app.button_group(key="choice_reach").set_value("owners").run()
    assert (address(app, "reach"), address(app, "page")) == (["owners"], [])


@pytest.mark.parametrize("parameters", [{"order": "nip"}, {"page": "999999"}, {"reach": "everything"}, {"mine": "x" * 500}])
def test_what_the_address_may_not_hold_changes_nothing(open_page: OpenPage, parameters: dict[str, str]) -> None:
    assert tables(open_page("completion", year="2021", **parameters)) == tables(open_page("completion", year="2021"))


def test_a_unit_without_units_below_says_so(ask: Ask, open_page: OpenPage) -> None:
    unit_id = ask(
        "SELECT unit_id FROM unit JOIN unit_score USING (period_year, unit_no, unit_id) WHERE period_year = 2021 AND unit_no = last_unit_no AND measured_count > 0 LIMIT 1"
    )[0][0]
    app = open_page("completion", year="2021", unit=unit_id)
    assert len(tables(app)) == 1
    assert "tidak mempunyai satuan kerja di bawahnya" in app.info[0].value


def test_a_stage_that_was_declared_complete_says_how_many_are_verified(ask: Ask, open_page: OpenPage) -> None:
    unit_id, done, due = ask(
        "SELECT unit_id, done_count, due_count FROM completion "
        "WHERE period_year = 2021 AND stage_no = 2 AND state IN ('on_time', 'late') AND done_count < due_count ORDER BY unit_id LIMIT 1"
    )[0]
    for page in ("completion", "overview"):
        assert f"Tahap 2: dinyatakan selesai; {text.percent(done, due)} terverifikasi." in said(open_page(page, year="2021", unit=unit_id))
