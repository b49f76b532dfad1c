"""Rows that leave the building one by one: people, and days of completion. Count, preview and file come from the one statement that is made here.

Of figures of groups the export asks the queries of the pages (dashboard.exporting.figures), because small groups are hidden between query and file.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, Select, String, Subquery, and_, case, cast, func, literal, or_, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.exporting.definition import Definition
from dashboard.queries import groupings, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.summary import DIMENSIONS, is_counted, pct

NAMED = ("nip", "asn_name", "position_name", "measured_at", "measured_on", "first_measured_at", "verified_at", "verified_on")
"""Columns of people that tell who it is: for those who see somebody by name."""

MASKED = ("person_code",)
"""Columns of people for those who see somebody under a pseudonym."""

TELLING = visible.OF_DISCIPLINE
"""Columns of people for those who have the duty to know discipline."""

OF_UNITS = ("unit_id", "unit_name")
OF_NAMES = ("asn_name", "position_name")

PEOPLE = (
    *("period_year", "person_code", "nip", "asn_name", "unit_id", "unit_name", "position_name", "rank_code", "rank_group", "position_group"),
    *("position_kind", "employment_kind", "sex_code", "education_code", "is_eligible", "is_measured", "is_verified"),
    *("qualification_score", "competence_score", "performance_score", "discipline_score", "total_score", "category_code"),
    *("has_leadership_training", "has_functional_training", "has_technical_training", "has_seminar", "performance_code", "discipline_code"),
    *("score_source", "reported_total_score", "lowest_score", "highest_score"),
    *("measured_at", "measured_on", "first_measured_at", "verified_at", "verified_on"),
)
"""Columns of one row per person and year, in the order of the file."""

POINTS = ("dimension_code", "maximum_score", "score")
"""Columns beside those of the person, of one row per person, year and dimension."""

OF_POINTS = tuple(f"{name}_score" for name in DIMENSIONS)

PEOPLE_LONG = (*(name for name in PEOPLE if name not in {*OF_POINTS}), *POINTS)

DAYS = (
    *("period_year", "unit_id", "unit_name", "on_date", "measured_count", "optional_count", "verified_count"),
    *("measured_total", "verified_total"),
)
"""Columns of one row per unit, without those below it, and day on which anything happened."""


@kept
def people(viewer: Viewer, definition: Definition, columns: tuple[str, ...]) -> Select:
    """One row per person and year (and dimension, laid out long) that the viewer may take away: `columns` of PEOPLE or PEOPLE_LONG. NIP is text.

    By unit in tree order and NIP, or pseudonym, unless another column comes first; those without its value come last.
    """
    scores = visible.people(viewer)
    rows, values = _joined(viewer, scores, columns)
    if definition.shape == "long":
        rows, values = _dimensions(scores, rows, values)
    chosen = select(*(values[name].label(name) for name in columns)).select_from(rows).where(*_chosen(scores, definition))
    if definition.shape == "long" and not viewer.may(visible.DISCIPLINE):
        chosen = chosen.where(values["dimension_code"] != "discipline")
    who = [scores.c.person_code, scores.c.nip] if viewer.is_pseudonymous else [scores.c.nip]
    place = [values["dimension_order"]] if definition.shape == "long" else []
    return chosen.order_by(*_first(definition, values), scores.c.period_year, scores.c.unit_no, *who, *place)


def _joined(viewer: Viewer, scores: FromClause, columns: Sequence[str]) -> tuple[FromClause, dict[str, ColumnElement]]:
    """The people with what the columns need, and the value of each: wide text is joined only where it is asked for."""
    values = {column.name: _plain(column) for column in scores.c}
    values["nip"] = cast(scores.c.nip, String)
    rows = scores
    if not {*columns}.isdisjoint(OF_NAMES):
        names = visible.names(viewer, "people")
        same = and_(names.c.period_year == scores.c.period_year, names.c.unit_no == scores.c.unit_no, names.c.nip == scores.c.nip)
        rows = rows.join(names, same, isouter=True)
        values |= {name: names.c[name] for name in OF_NAMES}
    if not {*columns}.isdisjoint(OF_UNITS):
        units = visible.units_of(viewer, "people")
        rows = rows.join(units, and_(units.c.period_year == scores.c.period_year, units.c.unit_no == scores.c.unit_no))
        values |= {name: units.c[name] for name in OF_UNITS}
    return rows, values


def _dimensions(scores: FromClause, rows: FromClause, values: dict[str, ColumnElement]) -> tuple[FromClause, dict[str, ColumnElement]]:
    """Each person once for each dimension of the year's rules."""
    rule = visible.reference("rule_dimension")
    score = case(*((rule.c.dimension_code == name, scores.c[f"{name}_score"]) for name in DIMENSIONS))
    own = {"dimension_code": rule.c.dimension_code, "maximum_score": rule.c.maximum_score, "dimension_order": rule.c.dimension_order, "score": score}
    return rows.join(rule, rule.c.period_year == scores.c.period_year), values | own


