"""What keeps the mean from 100: the points that each indicator takes off it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import labelled_bars
from dashboard.text import _, disclosure, label, number, percent, whole


def figure(frame: pd.DataFrame) -> go.Figure:
    """Frame: queries.dimensions.by_indicator, the costliest first. Bars are shares of the costliest one."""
    highest = frame["lost_points"].max()
    most = 1.0 if pd.isna(highest) else float(highest) or 1.0
    return labelled_bars.figure(
        [
            labelled_bars.Bar(
                name=label("indicator", row.indicator_code),
                details=(_without(row),),
                share_pct=None if pd.isna(row.lost_points) else 100 * float(row.lost_points) / most,
                figures=disclosure.short() if pd.isna(row.lost_points) else f"<b>−{number(row.lost_points)}</b>",
            )
            for row in frame.itertuples()
        ]
    )


def _without(row: Any) -> str:
    """Dimension of the indicator, and how many of those asked lack points; where only points were reported, that."""
    if pd.isna(row.missing_count):
        return _("{dimension} · {count} asked, the others hidden", dimension=label("dimension", row.dimension_code), count=whole(row.asked_count))
    if row.unknown_count >= row.asked_count:
        return _("{count} people whose answers are not known", count=whole(row.asked_count))
    return _(
        "{dimension} · {missing} of {asked} without full points",
        dimension=label("dimension", row.dimension_code),
        missing=whole(row.missing_count),
        asked=whole(row.asked_count),
    )


def sentence(frame: pd.DataFrame, mean: float) -> str:
    """How the mean and what is lost add up, and the two costliest indicators."""
    first = frame.iloc[0]
    if disclosure.is_any(frame):
        shown = frame.dropna(subset=["lost_points"])
        return _("100 points less {lost} points lost make the mean of {mean}.", lost=number(100 - mean), mean=number(mean)) + (
            " " + _("Most of what is shown is lost by {indicator}.", indicator=label("indicator", shown["indicator_code"].iloc[0]).lower())
            if len(shown)
            else ""
        )
    return _(
        "100 points less {lost} points lost make the mean of {mean}. Most is lost by {indicator}: {points} points, {share} of all that is lost.",
        lost=number(frame["lost_points"].sum()),
        mean=number(mean),
        indicator=label("indicator", first["indicator_code"]).lower(),
        points=number(first["lost_points"]),
        share=percent(first["lost_points"], frame["lost_points"].sum()),
    )
