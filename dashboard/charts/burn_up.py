"""People measured and verified up to each day, against those to be measured and the days of the schedule."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.text import _, day, percent, whole


def figure(frame: pd.DataFrame, stages: pd.DataFrame) -> go.Figure:
    """Frame: queries.completion.by_day. Stages: queries.completion.stages; those that count people give the windows and deadlines."""
    eligible = int(frame["eligible_count"].iloc[0])
    timed = stages[stages["counts"].isin(["measured", "verified"])]
    days = [_date(moment) for moment in frame["on_date"]]
    ends = [*days, *(_date(moment) for moment in timed["due_on"])]
    begins = [*days, *(_date(moment) for moment in timed["starts_on"].dropna())]
    return theme.figure(
        [
            _line(days, list(frame["measured_total"]), _("Measured"), theme.ACCENT, "solid", "circle"),
            _line(days, list(frame["verified_total"]), _("Verified"), theme.MARK, "dash", "diamond"),
        ],
        height=330,
        legend=True,
        shapes=[_target(eligible), *(_deadline(_date(moment)) for moment in timed["due_on"])],
        annotations=[_target_name(eligible), *(_deadline_name(_date(row.due_on), int(row.stage_no)) for row in timed.itertuples())],
        xaxis={"range": [min(begins) - timedelta(days=1), max(ends) + timedelta(days=2)], "tickformat": "%-d/%-m", "showgrid": False},
        yaxis={"rangemode": "tozero", "range": [0, max(eligible, 1) * 1.12], "tickformat": ",d", "title": {"text": _("People")}},
    )


def _date(moment: Any) -> date:
    day_of: date = pd.Timestamp(moment).date()
    return day_of


def _line(days: list[date], counts: list[int], name: str, colour: str, dash: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=days,
        y=counts,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"symbol": symbol, "size": 8},
        hovertemplate=f"{name}: %{{y}} (%{{x|%-d/%-m}})<extra></extra>",
    )


def _target(eligible: int) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": eligible, "y1": eligible, "line": {"color": theme.QUIET, "width": 1.5}}


def _target_name(eligible: int) -> dict[str, Any]:
    text = _("To be measured: {count}", count=whole(eligible))
    return {"xref": "paper", "x": 0, "y": eligible, "yanchor": "bottom", "xanchor": "left", "text": text, "showarrow": False, "font": {"size": 11}}


def _deadline(due_on: date) -> dict[str, Any]:
    """A deadline ends at 24:00 of its day: the line stands at the end of it."""
    end = due_on + timedelta(days=1)
    return {"type": "line", "x0": end, "x1": end, "yref": "paper", "y0": 0, "y1": 0.9, "line": {"color": theme.ALARM, "width": 1.5, "dash": "dot"}}


def _deadline_name(due_on: date, stage_no: int) -> dict[str, Any]:
    text = _("Stage {number}: {day}", number=stage_no, day=day(due_on, length="short"))
    end = due_on + timedelta(days=1)
    return {
        "x": end,
        "y": 0.02,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right",
        "text": text,
        "textangle": -90,
        "showarrow": False,
        "font": {"size": 11},
    }


def sentence(frame: pd.DataFrame) -> str:
    """How many are done by the last day on which anything happened, and the strongest day."""
    last, best = frame.iloc[-1], frame.loc[frame["measured_count"].idxmax()]
    said = _(
        "Up to {day}: {measured} of {eligible} people measured ({share}), {verified} verified ({verified_share}). Most were measured on {best}: {count}.",
        day=day(_date(last["on_date"])),
        measured=whole(last["measured_total"]),
        eligible=whole(last["eligible_count"]),
        share=percent(last["measured_total"], last["eligible_count"]),
        verified=whole(last["verified_total"]),
        verified_share=percent(last["verified_total"], last["eligible_count"]),
        best=day(_date(best["on_date"])),
        count=whole(best["measured_count"]),
    )
    undated = int(last["undated_count"])
    return said if not undated else f"{said} " + _("{count} more were measured at a time that is not known.", count=whole(undated))
