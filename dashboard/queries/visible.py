"""The only way to rows: every published table limited to what the viewer may see.

Nothing else in the dashboard imports the table definitions, so a query cannot reach a row but through here. The limit is part of the statement and so of
every cache key. Whoever has no scope sees no row.
"""

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, Table, false, or_, select, true

from dashboard.access.viewer import Scope, Viewer
from dashboard.queries.filters import Filters
from pipelines.warehouse import tables


def _units_below(unit_ids: tuple[str, ...]) -> Select:
    """One row per unit of any year that is one of `unit_ids` or stands below one: its unit_no."""
    above, below = tables.unit.alias("above"), tables.unit.alias("below")
    inside = below.c.unit_no.between(above.c.unit_no, above.c.last_unit_no)
    return select(below.c.unit_no).join_from(above, below, inside).where(above.c.unit_id.in_(unit_ids))


def _in_scope(scope: Scope, table: FromClause) -> ColumnElement[bool]:
    """The condition on `unit_no` (and `nip`, where the table has one) that a scope asks for. Default deny."""
    if scope.is_everything:
        return true()
    conditions: list[ColumnElement[bool]] = []
    if scope.unit_ids:
        conditions.append(table.c.unit_no.in_(_units_below(scope.unit_ids)))
    if scope.nip is not None and "nip" in table.c:
        conditions.append(table.c.nip == scope.nip)
    return or_(false(), *conditions)


def _visible(scope: Scope, table: Table) -> Subquery:
    return select(table).where(_in_scope(scope, table)).subquery(table.name)


def scores(viewer: Viewer) -> Subquery:
    """One row per visible person and year, without names: table score."""
    return _visible(viewer.scope, tables.score)


def people(viewer: Viewer) -> Subquery:
    """One row per visible person and year: the wide text of table person."""
    return _visible(viewer.scope, tables.person)


def units(viewer: Viewer) -> Subquery:
    """One row per visible unit and year: table unit."""
    return _visible(viewer.scope, tables.unit)


def unit_scores(viewer: Viewer) -> Subquery:
    """One row per visible unit and year, people below included: table unit_score."""
    return _visible(viewer.scope, tables.unit_score)


def completion(viewer: Viewer) -> Subquery:
    """One row per visible unit, year and stage: table completion."""
    return _visible(viewer.scope, tables.completion)


def completion_days(viewer: Viewer) -> Subquery:
    """One row per visible unit, year and day: table completion_day."""
    return _visible(viewer.scope, tables.completion_day)


def reports(viewer: Viewer) -> Subquery:
    """One row per visible unit and stage reported: table report."""
    return _visible(viewer.scope, tables.report)


def stage_owners(viewer: Viewer) -> Subquery:
    """One row per visible unit and stage whose report it owes: table stage_owner."""
    return _visible(viewer.scope, tables.stage_owner)


def person_changes(viewer: Viewer) -> Subquery:
    """One row per visible person and kind of change since the compared release: table person_change."""
    return _visible(viewer.scope, tables.person_change)


def unit_changes(viewer: Viewer) -> Subquery:
    """One row per visible unit, people below included: table unit_change."""
    return _visible(viewer.scope, tables.unit_change)


def findings(viewer: Viewer) -> Subquery:
    """One row per visible finding. Findings without a unit are seen only by those who see everything."""
    return _visible(viewer.scope, tables.finding)


def unit_reviews(viewer: Viewer) -> Subquery:
    """One row per unit name that fits nothing, for those who see everything."""
    table = tables.unit_review
    return select(table).where(true() if viewer.scope.is_everything else false()).subquery(table.name)


OPEN_TABLES = frozenset(
    {
        "run",
        "period",
        "source_file",
        "rule_check",
        "rule_version",
        "rule_dimension",
        "rule_indicator",
        "rule_point",
        "rule_category",
        "rule_participation",
        "rule_eligibility",
        "schedule_stage",
        "schedule_deadline",
        "schedule_dependency",
        "schedule_day",
        "rank",
        "education",
    }
)
"""Tables that hold no person and no unit: the release, its sources and the rules. Everybody who may open a page sees them."""


def reference(name: str) -> FromClause:
    """An open table by name. Raises KeyError for any table that holds people or units."""
    if name not in OPEN_TABLES:
        raise KeyError(name)
    return tables.metadata.tables[name]


def in_unit(rows: FromClause, unit_id: str | None, column: str = "unit_no") -> ColumnElement[bool]:
    """The condition that `rows` (with a unit_no, in `column`) belong to the unit or one below it; true when no unit is chosen."""
    return true() if unit_id is None else rows.c[column].in_(_units_below((unit_id,)))


def chosen(rows: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of all filters that are set, for `rows` of `scores`."""
    conditions = [rows.c.period_year == filters.year]
    if filters.unit_id is not None:
        conditions.append(in_unit(rows, filters.unit_id))
    for column, values in (
        (rows.c.rank_group, filters.rank_groups),
        (rows.c.position_group, filters.position_groups),
        (rows.c.employment_kind, filters.employment_kinds),
        (rows.c.sex_code, filters.sexes),
        (rows.c.category_code, filters.categories),
    ):
        if values:
            conditions.append(column.in_(values))
    if filters.is_measured is not None:
        conditions.append(rows.c.is_measured == filters.is_measured)
    return conditions
