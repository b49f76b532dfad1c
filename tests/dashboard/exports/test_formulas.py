"""What a spreadsheet would run becomes text, and comes back when one apostrophe is taken away."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.formulas import MARKS, harmless, harmless_frame


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_every_text_comes_back_when_one_apostrophe_is_taken_away(text: str) -> None:
    written = harmless(text)
    assert not written.startswith(MARKS)
    assert written.removeprefix("'") == text


@pytest.mark.parametrize("text", ["", "Siti", "1980", "a=1", " =1"])
def test_what_nothing_would_run_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_only_texts_and_headings_of_a_frame_are_changed() -> None:
    frame = pd.DataFrame({"=n": [-1, None], "nama": ["@a", None], "kapan": [pd.Timestamp("2021-04-12"), pd.NaT]})
    safe = harmless_frame(frame)
    assert list(safe.columns) == ["'=n", "nama", "kapan"]
    assert safe["nama"].tolist()[0] == "'@a"
    assert safe["nama"].isna().tolist() == [False, True]
    assert safe["'=n"].tolist()[0] == -1
    assert safe["kapan"].tolist()[0] == pd.Timestamp("2021-04-12")
    assert list(frame.columns) == ["=n", "nama", "kapan"]
