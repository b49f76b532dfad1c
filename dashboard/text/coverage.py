"""What an index is worth: n, coverage and the bounds that people not yet measured leave, and whether a comparison is decided. Rows have the columns of
dashboard.queries.summary, frames those of dashboard.queries.coverage."""

from itertools import combinations
from typing import Any

import pandas as pd

from dashboard.text import disclosure
from dashboard.text.formats import is_missing, number, percent, whole
from dashboard.text.language import _

MOST_PAIRS = 3
"""Pairs that are named; of more the number is told."""


def line(row: pd.Series, *, is_by_result: bool) -> str:
    """Index, n, coverage and bounds in one line. `is_by_result`: people are chosen by their result, so that coverage and bounds say nothing."""
    if disclosure.is_hidden(row):
        return disclosure.withheld(row[disclosure.CODE])
    if is_by_result:
        chosen = _("People are chosen by their result: coverage and bounds count only those chosen and say nothing about the others.")
        return f"{_('Index {mean}, n = {n}.', mean=number(row['mean_total_score']), n=whole(row['measured_count']))} {chosen}"
    if not row["eligible_count"]:
        return _("Nobody here is to be measured.")
    return _(
        "Index {mean}, n = {n}, coverage {coverage}. Bounds, if everybody were measured: {lowest} to {highest}.",
        mean=number(row["mean_total_score"]),
        n=whole(row["measured_count"]),
        coverage=percent(row["measured_count"], row["eligible_count"]),
        lowest=number(row["lowest_mean"]),
        highest=number(row["highest_mean"]),
    )


def change(now: pd.Series, before: pd.Series) -> str:
    """Whether it is decided that the index rose or fell; empty where there are not two of them."""
    if is_missing(now["mean_total_score"]) or is_missing(before["mean_total_score"]):
        return ""
    if not _overlap(now, before):
        return _("Decided: the bounds of the two years do not overlap.")
    return _(
        "Not decided yet: with everybody measured the index would lie between {lowest} and {highest}, that of {year} between {last_lowest} and {last_highest}.",
        lowest=number(now["lowest_mean"]),
        highest=number(now["highest_mean"]),
        year=before["period_year"],
        last_lowest=number(before["lowest_mean"]),
        last_highest=number(before["highest_mean"]),
    )


def order(frame: pd.DataFrame, names: list[str], undecided: pd.DataFrame | None = None) -> str:
    """For which pairs it is open whose index is higher. `undecided`: pair_count and undecided_count when the frame is one page of several.

    Empty where there are not two means, and where bounds say nothing (no overlap_count of any row).
    """
    rows = [(name, row) for name, row in zip(names, frame.to_dict("records"), strict=True) if not is_missing(row["mean_total_score"])]
    if len(rows) < 2 or all(is_missing(row["overlap_count"]) for _name, row in rows):
        return ""
    opened = [(one, other) for one, other in combinations(rows, 2) if _overlap(one[1], other[1])]
    pair_count, open_count = len(rows) * (len(rows) - 1) // 2, len(opened)
    if undecided is not None:
        pair_count, open_count = int(undecided["pair_count"].iloc[0]), int(undecided["undecided_count"].iloc[0])
    if pair_count == 1:
        return _("People not yet measured could still turn this order.") if open_count else _("This order is decided, whoever is still measured.")
    if not open_count:
        return _("The order is decided for all {pairs} pairs, whoever is still measured.", pairs=whole(pair_count))
    if open_count == pair_count:
        return _("The order is not decided yet for any of the {pairs} pairs: people not yet measured could still turn it.", pairs=whole(pair_count))
    return _(
        "The order is not decided yet for {open} of {pairs} pairs: {named}.",
        open=whole(open_count),
        pairs=whole(pair_count),
        named=_named(sorted(opened, key=_distance), open_count),
    )


def row_order(overlap_count: int) -> str:
    """Whether the order of one row is decided against all others, or against how many it is not."""
    return _("not decided ({count})", count=whole(overlap_count)) if overlap_count else _("decided")


def _named(opened: list[Any], open_count: int) -> str:
    """The pairs whose means differ most, because they look most decided, and how many others there are."""
    said = "; ".join(f"{one[0]} – {other[0]}" for one, other in opened[:MOST_PAIRS])
    others = open_count - min(len(opened), MOST_PAIRS)
    return said if not others else _("{pairs} and {count} others", pairs=said, count=whole(others))


def _distance(pair: Any) -> float:
    (_one, row), (_other, other) = pair
    return -abs(float(row["mean_total_score"]) - float(other["mean_total_score"]))


def _overlap(one: Any, other: Any) -> bool:
    """As queries.coverage.overlap."""
    return bool(one["lowest_mean"] < other["highest_mean"] and other["lowest_mean"] < one["highest_mean"])
