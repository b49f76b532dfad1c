"""Units side by side: those right below the chosen one, page by page, or units that were picked."""

from dataclasses import replace

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, func, or_, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.queries import coverage, summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

PAGE_SIZE = 50
"""Rows of one page of the comparison: what a chart of units stays readable with."""

ORDERS = ("tree", "unit_name", "mean_total_score", "coverage_pct", "measured_count", "asn_count")
"""What the comparison can be sorted by; tree: as the units stand in the tree."""


@kept
def comparison(viewer: Viewer, filters: Filters, *, order: str = "tree", is_descending: bool = False, page: int = 1) -> Select:
    """One row per part of the chosen unit (tree.parts), at most PAGE_SIZE: unit columns, summary.COLUMNS, summary.shares, overlap_count and part_count.

    overlap_count: see coverage.with_overlaps. part_count: parts on all pages.
    Units without a value come last in every order. Raises KeyError for an unknown order.
    """
    compared = _compared(viewer, filters, tree.parts(viewer, filters)).cte("compared")
    column = compared.c["unit_no" if order == "tree" else order]
    direction = column.desc() if is_descending else column.asc()
    part_total = select(func.count()).select_from(compared).scalar_subquery()
    rows = coverage.with_overlaps(compared, "unit_no", filters).add_columns(part_total.label("part_count"))
    return rows.order_by(direction.nulls_last(), compared.c.unit_no).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)


@kept
def parts(viewer: Viewer, filters: Filters) -> Select:
    """One row per part of the chosen unit, all of them: the columns of `comparison` without the counts of overlaps and parts."""
    return _compared(viewer, filters, tree.parts(viewer, filters))


@kept
def every(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit of what is chosen, and one (is_own) for the people right in it where it has units below: the columns of `parts` of all of them."""
    whole, own = (_compared(viewer, filters, tree.every(viewer, filters, is_own=is_own)) for is_own in (False, True))
    rows = union_all(whole, own).subquery("every_unit")
    return select(rows).order_by(rows.c.unit_no, rows.c.is_own)


@kept
def places(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit of what is chosen, in tree order: unit_no, unit_id, unit_name, parent_unit_id, unit_level. What else is chosen counts for nothing."""
    unit = visible.units(viewer)
    columns = (unit.c[name] for name in ("unit_no", "unit_id", "unit_name", "parent_unit_id", "unit_level"))
    return select(*columns).where(unit.c.period_year == filters.year, visible.in_unit(unit, filters.unit_id)).order_by(unit.c.unit_no)


@kept
def part_count(viewer: Viewer, filters: Filters) -> Select:
    """One row: part_count, the parts that `comparison` has on all its pages."""
    part, scores = tree.parts(viewer, filters), visible.scores(viewer)
    anchor = select(tree.anchor(viewer, filters).c.unit_no)
    has_own = select(scores.c.nip).where(*visible.chosen(scores, replace(filters, unit_id=None)), scores.c.unit_no.in_(anchor)).exists()
    return select(func.count().label("part_count")).select_from(part).where(or_(~part.c.is_own, has_own))


@kept
def undecided(viewer: Viewer, filters: Filters) -> Select:
    """One row: pair_count, pairs of parts that have a value, and undecided_count, those of them whose bounds overlap."""
    return undecided_among(parts(viewer, filters).cte("compared"))


def undecided_among(compared: CTE) -> Select:
    """The row of `undecided` for rows of `parts`."""
    one, other = compared.alias("one"), compared.alias("other")
    pairs = select(func.count().label("pair_count"), summary.count_where(coverage.overlap(one, other)).label("undecided_count"))
    both = and_(one.c.unit_no < other.c.unit_no, one.c.mean_total_score.is_not(None), other.c.mean_total_score.is_not(None))
    return pairs.join_from(one, other, both)


@kept
def side_by_side(viewer: Viewer, filters: Filters, unit_ids: tuple[str, ...]) -> Select:
    """One row per picked unit that is visible, with all people below it: the columns of `comparison` without the count of parts."""
    compared = _compared(viewer, filters, tree.named(viewer, filters.year, unit_ids)).cte("compared")
    return coverage.with_overlaps(compared, "unit_no", filters).order_by(compared.c.unit_no)


@kept
def names(viewer: Viewer, filters: Filters, unit_ids: tuple[str, ...]) -> Select:
    """One row per unit that can be picked: the parts of the chosen unit, then those already picked: unit_id, unit_name."""
    parts, picked = tree.parts(viewer, filters), tree.named(viewer, filters.year, unit_ids)
    near = select(parts.c.unit_id, parts.c.unit_name, parts.c.unit_no).where(~parts.c.is_own).order_by(parts.c.unit_no).limit(200).subquery("near")
    both = select(near).union(select(picked.c.unit_id, picked.c.unit_name, picked.c.unit_no)).subquery("both")
    return select(both.c.unit_id, both.c.unit_name).order_by(both.c.unit_no)


def _compared(viewer: Viewer, filters: Filters, part: Subquery) -> Select:
    """One row per part. Without filters on people from unit_score, otherwise from the people; parts that no person belongs to stay, except the anchor's own."""
    is_whole = filters == Filters(year=filters.year, unit_id=filters.unit_id)
    sums = union_all(_published(viewer, part), _own(viewer, filters, part)) if is_whole else _summed(viewer, filters, part)
    values = sums.subquery("summed")
    joined = part.join(values, values.c.part_no == part.c.unit_no, isouter=True)
    return (
        select(
            part.c.unit_id,
            part.c.unit_name,
            part.c.unit_no,
            part.c.is_own,
            part.c.has_units_below,
            *(_zero_if_nobody(values.c[name]) for name in summary.COLUMNS),
            *summary.shares(values),
        )
        .select_from(joined)
        .where(or_(~part.c.is_own, values.c.asn_count > 0))
    )


def _zero_if_nobody(column: ColumnElement) -> ColumnElement:
    """A count of nobody is 0; a mean of nobody stays NULL."""
    return (func.coalesce(column, 0) if column.name.endswith("_count") else column).label(column.name)


def _published(viewer: Viewer, part: Subquery) -> Select:
    """One row per part that is a whole unit: its figures as published."""
    score = visible.unit_scores(viewer)
    columns = [score.c[name] for name in summary.COLUMNS]
    return select(score.c.unit_no.label("part_no"), *columns).join_from(score, part, and_(part.c.unit_no == score.c.unit_no, ~part.c.is_own))


def _own(viewer: Viewer, filters: Filters, part: Subquery) -> Select:
    """At most one row: the people who belong to the anchor itself."""
    scores = visible.scores(viewer)
    own = select(part.c.unit_no).where(part.c.is_own)
    return summary.by(scores, [scores.c.period_year == filters.year, scores.c.unit_no.in_(own)], [scores.c.unit_no.label("part_no")], filters.year)


def _summed(viewer: Viewer, filters: Filters, part: Subquery) -> Select:
    """One row per part with anybody whom the filters choose."""
    scores, members = visible.scores(viewer), tree.members(viewer, filters.year, part)
    placed = scores.join(members, members.c.unit_no == scores.c.unit_no)
    people = replace(filters, unit_id=None)
    return summary.by(scores, visible.chosen(scores, people), [members.c.part_no], filters.year, source=placed)
