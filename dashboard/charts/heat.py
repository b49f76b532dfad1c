"""A grid of shares, every cell with its number: groups in rows, parts in columns."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import rows, theme


def figure(
    names: Sequence[str],
    figures: Sequence[str],
    columns: Sequence[str],
    shares: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    *,
    row_height: int,
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
        colorscale=[list(step) for step in theme.HEATS],
        showscale=False,
        xgap=3,
        ygap=gap,
        hoverinfo="skip",
    )
    lift = 0.5 - gap / row_height - 0.02
    return theme.figure(
        [cells],
        height=row_height * len(names) + 52,
        annotations=[
            {**one, "y": place + lift} for place, name, text in zip(places, names, figures, strict=True) for one in rows.words(place, name, text)
        ],
        xaxis={
            "tickvals": list(range(len(columns))),
            "ticktext": list(columns),
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "tickfont": {"size": 11},
        },
        yaxis={"visible": False, "range": [0.5 - len(names) - gap / 2 / row_height, 0.5]},
        margin={"l": 4, "r": 4, "t": 40, "b": 4},
    )
