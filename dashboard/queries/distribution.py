"""How scores are spread: over categories, over points, over groups. Everywhere only eligible measured people are counted."""

from sqlalchemy import CTE, ColumnElement, Integer, Select, Subquery, and_, case, cast, func, select

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.summary import is_counted, pct

QUANTILES = {"tenth": 10, "lower_quarter": 25, "median": 50, "upper_quarter": 75, "ninetieth": 90}
"""Per cent of the people who have at most this total: the lowest total for which that is so."""

MOST_GROUPS = 60
"""Groups of one chart: of more, as with the units of a whole nation, the largest are shown."""


@kept
def by_category(viewer: Viewer, filters: Filters) -> Select:
    """One row per category, empty ones as zero: category_code, printed_from, printed_to, asn_count, share_pct (per cent of the people counted)."""
    counts, category = _category_counts(viewer, filters), visible.reference("rule_category")
    asn_count = func.coalesce(counts.c.asn_count, 0)
    return (
        select(
            category.c.category_code,
            category.c.printed_from,
            category.c.printed_to,
            asn_count.label("asn_count"),
            pct(asn_count, func.sum(asn_count).over()).label("share_pct"),
        )
        .select_from(category.join(counts, counts.c.category_code == category.c.category_code, isouter=True))
        .where(category.c.period_year == filters.year, category.c.is_in_force)
        .order_by(category.c.category_order)
    )


@kept
def categories(year: int) -> Select:
    """One row per category of the convention in force: category_code, lower_bound, upper_bound."""
    category = visible.reference("rule_category")
    columns = (category.c.category_code, category.c.lower_bound, category.c.upper_bound)
    return select(*columns).where(category.c.period_year == year, category.c.is_in_force).order_by(category.c.category_order)


def _category_counts(viewer: Viewer, filters: Filters) -> Subquery:
    scores = visible.scores(viewer)
    counted = select(scores.c.category_code, func.count().label("asn_count")).where(*visible.chosen(scores, filters), is_counted(scores))
    return counted.group_by(scores.c.category_code).subquery("counts")


@kept
def histogram(viewer: Viewer, filters: Filters) -> Select:
    """One row per whole point and category in which there is anybody: points (61 stands for 61 to under 62), category_code, asn_count."""
    scores = visible.scores(viewer)
    points = cast(func.floor(scores.c.total_score), Integer).label("points")
    return (
        select(points, scores.c.category_code, func.count().label("asn_count"))
        .where(*visible.chosen(scores, filters), is_counted(scores))
        .group_by(points, scores.c.category_code)
        .order_by(points, scores.c.category_code)
    )


@kept
def spread(viewer: Viewer, filters: Filters, group: str | None = None) -> Select:
    """One row per group (one in all without `group`): asn_count, mean, lowest and highest total, and QUANTILES, found in the histogram of exact totals; at
    most MOST_GROUPS groups, the largest, of group_count."""
    totals = _totals(viewer, filters, group)
    code = totals.c.group_code
    running = func.sum(totals.c.asn_count).over(partition_by=code, order_by=totals.c.total_score)
    whole = func.sum(totals.c.asn_count).over(partition_by=code)
    steps = select(totals, running.label("running_count"), whole.label("whole_count")).subquery("steps")
    quantiles = [
        func.min(case((steps.c.running_count * 100 >= steps.c.whole_count * share, steps.c.total_score))).label(name)
        for name, share in QUANTILES.items()
    ]
    sums = (
        select(
            steps.c.group_code,
            func.sum(steps.c.asn_count).label("asn_count"),
            (func.sum(steps.c.total_score * steps.c.asn_count) / func.sum(steps.c.asn_count)).label("mean_total_score"),
            func.min(steps.c.total_score).label("lowest"),
            *quantiles,
            func.max(steps.c.total_score).label("highest"),
        )
        .group_by(steps.c.group_code)
        .subquery("sums")
    )
    placed = _largest(sums, [sums.c.asn_count.desc(), sums.c.group_code])
    described = groupings.described(viewer, filters, group or "category", placed.c.group_code, "group")
    values = [placed.c[column.name] for column in sums.c if column.name != "group_code"]
    rows = select(*described, *values, _group_count(placed)).where(placed.c.place <= MOST_GROUPS)
    return rows.order_by(described[-1], described[0])


def _largest(rows: Subquery, order: list[ColumnElement]) -> CTE:
    """The rows with `place`: 1 for the largest group; rows of the same group share a place."""
    return select(rows, func.dense_rank().over(order_by=order).label("place")).cte("placed")


def _group_count(placed: CTE) -> ColumnElement[int]:
    """How many groups there are, shown or not."""
    return func.coalesce(select(func.max(placed.c.place)).scalar_subquery(), 0).label("group_count")


def _totals(viewer: Viewer, filters: Filters, group: str | None) -> Subquery:
    """The histogram: one row per group and total."""
    scores = visible.scores(viewer)
    placed = groupings.placed(viewer, filters, scores, (group,) if group else ())
    code = (placed.codes[0] if group else case((is_counted(scores), None))).label("group_code")
    counted = select(code, scores.c.total_score, func.count().label("asn_count")).select_from(placed.rows)
    return counted.where(*visible.chosen(scores, filters), is_counted(scores)).group_by(code, scores.c.total_score).subquery("totals")


@kept
def cross(viewer: Viewer, filters: Filters, row: str, column: str) -> Select:
    """One row per pair of codes that anybody has: row_* and column_* (groupings.described), asn_count, row_count, row_pct and the pair's
    mean_total_score; at most MOST_GROUPS rows of the table, the largest, of group_count."""
    scores = visible.scores(viewer)
    placed = groupings.placed(viewer, filters, scores, (row, column))
    row_code, column_code = (code.label(name) for code, name in zip(placed.codes, ("row_key", "column_key"), strict=True))
    counted = (
        select(row_code, column_code, func.count().label("asn_count"), func.sum(scores.c.total_score).label("total_sum"))
        .select_from(placed.rows)
        .where(and_(*visible.chosen(scores, filters), is_counted(scores)))
        .group_by(row_code, column_code)
        .subquery("counted")
    )
    row_count = func.sum(counted.c.asn_count).over(partition_by=counted.c.row_key)
    summed = select(counted, row_count.label("row_count")).subquery("summed")
    placed_rows = _largest(summed, [summed.c.row_count.desc(), summed.c.row_key])
    rows = groupings.described(viewer, filters, row, placed_rows.c.row_key, "row")
    columns = groupings.described(viewer, filters, column, placed_rows.c.column_key, "column")
    return (
        select(
            *rows,
            *columns,
            placed_rows.c.asn_count,
            placed_rows.c.row_count,
            pct(placed_rows.c.asn_count, placed_rows.c.row_count).label("row_pct"),
            (placed_rows.c.total_sum / placed_rows.c.asn_count).label("mean_total_score"),
            _group_count(placed_rows),
        )
        .where(placed_rows.c.place <= MOST_GROUPS)
        .order_by(rows[-1], rows[0], columns[-1], columns[0])
    )
