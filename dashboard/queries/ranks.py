"""The index by golongan: every rank, or the four groups of ranks and PPPK."""

from sqlalchemy import Select, select

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept


@kept
def by_rank(viewer: Viewer, filters: Filters, group: str = "rank_group") -> Select:
    """One row per rank (`group` "rank") or rank group that anybody has, lowest first: group_* (groupings.described), summary.COLUMNS, summary.shares.

    group_code is NULL for people whose rank is not known. Raises KeyError for a grouping that does not exist.
    """
    scores = visible.scores(viewer)
    placed = groupings.placed(viewer, filters, scores, (group,))
    sums = summary.by(scores, visible.chosen(scores, filters), [placed.codes[0].label("key")], filters.year, source=placed.rows).subquery("summed")
    described = groupings.described(viewer, filters, group, sums.c.key, "group")
    return select(*described, *(sums.c[name] for name in summary.COLUMNS), *summary.shares(sums)).order_by(described[-1], described[0])
