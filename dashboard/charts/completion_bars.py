"""Measured and verified people of every unit, as shares of those to be measured."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, percent, whole


def figure(frame: pd.DataFrame) -> go.Figure:
    """Frame: queries.completion.by_unit; a row a unit: the bar is what is measured, the mark on it what is verified."""
    places = rows.places(len(frame))
    figures = [
        _("{measured} of {due} · {share}", measured=whole(row.measured_count), due=whole(row.due_count), share=percent(row.measured_pct, 100, 0))
        if row.due_count
        else _("nobody owes it here")
        for row in frame.itertuples()
    ]
    common = {"orientation": "h", "width": 0.34, "hoverinfo": "skip"}
    track = go.Bar(x=[100] * len(frame), y=places, marker={"color": theme.QUIET, "opacity": 0.18}, showlegend=False, **common)
    measured = go.Bar(x=list(frame["measured_pct"]), y=places, name=_("Measured"), marker={"color": theme.ACCENT}, **common)
    verified = go.Scatter(
        x=list(frame["verified_pct"]),
        y=places,
        name=_("Verified"),
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": theme.MARK, "line": {"width": 1.5, "color": "#FFFFFF"}},
        hoverinfo="skip",
        cliponaxis=False,
    )
    return theme.figure(
        [track, measured, verified],
        height=rows.height(len(frame), 64),
        legend=True,
        barmode="overlay",
        annotations=[one for place, name, text in zip(places, frame["unit_name"], figures, strict=True) for one in rows.words(place, name, text)],
        xaxis=rows.share_axis(),
        yaxis=rows.axes(len(frame)),
        margin={"l": 8, "r": 16},
    )


def sentence(frame: pd.DataFrame) -> str:
    """Which unit is furthest and which is least far, with its numbers."""
    known = frame.dropna(subset=["measured_pct"])
    if known.empty:
        return _("Nobody here is to be measured.")
    high, low = known.loc[known["measured_pct"].idxmax()], known.loc[known["measured_pct"].idxmin()]
    done = int((known["measured_pct"] >= 100).sum())
    return _(
        "{done} of {count} units have measured everybody. Furthest: {high} ({high_share}); least: {low} ({low_count} of {low_due}, {low_share}).",
        done=whole(done),
        count=whole(len(known)),
        high=high["unit_name"],
        high_share=percent(high["measured_pct"], 100),
        low=low["unit_name"],
        low_count=whole(low["measured_count"]),
        low_due=whole(low["due_count"]),
        low_share=percent(low["measured_pct"], 100),
    )
