"""The only way to rows: every published table limited to what the viewer may see.

Nothing else in the dashboard imports the table definitions, so a query cannot reach a row but through here. The limit is part of the statement and so of
every cache key. Whoever has no scope sees no row.

Figures come from the rows of Viewer.scope; rows of people, one by one, from the scope of the permission that shows them, and only with that permission. Such a
row says nothing of discipline but to those who have the duty to know it, and nobody's name or NIP where people are seen under a pseudonym.
"""

from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    FromClause,
    LargeBinary,
    Select,
    String,
    Subquery,
    Table,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)

from dashboard.access import pseudonyms
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries.filters import Filters
from pipelines.warehouse import tables

DISCIPLINE = "discipline"
"""The permission to see what a person's result says of discipline."""

OF_DISCIPLINE = ("discipline_score", "discipline_code", "total_score", "category_code", "reported_total_score", "lowest_score", "highest_score")
"""Columns of score that give it away: the total less the three other points is discipline, and near a bound of a category the category is enough."""

RESULT = (
    *OF_DISCIPLINE,
    *("qualification_score", "competence_score", "performance_score", "score_source", "performance_code"),
    *("has_leadership_training", "has_functional_training", "has_technical_training", "has_seminar"),
)
"""Columns of score that say what somebody scored."""

IDENTIFYING = ("nip", "measured_at", "measured_on", "first_measured_at", "verified_at", "verified_on")
"""Columns of score that tell who it is: a time to the second is known to colleagues."""


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


def _rows_of(viewer: Viewer, permission: str) -> Scope:
    """Whose rows a permission shows by name: nobody's without it."""
    scopes = {"people": viewer.people, "missing": viewer.missing, "quality": viewer.quality, DISCIPLINE: viewer.duty}
    return scopes[permission] if viewer.may(permission) else Scope()


def _is_in(inner: Scope, outer: Scope, table: Table) -> ColumnElement[bool]:
    """The condition that a row of a scope is also in another one; plainly true or false where that is known without looking."""
    if inner in {EVERYTHING, outer}:
        return true()
    return false() if inner.is_nothing else func.coalesce(_in_scope(inner, table), false())


def _row_by_row(table: Table, scope: Scope, **inner: Scope) -> tuple[Subquery, dict[str, ColumnElement[bool]]]:
    """The rows of a scope, and of each inner scope whether a row is in it: asked once a row, not once a column."""
    conditions = {name: _is_in(one, scope, table) for name, one in inner.items()}
    asked = {name: condition for name, condition in conditions.items() if not _is_plain(condition)}
    rows = select(*table.c, *(condition.label(name) for name, condition in asked.items())).where(_in_scope(scope, table)).subquery("seen")
    return rows, {name: rows.c[name] if name in asked else condition for name, condition in conditions.items()}


def _hiding(table: Table, rows: FromClause, hidden: Mapping[tuple[str, ...], ColumnElement[bool]]) -> list[ColumnElement]:
    """The columns of a table from its rows, each NULL where the condition of a group it is in does not hold."""
    conditions = {name: condition for names, condition in hidden.items() for name in names}
    return [_shown_if(conditions.get(column.name, true()), rows.c[column.name]) for column in table.c]


def _is_plain(condition: ColumnElement[bool]) -> bool:
    return condition.compare(true()) or condition.compare(false())


def _shown_if(condition: ColumnElement[bool], column: ColumnElement) -> ColumnElement:
    """The column where the condition holds, NULL where it does not; what is shown of all or of none costs nothing."""
    if condition.compare(true()):
        return column
    shown = cast(null(), column.type) if condition.compare(false()) else case((condition, column))
    return shown.label(column.key)


def scores(viewer: Viewer) -> Subquery:
    """One row per person and year of the figures that the viewer may see, without names: table score. For sums and means, never to be shown row by row."""
    return _visible(viewer.scope, tables.score)


def people(viewer: Viewer) -> Subquery:
    """One row per person and year seen row by row: table score and person_code. OF_DISCIPLINE is NULL but for people of the viewer's duty.

    Of people seen under a pseudonym IDENTIFYING is NULL and person_code is their pseudonym; it is NULL of people seen by name.
    """
    table, named = tables.score, _rows_of(viewer, "people")
    masked = viewer.masked if viewer.may("people") else Scope()
    rows, is_in = _row_by_row(table, named | masked, is_told=_rows_of(viewer, DISCIPLINE), is_named=named)
    columns = _hiding(table, rows, {OF_DISCIPLINE: is_in["is_told"], IDENTIFYING: is_in["is_named"]})
    code = cast(null(), String) if masked.is_nothing else case((is_in["is_named"], None), else_=_pseudonym(rows.c.nip))
    return select(*columns, code.label("person_code")).subquery(table.name)


