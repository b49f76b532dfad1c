"""Where a mean stands: a dot over the categories, between the lowest and the highest value it could still take."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import category_scale, theme
from dashboard.text import number

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
        shapes=category_scale.shapes(strips, 0, 0.45),
        annotations=category_scale.letters(strips, 0.225),
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
