"""One palette and one layout for every figure.

Colours reach 3:1 against the light and the dark background alike, so a colour means the same in both; letters and patterns stand beside them, so nothing is
told by colour alone. Text, grid and background are left to the page's theme, which changes them with light and dark.
"""

from typing import Any

import plotly.graph_objects as go

CATEGORIES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
"""Lowest first: the order of every chart."""

CATEGORY_COLOURS = {
    "sangat_rendah": "#B5304A",
    "rendah": "#DA761C",
    "sedang": "#85857A",
    "tinggi": "#4A9BC6",
    "sangat_tinggi": "#4060B8",
}
"""Told apart with protanopia, deuteranopia and tritanopia too (tests/dashboard/charts/test_theme.py)."""

CATEGORY_PATTERNS = {"sangat_rendah": "x", "rendah": "/", "sedang": "", "tinggi": "\\", "sangat_tinggi": "."}

ACCENT = "#3F72B5"
"""Whatever is not a category: a mean, a count, this year."""

QUIET = "#85857A"
"""What an accent is compared with: last year, a target, the rest."""

ALARM = "#B5304A"
"""Late, overdue, rejected."""

MARK = "#DA761C"
"""A mark on a bar: what stood there before, or what was aimed at."""

STATES = {
    "not_due": ("○", QUIET),
    "on_time": ("✓", CATEGORY_COLOURS["sangat_tinggi"]),
    "late": ("◐", MARK),
    "overdue": ("!", ALARM),
}
"""Sign and colour of a state of the schedule; its word stands beside them."""

LIGHT_BACKGROUND, DARK_BACKGROUND = "#FFFFFF", "#11161D"
"""The page's backgrounds (.streamlit/config.toml)."""

DIMENSIONS = ("qualification", "competence", "performance", "discipline")

HEATS = ((0.0, "#B5304A"), (0.5, "#85857A"), (1.0, "#4060B8"))
"""Scale of a heat map of shares of a maximum; every cell carries its number too."""


def pattern(category: str) -> dict[str, Any]:
    """Pattern of a category's bars: faint lines in the colour of the text on it."""
    return {
        "shape": CATEGORY_PATTERNS[category],
        "fgcolor": ink(CATEGORY_COLOURS[category]),
        "fgopacity": 0.4,
        "fillmode": "overlay",
        "size": 6,
        "solidity": 0.2,
    }


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0 to 1 (WCAG 2)."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink(colour: str) -> str:
    """Black or white, whichever is read better on the colour."""
    return max(("#FFFFFF", "#14171A"), key=lambda text: contrast(text, colour))


def layout(*, height: int, left: int = 8, legend: bool = False, **more: Any) -> dict[str, Any]:
    """Layout of every figure: no title (the page has it), room for labels only, legend above; readable at 390 px. `more` overrides."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": left, "r": 8, "t": 34 if legend else 8, "b": 8},
        "showlegend": legend,
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "title": None, "traceorder": "normal"},
        "bargap": 0.35,
        "hovermode": "closest",
        "separators": ",.",
        "dragmode": False,
        "xaxis": {"automargin": True, "fixedrange": True, "title": None},
        "yaxis": {"automargin": True, "fixedrange": True, "title": None},
    }
    for name, value in more.items():
        base[name] = {**base[name], **value} if isinstance(value, dict) and name in base else value
    return base


def figure(traces: list[Any], **layout_options: Any) -> go.Figure:
    """A figure of these traces in the common layout. Options as `layout`."""
    return go.Figure(traces, layout(**layout_options))
