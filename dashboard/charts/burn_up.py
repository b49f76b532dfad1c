"""One stage day by day: what is done in per cent of what is due, against the target line, the year before, the deadlines and the forecast.

A value stands at the day it was reached with: the end of 15 April stands at 15 April, the noon of it half a day before. A deadline stands at its day likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.text import _, day, number, whole

DAY = timedelta(days=1)

MARGIN_DAYS = 1
"""Days left free before the first and after the last thing shown."""

HEIGHT = 360

SHARES = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class BurnUp:
    """The rows of one stage. days: queries.burn_up.by_day; target, last_year: of the same names there; cone: forecast.cone; deadlines: queries.schedule.deadlines,
    the last of them in force."""

    days: pd.DataFrame
    target: pd.DataFrame
    last_year: pd.DataFrame
    cone: pd.DataFrame
    deadlines: pd.DataFrame
    moment: datetime


def figure(burn_up: BurnUp) -> go.Figure:
    """Lines of one stage; what there is no row of is left out."""
    first, last = _shown(burn_up)
    marks = [*_deadlines(burn_up.deadlines), _moment(burn_up)]
    traces = [*_cone(burn_up), *_last_year(burn_up.last_year, first, last), *_target(burn_up.target), *_done(burn_up, last)]
    return theme.figure(
        traces,
        height=HEIGHT,
        legend=True,
        margin={"t": 56},
        shapes=[_line(place, colour, dash) for place, colour, dash, _name in marks],
        annotations=[_name(place, name) for place, _colour, _dash, name in marks],
        xaxis={
            **_ticks(burn_up, first, last),
            "range": [first, last],
            "showgrid": False,
            "title": {"text": _("End of the day"), "font": {"size": 12}},
        },
        yaxis={"range": [0, 108], "tickvals": SHARES, "ticktext": [f"{share}%" for share in SHARES]},
    )


def _end(on_date: date) -> datetime:
    """Where the end of a day stands."""
    return datetime.combine(on_date, time())


def _now(burn_up: BurnUp) -> datetime:
    """Where the moment stands: a day before it, because a day stands at its end."""
    return burn_up.moment - DAY


def _shown(burn_up: BurnUp) -> tuple[datetime, datetime]:
    """First and last place on the axis: the window, what happened, the deadlines and the forecast; not the quiet days long after."""
    busy = list(burn_up.days.loc[burn_up.days["done_count"] > 0, "on_date"])
    fixed = [*burn_up.deadlines["due_on"], *burn_up.target["on_date"], *busy]
    first = min([*fixed, *burn_up.days["on_date"].head(1)])
    last = max([*fixed, *burn_up.cone["on_date"], min(_now(burn_up).date(), max(fixed) + 7 * DAY)])
    return _end(first) - (1 + MARGIN_DAYS) * DAY, _end(last) + MARGIN_DAYS * DAY


def _ticks(burn_up: BurnUp, first: datetime, last: datetime) -> dict[str, Any]:
    """A tick a day, every second day, or a week, counted from the deadline back and forth."""
    step = next((days for days, most in ((1, 8), (2, 16)) if (last - first) / DAY <= most), 7)
    return {"tick0": _end(burn_up.deadlines["due_on"].iloc[-1]), "dtick": step * DAY / timedelta(milliseconds=1), "tickformat": "%-d/%-m"}


def _done(burn_up: BurnUp, last: datetime) -> list[go.Scatter]:
    days = burn_up.days
    if days.empty:
        return []
    places = [_end(days["on_date"].iloc[0]) - DAY, *(min(_end(on_date), _now(burn_up)) for on_date in days["on_date"])]
    shares = [100 * days["undated_count"].iloc[0] / days["due_count"].iloc[0], *days["done_pct"]]
    words = ["", *(_reached(row) for row in days.itertuples())]
    kept = [place <= last for place in places]
    markers = [8 if place == 0 or count > 0 else 0 for place, count in enumerate([0, *days["done_count"]])]
    markers[0] = 0
    trace = _trace(_("Done"), _only(places, kept), _only(shares, kept), _only(words, kept), 1, color=theme.ACCENT, width=2.5)
    return [trace.update(mode="lines+markers", marker={"color": theme.ACCENT, "size": _only(markers, kept)})]


def _only(values: Sequence[Any], kept: Sequence[bool]) -> list[Any]:
    return [value for value, is_kept in zip(values, kept, strict=True) if is_kept]


def _reached(row: Any) -> str:
    return _(
        "{day}: {done} of {due} ({share}%), {count} on that day",
        day=day(row.on_date, length="brief"),
        done=whole(row.done_total),
        due=whole(row.due_count),
        share=number(row.done_pct, 1),
        count=whole(row.done_count),
    )


def _target(target: pd.DataFrame) -> list[go.Scatter]:
    if target.empty:
        return []
    places = [_end(target["on_date"].iloc[0]) - DAY, *map(_end, target["on_date"])]
    words = ["", *(_("{day}: target {share}%", day=day(row.on_date, length="brief"), share=number(row.target_pct, 1)) for row in target.itertuples())]
    return [_trace(_("Target line"), places, [0, *target["target_pct"]], words, 2, color=theme.MARK, width=1.5, dash="dash")]


def _last_year(rows: pd.DataFrame, first: datetime, last: datetime) -> list[go.Scatter]:
    """The year before, as far as the axis reaches."""
    shown = rows[[first <= _end(on_date) <= last for on_date in rows["on_date"]]] if len(rows) else rows
    if shown.empty:
        return []
    year = int(shown["period_year"].iloc[0])
    words = [
        _("{year}, same working day: {done} of {due} ({share}%)", year=year, done=whole(done), due=whole(due), share=number(share, 1))
        for done, due, share in zip(shown["done_total"], shown["due_count"], shown["done_pct"], strict=True)
    ]
    places = [_end(on_date) for on_date in shown["on_date"]]
    return [_trace(_("Year {year}", year=year), places, list(shown["done_pct"]), words, 3, color=theme.QUIET, width=2, dash="dot")]


def _cone(burn_up: BurnUp) -> list[go.Scatter]:
    """The interval as an area from the moment on, and the mean pace as a thin line in it."""
    cone = burn_up.cone
    if cone.empty or burn_up.days.empty:
        return []
    now, done = _now(burn_up), float(burn_up.days["done_pct"].iloc[-1])
    places = [now, *(max(_end(on_date), now) for on_date in cone["on_date"])]
    shares = [done, *cone["highest_pct"], *reversed(cone["lowest_pct"]), done]
    area = _trace(_("Forecast (80%)"), [*places, *reversed(places)], shares, None, 4, color=theme.ACCENT, width=0)
    area.update(fill="toself", fillcolor=_faint(theme.ACCENT), mode="lines", hoverinfo="skip", hovertemplate=None)
    words = [
        _("{day}: {low}% to {high}%", day=day(row.on_date, length="brief"), low=number(row.lowest_pct, 0), high=number(row.highest_pct, 0))
        for row in cone.itertuples()
    ]
    middle = _trace(_("At this pace"), places, [done, *cone["likely_pct"]], ["", *words], 5, color=theme.ACCENT, width=1, dash="dot")
    return [area, middle.update(showlegend=False)]


def _faint(colour: str) -> str:
    """The colour, mostly transparent."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.3)"


