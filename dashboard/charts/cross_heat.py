"""A cross table of two groupings: people in each cell, coloured by their share of the row."""

from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import heat
from dashboard.text import _, disclosure, percent, whole
from dashboard.text.groups import group_name, group_names

HIDDEN_SIGN = "∙∙∙"
"""Stands in a hidden cell; what it means is said above the page and in the row's figures."""

MOST_WIDE = 7
"""Columns with room for a share at 390 px."""


def figure(frame: pd.DataFrame, row: str, column: str) -> go.Figure:
    """Frame: queries.distribution.cross of the groupings `row` and `column`. A cell without people is empty."""
    heads = frame.drop_duplicates("row_order")
    parts = frame.drop_duplicates("column_order").sort_values("column_order")
    cells = {(one.row_order, one.column_order): one for one in frame.itertuples()}
    grid = [[cells.get((head, part)) for part in parts["column_order"]] for head in heads["row_order"]]
    return heat.figure(
        group_names(heads, row, "row"),
        [disclosure.figures(row, _("n = {n}", n=whole(row.row_count)), row.row_count) for row in heads.itertuples()],
        ["<br>".join(wrap(group_name(column, code), 10)) for code in parts["column_code"]],
        [[None if cell is None or pd.isna(cell.row_pct) or not cell.row_pct else cell.row_pct for cell in line] for line in grid],
        [["" if cell is None else _people(cell, len(parts)) for cell in line] for line in grid],
        row_height=62,
        colours=heat.COUNTS,
    )


def _people(cell: Any, column_count: int) -> str:
    """Count and share of a cell; where columns are many and narrow, the count alone; nothing where nobody is, a sign where it is hidden."""
    if pd.isna(cell.asn_count):
        return HIDDEN_SIGN
    if not cell.asn_count:
        return ""
    return f"{whole(cell.asn_count)}<br>{percent(cell.row_pct, 100, 0)}" if column_count <= MOST_WIDE else whole(cell.asn_count)
