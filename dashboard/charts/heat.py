"""A grid of shares, every cell with its number: groups in rows, parts in columns."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import rows, theme

COUNTS = ((0.0, "#6B7480"), (1.0, "#1F4A8A"))
"""Scale of shares that are neither good nor bad; white figures are read on all of it."""


def figure(
    names: Sequence[str],
    figures: Sequence[str],
    columns: Sequence[str],
    shares: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    *,
    row_height: int,
    colours: Sequence[tuple[float, str]] = theme.HEATS,
) -> go.Figure:
    """One row a name with `figures` at its right; shares in per cent colour the cells, None leaves a cell empty; texts stand in them."""
    places = rows.places(len(names))
    gap = 22
    cells = go.Heatmap(
        x=list(range(len(columns))),
        y=[place - gap / 2 / row_height for place in places],
        z=shares,
        zmin=0,
        zmax=100,
        text=texts,
        texttemplate="%{text}",
        textfont={"size": 11 if len(columns) < 7 else 10},
        colorscale=[list(step) for step in colours],
        showscale=False,
        xgap=3,
        ygap=gap,
        hoverinfo="skip",
    )
    head = 14 + 13 * max(name.count("<br>") + 1 for name in columns) if len(columns) < 8 else 96
    lift = 0.5 - gap / row_height - 0.02
    return theme.figure(
        [cells],
        height=row_height * len(names) + head + 12,
        annotations=[
            {**one, "y": place + lift} for place, name, text in zip(places, names, figures, strict=True) for one in rows.words(place, name, text)
        ],
        xaxis={
            "tickvals": list(range(len(columns))),
            "ticktext": list(columns),
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0 if len(columns) < 8 else -90,
            "tickfont": {"size": 11},
        },
        yaxis={"visible": False, "range": [0.5 - len(names) - gap / 2 / row_height, 0.5]},
        margin={"l": 4, "r": 4, "t": head, "b": 4},
    )
