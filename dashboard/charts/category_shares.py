"""The categories of every group as shares, one bar a group."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, disclosure, label, percent, whole


def figure(frame: pd.DataFrame, names: list[str]) -> go.Figure:
    """One row a group. Frame: summary.COLUMNS and summary.shares. A group without measured people has no bar and says so."""
    places = rows.places(len(frame))
    figures = [_figures(row) for row in frame.to_dict("records")]
    return theme.figure(
        [_part(frame, places, code) for code in theme.CATEGORIES],
        height=rows.height(len(frame), 80),
        legend=True,
        barmode="stack",
        annotations=[one for place, name, text in zip(places, names, figures, strict=True) for one in rows.words(place, name, text)],
        xaxis=rows.share_axis(),
        yaxis=rows.axes(len(frame)),
        margin={"l": 8, "r": 16},
    )


def _figures(row: dict[str, Any]) -> str:
    """n, and whether what belongs to it is hidden."""
    count = row["measured_count"]
    if not count:
        return _("no data yet")
    is_cut = disclosure.has_hidden(row)
    return f"{_('n = {n}', n=whole(count))} · {disclosure.short()}" if is_cut else _("n = {n}", n=whole(count))


def _part(frame: pd.DataFrame, places: list[int], code: str) -> go.Bar:
    shares = [None if pd.isna(share) else float(share) for share in frame[f"{code}_pct"]]
    colour = theme.CATEGORY_COLOURS[code]
    return go.Bar(
        x=shares,
        y=[place - 0.1 for place in places],
        orientation="h",
        width=0.36,
        name=label("category", code),
        marker={"color": colour, "pattern": theme.pattern(code), "line": {"width": 0}},
        text=[percent(share, 100, 0) if share is not None and share >= 7 else "" for share in shares],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": theme.ink(colour), "size": 11},
        constraintext="none",
        hoverinfo="skip",
    )


def sentence(frame: pd.DataFrame, names: list[str]) -> str:
    """Where most people are high or very high, and where fewest are."""
    upper = (frame["tinggi_pct"] + frame["sangat_tinggi_pct"]).astype("Float64").reset_index(drop=True)
    known = upper.dropna()
    if len(known) < 2 and disclosure.is_any(frame):
        return _("Shares of small groups are hidden; there are not two groups to compare.")
    if len(known) < 2:
        return _("There are not two groups with measured people to compare.")
    high, low = known.idxmax(), known.idxmin()
    counts = frame["measured_count"].reset_index(drop=True)
    return _(
        "Most people in the two upper categories: {high} ({high_share}, n = {high_n}); fewest: {low} ({low_share}, n = {low_n}).",
        high=names[high],
        high_share=percent(known[high], 100),
        high_n=whole(counts[high]),
        low=names[low],
        low_share=percent(known[low], 100),
        low_n=whole(counts[low]),
    )
