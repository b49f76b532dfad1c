"""The share measured of every group, in the colour and with the letters of its word for participation."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import labelled_bars, rows, theme
from dashboard.text import _, percent, short_label, whole

MOST_BARS = 30
"""Bars of one chart, the lowest shares; the table has more."""


def figure(frame: pd.DataFrame, names: list[str], whole_pct: float) -> go.Figure:
    """Frame: queries.participation.by_group. Whole_pct: the share of the whole choice, marked on every bar."""
    bars = [
        labelled_bars.Bar(
            name=f"<b>{short_label('category', row.participation_code)}</b>  {escape(rows.shortened(name, rows.ROOM - 20), quote=False)}",
            share_pct=row.coverage_pct,
            figures=_(
                "{measured} of {due} · {share}",
                measured=whole(row.measured_count),
                due=whole(row.eligible_count),
                share=percent(row.coverage_pct, 100),
            ),
            colour=theme.CATEGORY_COLOURS[row.participation_code],
            pattern=theme.pattern(row.participation_code),
            mark_pct=whole_pct,
        )
        for row, name in zip(frame.head(MOST_BARS).itertuples(), names, strict=False)
    ]
    return labelled_bars.figure(bars, mark_name=_("Whole choice: {share}", share=percent(whole_pct, 100)))
