"""Horizontal bars of shares, each under a line of its own words: readable at 390 px, however long the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, day, disclosure, label, number, percent, short_label, whole
from dashboard.text import stages as sentences

ROW = 50
"""Height of a row in pixels: one line of words and one bar."""

ROOM = 56
"""Characters of a bold name that fit at 390 px; the table has it whole."""

LINE, BAR, BELOW, ABOVE = 18, 17, 12, 10
"""Pixels: height of a further line of words, thickness of a bar, and from its middle to the row's lower end and to the words above it."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is, how long (per cent; None for no data yet), the figures at the right, and a mark to compare with (per cent).

    With details there are more lines above the bar: the name alone, then each detail, the last beside the figures.
    """

    name: str
    share_pct: float | None
    figures: str
    colour: str = theme.ACCENT
    pattern: dict[str, Any] | None = None
    mark_pct: float | None = None
    details: tuple[str, ...] = ()


def figure(bars: Sequence[Bar], *, mark_name: str = "") -> go.Figure:
    """The bars in the order given, first on top, on tracks of 100 per cent. `mark_name` explains the marks; without marks it is left out."""
    places = [-place for place in range(len(bars))]
    row_height = ROW + LINE * max((len(bar.details) for bar in bars), default=0)
    common = {"y": places, "orientation": "h", "width": BAR / row_height, "hoverinfo": "skip", "showlegend": False}
    track = go.Bar(x=[100] * len(bars), marker={"color": theme.QUIET, "opacity": 0.18}, **common)
    colours = {"color": [bar.colour for bar in bars], "pattern": _patterns(bars), "line": {"width": 0}}
    value = go.Bar(x=[bar.share_pct for bar in bars], marker=colours, **common)
    marked = [(bar.mark_pct, place) for bar, place in zip(bars, places, strict=True) if bar.mark_pct is not None]
    traces = [track, value, *([_marks(marked, mark_name)] if marked else [])]
    lowest = BELOW / row_height + len(bars) - 1
    return theme.figure(
        traces,
        height=row_height * len(bars) + (42 if marked else 16),
        legend=bool(marked),
        barmode="overlay",
        margin={"l": 0, "r": 8},
        annotations=[note for bar, place in zip(bars, places, strict=True) for note in _words(bar, place)],
        xaxis={"visible": False, "range": [0, 100.1]},
        yaxis={"visible": False, "range": [-lowest, len(bars) - lowest]},
    )


def categories(frame: pd.DataFrame) -> go.Figure:
    """Frame: distribution.by_category or text.overview.by_category, lowest first; shown highest first, with letters, pattern, count and share."""
    total = int(frame["asn_count"].sum())
    return figure(
        [
            Bar(
                name=f"<b>{short_label('category', row.category_code)}</b>  {label('category', row.category_code)}  {row.printed_from}–{row.printed_to}",
                share_pct=None if pd.isna(row.share_pct) else row.share_pct,
                figures=_category_figures(row, total),
                colour=theme.CATEGORY_COLOURS[row.category_code],
                pattern=theme.pattern(row.category_code),
            )
            for row in reversed(list(frame.itertuples()))
        ]
    )


def _category_figures(row: Any, total: int) -> str:
    if pd.isna(row.asn_count):
        return disclosure.short()
    return f"{whole(row.asn_count)} · {percent(row.share_pct, 100)}" if total else _("no data yet")


def dimensions(now: pd.DataFrame, before: pd.DataFrame, last_year: int) -> go.Figure:
    """Frames: text.overview.by_dimension of two years, the second for the marks; without a result then there are no marks."""
    marks = before.set_index("dimension_code")["share_pct"].dropna().to_dict()
    return figure(
        [
            Bar(
                name=label("dimension", row.dimension_code),
                share_pct=None if pd.isna(row.share_pct) else row.share_pct,
                figures=_dimension_figures(row),
                mark_pct=marks.get(row.dimension_code),
            )
            for row in now.itertuples()
        ],
        mark_name=str(last_year),
    )


def _dimension_figures(row: Any) -> str:
    if pd.isna(row.mean_score):
        return disclosure.short() if disclosure.is_hidden(row) else _("no data yet")
    maximum = number(row.maximum_score, 0)
    return _("{mean} of {maximum} · {share}", mean=number(row.mean_score), maximum=maximum, share=percent(row.share_pct, 100))


def stages(frame: pd.DataFrame, as_of: datetime) -> go.Figure:
    """Frame: completion.stages; state, distance to the plan and to the deadline in words, and a mark at what is expected by now."""
    return figure([_stage(row, as_of) for _place, row in frame.iterrows()], mark_name=_("Expected by now"))


def _stage(row: pd.Series, as_of: datetime) -> Bar:
    sign, colour = theme.STATES.get(row["state"], ("–", theme.QUIET))
    share = "" if pd.isna(row["done_pct"]) else f" · {percent(row['done_pct'], 100)}"
    due = _("by {day}", day=day(row["due_on"], length="brief"))
    is_open = row["state"] in {"not_due", "overdue"}
    return Bar(
        name=f"<b>{escape(rows.shortened(sentences.stage_name(row), ROOM), quote=False)}</b>",
        details=(sentences.progress(row), f"{due} · {_('declared complete') if sentences.declared(row) else sentences.due(row['due_on'], as_of)}"),
        share_pct=None if pd.isna(row["done_pct"]) else row["done_pct"],
        figures=f"{sign} <b>{sentences.state(row)}</b>{share}",
        colour=colour,
        mark_pct=row["expected_pct"] if is_open and row["elapsed_minutes"] else None,
    )


def _patterns(bars: Sequence[Bar]) -> dict[str, Any]:
    """Patterns of all bars as one property of the trace."""
    drawn = [bar.pattern or {"shape": "", "fgcolor": bar.colour} for bar in bars]
    shapes, inks = [one["shape"] for one in drawn], [one["fgcolor"] for one in drawn]
    return {"shape": shapes, "fgcolor": inks, "fgopacity": 0.4, "fillmode": "overlay", "size": 6, "solidity": 0.2}


def _marks(marked: Sequence[tuple[float | None, int]], name: str) -> go.Scatter:
    return go.Scatter(
        x=[share for share, _ in marked],
        y=[place for _, place in marked],
        mode="markers",
        name=name,
        marker={"symbol": "diamond", "size": 10, "color": theme.MARK, "line": {"width": 1.5, "color": "#FFFFFF"}},
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=True,
    )


def _words(bar: Bar, place: int) -> list[dict[str, Any]]:
    """Name and details at the left, one line each, and figures at the right of the last, above the bar."""
    common = {"y": place, "xref": "paper", "showarrow": False, "yanchor": "bottom", "font": {"size": 13}}
    lines = enumerate(reversed((bar.name, *bar.details)))
    left = [{**common, "text": text, "x": 0, "xanchor": "left", "yshift": ABOVE + LINE * line} for line, text in lines]
    return [*left, {**common, "text": bar.figures, "x": 1, "xanchor": "right", "yshift": ABOVE}]
