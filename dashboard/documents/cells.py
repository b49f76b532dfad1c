"""One figure of a row as a cell of a table: hidden and missing ones in a word, never 0 and never blank."""

from typing import Any

from dashboard.charts.theme import CATEGORY_COLOURS
from dashboard.documents.plain_words import harmless
from dashboard.text import _, disclosure, label, number, percent, whole
from dashboard.text.formats import is_missing
from dashboard.text.groups import unit_name

NOTHING = "–"
"""Stands where there can be no figure, because nobody is to be measured."""


def hidden() -> str:
    """That a figure is hidden, in one word that a narrow column may break (at a soft hyphen)."""
    return _("hid\u00adden")


def mean(row: Any, name: str = "mean_total_score") -> str:
    """A mean or bound with two decimals."""
    return _missing(row, name) or number(row[name])


def count(row: Any, name: str) -> str:
    """A count of people."""
    return _missing(row, name) or whole(row[name])


def share(row: Any, name: str) -> str:
    """A share that is already in per cent."""
    return _missing(row, name) or percent(row[name], 100)


def category(row: Any) -> str:
    """The category of a mean; nothing where there is no mean."""
    return NOTHING if is_missing(row["category_code"]) else label("category", row["category_code"])


def bounds(row: Any) -> str:
    """51,20–66,02: lowest and highest value that a mean can still take."""
    if is_missing(row["lowest_mean"]) or is_missing(row["highest_mean"]):
        return _missing(row, "lowest_mean") or NOTHING
    return f"{number(row['lowest_mean'])}–{number(row['highest_mean'])}"


def unit(row: Any) -> str:
    """The name of a unit, fit for paper; marked where it stands for the people right in it."""
    return unit_name(harmless(row["unit_name"]), is_own=bool(row["is_own"]))


def value(row: Any, name: str) -> float | None:
    """A figure for a chart; None where it is hidden or missing."""
    return None if is_missing(row[name]) else float(row[name])


def colour(row: Any) -> str:
    """The colour of a mean's category; nothing where there is none."""
    return "" if is_missing(row["category_code"]) else CATEGORY_COLOURS[str(row["category_code"])]


def _missing(row: Any, name: str) -> str:
    """The word for a missing figure; empty where there is one."""
    if not is_missing(row[name]):
        return ""
    return hidden() if disclosure.has_hidden(row) and disclosure.cell(name, row) is not None else NOTHING
