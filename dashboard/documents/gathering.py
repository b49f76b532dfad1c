"""The figures of a document, read from one release by the queries of the pages; small groups are hidden on the way (dashboard.disclosure).

What is asked, and in which order, is part of what is hidden: a change of it is a change of sealing.FORMAT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard import disclosure, filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents.errors import NothingMeasuredError, UnknownUnitError
from dashboard.documents.order import Order
from dashboard.documents.plain_words import harmless
from dashboard.documents.reader import READER
from dashboard.ledger.stage_reports import StageReport
from dashboard.queries import choices, completion, coverage, dimensions, method, missing, overview, summary, tree, units
from dashboard.queries.disclosure import HIDDEN, OTHERS
from dashboard.queries.filters import Filters
from dashboard.text import _
from dashboard.text import overview as words_of_index
from dashboard.text.formats import is_missing

GROUPS = ("position_group", "rank_group", "employment_kind")
"""By what people are grouped in a report; PNS and PPPK are shown apart."""


@dataclass(frozen=True)
class Rules:
    """The rules of the year as the release has them: frames of dashboard.queries.method."""

    version: pd.Series
    points: pd.DataFrame
    categories: pd.DataFrame
    participation: pd.DataFrame
    eligibility: pd.DataFrame


@dataclass(frozen=True)
class Results:
    """What of a document is a result of people, small groups hidden as from one reader: now and before rows of overview.index (before: the year before), the
    units right below, groups by grouping, indicators."""

    now: pd.Series
    before: pd.Series
    parts: pd.DataFrame
    groups: Mapping[str, pd.DataFrame]
    indicators: pd.DataFrame


@dataclass(frozen=True)
class Gathered:
    """Everything that a document of a unit can say. Frames are those of the pages: now and before rows of overview.index (before: the year before), groups by
    grouping. reported: the statement of a stage report, whose figures then stand in now and parts; remarks: what was written beside it."""

    order: Order
    unit_name: str
    as_of: datetime
    built_at: datetime
    is_sample: bool
    rules: Rules
    bands: pd.DataFrame
    now: pd.Series
    before: pd.Series
    parts: pd.DataFrame
    groups: Mapping[str, pd.DataFrame]
    indicators: pd.DataFrame
    reasons: pd.DataFrame
    stages: pd.DataFrame
    missing: pd.DataFrame
    totals: pd.Series
    reported: Mapping[str, Any] | None = None
    remarks: str = ""

    @property
    def categories(self) -> pd.DataFrame:
        """One row per category, lowest first (text.overview.by_category)."""
        return words_of_index.by_category(self.now, self.bands)

    @property
    def dimensions(self) -> pd.DataFrame:
        """One row per dimension (text.overview.by_dimension)."""
        return words_of_index.by_dimension(self.now)


def gather(order: Order) -> Gathered:
    """The figures of the order's unit, inside reader.reading. Raises UnknownUnitError, NothingMeasuredError."""
    chosen = Filters(year=order.year, unit_id=order.unit_id)
    if warehouse.fetch(choices.unit(READER, order.year, order.unit_id)).empty or warehouse.fetch(choices.rules(order.year)).empty:
        raise UnknownUnitError(_("There is no such unit in this year, or it is not yours to see."))
    disclosure.minimum(chosen)
    found = results(READER, chosen, _hidden_above(chosen))
    if not found.now["eligible_count"]:
        raise NothingMeasuredError(_("Nobody of this unit is to be measured in {year}: there is nothing to report.", year=order.year))
    release = warehouse.fetch(choices.release()).iloc[0]
    return Gathered(
        order=order,
        unit_name=harmless(filters.unit_name(READER, chosen)),
        as_of=filters.as_of(chosen),
        built_at=release["built_at"],
        is_sample=bool(release["is_sample"]),
        rules=_rules(chosen),
        bands=warehouse.fetch(overview.bands(chosen)),
        **vars(found),
        reasons=disclosure.look_further(READER, chosen, found.now, found.before),
        stages=warehouse.fetch(completion.stages(READER, chosen)),
        missing=warehouse.fetch(missing.by_unit(READER, chosen, "unmeasured")),
        totals=warehouse.fetch(missing.totals(READER, chosen)).iloc[0],
    )


