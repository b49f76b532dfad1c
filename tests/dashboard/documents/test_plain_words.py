"""Words from outside on paper."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dashboard.documents.plain_words import MOST, TURNING, harmless, lines


def test_what_attacks_is_printed_as_it_is() -> None:
    for text in ('=HYPERLINK("x")', "#include", "{{ 7*7 }}", "<w:p>", "@sum", "$x$"):
        assert harmless(text) == text


def test_signs_that_turn_or_cannot_be_printed_are_left_out() -> None:
    assert harmless("Balai \u202eatrakaJ\u202c") == "Balai atrakaJ"
    assert harmless("A\x00B\x1b[31mC\ufffe\ue000\udc80") == "A B [31mC"
    assert harmless("Satu\r\n\tdua\u2028tiga") == "Satu dua tiga"


def test_an_emoji_and_an_accent_stay() -> None:
    assert harmless("Balai 😀 Ne\u0301") == "Balai 😀 Né"


def test_what_is_endless_is_cut() -> None:
    assert harmless("x" * 10_000) == "x" * (MOST - 1) + "…"
    assert harmless("x" * MOST) == "x" * MOST


def test_lines_stay_lines() -> None:
    assert lines("Satu.\n\n  Dua\u202e.  \r\nTiga.") == ("Satu.", "Dua.", "Tiga.")


@given(st.text(max_size=400))
def test_whatever_comes_can_be_printed(text: str) -> None:
    said = harmless(text)
    assert len(said) <= MOST
    assert said == harmless(said)
    assert not [sign for sign in said if sign in TURNING or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}]
    said.encode()
