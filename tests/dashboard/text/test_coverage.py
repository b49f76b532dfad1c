"""Whether a comparison is decided, in words: only bounds that do not overlap decide it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from dashboard import text
from dashboard.text import coverage


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.use("id")
    yield
    text.use("id")


def row(mean: float | None, lowest: float, highest: float, overlap_count: int | None = 0, year: int = 2021) -> dict[str, Any]:
    return {
        "mean_total_score": mean,
        "lowest_mean": lowest,
        "highest_mean": highest,
        "overlap_count": overlap_count,
        "measured_count": 30,
        "eligible_count": 40,
        "period_year": year,
    }


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).astype({"overlap_count": "Int64", "mean_total_score": "float64"})


def test_the_line_has_index_n_coverage_and_bounds() -> None:
    said = coverage.line(pd.Series(row(71.434, 60.1, 78.25)), is_by_result=False)
    assert said == "Indeks 71,43, n = 30, cakupan 75,0%. Batas bila semua diukur: 60,10 sampai 78,25."


def test_the_line_says_when_coverage_means_nothing() -> None:
    said = coverage.line(pd.Series(row(71.434, 71.434, 71.434)), is_by_result=True)
    assert said.startswith("Indeks 71,43, n = 30. ASN disaring menurut hasilnya")
    assert "75,0%" not in said


def test_of_nobody_to_be_measured_there_is_no_line() -> None:
    nobody = pd.Series(row(None, 0, 0) | {"eligible_count": 0, "measured_count": 0})
    assert coverage.line(nobody, is_by_result=False) == "Tidak ada ASN yang wajib diukur di sini."


@pytest.mark.parametrize(
    ("now", "before", "is_decided"),
    [
        ((72, 70, 75), (65, 60, 69.99), True),
        ((72, 70, 75), (65, 60, 70), True),
        ((72, 70, 75), (65, 60, 70.01), False),
        ((60, 55, 64), (72, 64, 80), True),
        ((72, 60, 80), (71, 71, 71), False),
        ((72, 72, 72), (71, 71, 71), True),
    ],
)
def test_a_change_is_decided_when_the_bounds_of_the_years_do_not_overlap(
    now: tuple[float, float, float], before: tuple[float, float, float], is_decided: bool
) -> None:
    said = coverage.change(pd.Series(row(*now), dtype=object), pd.Series(row(*before, year=2020), dtype=object))
    assert said.startswith("Arah perubahan ini pasti" if is_decided else "Arah perubahan ini belum pasti")
    assert is_decided or "indeks 2020 antara" in said


def test_of_one_year_no_change_is_judged() -> None:
    assert coverage.change(pd.Series(row(None, 20, 90)), pd.Series(row(70, 60, 80))) == ""
    assert coverage.change(pd.Series(row(70, 60, 80)), pd.Series(row(None, 20, 90))) == ""


def test_open_pairs_are_named_those_that_look_most_decided_first() -> None:
    rows = frame(row(90, 70, 95, 3), row(60, 55, 75, 2), row(72, 71, 73, 2), row(50, 45, 54, 0), row(71, 70.5, 74, 3))
    said = coverage.order(rows, ["A", "B", "C", "D", "E"])
    assert said == "Urutan belum pasti untuk 6 dari 10 pasangan: A – B; A – E; A – C dan 3 lainnya."


def test_all_and_none_are_said_plainly() -> None:
    apart = frame(row(90, 85, 95), row(60, 55, 75), row(40, 30, 50))
    assert coverage.order(apart, ["A", "B", "C"]) == "Urutan pasti untuk semua 3 pasangan, siapa pun yang masih diukur."
    together = frame(row(70, 50, 95), row(69, 50, 95), row(68, 50, 95))
    assert coverage.order(together, ["A", "B", "C"]).startswith("Urutan belum pasti untuk satu pun dari 3 pasangan")
    assert coverage.order(together.iloc[:2], ["A", "B"]).startswith("Urutan keduanya belum pasti")


def test_who_has_no_mean_is_compared_with_nobody() -> None:
    assert coverage.order(frame(row(90, 85, 95), row(None, 10, 99, None)), ["A", "B"]) == ""


def test_where_bounds_say_nothing_no_order_is_called_decided() -> None:
    assert coverage.order(frame(row(90, 90, 90, None), row(60, 60, 60, None)), ["A", "B"]) == ""


def test_of_one_page_of_several_the_counts_of_all_are_told() -> None:
    undecided = pd.DataFrame({"pair_count": [1225], "undecided_count": [1000]})
    said = coverage.order(frame(row(70, 50, 95, 9), row(69, 50, 95, 9)), ["A", "B"], undecided)
    assert said == "Urutan belum pasti untuk 1.000 dari 1.225 pasangan: A – B dan 999 lainnya."


@pytest.mark.parametrize(("count", "word"), [(0, "pasti"), (12, "belum pasti (12)")])
def test_a_row_has_its_word(count: int, word: str) -> None:
    assert coverage.row_order(count) == word
