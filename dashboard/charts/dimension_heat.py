"""The four dimensions of every group as shares of their maximum."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import heat, theme
from dashboard.text import _, disclosure, label, number, percent, whole
from dashboard.text.formats import is_missing


def figure(frame: pd.DataFrame, names: list[str], maxima: pd.DataFrame) -> go.Figure:
    """One row a group. Frame: summary.COLUMNS. Maxima: dimension_code, maximum_score. Cells: share of the maximum, below it the mean in points."""
    means = [[row[f"mean_{code}_score"] for code in theme.DIMENSIONS] for row in frame.to_dict("records")]
    most = [_maximum(maxima, code) for code in theme.DIMENSIONS]
    shares = [[None if is_missing(mean) else 100 * mean / top for mean, top in zip(line, most, strict=True)] for line in means]
    texts = [
        ["" if share is None else f"{percent(share, 100, 0)} · {number(mean)}" for share, mean in zip(*lines, strict=True)]
        for lines in zip(shares, means, strict=True)
    ]
    figures = [_figures(row) for row in frame.to_dict("records")]
    columns = [f"{label('dimension', code)}<br>{number(top, 0)}" for code, top in zip(theme.DIMENSIONS, most, strict=True)]
    return heat.figure(names, figures, columns, shares, texts, row_height=48)


def _figures(row: dict[str, Any]) -> str:
    """n, and whether what belongs to it is hidden."""
    count = row["measured_count"]
    if not count:
        return _("no data yet")
    is_cut = disclosure.is_hidden(row)
    return f"{_('n = {n}', n=whole(count))} · {disclosure.short()}" if is_cut else _("n = {n}", n=whole(count))


def _maximum(maxima: pd.DataFrame, code: str) -> float:
    return float(maxima.loc[maxima["dimension_code"] == code, "maximum_score"].iloc[0])


def sentence(frame: pd.DataFrame, names: list[str], maxima: pd.DataFrame) -> str:
    """The lowest and the highest cell."""
    cells = [
        (100 * row[f"mean_{code}_score"] / _maximum(maxima, code), code, name, row["measured_count"])
        for row, name in zip(frame.to_dict("records"), names, strict=True)
        for code in theme.DIMENSIONS
        if not is_missing(row[f"mean_{code}_score"])
    ]
    if not cells and disclosure.is_any(frame):
        return _("All groups here are hidden.")
    if not cells:
        return _("Nobody has been measured yet.")
    low, high = min(cells), max(cells)
    return _(
        "Each cell: mean as a share of the dimension's maximum. Lowest: {low_dimension} in {low} ({low_share}, n = {low_n}); "
        "highest: {high_dimension} in {high} ({high_share}, n = {high_n}).",
        low_dimension=label("dimension", low[1]).lower(),
        low=low[2],
        low_share=percent(low[0], 100),
        low_n=whole(low[3]),
        high_dimension=label("dimension", high[1]).lower(),
        high=high[2],
        high_share=percent(high[0], 100),
        high_n=whole(high[3]),
    )
