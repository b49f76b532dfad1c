"""The page of distribution: what it says is what the release holds, in every grouping."""

import pytest

from dashboard import text
from dashboard.text.groups import GROUP_TITLES
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables

COUNTED = "FROM score WHERE period_year = 2021 AND is_eligible AND is_measured"


def test_middle_and_mean_are_said(ask: Ask, open_page: OpenPage) -> None:
    ((count, median, lower, upper, mean),) = ask(
        f"SELECT count(*), quantile_disc(total_score, 0.5), quantile_disc(total_score, 0.25), quantile_disc(total_score, 0.75), avg(total_score) {COUNTED}"
    )
    words = said(open_page("distribution", year="2021"))
    assert f"n = {text.whole(count)}. Separuh ASN bernilai {text.number(float(median))} atau kurang" in words
    assert f"antara {text.number(float(lower))} dan {text.number(float(upper))}, rata-ratanya {text.number(float(mean))}" in words


def test_the_largest_category_is_said(ask: Ask, open_page: OpenPage) -> None:
    code, count = ask(f"SELECT category_code, count(*) {COUNTED} GROUP BY 1 ORDER BY 2 DESC LIMIT 1")[0]
    total = ask(f"SELECT count(*) {COUNTED}")[0][0]
    assert f"{text.label('category', code).lower()} ({text.percent(count, total)})" in said(open_page("distribution", year="2021"))


@pytest.mark.parametrize("row", list(GROUP_TITLES))
@pytest.mark.parametrize("view", ["share", "table"])
def test_every_grouping_can_be_crossed(open_page: OpenPage, row: str, view: str) -> None:
    app = open_page("distribution", year="2021", row=row, column="position_group" if row != "position_group" else "sex", view=view, group=row)
    assert len(app.caption) >= 4


@pytest.mark.parametrize("parameters", [{"row": "religion"}, {"column": "unit"}, {"view": "pie"}, {"group": "category"}])
def test_what_the_address_may_not_hold_changes_nothing(open_page: OpenPage, parameters: dict[str, str]) -> None:
    assert said(open_page("distribution", year="2021", **parameters)) == said(open_page("distribution", year="2021"))


def test_a_unit_with_nobody_measured_says_nothing_found(ask: Ask, open_page: OpenPage) -> None:
    unit_id = ask("SELECT unit_id FROM unit_score WHERE period_year = 2021 AND measured_count = 0 ORDER BY unit_no LIMIT 1")[0][0]
    assert [info.value for info in open_page("distribution", year="2021", unit=unit_id).info] == ["Tidak ada data yang sesuai"]


def test_groups_have_coverage_bounds_and_a_word(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("distribution", year="2021", group="position_group")
    expected = ask(
        "SELECT position_group, count(*) FILTER (is_measured), count(*), avg(lowest_score), avg(highest_score) FROM score WHERE period_year = 2021 "
        "AND is_eligible GROUP BY ALL ORDER BY position_group"
    )
    head, *rows = tables(app)[-1]
    assert head[6] == "Urutan"
    assert [(row[0], row[2], row[8], row[4], row[5]) for row in rows] == [
        (text.label("position_group", code), text.whole(measured), text.whole(eligible), text.number(float(lowest)), text.number(float(highest)))
        for code, measured, eligible, lowest, highest in expected
    ]
    assert "Batas bila semua diukur" in said(app)


def test_whoever_is_chosen_by_category_has_no_coverage(open_page: OpenPage) -> None:
    app = open_page("distribution", year="2021", category="tinggi")
    assert "ASN disaring menurut hasilnya" in said(app)
    assert "Kelompok ini dibentuk atau disaring menurut hasil" in said(app)
    assert tables(app) == []
