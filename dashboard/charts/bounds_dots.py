"""Means side by side, each with the bounds that people not yet measured leave: where two bounds overlap, the order is not decided."""

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, coverage, disclosure, number, short_label, whole
from dashboard.text.formats import is_missing


def figure(frame: pd.DataFrame, names: list[str], bands: pd.DataFrame) -> go.Figure:
    """One row a group. Frame: summary.COLUMNS and coverage_pct. Bands: category_code, lower_bound, upper_bound, drawn faintly behind.

    The mark carries the letters of the category; a mean that lies between two categories is a diamond. Without a mean there are bounds alone.
    """
    places = rows.places(len(frame))
    begin = _begin(frame)
    figures = [_figures(row) for row in frame.to_dict("records")]
    return theme.figure(
        [_bounds(frame, places), *_means(frame, places)],
        height=rows.height(len(frame), 44),
        shapes=[_band(row, begin) for row in bands.itertuples()],
        annotations=[one for place, name, text in zip(places, names, figures, strict=True) for one in rows.words(place, name, text)],
        xaxis={"range": [begin, 101], "dtick": 10, "showgrid": False, "zeroline": False},
        yaxis=rows.axes(len(frame)),
    )


def _begin(frame: pd.DataFrame) -> float:
    """Where the scale begins: at 40 unless something lies lower."""
    lowest = frame[["lowest_mean", "mean_total_score"]].min().min()
    return 40.0 if is_missing(lowest) else min(40.0, 10.0 * (float(lowest) // 10))


def _figures(row: dict[str, Any]) -> str:
    if is_missing(row["mean_total_score"]):
        return disclosure.figures(row, _("no data yet"), row["measured_count"])
    return _("{mean} · n = {n}", mean=number(row["mean_total_score"]), n=whole(row["measured_count"]))


def _band(row: Any, begin: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": max(begin, float(row.lower_bound)),
        "x1": max(begin, float(row.upper_bound)),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.CATEGORY_COLOURS[row.category_code],
        "opacity": 0.09,
        "line": {"width": 0},
        "layer": "below",
    }


def _bounds(frame: pd.DataFrame, places: list[int]) -> go.Scatter:
    """One line a row from the lowest to the highest mean, as one trace with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for low, high, place in zip(frame["lowest_mean"], frame["highest_mean"], places, strict=True):
        x += [low, high, None]
        y += [place - 0.1, place - 0.1, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": theme.ACCENT, "width": 3},
        marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": theme.ACCENT}},
        hoverinfo="skip",
    )


def _means(frame: pd.DataFrame, places: list[int]) -> list[go.Scatter]:
    """One trace a category, so that letters stand on their own colour."""
    traces = []
    for code in theme.CATEGORIES:
        chosen = [index for index, category in enumerate(frame["category_code"]) if category == code]
        if not chosen:
            continue
        in_gap = [frame["other_category_code"].iloc[index] != code for index in chosen]
        colour = theme.CATEGORY_COLOURS[code]
        traces.append(
            go.Scatter(
                x=[frame["mean_total_score"].iloc[index] for index in chosen],
                y=[places[index] - 0.1 for index in chosen],
                mode="markers+text",
                text=[escape(short_label("category", code))] * len(chosen),
                textfont={"color": theme.ink(colour), "size": 10},
                marker={
                    "size": [23 if gap else 20 for gap in in_gap],
                    "symbol": ["diamond" if gap else "circle" for gap in in_gap],
                    "color": colour,
                    "opacity": 1,
                    "line": {"width": 1.5, "color": "#FFFFFF"},
                },
                hoverinfo="skip",
                cliponaxis=False,
            )
        )
    return traces


def sentence(frame: pd.DataFrame, names: list[str], undecided: pd.DataFrame | None = None) -> str:
    """Highest and lowest mean, and for which pairs of all their order is decided (text.coverage.order)."""
    known = frame.reset_index(drop=True).dropna(subset=["mean_total_score"])
    if len(known) < 2:
        return _("The line is what the mean can still become when everybody is measured; there are not two means to compare.")
    high, low = known["mean_total_score"].idxmax(), known["mean_total_score"].idxmin()
    said = _(
        "Highest mean: {high} ({high_mean}, n = {high_n}); lowest: {low} ({low_mean}, n = {low_n}).",
        high=names[high],
        high_mean=number(known["mean_total_score"][high]),
        high_n=whole(known["measured_count"][high]),
        low=names[low],
        low_mean=number(known["mean_total_score"][low]),
        low_n=whole(known["measured_count"][low]),
    )
    return f"{said} {coverage.order(frame, names, undecided)}".rstrip()
