"""The figures of a report, frozen: those of one unit in one release, each with what it is of, so that the release gives the same ones for ever.

What is hidden from whoever reports is null here and named in `withheld`: a report goes on to people who see no more.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashboard import disclosure, filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.queries import choices, overview, units
from dashboard.queries.disclosure import HIDDEN
from dashboard.queries.filters import Filters
from dashboard.text import disclosure as words_of_hidden

COUNTS = ("asn_count", "eligible_count", "measured_count", "verified_count")
MEANS = ("mean_total_score", "lowest_mean", "highest_mean")
DIMENSIONS = ("mean_qualification_score", "mean_competence_score", "mean_performance_score", "mean_discipline_score")
CATEGORIES = ("sangat_rendah_count", "rendah_count", "sedang_count", "tinggi_count", "sangat_tinggi_count")
CODES = ("category_code", "other_category_code", "rule_version")
OF_PART = ("unit_id", "unit_name", *COUNTS, "coverage_pct", "mean_total_score", "lowest_mean", "highest_mean", "category_code")

DIGITS = 6
"""Of means and shares: more than any page shows, fewer than a sum of decimals loses."""

Figures = Mapping[str, Any]


def of_unit(viewer: Viewer, year: int, unit_id: str, *, with_parts: bool) -> dict[str, Any]:
    """The figures of a unit with all below it in the release of this run; `with_parts`: those of the units right below it too, in `units`."""
    chosen = Filters(year=year, unit_id=unit_id)
    index = disclosure.fetch(viewer, chosen, overview.index(viewer, chosen), "overview.index").iloc[0]
    release = warehouse.fetch(choices.release()).iloc[0]
    rules = warehouse.fetch(choices.rules(year)).iloc[0]
    found = {
        "period_year": year,
        "release_id": str(release["release_id"]),
        "as_of": filters.as_of(chosen).isoformat(),
        "category_convention": str(rules["category_convention"]),
        "unit_id": unit_id,
        "unit_name": filters.unit_name(viewer, chosen),
        **_row(index, (*COUNTS, "coverage_pct", "verified_pct", *MEANS, *DIMENSIONS, *CATEGORIES, *CODES)),
    }
    return found | ({"units": _parts(viewer, chosen)} if with_parts else {})


def _parts(viewer: Viewer, chosen: Filters) -> list[dict[str, Any]]:
    """The units right below, in tree order, small ones withheld as on the page of units."""
    parts = disclosure.fetch(viewer, chosen, units.parts(viewer, chosen), "units.parts").sort_values("unit_no")
    return [_row(row, OF_PART) for _place, row in parts.iterrows()]


def _row(row: pd.Series, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values as JSON has them alike everywhere: counts as numbers, means and shares as text with DIGITS, what is missing as null."""
    why = {"withheld": str(row[HIDDEN])} if words_of_hidden.is_hidden(row) else {}
    return {name: frozen(row[name]) for name in columns} | why


def frozen(value: Any) -> Any:
    """A value as JSON has it alike everywhere: a count as a number, a mean or share as text with DIGITS, a time as ISO text, what is missing as null."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, float):
        return f"{value:.{DIGITS}f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str) else int(value)
