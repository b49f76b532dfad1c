"""How a table of figures is written."""

import pandas as pd
import pytest

from dashboard import grid, text


@pytest.fixture(autouse=True)
def indonesian() -> None:
    text.use("id")


@pytest.mark.parametrize(
    ("column", "value", "written"),
    [
        ("mean_total_score", 71.4286, "71,43"),
        ("measured_count", 1500, "1.500"),
        ("coverage_pct", 38.4, "38,4%"),
        ("due_on", pd.Timestamp("2021-04-16"), "16 Apr 2021"),
        ("verified_at", pd.Timestamp("2021-04-16 12:00"), "16 April 2021 12.00 WIB"),
        ("is_eligible", True, "Ya"),
        ("asn_name", "<b>Siti</b> & Budi", "&lt;b&gt;Siti&lt;/b&gt; &amp; Budi"),
        ("position_group", "struktural", "Struktural"),
        ("ahead_count", -1188, "−1.188"),
        ("ahead_count", 12, "+12"),
        ("ahead_count", 0, "0"),
        ("ahead_days", 0.6, "+0,6"),
        ("ahead_days", 0.0, "0,0"),
        ("late_days", 4, "4"),
    ],
)
def test_a_column_says_how_it_is_written(column: str, value: object, written: str) -> None:
    assert grid._cell(column, value) == written


@pytest.mark.parametrize(
    ("column", "words"),
    [("mean_total_score", "belum ada data"), ("measured_at", "belum"), ("rank_code", "belum diketahui"), ("completed_at", "belum selesai")],
)
def test_a_missing_value_is_said_and_never_0(column: str, words: str) -> None:
    for missing in (None, pd.NA, pd.NaT, float("nan")):
        assert grid._cell(column, missing) == f'<span class="none">{words}</span>'


@pytest.mark.parametrize(("column", "code"), [("category_code", "sedang"), ("state", "overdue")])
def test_a_category_and_a_state_have_a_sign_and_a_word_beside_the_colour(column: str, code: str) -> None:
    cell = grid._cell(column, code)
    assert 'aria-hidden="true" style="background:#' in cell
    assert text.label(column.removesuffix("_code"), code) in cell


def test_the_language_is_part_of_what_is_kept() -> None:
    assert grid._cell("mean_total_score", 71.5) == "71,50"
    text.use("en")
    assert grid._cell("mean_total_score", 71.5) == "71.50"


def test_names_and_numbers_of_people_are_not_kept() -> None:
    grid._written.cache_clear()
    grid._cell("asn_name", "Siti")
    grid._cell("nip", "198001012005011001")
    assert grid._written.cache_info().currsize == 0


@pytest.mark.parametrize("column", ["ahead_count", "ahead_days", "late_days"])
def test_where_there_is_no_distance_there_is_a_dash(column: str) -> None:
    assert grid._cell(column, None) == '<span class="none">–</span>'


@pytest.mark.parametrize("column", ["coverage_pct", "measured_pct", "verified_pct"])
def test_a_share_of_nobody_is_no_missing_data(column: str) -> None:
    assert grid._cell(column, None) == '<span class="none">– tidak ada yang wajib diukur</span>'


def test_a_note_stands_below_its_cell_and_nowhere_else() -> None:
    noted, plain = grid._noted("state", ["late", "on_time"], ["<separuh>", ""])
    assert noted == f'{grid._cell("state", "late")} <span class="note">&lt;separuh&gt;</span>'
    assert plain == grid._cell("state", "on_time")
