"""What the pages of units and ranks say in sentences. Rows and frames have the columns of dashboard.queries.summary."""

import pandas as pd

from dashboard.queries.filters import Filters
from dashboard.text import disclosure
from dashboard.text.formats import number, percent, whole
from dashboard.text.groups import unit_name
from dashboard.text.labels import label
from dashboard.text.language import _, ngettext_


def names(frame: pd.DataFrame) -> list[str]:
    """Name of the unit of each row; the people right in the chosen unit are marked."""
    return [unit_name(row.unit_name, is_own=bool(row.is_own)) for row in frame.itertuples()]


def selection(chosen: Filters) -> str:
    """What coverage and bounds mean when people are chosen by their result; empty otherwise."""
    if not chosen.categories and chosen.is_measured is None:
        return ""
    return _("People are chosen by their result: coverage and bounds count only those chosen and say nothing about the others.")


def comparison(frame: pd.DataFrame) -> str:
    """How to read the comparison of units."""
    empty = int((frame["measured_count"] == 0).sum())
    said = _(
        "Index: mean over n measured people. Bounds: what it becomes if everybody else gets the fewest or the most points. Shares of categories are of n."
    )
    return f"{said} {ngettext_('{count} unit has no data yet.', '{count} units have no data yet.', empty)}" if empty else said


def gaps(frame: pd.DataFrame) -> str:
    """How many means lie between two categories, which the other convention classes differently; empty when none does."""
    count = int((frame["category_code"].notna() & (frame["category_code"] != frame["other_category_code"])).sum())
    if not count:
        return ""
    return ngettext_(
        "Diamond: {count} mean lies between two categories; under the other convention it would have the other one.",
        "Diamonds: {count} means lie between two categories; under the other convention they would have the other one.",
        count,
    )


def ranks(frame: pd.DataFrame) -> str:
    """How many people the table is about, and how many of no known rank."""
    unknown = int(frame.loc[frame["group_code"].isna(), "asn_count"].sum())
    said = _("{people} people, n = {n} measured.", people=whole(frame["asn_count"].sum()), n=whole(frame["measured_count"].sum()))
    return f"{said} {_('The rank of {count} people is not known.', count=whole(unknown))}" if unknown else said


def beside(frame: pd.DataFrame) -> str:
    """The picked units in one line each: index, n, coverage, category."""
    return " · ".join(
        f"{row.unit_name}: {disclosure.words(row.hidden_code)}"
        if disclosure.is_hidden(row)
        else f"{row.unit_name}: {number(row.mean_total_score)} (n = {whole(row.measured_count)}, {percent(row.coverage_pct, 100, 0)}, {label('category', row.category_code)})"
        for row in frame.itertuples()
        if row.measured_count
    )
