"""The palette can be read by day and by night, and by those who see colours otherwise."""

from itertools import combinations

import numpy as np
import pytest

from dashboard.charts import theme

SEEN = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""

LEAST_DIFFERENCE = 15.0
"""CIE76 difference: 2.3 is just noticed, 10 is seen at a glance."""


def lab(colour: str, seen: str) -> np.ndarray:
    """The colour as somebody sees it, in CIE L*a*b* (D65)."""
    shares = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    linear = np.clip(SEEN[seen] @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear / np.array([0.95047, 1.0, 1.08883])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("background", [theme.LIGHT_BACKGROUND, theme.DARK_BACKGROUND])
@pytest.mark.parametrize("colour", sorted({*theme.CATEGORY_COLOURS.values(), theme.ACCENT, theme.QUIET, theme.ALARM, theme.MARK}))
def test_shapes_stand_out_from_the_page(colour: str, background: str) -> None:
    assert theme.contrast(colour, background) >= 3.0


@pytest.mark.parametrize("colour", sorted(set(theme.CATEGORY_COLOURS.values())))
def test_letters_on_a_colour_can_be_read(colour: str) -> None:
    assert theme.contrast(theme.ink(colour), colour) >= 4.5


@pytest.mark.parametrize("seen", SEEN)
def test_categories_are_told_apart_by_everybody(seen: str) -> None:
    differences = {
        pair: np.linalg.norm(lab(theme.CATEGORY_COLOURS[pair[0]], seen) - lab(theme.CATEGORY_COLOURS[pair[1]], seen))
        for pair in combinations(theme.CATEGORIES, 2)
    }
    assert {pair: round(float(value), 1) for pair, value in differences.items() if value < LEAST_DIFFERENCE} == {}


def test_no_two_neighbours_have_the_same_pattern() -> None:
    patterns = [theme.CATEGORY_PATTERNS[code] for code in theme.CATEGORIES]
    assert len(set(patterns)) == len(patterns)


def test_the_backgrounds_are_those_of_the_page() -> None:
    import tomllib
    from pathlib import Path

    settings = tomllib.loads((Path(theme.__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert (settings["light"]["backgroundColor"], settings["dark"]["backgroundColor"]) == (theme.LIGHT_BACKGROUND, theme.DARK_BACKGROUND)
    for mode in ("light", "dark"):
        assert theme.contrast(settings[mode]["textColor"], settings[mode]["backgroundColor"]) >= 7
        assert theme.contrast(settings[mode]["primaryColor"], settings[mode]["secondaryBackgroundColor"]) >= 4.5
