"""What the checksum of a document is of: its identity and its figures, not its wording, so that a Word file whose words were edited keeps it and a release that
is kept gives it again."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.documents.gathering import Gathered, Results
from dashboard.documents.order import Order
from dashboard.ledger import answers
from dashboard.queries import summary
from dashboard.queries.disclosure import HIDDEN
from dashboard.reporting.figures import CATEGORIES, CODES, COUNTS, DIMENSIONS, MEANS, frozen

FORMAT = 2
"""Changes whenever the same release would give other figures: documents sealed before can then no longer be recomputed by this program, which says so."""

OF_UNIT = (*COUNTS, "coverage_pct", *MEANS, *DIMENSIONS, *CATEGORIES, *CODES)
OF_PART = ("unit_id", *COUNTS, "coverage_pct", *MEANS, "category_code")
OF_GROUP = ("group_code", *COUNTS, "coverage_pct", *(f"mean_{name}_score" for name in summary.SCORES), "lowest_mean", "highest_mean", "category_code")
OF_INDICATOR = ("indicator_code", "asked_count", "full_count", "missing_count", "unknown_count", "lost_points")
OF_REASON = ("reason_code", "subject_code", "unit_id", "stake", "part_count", "total_count", "value", "other_value")
OF_STAGE = ("stage_no", "due_on", "done_count", "due_count", "state")
OF_MISSING = ("unit_id", "due_count", "measured_count", "verified_count")


def identity(order: Order) -> dict[str, Any]:
    """Which document it is."""
    return {
        "format": FORMAT,
        "kind": order.kind,
        "unit_id": order.unit_id,
        "year": order.year,
        "release_id": order.release_id,
        "language": order.language,
        "number": order.number,
        "on": None if order.on is None else order.on.isoformat(),
    }


def figures(found: Gathered) -> dict[str, Any]:
    """Every figure that a document of these can show, of each kind alike: hidden ones null, and why."""
    rules = found.rules.version
    return {
        "as_of": found.as_of.isoformat(),
        "rule_version": str(rules["rule_version"]),
        "category_convention": str(rules["category_convention"]),
        "report_checksum": None if found.reported is None else answers.checksum(found.reported),
        **results(found),
        "reasons": _rows(found.reasons, OF_REASON),
        "stages": _rows(found.stages, OF_STAGE),
        "missing": _rows(found.missing, OF_MISSING),
    }


def results(found: Results | Gathered) -> dict[str, Any]:
    """Of those the results of people, which few of them may hide."""
    return {
        "unit": _row(found.now, OF_UNIT),
        "before": _row(found.before, ("period_year", *OF_UNIT)),
        "units": _rows(found.parts, OF_PART),
        "groups": {name: _rows(frame, OF_GROUP) for name, frame in found.groups.items()},
        "indicators": _rows(found.indicators, OF_INDICATOR),
    }


def checksum(sealed: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text of what is sealed, as 64 hexadecimal digits."""
    return answers.checksum(dict(sealed))


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_row(row, columns) for _place, row in frame.iterrows()]


def _row(row: pd.Series, columns: tuple[str, ...]) -> dict[str, Any]:
    hidden = row.get(HIDDEN)
    why = {} if hidden is None or pd.isna(hidden) else {"hidden": str(hidden)}
    return {name: frozen(row[name]) for name in columns if name in row.index} | why
