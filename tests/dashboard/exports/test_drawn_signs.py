"""Signs that no font of ours has."""

import pytest

from dashboard.exports import drawn_signs


@pytest.mark.parametrize(
    "text", ["Balai Diklat Keagamaan", "Siti Nur’aini – “Aceh”…", "Né Ωμέγα Жук", "القرآن", "✓ 12 ≥ 5 → €", "a\u200bb\u00adc", '{"a": [1]}']
)
def test_what_can_be_drawn_stays(text: str) -> None:
    assert drawn_signs.written(text) == text


@pytest.mark.parametrize(
    ("text", "said"), [("Balai 😀", "Balai [U+1F600]"), ("中", "[U+4E2D]"), ("ꦲ", "[U+A9B2]"), ("a👍🏽b", "a[U+1F44D][U+1F3FD]b")]
)
def test_what_cannot_is_written_as_its_number(text: str, said: str) -> None:
    assert drawn_signs.written(text) == said
