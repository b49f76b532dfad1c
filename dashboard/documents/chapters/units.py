"""The units right below, each with n, coverage and the bounds that decide a comparison."""

from math import ceil, floor

import pandas as pd

from dashboard.documents import cells
from dashboard.documents.content import Chart, Column, Mark, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, coverage, disclosure, whole
from dashboard.text.formats import is_missing

MOST_MARKS = 28
"""Units of one drawing: those of one page."""


def section(found: Gathered) -> Section:
    """The table of units, and their means with bounds; empty where nothing stands below."""
    if len(found.parts) < 2:
        return Section(_("Units below"), ())
    return Section(_("Units below"), (table(found), *dots(found)))


def table(found: Gathered) -> Table:
    """One row per unit in tree order, and all together."""
    columns = (
        Column(_("Unit"), width=3.6),
        Column(_("To be measured"), is_number=True, width=1.25),
        Column(_("n (measured)"), is_number=True, width=1.2),
        Column(_("Coverage"), is_number=True, width=1.2),
        Column(_("Index"), is_number=True, width=1.2),
        Column(_("Category"), width=1.5),
        Column(_("Lowest–highest possible"), is_number=True, width=1.7),
    )
    rows = tuple(_unit(row, cells.unit(row)) for _place, row in found.parts.iterrows())
    total = _unit(found.now, _("Together"))
    return Table(columns, (*rows, total), caption=_("Index and coverage of the units right below"), note=disclosure.about(), strong_rows=(len(rows),))


def _unit(row: pd.Series, name: str) -> tuple[str, ...]:
    if not row["eligible_count"]:
        return (name, whole(0), cells.NOTHING, cells.NOTHING, cells.NOTHING, cells.NOTHING, cells.NOTHING)
    shown = (cells.count(row, "eligible_count"), cells.count(row, "measured_count"), cells.share(row, "coverage_pct"))
    return (name, *shown, cells.mean(row), cells.category(row), cells.bounds(row))


def dots(found: Gathered) -> tuple[Chart, ...]:
    """The means with their bounds, the highest first, units without one last; of many units so many drawings that each stands on one page."""
    placed = found.parts.sort_values(["mean_total_score", "unit_no"], ascending=[False, True], na_position="last")
    valued = placed[placed["mean_total_score"].notna()]
    if len(valued) < 2:
        return ()
    said = coverage.order(_with_overlaps(valued), [cells.unit(row) for _place, row in _bounded(valued).iterrows()])
    caption = _("Index of the units with what it can still become; colours are those of the categories")
    low, high = _reach(valued)
    ticks = tuple((float(value), whole(value)) for value in range(low, high + 1, 10))
    pages = _pages([_mark(row) for _place, row in placed.iterrows()])
    return tuple(Chart("dots", page, caption, said, said if page is pages[-1] else "", low, high, ticks) for page in pages)


def _pages(marks: list[Mark]) -> list[tuple[Mark, ...]]:
    """The marks on drawings of about equal length."""
    size = -(-len(marks) // -(-len(marks) // MOST_MARKS))
    return [tuple(marks[start : start + size]) for start in range(0, len(marks), size)]


def _reach(valued: pd.DataFrame) -> tuple[int, int]:
    """First and last whole ten of the scale that holds every mean and bound."""
    lows, highs = valued[["mean_total_score", "lowest_mean"]].min().min(), valued[["mean_total_score", "highest_mean"]].max().max()
    low = max(0, floor(lows / 10) * 10)
    return low, max(low + 10, min(100, ceil(highs / 10) * 10))


def _mark(row: pd.Series) -> Mark:
    name = cells.unit(row)
    n = _("n = {n}", n=cells.count(row, "measured_count"))
    known = _("no data yet") if is_missing(row["mean_total_score"]) and not disclosure.is_hidden(row) else cells.mean(row)
    shown = f"{known} · {n}"
    low, high = cells.value(row, "lowest_mean"), cells.value(row, "highest_mean")
    return Mark(name, cells.value(row, "mean_total_score"), shown, low, high, cells.colour(row))


def _bounded(valued: pd.DataFrame) -> pd.DataFrame:
    return valued[valued["lowest_mean"].notna() & valued["highest_mean"].notna()]


def _with_overlaps(valued: pd.DataFrame) -> pd.DataFrame:
    """The rows whose bounds are known, as the sentence on which order is decided takes them."""
    return _bounded(valued).assign(overlap_count=0)
