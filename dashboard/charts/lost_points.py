"""What keeps the mean from 100: the points that each indicator takes off it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import labelled_bars
from dashboard.text import _, label, number, percent, whole


def figure(frame: pd.DataFrame) -> go.Figure:
    """Frame: queries.dimensions.by_indicator, the costliest first. Bars are shares of the costliest one."""
    most = float(frame["lost_points"].max()) or 1.0
    return labelled_bars.figure(
        [
            labelled_bars.Bar(
                name=label("indicator", row.indicator_code),
                details=(_without(row),),
                share_pct=100 * float(row.lost_points) / most,
                figures=f"<b>−{number(row.lost_points)}</b>",
            )
            for row in frame.itertuples()
        ]
    )


def _without(row: Any) -> str:
    """Dimension of the indicator, and how many of those asked lack points; where only points were reported, that."""
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
    return _(
        "100 points less {lost} points lost make the mean of {mean}. Most is lost by {indicator}: {points} points, {share} of all that is lost.",
        lost=number(frame["lost_points"].sum()),
        mean=number(mean),
        indicator=label("indicator", first["indicator_code"]).lower(),
        points=number(first["lost_points"]),
        share=percent(first["lost_points"], frame["lost_points"].sum()),
    )
