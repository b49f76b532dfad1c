"""Charts with one row a group: the name stands above its row, so that a long name costs no width on a phone."""

from html import escape
from typing import Any

ROW = 46
"""Height of a row in pixels: one line of words and one mark."""

ROOM = 53
"""Characters of a name and its figures together that fit at 390 px; the table has the name whole."""


def places(count: int) -> list[int]:
    """Place of each row on the y axis, the first on top."""
    return [-place for place in range(count)]


def words(place: int, name: str, figures: str) -> list[dict[str, Any]]:
    """Annotations above a row: its name at the left, its figures at the right."""
    common = {"y": place + 0.14, "xref": "paper", "showarrow": False, "yanchor": "bottom", "font": {"size": 12}}
    return [
        {**common, "text": escape(shortened(name, ROOM - len(figures)), quote=False), "x": 0, "xanchor": "left"},
        {**common, "text": escape(figures, quote=False), "x": 1, "xanchor": "right"},
    ]


def shortened(name: str, longest: int) -> str:
    """The name, cut at a length that still fits."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def share_axis() -> dict[str, Any]:
    """The x axis of shares, 0 to 100 per cent."""
    steps = (0, 25, 50, 75, 100)
    return {"range": [-0.5, 100.5], "tickvals": steps, "ticktext": [f"{step}%" for step in steps], "showgrid": False, "zeroline": False}


def axes(count: int) -> dict[str, Any]:
    """The y axis of that many rows, without ticks: the names stand in the chart."""
    return {"visible": False, "range": [0.45 - count, 0.75]}


def height(count: int, extra: int = 0) -> int:
    """Height of a figure of that many rows."""
    return ROW * count + extra
