"""Numbers of documents: patterns filled in, and patterns that are none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import text
from dashboard.documents import settings
from dashboard.documents.errors import SettingsError
from dashboard.issuing import numbering

PATTERN = "{seq:03d}/IPASN/{unit}/{month_roman}/{year}"


def _number(pattern: str = PATTERN, sequence_no: int = 12, unit_id: str = "BDK-MKS", on: date = date(2021, 4, 20)) -> str:
    return numbering.number(pattern, sequence_no, unit_id=unit_id, on=on, period_year=2020)


def test_a_pattern_is_filled_in() -> None:
    assert _number() == "012/IPASN/BDK-MKS/IV/2021"
    assert _number("{period_year}-{month:02d}-{seq}-{year}") == "2020-04-12-2021"
    assert _number(sequence_no=1234, on=date(2024, 12, 31)) == "1234/IPASN/BDK-MKS/XII/2024"


@pytest.mark.parametrize("unit_id", ["../../etc", "a b/c", "Ünit\u202e", "{seq}", "", "x" * 500, "=HYPERLINK(1)"])
def test_a_code_from_outside_stays_a_code(unit_id: str) -> None:
    first, second, code, month, year = _number(unit_id=unit_id).split("/")
    assert (first, second, month, year) == ("012", "IPASN", "IV", "2021")
    assert 0 < len(code) <= numbering.LONGEST_UNIT
    assert code.isascii()
    assert not set(code) & set("/{}()= ")


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "{seq}", "{year}/x", "{seq}{year", "{seq}{year}{}", "{seq}{year}{nip}", "{seq!r}{year}", "{seq.__class__}{year}", "{seq[0]}{year}"),
        *("{seq:>9999999d}{year}", "{seq:x}{year}", "{seq}{year:{seq}}", "{seq}{year}{unit:5}", "{seq}{year}" + "x" * 200, "{seq}\n{year}"),
    ],
)
def test_a_pattern_that_is_none_or_could_repeat_itself_is_refused_in_a_sentence(pattern: str) -> None:
    text.use("id")
    with pytest.raises(SettingsError, match=r"\{seq\} dan \{year\}"):
        _number(pattern)


def test_the_patterns_of_the_settings_are_patterns() -> None:
    for each in settings.read().kinds.values():
        numbering.check(each.number)


@given(st.lists(st.tuples(st.integers(1, 99_999), st.dates(date(2018, 1, 1), date(2099, 12, 31))), min_size=2, max_size=2, unique=True))
def test_within_a_year_two_counts_give_two_numbers(pair: list[tuple[int, date]]) -> None:
    (one, on), (other, later) = pair
    first, second = _number(sequence_no=one, on=on), _number(sequence_no=other, on=later)
    assert (first != second) or ((one, on.year, on.month) == (other, later.year, later.month))
