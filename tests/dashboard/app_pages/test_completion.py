"""The page of completion: stages, units and days as the release has them."""

import pytest

from dashboard import text
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables


@pytest.mark.parametrize("unit_id", ["0111", "011101"])
def test_stages_are_the_published_ones(ask: Ask, open_page: OpenPage, unit_id: str) -> None:
    shown = tables(open_page("completion", year="2021", unit=unit_id))[0][1:]
    published = ask(
        "SELECT state, done_count, due_count FROM completion WHERE period_year = 2021 AND unit_id = :unit_id ORDER BY stage_no", unit_id=unit_id
    )
    for row, (state, done, due) in zip(shown, published, strict=True):
        assert row[1] == (text.label("state", state) if due else text._("nobody owes it here"))
        assert row[2:5] == [text.percent(done, due), text.whole(done), text.whole(due)]


def test_units_are_measured_and_verified_as_published(ask: Ask, open_page: OpenPage) -> None:
    shown = {row[0]: row for row in tables(open_page("completion", year="2021"))[1][1:]}
    expected = ask(
        "SELECT unit_name, m.done_count, v.done_count, m.due_count, m.state, v.state FROM unit JOIN completion m USING (period_year, unit_no) JOIN completion v USING (period_year, unit_no) "
        "WHERE unit.period_year = 2021 AND parent_unit_id = '0111' AND m.stage_no = 1 AND v.stage_no = 2"
    )
    assert len(shown) == len(expected)
    for name, measured, verified, due, measured_state, verified_state in expected:
        row = shown[name]
        assert row[1:3] == [text.percent(measured, due), text.label("state", measured_state)]
        assert row[3:5] == [text.percent(verified, due), text.label("state", verified_state)]
        assert row[5:8] == [text.whole(measured), text.whole(verified), text.whole(due)]


def test_the_days_are_said(ask: Ask, open_page: OpenPage) -> None:
    ((measured, eligible),) = ask("SELECT measured_count, eligible_count FROM unit_score WHERE period_year = 2021 AND unit_id = '0111'")
    undated = ask("SELECT coalesce(sum(measured_count), 0) FROM completion_day WHERE period_year = 2021 AND on_date IS NULL")[0][0]
    assert f"{text.whole(measured - undated)} dari {text.whole(eligible)} ASN sudah diukur" in said(open_page("completion", year="2021"))


def test_a_unit_without_units_below_says_so(ask: Ask, open_page: OpenPage) -> None:
    unit_id = ask(
        "SELECT unit_id FROM unit JOIN unit_score USING (period_year, unit_no, unit_id) WHERE period_year = 2021 AND unit_no = last_unit_no AND measured_count > 0 LIMIT 1"
    )[0][0]
    app = open_page("completion", year="2021", unit=unit_id)
    assert len(tables(app)) == 1
    assert "tidak mempunyai satuan kerja di bawahnya" in said(app)
