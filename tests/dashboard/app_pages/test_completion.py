"""The page of completion: stages, units and days as the release has them."""

import pytest

from dashboard import text
from dashboard.text.overview import declared
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables


def _state(state: str, done: int, due: int) -> str:
    """A state in words; where a unit's own report completed it with people open, how many are done."""
    word = text.label("state", state)
    return f"{word} dinyatakan selesai; {text.percent(done, due)} terverifikasi" if state in {"on_time", "late"} and done < due else word


@pytest.mark.parametrize("unit_id", ["0111", "011101"])
def test_stages_are_the_published_ones(ask: Ask, open_page: OpenPage, unit_id: str) -> None:
    shown = tables(open_page("completion", year="2021", unit=unit_id))[0][1:]
    published = ask(
        "SELECT state, done_count, due_count FROM completion WHERE period_year = 2021 AND unit_id = :unit_id ORDER BY stage_no", unit_id=unit_id
    )
    for row, (state, done, due) in zip(shown, published, strict=True):
        assert row[1] == (_state(state, done, due) if due else text._("nobody owes it here"))
        assert row[2:5] == [text.percent(done, due) if due else text._("nobody owes it here"), text.whole(done), text.whole(due)]


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
        assert row[3:5] == [text.percent(verified, due), _state(verified_state, verified, due)]
        assert row[5:8] == [text.whole(measured), text.whole(verified), text.whole(due)]
    assert any("dinyatakan selesai" in row[4] for row in shown.values()), "the sample has no unit that declared its verification complete"


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


def test_a_stage_that_was_declared_complete_says_how_many_are_verified(ask: Ask, open_page: OpenPage) -> None:
    unit_id, done, due = ask(
        "SELECT unit_id, done_count, due_count FROM completion "
        "WHERE period_year = 2021 AND stage_no = 2 AND state IN ('on_time', 'late') AND done_count < due_count ORDER BY unit_id LIMIT 1"
    )[0]
    for page in ("completion", "overview"):
        assert f"Tahap 2: dinyatakan selesai; {text.percent(done, due)} terverifikasi." in said(open_page(page, year="2021", unit=unit_id))


@pytest.mark.parametrize(
    ("state", "done", "words"),
    [
        ("on_time", 677, "declared complete; 67.7% verified"),
        ("late", 677, "declared complete; 67.7% verified"),
        ("on_time", 1000, ""),
        ("overdue", 677, ""),
        ("not_due", 677, ""),
        (None, 0, ""),
    ],
)
def test_declared_is_what_is_completed_with_people_open(state: str | None, done: int, words: str) -> None:
    text.use("en")
    assert declared(state, done, 1000) == words
    text.use("id")
