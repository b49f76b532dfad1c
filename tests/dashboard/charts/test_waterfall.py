"""The waterfall leads from one mean to the other: every step begins where the one before it ended."""

from typing import Any

import pandas as pd
import pytest

from dashboard import text
from dashboard.charts import theme, waterfall
from dashboard.text import changes as sentences


def steps(**changes: Any) -> pd.DataFrame:
    """The steps of a unit; its figures may be changed."""
    row = {
        "former_mean_total_score": 68.0,
        "corrected_effect": 0.5,
        "new_effect": -1.25,
        "moved_effect": 0.0,
        "removed_effect": 0.25,
        "mean_total_score": 67.5,
        "former_measured_count": 20,
        "measured_count": 24,
        "corrected_count": 3,
        "new_count": 6,
        "moved_in_count": 0,
        "moved_out_count": 0,
        "removed_count": 1,
        "withdrawn_count": 1,
    }
    return sentences.steps(pd.Series(row | changes))


def test_every_step_begins_where_the_one_before_ended() -> None:
    links, bars, ends = waterfall.figure(steps()).data
    assert list(bars.x) == [0.5, -1.25, 0.0, 0.25]
    assert list(bars.base) == [68.0, 68.5, 67.25, 67.25]
    assert list(ends.x) == [68.0, 67.5]
    assert bars.base[-1] + bars.x[-1] == ends.x[-1]
    assert {x for x in links.x if x is not None} == {68.0, 68.5, 67.25, 67.5}


def test_gains_and_losses_have_colours_of_their_own_and_signs_in_words() -> None:
    text.use("id")
    drawn = waterfall.figure(steps())
    assert list(drawn.data[1].marker.color) == [theme.ACCENT, theme.MARK, theme.ACCENT, theme.ACCENT]
    words = [annotation.text for annotation in drawn.layout.annotations]
    assert words[::2] == ["Indeks sebelumnya", "Koreksi", "ASN baru", "Perpindahan", "Keluar dari hitungan", "Indeks kini"]
    assert words[1::2] == ["68,00 · n = 20", "+0,50 · 3 orang", "−1,25 · 6 orang", "0,00 · 0 orang", "+0,25 · 2 orang", "67,50 · n = 24"]


def test_a_small_change_is_not_drawn_like_a_large_one() -> None:
    """Effects of a thousandth fill a hundredth of the scale, not all of it."""
    small = {"corrected_effect": 0.001, "new_effect": 0.0, "removed_effect": 0.0, "mean_total_score": 68.001}
    low, high = waterfall.figure(steps(**small)).layout.xaxis.range
    assert high - low >= waterfall.NARROWEST
    assert low < 68 < high


@pytest.mark.parametrize(("language", "separators"), [("id", ",."), ("en", ".,")])
def test_the_scale_is_written_as_the_language_writes_numbers(language: str, separators: str) -> None:
    text.use(language)
    assert waterfall.figure(steps()).layout.separators == separators
    text.use("id")
