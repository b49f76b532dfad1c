"""Where a mean stands: a dot over the categories, between the lowest and the highest value it could still take."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.text import number, short_label

BEGINS_AT = 50.0
"""The scale begins here unless a bound is lower: nine tenths of all means lie above, and a position needs no zero."""


def figure(bands: pd.DataFrame, row: pd.Series) -> go.Figure:
    """Bands: overview.bands; row: mean_total_score, lowest_mean, highest_mean. A missing mean leaves the scale and the bounds, without anybody the scale alone."""
    mean, lowest, highest = (row[name] for name in ("mean_total_score", "lowest_mean", "highest_mean"))
    values = [float(value) for value in (lowest, highest) if not pd.isna(value)]
    begin = min([BEGINS_AT, *(10 * (value // 10) for value in values)])
    cuts = [max(float(low), begin) for low in bands["lower_bound"]]
    ends = [float(high) for high in bands["upper_bound"]]
    codes = list(bands["category_code"])
    strips = [(code, low, high) for code, low, high in zip(codes, cuts, ends, strict=True) if high > low]
    return theme.figure(
        [_bounds(lowest, highest), _mean(mean)] if values else [],
        height=132,
        shapes=[_strip(*strip) for strip in strips],
        annotations=[_letters(*strip) for strip in strips],
        xaxis={
            "range": [begin, 100],
            "tickvals": [begin, *(low for _, low, _ in strips[1:]), 100],
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": 11},
        },
        yaxis={"visible": False, "range": [-0.05, 1.35]},
        margin={"l": 14, "r": 18, "t": 4, "b": 8},
    )


def _bounds(lowest: float, highest: float) -> go.Scatter:
    return go.Scatter(
        x=[lowest, highest],
        y=[0.8, 0.8],
        mode="lines+markers",
        line={"color": theme.ACCENT, "width": 4},
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": theme.ACCENT}},
        hoverinfo="skip",
    )


def _mean(mean: float) -> go.Scatter:
    return go.Scatter(
        x=[None if pd.isna(mean) else mean],
        y=[0.8],
        mode="markers+text",
        text=[f"<b>{number(mean)}</b>"],
        textposition="top center",
        textfont={"size": 14},
        marker={"size": 15, "color": theme.ACCENT, "line": {"width": 2.5, "color": "#FFFFFF"}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _strip(code: str, low: float, high: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": low,
        "x1": high,
        "y0": 0,
        "y1": 0.45,
        "fillcolor": theme.CATEGORY_COLOURS[code],
        "line": {"width": 1, "color": "#FFFFFF"},
    }


def _letters(code: str, low: float, high: float) -> dict[str, Any]:
    ink = theme.ink(theme.CATEGORY_COLOURS[code])
    return {
        "x": (low + high) / 2,
        "y": 0.225,
        "text": f"<b>{short_label('category', code)}</b>",
        "showarrow": False,
        "font": {"color": ink, "size": 12},
    }