def _trace(name: str, places: Sequence[datetime], shares: Sequence[float], words: Sequence[str] | None, rank: int, **line: Any) -> go.Scatter:
    """A line; `rank` is its place in the legend."""
    hover = "%{text}<extra></extra>"
    return go.Scatter(x=list(places), y=list(shares), name=name, mode="lines", line=line, text=words, hovertemplate=hover, legendrank=rank)


def _deadlines(deadlines: pd.DataFrame) -> list[tuple[datetime, str, str, str]]:
    """Place, colour, dash and name of each deadline; those that were moved are quiet."""
    marks = [
        (_end(due_on), theme.QUIET, "dot", _("former deadline {day}", day=day(due_on, length="brief"))) for due_on in deadlines["due_on"].iloc[:-1]
    ]
    last = deadlines["due_on"].iloc[-1]
    return [*marks, (_end(last), theme.ALARM, "dot", _("deadline {day}", day=day(last, length="brief")))]


def _moment(burn_up: BurnUp) -> tuple[datetime, str, str, str]:
    return _now(burn_up), theme.QUIET, "solid", _("as of {day}", day=day(burn_up.moment, length="brief"))


def _line(place: datetime, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": place,
        "x1": place,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "layer": "below",
    }


def _name(place: datetime, text: str) -> dict[str, Any]:
    return {
        "x": place,
        "y": 0.02,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right",
        "text": text,
        "textangle": -90,
        "showarrow": False,
        "font": {"size": 11},
    }
