"""The rules on the page are the rules of the release."""

import pytest

from dashboard import text
from dashboard.text.method import points_of
from tests.dashboard.conftest import Ask, OpenPage


@pytest.mark.parametrize("year", ["2019", "2020", "2021"])
def test_every_point_of_the_year_is_printed(ask: Ask, year: str, open_page: OpenPage) -> None:
    tables = [table.value for table in open_page("method", year=year).table]
    answers = ask("SELECT DISTINCT indicator_code, answer_code FROM rule_point WHERE period_year = :year", year=int(year))
    assert sum(len(table) for table in tables[:4]) == len(answers)
    education = tables[0].set_index("Jawaban")
    for answer, points in ask(
        "SELECT answer_code, points FROM rule_point WHERE period_year = :year AND indicator_code = 'education' AND position_group = 'pelaksana'",
        year=int(year),
    ):
        assert education.loc[text.label("education", answer), "Pelaksana"] == points_of(float(points))


def test_answers_of_equal_points_stand_by_level_of_education(open_page: OpenPage) -> None:
    codes = ("S-3", "S-2", "S-1", "D-IV", "D-III", "D-II", "D-I", "SLTA", "SLTP", "SD")
    shown = open_page("method", year="2021").table[0].value["Jawaban"].tolist()
    assert shown == [text.label("education", code) for code in codes]


def test_both_conventions_stand_beside_each_other(ask: Ask, open_page: OpenPage) -> None:
    bounds = open_page("method").table[4].value.set_index("Kategori")
    assert bounds.loc["Rendah"].tolist() == ["61–70", "61 ≤ x < 71", "60 < x ≤ 70"]


def test_who_is_measured_and_when(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("method", year="2021")
    eligibility, stages = app.table[6].value, app.table[7].value
    assert eligibility["Alasan"].tolist() == [
        reason
        for (reason,) in ask(
            "SELECT reason FROM rule_eligibility WHERE period_year = 2021 ORDER BY status_code = '*', outcome <> 'eligible', status_code"
        )
    ]
    assert stages["Tenggat (24.00 WIB)"].tolist() == [
        text.day(due) for (due,) in ask("SELECT due_on FROM schedule_stage WHERE period_year = 2021 ORDER BY stage_no")
    ]


def test_every_figure_is_defined(ask: Ask, open_page: OpenPage) -> None:
    from dashboard.text.definitions import DEFINITIONS, title

    words = "\n".join(markdown.value for markdown in open_page("method").markdown)
    assert [title(name) for name in DEFINITIONS if title(name) not in words] == []
