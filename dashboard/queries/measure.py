"""Where the points of an answer come from: rules of the release, for one position group."""

from sqlalchemy import Select, and_, case, func, select

from dashboard.queries import visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept


@kept
def origins(filters: Filters, position_group: str) -> Select:
    """One row per indicator asked of the group: dimension_code, indicator_code, maximum_points, window_years, minimum_hours, article of the regulation (NULL
    where only a source is known), source, is_confirmed (of its points), is_evidence_confirmed."""
    indicator, dimension, point = (visible.reference(name) for name in ("rule_indicator", "rule_dimension", "rule_point"))
    least = func.min(case((point.c.is_confirmed, 1), else_=0))
    same = ("period_year", "indicator_code", "position_group")
    known = (
        select(*(point.c[name] for name in same), func.max(point.c.source).label("source"), (least == 1).label("is_confirmed"))
        .group_by(*(point.c[name] for name in same))
        .subquery("known")
    )
    of_dimension = (dimension.c.period_year == indicator.c.period_year) & (dimension.c.dimension_code == indicator.c.dimension_code)
    names = ("dimension_code", "indicator_code", "maximum_points", "window_years", "minimum_hours", "article", "is_evidence_confirmed")
    of_indicator = and_(*(known.c[name] == indicator.c[name] for name in same))
    return (
        select(*(indicator.c[name] for name in names), known.c.source, known.c.is_confirmed)
        .select_from(indicator.join(dimension, of_dimension).join(known, of_indicator))
        .where(indicator.c.period_year == filters.year, indicator.c.position_group == position_group)
        .order_by(dimension.c.dimension_order, indicator.c.indicator_code)
    )
