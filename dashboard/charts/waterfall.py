"""From one mean to another, step by step. The scale is cut to where something happens, so the ends are marks and not bars from zero."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import difference, label, language, number

THICKNESS = 0.3
"""Height of a step, as part of a row."""

NARROWEST = 0.1
"""Points that the scale spans at least: a difference of 0.001 must not look like one of 10."""


def figure(steps: pd.DataFrame) -> go.Figure:
    """One row a step, the former mean on top. Frame: text.changes.steps; both means have to be there."""
    places = rows.places(len(steps))
    means = [float(mean) for mean in steps["mean_total_score"]]
    low, high = _span(means)
    changed = [index for index, effect in enumerate(steps["effect"]) if effect == effect]  # noqa: PLR0124 NaN
    return theme.figure(
        [_links(means, places), _steps(steps, means, places, changed), _ends(means, places)],
        height=rows.height(len(steps), 34),
        annotations=[
            note
            for row, place in zip(steps.itertuples(), places, strict=True)
            for note in rows.words(place, label("step", row.step_code), _figures(row))
        ],
        barmode="overlay",
        separators=",." if language() == "id" else ".,",
        xaxis={"range": [low, high], "zeroline": False, "nticks": 6, "tickformat": ".2f"},
        yaxis=rows.axes(len(steps)),
    )


def _span(means: list[float]) -> tuple[float, float]:
    """Where the scale begins and ends: all means with some room."""
    middle, half = (min(means) + max(means)) / 2, max((max(means) - min(means)) / 2, NARROWEST / 2)
    return middle - 1.15 * half, middle + 1.15 * half


def _figures(row: Any) -> str:
    said = number(row.mean_total_score) if row.step_code in {"former", "now"} else difference(row.effect)
    return f"{said} · {row.people}"


def _links(means: list[float], places: list[int]) -> go.Scatter:
    """A thin line from the mean after each step to the next row, which leaves out the next row's words."""
    x: list[float | None] = []
    y: list[float | None] = []
    for mean, place in zip(means[:-1], places[:-1], strict=True):
        x += [mean, mean, None, mean, mean, None]
        y += [place - 0.1, place - 0.45, None, place - 0.88, place - 1.1, None]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": theme.QUIET, "width": 1, "dash": "dot"}, hoverinfo="skip")


def _steps(steps: pd.DataFrame, means: list[float], places: list[int], changed: list[int]) -> go.Bar:
    """One bar a step from the mean before to the mean after it, in the colour of its direction; the sign stands in the words."""
    effects = [float(steps["effect"].iloc[index]) for index in changed]
    return go.Bar(
        x=effects,
        base=[means[index] - effect for index, effect in zip(changed, effects, strict=True)],
        y=[places[index] - 0.1 for index in changed],
        orientation="h",
        width=THICKNESS,
        marker={"color": [theme.ACCENT if effect >= 0 else theme.MARK for effect in effects], "line": {"width": 0}},
        hoverinfo="skip",
    )


def _ends(means: list[float], places: list[int]) -> go.Scatter:
    return go.Scatter(
        x=[means[0], means[-1]],
        y=[places[0] - 0.1, places[-1] - 0.1],
        mode="markers",
        marker={"symbol": ["circle-open", "circle"], "size": 13, "color": theme.ACCENT, "line": {"width": 2.5, "color": theme.ACCENT}},
        hoverinfo="skip",
        cliponaxis=False,
    )
