"""How many people have how many points, in steps of one point, with the categories drawn."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import category_scale, theme
from dashboard.text import _, disclosure, label, number, percent, whole


def figure(frame: pd.DataFrame, bands: pd.DataFrame, spread: pd.DataFrame) -> go.Figure:
    """Frame: points, category_code, asn_count. Bands: category_code, lower_bound, upper_bound. Spread: one row with median and mean_total_score."""
    shown = [code for code in theme.CATEGORIES if (frame["category_code"] == code).any()]
    begin = min([50.0, *(10.0 * (float(points) // 10) for points in frame["points"].head(1))])
    strips = [(row.category_code, max(float(row.lower_bound), begin), float(row.upper_bound)) for row in bands.itertuples()]
    median = spread["median"].iloc[0]
    return theme.figure(
        [_bars(frame[frame["category_code"] == code], code) for code in shown],
        height=340,
        bargap=0.08,
        barmode="stack",
        shapes=[*category_scale.shapes(strips, 1.015, 1.09, yref="paper"), *([] if pd.isna(median) else [_line(median)])],
        annotations=[
            *category_scale.letters(strips, 1.0525, yref="paper", yanchor="middle"),
            *([] if pd.isna(median) else [_mark(median, _("Median {median}", median=number(median)))]),
        ],
        xaxis={"range": [begin, 101.5], "title": {"text": _("Total score (points)")}, "showgrid": False, "dtick": 10},
        yaxis={"tickformat": ",d", "title": {"text": _("People")}, "rangemode": "tozero"},
        margin={"l": 8, "r": 8, "t": 46, "b": 8},
    )


def sentence(frame: pd.DataFrame, spread: pd.DataFrame) -> str:
    """Where the middle lies and how far the bulk reaches."""
    row = spread.iloc[0]
    if disclosure.is_any(spread):
        return _shown(frame, row)
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
    reach = _reach(points, points)
    return {"points": reach, "count": whole(sums.max()), "share": percent(sums.max(), sums.sum())}


def _reach(first: int, last: int) -> str:
    """The points of a bar in words."""
    return _("{low} to under {high}", low=first, high=last + 1) if first < 100 else "100"


def _shown(frame: pd.DataFrame, row: pd.Series) -> str:
    """The same, as far as it shows nobody's points."""
    said = [_("n = {n}. The mean is {mean}.", n=whole(row["asn_count"]), mean=number(row["mean_total_score"]))]
    if not pd.isna(row["median"]):
        said.append(_("Half of the people have {median} points or less.", median=number(row["median"])))
    if not pd.isna(row["lower_quarter"]):
        said.append(_("The middle half lies between {lower} and {upper}.", lower=number(row["lower_quarter"]), upper=number(row["upper_quarter"])))
    return " ".join([*said, disclosure.cut() if len(frame) else _("The counts by category are hidden, so that they show nobody's.")])


def _bars(rows: pd.DataFrame, code: str) -> go.Bar:
    """Bars of one category, as wide as the points they hold and as high as the people per point."""
    if "points_to" in rows:
        return _wide_bars(rows, code)
    return go.Bar(
        x=[points + 0.5 for points in rows["points"]],
        y=list(rows["asn_count"]),
        width=1,
        name=label("category", code),
        marker={"color": theme.CATEGORY_COLOURS[code], "pattern": theme.pattern(code), "line": {"width": 0}},
        customdata=list(rows["points"]),
        hovertemplate=_("%{customdata} points: %{y} people") + "<extra></extra>",
    )


def _wide_bars(rows: pd.DataFrame, code: str) -> go.Bar:
    spans = [(int(first), int(last), int(count)) for first, last, count in zip(rows["points"], rows["points_to"], rows["asn_count"], strict=True)]
    return go.Bar(
        x=[(first + last + 1) / 2 for first, last, _count in spans],
        y=[count / (last - first + 1) for first, last, count in spans],
        width=[last - first + 1 for first, last, _count in spans],
        name=label("category", code),
        marker={"color": theme.CATEGORY_COLOURS[code], "pattern": theme.pattern(code), "line": {"width": 1, "color": "#FFFFFF"}},
        customdata=[_("{points} points: {count} people", points=_reach(first, last), count=whole(count)) for first, last, count in spans],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _line(value: float) -> dict[str, Any]:
    return {"type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": theme.QUIET, "width": 2, "dash": "dot"}}


def _mark(value: float, text: str) -> dict[str, Any]:
    side = "right" if value > 75 else "left"
    return {"x": value, "y": 0.995, "yref": "paper", "yanchor": "top", "xanchor": side, "text": f" {text} ", "showarrow": False, "font": {"size": 12}}
