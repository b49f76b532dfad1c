"""Half of each group in a box, four fifths between the whiskers: which groups lie higher, and which are wide."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, disclosure, number, whole
from dashboard.text.groups import group_names, shown


def figure(frame: pd.DataFrame, kind: str) -> go.Figure:
    """Frame: queries.distribution.spread for the grouping `kind`, one box a row; the quantiles come from there, the browser computes nothing."""
    places, names = rows.places(len(frame)), group_names(frame, kind)
    figures = [_figures(row) for row in frame.itertuples()]
    box = go.Box(
        y=places,
        q1=list(frame["lower_quarter"]),
        median=list(frame["median"]),
        q3=list(frame["upper_quarter"]),
        lowerfence=list(frame["tenth"]),
        upperfence=list(frame["ninetieth"]),
        mean=list(frame["mean_total_score"]),
        orientation="h",
        width=0.34,
        line={"color": theme.ACCENT, "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
    )
    return theme.figure(
        [box, _ends(frame, places)],
        height=rows.height(len(frame), 50),
        annotations=[one for place, name, text in zip(places, names, figures, strict=True) for one in rows.words(place, name, text)],
        xaxis={"range": [_begin(frame), 101], "dtick": 10, "title": {"text": _("Total score (points)")}},
        yaxis=rows.axes(len(frame)),
    )


def _figures(row: Any) -> str:
    """Median and n; where the group is too small for a median, its mean, and where it is hidden, that."""
    if pd.isna(row.median) and not disclosure.is_hidden(row):
        return _("mean {mean} · n = {n}", mean=number(row.mean_total_score), n=whole(row.asn_count))
    return disclosure.figures(row, _("{median} · n = {n}", median=number(row.median), n=whole(row.asn_count)), row.asn_count)


def _begin(frame: pd.DataFrame) -> float:
    """Where the scale begins: below the lowest value shown."""
    lowest = frame[["lowest", "tenth", "lower_quarter", "mean_total_score"]].min().min()
    return 50.0 if pd.isna(lowest) else min(50.0, float(lowest) - 1)


def _ends(frame: pd.DataFrame, places: list[int]) -> go.Scatter:
    """The lowest and the highest person of each group."""
    return go.Scatter(
        x=[*frame["lowest"], *frame["highest"]],
        y=[*places, *places],
        mode="markers",
        marker={"size": 4, "color": theme.QUIET},
        hoverinfo="skip",
        showlegend=False,
    )


def sentence(frame: pd.DataFrame, kind: str) -> str:
    """Which group's middle is highest and lowest, and how to read a box."""
    names = group_names(frame, kind)
    if disclosure.is_any(frame):
        return _shown(frame, names)
    high, low = int(frame["median"].argmax()), int(frame["median"].argmin())
    cut = shown(len(frame), int(frame["group_count"].iloc[0]))
    reading = _("The box holds the middle half of a group with its median, the whiskers four fifths, the dots are the lowest and the highest person.")
    if len(frame) < 2:
        return reading
    extremes = _(
        "Highest median: {high} ({high_value}, n = {high_n}); lowest: {low} ({low_value}, n = {low_n}).",
        high=names[high],
        high_value=number(frame["median"].iloc[high]),
        high_n=whole(frame["asn_count"].iloc[high]),
        low=names[low],
        low_value=number(frame["median"].iloc[low]),
        low_n=whole(frame["asn_count"].iloc[low]),
    )
    return f"{reading} {extremes}{cut}"


def _shown(frame: pd.DataFrame, names: list[str]) -> str:
    """The same of the groups that are large enough for a median."""
    reading = _("Each quantile is shown where enough people lie on either side of it; single people are not.")
    known = frame.reset_index(drop=True).dropna(subset=["median"])
    if len(known) < 2:
        return reading
    high, low = known["median"].idxmax(), known["median"].idxmin()
    extremes = _(
        "Highest median: {high} ({high_value}, n = {high_n}); lowest: {low} ({low_value}, n = {low_n}).",
        high=names[high],
        high_value=number(known["median"][high]),
        high_n=whole(known["asn_count"][high]),
        low=names[low],
        low_value=number(known["median"][low]),
        low_n=whole(known["asn_count"][low]),
    )
    return f"{reading} {extremes}"
