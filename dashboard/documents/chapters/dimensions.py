"""The four dimensions against their maximum, and the indicators that cost points."""

import pandas as pd

from dashboard.documents import cells
from dashboard.documents.content import Chart, Column, Mark, Paragraph, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, disclosure, label, number, whole
from dashboard.text import overview as words
from dashboard.text.formats import is_missing


def section(found: Gathered) -> Section:
    """Dimensions as bars and table, then what costs points."""
    if disclosure.is_hidden(found.now):
        return Section(_("Dimensions"), (Paragraph(disclosure.withheld(found.now[disclosure.CODE])),))
    if not found.now["measured_count"]:
        return Section(_("Dimensions"), (Paragraph(words.dimensions(found.dimensions)),))
    return Section(_("Dimensions"), (bars(found), table(found), *indicators(found)))


def bars(found: Gathered) -> Chart:
    """Each dimension as a share of its maximum; the diamond is the year before."""
    before = words.by_dimension(found.before).set_index("dimension_code")["share_pct"]
    marks = tuple(
        Mark(
            label("dimension", row["dimension_code"]),
            cells.value(row, "share_pct"),
            _of_maximum(row),
            other=_known(before.get(row["dimension_code"])),
        )
        for row in found.dimensions.to_dict("records")
    )
    caption = _("Points as a share of the most a dimension can give")
    if any(mark.other is not None for mark in marks):
        caption = _("{caption}; the diamond marks {year}", caption=caption, year=found.before["period_year"])
    ticks = tuple((float(value), f"{value}%") for value in (0, 25, 50, 75, 100))
    said = words.dimensions(found.dimensions)
    return Chart("bars", marks, caption, said, said, ticks=ticks)


def _of_maximum(row: dict) -> str:
    if is_missing(row["mean_score"]):
        return cells.mean(row, "mean_score")
    return _("{mean} of {maximum}", mean=number(row["mean_score"]), maximum=number(row["maximum_score"], 0))


def _known(value: object) -> float | None:
    return None if is_missing(value) else float(value)  # type: ignore[arg-type]


def table(found: Gathered) -> Table:
    """One row per dimension, and the index."""
    columns = (
        Column(_("Dimension"), width=2.4),
        Column(_("Mean points"), is_number=True),
        Column(_("At most"), is_number=True),
        Column(_("Share of the maximum"), is_number=True, width=1.3),
        Column(_("Points short"), is_number=True),
    )
    rows = [_dimension(row) for row in found.dimensions.to_dict("records")]
    now = found.now
    lost = cells.mean(now) if is_missing(now["mean_total_score"]) else number(100 - now["mean_total_score"])
    total = (_("Index"), cells.mean(now), number(100, 0), cells.mean(now) + ("" if is_missing(now["mean_total_score"]) else "%"), lost)
    note = _("n = {n}: people to be measured who have a result.", n=whole(now["measured_count"]))
    return Table(columns, (*rows, total), caption=_("Mean points by dimension"), note=note, strong_rows=(len(rows),))


def _dimension(row: dict) -> tuple[str, ...]:
    lost = cells.mean(row, "mean_score") if is_missing(row["mean_score"]) else number(row["maximum_score"] - row["mean_score"])
    name = label("dimension", row["dimension_code"])
    return (name, cells.mean(row, "mean_score"), number(row["maximum_score"], 0), cells.share(row, "share_pct"), lost)


def indicators(found: Gathered) -> tuple[Table, ...]:
    """What each indicator takes off the mean, the costliest first."""
    if found.indicators.empty:
        return ()
    columns = (
        Column(_("Indicator"), width=3),
        Column(_("Asked"), is_number=True),
        Column(_("Full points"), is_number=True),
        Column(_("Not full"), is_number=True),
        Column(_("Not known"), is_number=True),
        Column(_("Points lost"), is_number=True, width=1.2),
    )
    rows = tuple(_indicator(row) for _place, row in found.indicators.iterrows())
    note = _("Points lost are of the mean over everybody counted; an indicator that a position group is not asked for costs it nothing.")
    return (Table(columns, rows, caption=_("What costs points, the costliest first"), note=note),)


def _indicator(row: pd.Series) -> tuple[str, ...]:
    counts = (cells.count(row, name) for name in ("asked_count", "full_count", "missing_count", "unknown_count"))
    return (label("indicator", row["indicator_code"]), *counts, cells.mean(row, "lost_points"))
