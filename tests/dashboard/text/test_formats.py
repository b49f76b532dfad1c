"""Numbers and times as officials write them; what is missing is said."""

from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd
import pytest

from dashboard import text


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.use("id")
    yield
    text.use("id")


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_missing_is_never_a_zero(missing: float | None) -> None:
    assert {text.number(missing), text.whole(missing), text.percent(missing), text.percent(1, missing), text.day(None)} == {"belum ada data"}


def test_a_share_of_nothing_is_not_known() -> None:
    assert text.percent(0, 0) == "belum ada data"
    assert text.percent(0, 4) == "0,0%"


def test_indonesian_figures() -> None:
    assert text.number(71.426) == "71,43"
    assert text.number(-0.5, signed=True) == "−0,50"
    assert text.number(0.5, signed=True) == "+0,50"
    assert text.whole(1234567) == "1.234.567"
    assert text.percent(384, 1000) == "38,4%"
    assert text.day(date(2021, 4, 16)) == "16 April 2021"
    assert text.day(date(2021, 4, 16), length="brief") == "16 Apr"
    assert text.moment(datetime(2021, 4, 16, 12, 5)) == "16 April 2021 12.05 WIB"


def test_english_figures() -> None:
    text.use("en")
    assert text.number(71.426) == "71.43"
    assert text.whole(1234567) == "1,234,567"
    assert text.moment(datetime(2021, 4, 16, 12, 5)) == "16 April 2021 12:05 WIB"


def test_names_from_outside_do_not_become_markup() -> None:
    assert text.plain("[Balai](http://a) *x* :red[y]") == r"\[Balai\](http\://a) \*x\* \:red\[y\]"


def test_codes_without_a_name_are_shown_as_they_are() -> None:
    assert text.label("category", "sangat_tinggi") == "Sangat tinggi"
    assert text.label("category", None) == "belum diketahui"
    assert text.label("category", float("nan")) == "belum diketahui"
    assert text.label("category", "lain") == "lain"
    with pytest.raises(KeyError):
        text.label("colour", "red")
