"""The page of participation: every figure is that of the release."""

import pytest

from dashboard import text, warehouse
from dashboard.access import READER
from dashboard.charts import participation_bars, theme
from dashboard.queries import participation
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables


def test_the_whole_stands_first_with_its_word_and_the_year_before(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("participation", year="2021")
    words = said(app)
    counts = {
        year: ask("SELECT measured_count, eligible_count FROM unit_score WHERE period_year = :y AND unit_id = '0111'", y=year)[0]
        for year in (2020, 2021)
    }
    (measured, eligible), (before, eligible_before) = counts[2021], counts[2020]
    assert (
        f"{text.whole(measured)} dari {text.whole(eligible)} ASN yang wajib diukur sudah diukur ({text.percent(measured, eligible)}), partisipasi sedang."
        in words
    )
    assert (
        f"Tahun 2020, pada akhirnya: {text.whole(before)} dari {text.whole(eligible_before)} ({text.percent(before, eligible_before)}), rendah."
        in words
    )
    assert "Batas kata partisipasi belum dikonfirmasi sumbernya" in words


@pytest.mark.parametrize(
    ("group", "column"), [("position_kind", "position_kind"), ("sex", "sex_code"), ("education", "education_code"), ("rank_group", "rank_group")]
)
def test_every_group_has_its_figures(ask: Ask, open_page: OpenPage, group: str, column: str) -> None:
    shown = {row[0]: row[1:] for row in tables(open_page("participation", year="2021", group=group))[0][1:]}
    expected = ask(f"SELECT {column}, count(*) FILTER (is_measured), count(*) FROM score WHERE period_year = 2021 AND is_eligible GROUP BY 1")
    all_missing = sum(eligible - measured for _code, measured, eligible in expected)
    assert len(shown) == len(expected)
    for code, measured, eligible in expected:
        row = shown[text.label(group, code)]
        missing = eligible - measured
        assert row[0] == text.percent(measured, eligible)
        assert row[2:6] == [text.whole(measured), text.whole(eligible), text.whole(missing), text.percent(missing, all_missing)]


@pytest.mark.parametrize("group", participation.GROUPINGS)
def test_every_grouping_can_be_looked_at(open_page: OpenPage, group: str) -> None:
    app = open_page("participation", year="2021", group=group, unit="0111")
    assert len(tables(app)) == 1
    assert app.selectbox(key="choice_group").value == group


def test_units_lead_further_down(open_page: OpenPage) -> None:
    app = open_page("participation", year="2021", group="unit")
    body = next(element.proto.body for element in app.main.get("html") if "<table>" in element.proto.body)
    assert "unit=011101" in body


def test_an_earlier_day_is_looked_at(open_page: OpenPage) -> None:
    assert "Per akhir 14 April 2021: 623 dari 1.353" in said(open_page("participation", year="2021", as_of="2021-04-14"))


def test_nobody_to_be_measured_is_said(open_page: OpenPage) -> None:
    app = open_page("participation", year="2021", employment_kind="cpns")
    assert [info.value for info in app.info] == [text._("Nobody here is to be measured.")]


def test_a_year_without_one_before_says_so(open_page: OpenPage) -> None:
    assert text._("There is no earlier year of this choice to compare with.") in said(open_page("participation", year="2019"))


def test_bars_have_the_colour_and_letters_of_their_word(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(participation.by_group(READER, Filters(2021), "unit"))
    names = list(frame["group_name"])
    figure = participation_bars.figure(frame, names, 79.5)
    _track, bars, marks = figure.data
    assert list(bars.marker.color) == [theme.CATEGORY_COLOURS[code] for code in frame["participation_code"]]
    letters = [note.text for note in figure.layout.annotations if note.text.startswith("<b>")]
    assert [note.split("</b>")[0].removeprefix("<b>") for note in letters] == [
        text.short_label("category", code) for code in frame["participation_code"]
    ]
    assert set(marks.x) == {79.5}