def missing(viewer: Viewer) -> Subquery:
    """One row per person and year of whom the viewer may know that they are missing: table score with RESULT empty."""
    table = tables.score
    return select(*_hiding(table, table, {RESULT: false()})).where(_in_scope(_rows_of(viewer, "missing"), table)).subquery(table.name)


def names(viewer: Viewer, permission: str) -> Subquery:
    """One row per person and year whom the permission ("people" or "missing") shows by name: table person."""
    return _visible(_rows_of(viewer, permission), tables.person)


def _pseudonym(nip: ColumnElement[int]) -> ColumnElement[str]:
    """HMAC-SHA-256 of the 18 digits under the secret key, as 64 hexadecimal digits; computed in the database, so that the NIP does not leave it."""
    pads = pseudonyms.pads()
    digits = func.encode(cast(nip, String), type_=LargeBinary)
    inner = func.unhex(func.sha256(literal(pads.inner, LargeBinary).concat(digits)), type_=LargeBinary)
    return func.sha256(literal(pads.outer, LargeBinary).concat(inner), type_=String)


def units(viewer: Viewer) -> Subquery:
    """One row per visible unit and year: table unit."""
    return _visible(viewer.scope, tables.unit)


def units_of(viewer: Viewer, permission: str) -> Subquery:
    """One row per unit and year of whose people the permission ("people", "missing" or "quality") shows rows: table unit. For the name beside a person."""
    scope, table = _rows_of(viewer, permission), tables.unit
    if permission == "people":
        scope |= viewer.masked
    own = select(tables.score.c.unit_no).where(tables.score.c.nip == scope.nip)
    condition = _in_scope(scope, table)
    return select(table).where(condition if scope.nip is None else or_(condition, table.c.unit_no.in_(own))).subquery(table.name)


def unit_names(viewer: Viewer) -> Subquery:
    """One row per unit and year, of all units: its code, its name and its place in the tree, no figure. For who gives roles or reads the audit, and sees no
    figures; nobody else gets a row here."""
    table = tables.unit
    columns = (table.c.period_year, table.c.unit_no, table.c.last_unit_no, table.c.unit_id, table.c.unit_name)
    is_asked_by_duty = viewer.may("accounts") or viewer.may("audit")
    return select(*columns).where(true() if is_asked_by_duty else false()).subquery(table.name)


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
    """One row per person seen by name and kind of change since the compared release: table person_change. Points are NULL but for people of the viewer's duty."""
    table = tables.person_change
    rows, is_in = _row_by_row(table, _rows_of(viewer, "people"), is_told=_rows_of(viewer, DISCIPLINE))
    return select(*_hiding(table, rows, {("former_total_score", "total_score"): is_in["is_told"]})).subquery(table.name)


def unit_changes(viewer: Viewer) -> Subquery:
    """One row per visible unit, people below included: table unit_change."""
    return _visible(viewer.scope, tables.unit_change)


def findings(viewer: Viewer) -> Subquery:
    """One row per visible finding: table finding and is_withheld. Findings without a unit are seen only by those who see all.

    A value may be a NIP or somebody's points: it is NULL, and is_withheld true, for those who do not see the people of the unit by name and in full.
    """
    table = tables.finding
    inner = {"is_named": _rows_of(viewer, "people"), "is_told": _rows_of(viewer, DISCIPLINE)}
    rows, is_in = _row_by_row(table, _rows_of(viewer, "quality"), **inner)
    is_shown = and_(*is_in.values())
    has_value = or_(rows.c.value.is_not(None), rows.c.expected_value.is_not(None))
    columns = _hiding(table, rows, {("value", "expected_value"): is_shown})
    return select(*columns, and_(has_value, not_(is_shown)).label("is_withheld")).subquery(table.name)


def unit_reviews(viewer: Viewer) -> Subquery:
    """One row per unit name that fits nothing, for those who see all findings."""
    table = tables.unit_review
    return select(table).where(true() if _rows_of(viewer, "quality").is_everything else false()).subquery(table.name)


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
    return [rows.c.period_year == filters.year, *narrowed(rows, filters)]


def narrowed(rows: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    """As `chosen`, in whatever year: a unit is meant by its identifier in each of them."""
    conditions: list[ColumnElement[bool]] = []
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
