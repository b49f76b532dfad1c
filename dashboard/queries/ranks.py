"""The index by golongan: every rank, or the four groups of ranks and PPPK."""

from sqlalchemy import Select

from dashboard.access.viewer import Viewer
from dashboard.queries import coverage
from dashboard.queries.filters import Filters


def by_rank(viewer: Viewer, filters: Filters, group: str = "rank_group") -> Select:
    """One row per rank (`group` "rank") or rank group that anybody has, lowest first: the columns of coverage.by_group.

    group_code is NULL for people whose rank is not known. Raises KeyError for a grouping that does not exist.
    """
    return coverage.by_group(viewer, filters, group)
