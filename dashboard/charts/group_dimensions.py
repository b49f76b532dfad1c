"""The dimensions of every group as shares of their maximum, from one row a group and dimension."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import heat, theme
from dashboard.text import _, disclosure, label, number, percent, whole
from dashboard.text.groups import group_names


def figure(frame: pd.DataFrame, kind: str) -> go.Figure:
    """Frame: queries.dimensions.by_group for the grouping `kind`. Cells: share of the maximum, below it the mean in points."""
    heads = frame.drop_duplicates("group_order")
    cells = {(one.group_order, one.dimension_code): one for one in frame.itertuples()}
    grid = [[cells[head, code] for code in theme.DIMENSIONS] for head in heads["group_order"]]
    return heat.figure(
        group_names(heads, kind),
        [disclosure.figures(row, _("n = {n}", n=whole(row.measured_count)), row.measured_count) for row in heads.itertuples()],
        [label("dimension", code) for code in theme.DIMENSIONS],
        [[cell.share_pct for cell in line] for line in grid],
        [["" if pd.isna(cell.mean_score) else f"{percent(cell.share_pct, 100, 0)} · {number(cell.mean_score)}" for cell in line] for line in grid],
        row_height=48,
    )


def sentence(frame: pd.DataFrame, kind: str) -> str:
    """The dimension in which the groups differ most, and how."""
    names = pd.Series(group_names(frame, kind), index=frame.index)
    frame = frame.dropna(subset=["share_pct"])
    if frame.empty:
        return _("All groups here are hidden.")
    reach = frame.groupby("dimension_code")["share_pct"].agg(lambda shares: shares.max() - shares.min())
    rows = frame[frame["dimension_code"] == reach.idxmax()]
    high, low = rows["share_pct"].idxmax(), rows["share_pct"].idxmin()
    if high == low:
        return _("Each cell: mean as a share of the dimension's maximum, below it in points.")
    return _(
        "The groups differ most in {dimension}: {high} {high_share} (n = {high_n}), {low} {low_share} (n = {low_n}).",
        dimension=label("dimension", reach.idxmax()).lower(),
        high=names[high],
        high_share=percent(rows["share_pct"][high], 100),
        high_n=whole(rows["measured_count"][high]),
        low=names[low],
        low_share=percent(rows["share_pct"][low], 100),
        low_n=whole(rows["measured_count"][low]),
    )