def results(reader: Viewer, chosen: Filters, above: frozenset[str]) -> Results:
    """The results of a unit for one reader. `above`: categories whose count is hidden in the table of the unit above."""
    last = filters.year_before(chosen)
    return Results(
        now=disclosure.fetch(reader, chosen, overview.index(reader, chosen), "overview.index", above=above).iloc[0],
        before=disclosure.fetch(reader, last, overview.index(reader, last), "overview.index").iloc[0],
        parts=_parts(reader, chosen, above),
        groups={name: disclosure.fetch(reader, chosen, coverage.by_group(reader, chosen, name), "coverage.by_group", name) for name in GROUPS},
        indicators=disclosure.fetch(reader, chosen, dimensions.by_indicator(reader, chosen), "dimensions.by_indicator"),
    )


def _hidden_above(chosen: Filters) -> frozenset[str]:
    """Categories whose count of the unit is hidden in the table of the unit above, from the top of the tree down: documents of all units together must not give
    by subtraction what that table hides."""
    hidden: frozenset[str] = frozenset()
    for above, unit_id in pairwise(map(str, warehouse.fetch(tree.path(READER, chosen))["unit_id"])):
        parts = _parts(READER, replace(chosen, unit_id=above), hidden)
        (row,) = parts[(parts["unit_id"] == unit_id) & ~parts["is_own"]].to_dict("records")
        hidden = frozenset(code for code in summary.CATEGORIES if is_missing(row[f"{code}_count"]))
    return hidden


def _parts(reader: Viewer, chosen: Filters, above: frozenset[str]) -> pd.DataFrame:
    """The units right below, in tree order."""
    return disclosure.fetch(reader, chosen, units.parts(reader, chosen), "units.parts", above=above).sort_values("unit_no")


def _rules(chosen: Filters) -> Rules:
    return Rules(
        version=warehouse.fetch(method.rules(chosen)).iloc[0],
        points=warehouse.fetch(method.points(chosen)),
        categories=warehouse.fetch(method.categories(chosen)),
        participation=warehouse.fetch(method.participation(chosen)),
        eligibility=warehouse.fetch(method.eligibility(chosen)),
    )


def as_reported(found: Gathered, report: StageReport) -> Gathered:
    """The same with the frozen figures of a stage report in place of the release's; what is hidden here stays hidden."""
    frozen = report.statement["figures"]
    parts = {each["unit_id"]: each for each in frozen.get("units", ())}
    rows = [_row_as_reported(row, parts.get(row["unit_id"], {})) for _place, row in found.parts.iterrows()]
    found = _withheld(found) if frozen.get("withheld") else found
    return replace(
        found,
        now=_row_as_reported(found.now, frozen),
        parts=pd.DataFrame(rows, columns=found.parts.columns).astype(found.parts.dtypes.to_dict()) if parts else found.parts,
        reported=report.statement,
        remarks="\n".join(part for part in (report.comment, report.incomplete_reason) if part),
    )


def _withheld(found: Gathered) -> Gathered:
    """Without what would tell the unit's own results, which the report withheld: groups of all its people, indicators and units below."""
    empty = {name: getattr(found, name).iloc[:0] for name in ("parts", "indicators", "reasons")}
    return replace(found, groups={}, before=_emptied(found.before), **empty)


def _emptied(row: pd.Series) -> pd.Series:
    """A row of which no result is told."""
    results = {name: float("nan") for name in row.index if str(name).endswith(("_score", "_mean"))}
    return pd.Series({**row.to_dict(), **results, HIDDEN: OTHERS})


def _row_as_reported(row: pd.Series, frozen: Mapping[str, Any]) -> pd.Series:
    """A row with its frozen values. One that either side hides is missing; so is what the report did not freeze of a row that it hid."""
    changed = row.copy()
    if row.get("is_own"):
        return changed
    for name, value in frozen.items():
        if name in row.index and not (pd.isna(row[name]) and HIDDEN in row.index and not pd.isna(row[HIDDEN])):
            changed[name] = _typed(value, row[name])
    if frozen.get("withheld"):
        changed[HIDDEN] = frozen["withheld"]
    return changed


def _typed(value: Any, like: Any) -> Any:
    """A frozen value as the release has it: means and shares were frozen as text."""
    if value is None:
        return None if isinstance(like, str) else pd.NA if isinstance(like, int) else float("nan")
    return float(value) if isinstance(like, float) else value
