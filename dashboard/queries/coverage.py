"""Groups compared by their index, with what decides the comparison: n, coverage and the bounds that people not yet measured leave.

Of two means it is open which is higher, or will be when everybody is measured, as long as their bounds overlap.
"""

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Select, and_, case, cast, func, null, select

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

MOST_GROUPS = 60
"""Groups of one table: of more, as with the units of a whole nation, the largest are shown."""


def is_by_result(filters: Filters, group: str = "") -> bool:
    """Whether people are chosen or grouped by what they scored: then those not measured are left out, and coverage and bounds say nothing."""
    return bool(filters.categories) or filters.is_measured is not None or group == "category" or group.endswith("_level")


@kept
def by_group(viewer: Viewer, filters: Filters, group: str) -> Select:
    """One row per group that anybody has, at most MOST_GROUPS, the largest: group_* (groupings.described), summary.COLUMNS, summary.shares, overlap_count (see
    with_overlaps) and group_count. group_code is NULL for people of whom it is not known. Raises KeyError for a grouping that does not exist."""
    scores = visible.scores(viewer)
    placed = groupings.placed(viewer, filters, scores, (group,))
    key = placed.codes[0].label("group_key")
    compared = summary.by(scores, visible.chosen(scores, filters), [key], filters.year, source=placed.rows).cte("compared")
    place = func.row_number().over(order_by=[compared.c.asn_count.desc(), compared.c.group_key])
    rows = with_overlaps(compared, "group_key", filters, group).add_columns(place.label("place"), func.count().over().label("group_count"))
    found = rows.subquery("found")
    described = groupings.described(viewer, filters, group, found.c.group_key, "group")
    columns = [found.c[name] for name in (*summary.COLUMNS, "overlap_count", "group_count")]
    shown = select(*described, *columns, *summary.shares(found)).where(found.c.place <= MOST_GROUPS)
    return shown.order_by(described[-1], described[0])


def with_overlaps(compared: CTE, key: str, filters: Filters, group: str = "") -> Select:
    """The rows of `compared` (summary.COLUMNS), which `key` tells apart, with overlap_count: other rows whose bounds overlap this one's, so that which of the
    two means is higher is open. NULL where there is no mean, and everywhere when is_by_result."""
    if is_by_result(filters, group):
        return select(compared, cast(null(), Integer).label("overlap_count"))
    other = compared.alias("other")
    differs, valued = other.c[key].is_distinct_from(compared.c[key]), compared.c.mean_total_score.is_not(None)
    pairs = compared.join(other, and_(differs, valued, other.c.mean_total_score.is_not(None), overlap(compared, other)))
    counted = select(compared.c[key], func.count().label("other_count")).select_from(pairs).group_by(compared.c[key]).subquery("overlaps")
    overlap_count = case((valued, func.coalesce(counted.c.other_count, 0))).label("overlap_count")
    same = counted.c[key].is_not_distinct_from(compared.c[key])
    return select(compared, overlap_count).select_from(compared.join(counted, same, isouter=True))


def overlap(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Whether the bounds of two rows overlap: people not yet measured could turn the order of the two means."""
    return and_(one.c.lowest_mean < other.c.highest_mean, other.c.lowest_mean < one.c.highest_mean)
