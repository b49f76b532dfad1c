"""What the small-group rule has to know beside the table that it protects: counts of people above and beside the chosen unit, and of the viewer's own people."""

from dataclasses import replace

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, cast, func, literal, null, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, summary, visible
from dashboard.queries.dimensions import LEVELS
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept


@kept
def beside(viewer: Viewer, filters: Filters, path: tuple[str, ...]) -> Select:
    """One row per unit at the top of what is visible or right below a unit of `path`, in tree order: unit_id, parent_unit_id, measured_count of the people
    chosen in it and below it. `filters`: the unit chosen there counts for nothing."""
    unit, parent = visible.units(viewer), visible.units(viewer).alias("parent")
    above = and_(parent.c.period_year == unit.c.period_year, parent.c.unit_id == unit.c.parent_unit_id)
    is_near = or_(parent.c.unit_id.is_(None), parent.c.unit_id.in_(path))
    near = select(unit).select_from(unit.join(parent, above, isouter=True)).where(unit.c.period_year == filters.year, is_near).subquery("near")
    everybody = Filters(year=filters.year, unit_id=filters.unit_id)
    counted = visible.unit_scores(viewer) if filters == everybody else _measured(viewer, filters)
    reach = counted.c.unit_no == near.c.unit_no if filters == everybody else counted.c.unit_no.between(near.c.unit_no, near.c.last_unit_no)
    count = func.coalesce(func.sum(counted.c.measured_count), 0).label("measured_count")
    rows = select(near.c.unit_id, near.c.parent_unit_id, count).select_from(near.join(counted, reach, isouter=True))
    return rows.group_by(near.c.unit_id, near.c.parent_unit_id, near.c.unit_no).order_by(near.c.unit_no)


def _measured(viewer: Viewer, filters: Filters) -> Subquery:
    """One row per unit with anybody measured whom the filters choose: unit_no, measured_count of the people right in it."""
    scores = visible.scores(viewer)
    people = visible.chosen(scores, replace(filters, unit_id=None))
    return (
        select(scores.c.unit_no, func.count().label("measured_count"))
        .where(*people, summary.is_counted(scores))
        .group_by(scores.c.unit_no)
        .subquery()
    )


@kept
def own_people(viewer: Viewer, filters: Filters, row: str, column: str) -> Select:
    """One row per group of the grouping `row`, code of `column` and category that holds anybody of the viewer's duty: row_code, row_is_own, column_code,
    category_code, asn_count. `row` and `column`: a grouping, an answer of dimensions.LEVELS, or empty."""
    scores = visible.scores(viewer)
    names = tuple(name for name in (row, column) if name in groupings.GROUPINGS)
    placed = groupings.placed(viewer, filters, scores, names)
    codes = dict(zip(names, placed.codes, strict=True)) | {name: scores.c[LEVELS[name]] for name in (row, column) if name in LEVELS}
    is_own = or_(*(visible.in_unit(scores, unit_id) for unit_id in viewer.duty.unit_ids))
    keys = [_code(codes, name).label(key) for name, key in ((row, "row_key"), (column, "column_key"))]
    counted = (
        select(*keys, scores.c.category_code, func.count().label("asn_count"))
        .select_from(placed.rows)
        .where(*visible.chosen(scores, filters), summary.is_counted(scores), is_own)
        .group_by(*keys, scores.c.category_code)
        .subquery("own")
    )
    head = groupings.described(viewer, filters, row, counted.c.row_key, "row") if row == "unit" else None
    described = [head[0], head[2]] if head else [counted.c.row_key.label("row_code"), literal(value=False).label("row_is_own")]
    return select(*described, counted.c.column_key.label("column_code"), counted.c.category_code, counted.c.asn_count)


def _code(codes: dict[str, ColumnElement], name: str) -> ColumnElement:
    return codes.get(name, cast(null(), String))
