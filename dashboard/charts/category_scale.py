"""The categories along a scale of points: a stretch in each category's colour, with its letters on it."""

from collections.abc import Iterable
from typing import Any

from dashboard.charts import theme
from dashboard.text import short_label

Stretch = tuple[str, float, float]
"""Code of a category, and where it begins and ends on the scale."""


def shapes(stretches: Iterable[Stretch], bottom: float, top: float, **place: Any) -> list[dict[str, Any]]:
    """The stretches between two heights. `place` says of which axes the heights are, where not the figure's own."""
    outline = {"width": 1, "color": "#FFFFFF"}
    heights = {"type": "rect", "y0": bottom, "y1": top, "line": outline, **place}
    return [{**heights, "x0": low, "x1": high, "fillcolor": theme.CATEGORY_COLOURS[code]} for code, low, high in stretches]


def letters(stretches: Iterable[Stretch], height: float, **place: Any) -> list[dict[str, Any]]:
    """The letters in the middle of each stretch, in the ink that is read best on its colour."""
    return [
        {
            "x": (low + high) / 2,
            "y": height,
            "text": f"<b>{short_label('category', code)}</b>",
            "showarrow": False,
            "font": {"color": theme.ink(theme.CATEGORY_COLOURS[code]), "size": 12},
            **place,
        }
        for code, low, high in stretches
    ]