def _plain(column: ColumnElement) -> ColumnElement:
    """A code as text: what stands in a release as a number of one byte is text in every file."""
    return cast(column, String) if isinstance(column.type, String) else column


def _chosen(rows: FromClause, definition: Definition) -> list[ColumnElement[bool]]:
    return [rows.c.period_year.in_(definition.years), *visible.narrowed(rows, definition.filters(definition.years[0]))]


def _first(definition: Definition, values: dict[str, ColumnElement]) -> list[ColumnElement]:
    """The column that rows are sorted by before anything else."""
    if not definition.order:
        return []
    column = values[definition.order]
    return [(column.desc() if definition.is_descending else column.asc()).nulls_last()]


@kept
def days(viewer: Viewer, definition: Definition, columns: tuple[str, ...]) -> Select:
    """One row per unit, without those below it, and day on which anybody was measured or verified: `columns` of DAYS; the totals run from the year's first day.

    No date: measured at an unknown time, counted before the first day.
    """
    day, unit = visible.completion_days(viewer), visible.units(viewer)
    same = and_(unit.c.period_year == day.c.period_year, unit.c.unit_no == day.c.unit_no)
    over: dict[str, list[ColumnElement]] = {
        "partition_by": [day.c.period_year, day.c.unit_no],
        "order_by": [day.c.on_date.asc().nulls_first()],
    }
    values: dict[str, ColumnElement] = {column.name: column for column in day.c} | {name: unit.c[name] for name in OF_UNITS}
    values |= {f"{name}_total": func.sum(day.c[f"{name}_count"]).over(**over) for name in ("measured", "verified")}  # type: ignore[arg-type]
    in_units = visible.in_unit(day, definition.unit_id)
    rows = select(*(values[name].label(name) for name in columns)).select_from(day.join(unit, same))
    chosen = rows.where(day.c.period_year.in_(definition.years), in_units)
    return chosen.order_by(*_first(definition, values), day.c.period_year, day.c.unit_no, day.c.on_date.asc().nulls_first())


@kept
def ranks(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit of units.every and rank group that anybody counted has: the columns of distribution.cross for all of them."""
    whole, own = (_ranks(viewer, filters, tree.every(viewer, filters, is_own=is_own)) for is_own in (False, True))
    rows = union_all(whole, own).subquery("every_unit")
    return select(rows).order_by(rows.c.row_order, rows.c.row_is_own, rows.c.column_order)


def _ranks(viewer: Viewer, filters: Filters, part: Subquery) -> Select:
    scores, members = visible.scores(viewer), tree.members(viewer, filters.year, part)
    people = visible.chosen(scores, replace(filters, unit_id=None))
    of_unit = (
        select(scores.c.unit_no, scores.c.rank_group, func.count().label("asn_count"), func.sum(scores.c.total_score).label("total_sum"))
        .where(*people, is_counted(scores))
        .group_by(scores.c.unit_no, scores.c.rank_group)
        .subquery("of_unit")
    )
    sums = (func.sum(of_unit.c[name]).label(name) for name in ("asn_count", "total_sum"))
    joined = of_unit.join(members, members.c.unit_no == of_unit.c.unit_no)
    pair = (
        select(members.c.part_no, of_unit.c.rank_group, *sums).select_from(joined).group_by(members.c.part_no, of_unit.c.rank_group).subquery("pair")
    )
    row_count = func.sum(pair.c.asn_count).over(partition_by=pair.c.part_no)
    order = case({group: place for place, group in enumerate(groupings.ORDERS["rank_group"], start=1)}, value=pair.c.rank_group, else_=999)
    return select(
        part.c.unit_id.label("row_code"),
        part.c.unit_name.label("row_name"),
        part.c.is_own.label("row_is_own"),
        part.c.unit_no.label("row_order"),
        cast(pair.c.rank_group, String).label("column_code"),
        order.label("column_order"),
        pair.c.asn_count,
        row_count.label("row_count"),
        pct(pair.c.asn_count, row_count).label("row_pct"),
        (pair.c.total_sum / pair.c.asn_count).label("mean_total_score"),
        literal(0).label("group_count"),
    ).select_from(pair.join(part, part.c.unit_no == pair.c.part_no))


def counted(rows: Select) -> Select:
    """One row: row_count, how many rows a statement gives."""
    return select(func.count().label("row_count")).select_from(rows.order_by(None).subquery("counted"))


def periods(years: Sequence[int]) -> Select:
    """One row per year, newest first: period_year, as_of, rule_version, regulation, category_convention, minimum_group_size."""
    period, rule = visible.reference("period"), visible.reference("rule_version")
    columns = (rule.c.rule_version, rule.c.regulation, rule.c.category_convention, rule.c.minimum_group_size)
    joined = period.join(rule, rule.c.period_year == period.c.period_year)
    rows = select(period.c.period_year, period.c.as_of, *columns).select_from(joined)
    return rows.where(or_(*(period.c.period_year == year for year in years))).order_by(period.c.period_year.desc())
