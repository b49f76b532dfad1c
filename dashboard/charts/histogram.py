"""How many people have how many points, in steps of one point, with the categories drawn."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import category_scale, theme
from dashboard.text import _, label, number, percent, whole


def figure(frame: pd.DataFrame, bands: pd.DataFrame, spread: pd.DataFrame) -> go.Figure:
    """Frame: points, category_code, asn_count. Bands: category_code, lower_bound, upper_bound. Spread: one row with median and mean_total_score."""
    shown = [code for code in theme.CATEGORIES if (frame["category_code"] == code).any()]
    begin = min(50.0, 10.0 * (float(frame["points"].min()) // 10))
    strips = [(row.category_code, max(float(row.lower_bound), begin), float(row.upper_bound)) for row in bands.itertuples()]
    median = float(spread["median"].iloc[0])
    return theme.figure(
        [_bars(frame[frame["category_code"] == code], code) for code in shown],
        height=340,
        bargap=0.08,
        barmode="stack",
        shapes=[*category_scale.shapes(strips, 1.015, 1.09, yref="paper"), _line(median)],
        annotations=[
            *category_scale.letters(strips, 1.0525, yref="paper", yanchor="middle"),
            _mark(median, _("Median {median}", median=number(median))),
        ],
        xaxis={"range": [begin, 101.5], "title": {"text": _("Total score (points)")}, "showgrid": False, "dtick": 10},
        yaxis={"tickformat": ",d", "title": {"text": _("People")}, "rangemode": "tozero"},
        margin={"l": 8, "r": 8, "t": 46, "b": 8},
    )


def sentence(frame: pd.DataFrame, spread: pd.DataFrame) -> str:
    """Where the middle lies and how far the bulk reaches."""
    row = spread.iloc[0]
    return _(
        "n = {n}. Half of the people have {median} points or less; the middle half lies between {lower} and {upper}, the mean is {mean}. "
        "Most often: {points} points ({count} people, {share}).",
        n=whole(row["asn_count"]),
        median=number(row["median"]),
        lower=number(row["lower_quarter"]),
        upper=number(row["upper_quarter"]),
        mean=number(row["mean_total_score"]),
        **_most(frame),
    )


def _most(frame: pd.DataFrame) -> dict[str, str]:
    sums = frame.groupby("points")["asn_count"].sum()
    points = int(sums.idxmax())
    reach = _("{low} to under {high}", low=points, high=points + 1) if points < 100 else "100"
    return {"points": reach, "count": whole(sums.max()), "share": percent(sums.max(), sums.sum())}


def _bars(rows: pd.DataFrame, code: str) -> go.Bar:
    return go.Bar(
        x=[points + 0.5 for points in rows["points"]],
        y=list(rows["asn_count"]),
        width=1,
        name=label("category", code),
        marker={"color": theme.CATEGORY_COLOURS[code], "pattern": theme.pattern(code), "line": {"width": 0}},
        customdata=list(rows["points"]),
        hovertemplate=_("%{customdata} points: %{y} people") + "<extra></extra>",
    )


def _line(value: float) -> dict[str, Any]:
    return {"type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": theme.QUIET, "width": 2, "dash": "dot"}}


def _mark(value: float, text: str) -> dict[str, Any]:
    side = "right" if value > 75 else "left"
    return {"x": value, "y": 0.995, "yref": "paper", "yanchor": "top", "xanchor": side, "text": f" {text} ", "showarrow": False, "font": {"size": 12}}
