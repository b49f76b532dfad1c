"""The page of ranks: every figure is that of the release."""

import pytest

from dashboard import text
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables


@pytest.mark.parametrize(("kind", "column"), [("rank_group", "rank_group"), ("rank", "rank_code")])
def test_every_row_has_the_figures_of_its_people(ask: Ask, open_page: OpenPage, kind: str, column: str) -> None:
    shown = {row[0]: row for row in tables(open_page("ranks", year="2021", by=kind))[0][1:]}
    expected = ask(
        f"SELECT {column}, avg(total_score) FILTER (is_eligible AND is_measured), count(*) FILTER (is_eligible AND is_measured), count(*) FILTER (is_eligible), count(*) "
        "FROM score WHERE period_year = 2021 GROUP BY 1"
    )
    assert len(shown) == len(expected)
    for code, mean, measured, eligible, people in expected:
        name = text.label("rank_group", code) if kind == "rank_group" or code is None else code
        row = shown[name]
        assert row[1] == (text.number(None) if mean is None else text.number(float(mean)))
        assert row[3:5] == [text.whole(measured), text.percent(measured, eligible) if eligible else text._("– nobody is to be measured")]
        assert row[8:10] == [text.whole(eligible), text.whole(people)]


def test_people_of_another_kind_are_nobody(open_page: OpenPage) -> None:
    assert [info.value for info in open_page("ranks", year="2021", rank_group="PPPK", employment_kind="cpns").info] == ["Tidak ada data yang sesuai"]


def test_orders_that_are_not_decided_are_named(open_page: OpenPage) -> None:
    app = open_page("ranks", year="2021")
    assert "Urutan belum pasti untuk 4 dari 6 pasangan: Golongan I – Golongan III;" in said(app)
    head, *rows = tables(app)[0]
    assert [row[head.index("Urutan")] for row in rows] == ["belum pasti (2)", "belum pasti (2)", "belum pasti (3)", "belum pasti (1)", "–"]
