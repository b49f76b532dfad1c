"""How many people gave which answer: levels of education, bands of performance, disciplinary records."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import labelled_bars, theme
from dashboard.text import _, disclosure, label, number, percent, whole
from dashboard.text.formats import is_missing


def figure(frame: pd.DataFrame, kind: str) -> go.Figure:
    """Frame: queries.dimensions.levels of the indicator `kind`, best first. An answer that is not known has a quieter bar."""
    return labelled_bars.figure(
        [
            labelled_bars.Bar(
                name=answer_name(kind, row.answer_code),
                share_pct=float(row.share_pct) if not is_missing(row.share_pct) else None,
                figures=f"{whole(row.asn_count)} · <b>{percent(row.share_pct, 100)}</b>" if not is_missing(row.asn_count) else disclosure.short(),
                colour=theme.QUIET if is_missing(row.answer_code) else theme.ACCENT,
            )
            for row in frame.itertuples()
        ]
    )


def answer_name(kind: str, code: object) -> str:
    """Name of an answer; where only points were reported, that."""
    return _("Only points reported") if is_missing(code) else label(kind, code)


def sentence(frame: pd.DataFrame, kind: str) -> str:
    """The most frequent answer and how many have the best one."""
    if disclosure.is_any(frame):
        return _shown(frame.dropna(subset=["asn_count"]), kind)
    total = frame["asn_count"].sum()
    best, most = frame.iloc[0], frame.loc[frame["asn_count"].idxmax()]
    return _(
        "n = {n}. Most frequent: {most} ({most_share}). The most points ({points}) have {best_count} people ({best_share}): {best}.",
        n=whole(total),
        most=answer_name(kind, most["answer_code"]),
        most_share=percent(most["asn_count"], total),
        points=number(best["points"], 0),
        best=answer_name(kind, best["answer_code"]),
        best_count=whole(best["asn_count"]),
        best_share=percent(best["asn_count"], total),
    )


def _shown(known: pd.DataFrame, kind: str) -> str:
    """The most frequent answer, where answers of few people are hidden."""
    if known.empty:
        return _("The counts by answer are hidden, so that they show nobody's.")
    most = known.loc[known["asn_count"].idxmax()]
    return _(
        "Most frequent: {most} ({share}); answers of few people are hidden, so that they show nobody's.",
        most=answer_name(kind, most["answer_code"]),
        share=percent(most["share_pct"], 100),
    )
