"""The page of units: every figure is the published one, and the tree is walked by the address."""

import re

import pytest

from dashboard import text
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import address, said, tables

PUBLISHED = (
    "SELECT unit_name, mean_total_score, category_code, measured_count, eligible_count, lowest_mean, highest_mean, asn_count, verified_count "
    "FROM unit_score JOIN unit USING (period_year, unit_no, unit_id) WHERE period_year = 2021 AND {} ORDER BY unit_no"
)


def written(row: tuple[object, ...]) -> list[str]:
    """The first cells of a unit's row as the page should write them."""
    name, mean, category, measured, eligible, lowest, highest, *_rest = row
    missing = text.number(None)
    return [
        str(name),
        missing if mean is None else text.number(float(mean)),  # type: ignore[arg-type]
        missing if category is None else text.label("category", category),
        text.whole(measured),  # type: ignore[arg-type]
        text.percent(measured, eligible),  # type: ignore[arg-type]
        text.number(float(lowest)),  # type: ignore[arg-type]
        text.number(float(highest)),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("unit_id", ["0111", "011101"])
def test_every_row_has_the_published_figures(ask: Ask, open_page: OpenPage, unit_id: str) -> None:
    shown = tables(open_page("units", year="2021", unit=unit_id))[0][1:]
    children = [row for row in shown if not row[0].endswith(text._("{unit} (directly)").format(unit=""))]
    assert [row[:7] for row in children] == [written(row) for row in ask(PUBLISHED.format("parent_unit_id = :unit_id"), unit_id=unit_id)]
    assert [row[-2:] for row in children] == [
        [text.whole(row[4]), text.whole(row[7])] for row in ask(PUBLISHED.format("parent_unit_id = :unit_id"), unit_id=unit_id)
    ]


def test_a_unit_without_anybody_measured_has_no_data_yet(ask: Ask, open_page: OpenPage) -> None:
    name = ask(
        "SELECT unit_name FROM unit JOIN unit_score USING (unit_no) WHERE unit.period_year = 2021 AND measured_count = 0 AND parent_unit_id = '0111'"
    )[0][0]
    row = next(row for row in tables(open_page("units", year="2021"))[0] if row[0] == name)
    assert row[1:4] == ["belum ada data", "belum ada data", "0"]


def test_comparisons_not_decided_are_said(open_page: OpenPage) -> None:
    app = open_page("units", year="2021")
    assert re.search(r"Urutan belum pasti untuk \d+ dari \d+ pasangan: .+ – .+", said(app))
    head, *rows = tables(app)[0]
    words = {row[head.index("Urutan")] for row in rows}
    assert all(re.fullmatch(r"pasti|belum pasti \(\d+\)|–", word) for word in words)
    assert len(words) > 2


def test_whoever_is_chosen_by_result_is_in_no_decided_order(open_page: OpenPage) -> None:
    app = open_page("units", year="2021", measured="yes")
    head, *rows = tables(app)[0]
    assert {row[head.index("Urutan")] for row in rows} == {"–"}
    assert "Urutan" not in said(app)


def test_the_trail_leads_up(open_page: OpenPage) -> None:
    app = open_page("units", year="2021", unit="01110101", page="3")
    labels = [button.label for button in app.button if (button.key or "").startswith("trail")]
    assert labels == ["Semua satuan kerja", "› Badan Litbang dan Diklat", "› Sekretariat Badan Litbang dan Diklat"]
    next(button for button in app.button if button.key == "trail_011101").click().run()
    assert (address(app, "unit"), address(app, "page")) == (["011101"], [])
    next(button for button in app.button if button.key == "trail_top").click().run()
    assert address(app, "unit") == []


def test_rows_lead_down_and_keep_the_filters(open_page: OpenPage) -> None:
    html = next(element.proto.body for element in open_page("units", year="2021", sex="female").main.get("html") if "<table>" in element.proto.body)
    assert 'href="?year=2021&amp;sex=female&amp;unit=011101"' in html


def test_the_order_is_turned_in_the_address(open_page: OpenPage) -> None:
    app = open_page("units", year="2021", order="mean_total_score", desc="1")
    shown = [row[1] for row in tables(app)[0][1:] if row[1] != "belum ada data"]
    values = [float(value.replace(",", ".")) for value in shown]
    assert values == sorted(values, reverse=True)
    app.toggle(key="order_falls").set_value(False).run()
    assert address(app, "desc") == ["0"]


def test_picked_units_stand_side_by_side(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("units", year="2021", beside=["0111", "011101", "<script>"])
    assert [row[:7] for row in tables(app)[1][1:]] == [written(row) for row in ask(PUBLISHED.format("unit_id IN ('0111', '011101')"))]


@pytest.mark.parametrize("parameters", [{"order": "nip"}, {"page": "999999"}, {"page": "-1"}, {"desc": "x"}, {"beside": "x" * 500}])
def test_what_the_address_may_not_hold_changes_nothing(open_page: OpenPage, parameters: dict[str, str]) -> None:
    assert tables(open_page("units", year="2021", **parameters)) == tables(open_page("units", year="2021"))


def test_a_choice_of_nobody_is_said(open_page: OpenPage) -> None:
    assert [info.value for info in open_page("units", year="2021", rank_group="PPPK", employment_kind="cpns").info] == ["Tidak ada data yang sesuai"]
