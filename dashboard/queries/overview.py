"""The first page: the index with what bounds it, participation in words, and the dimensions against their maximum."""

from sqlalchemy import Select, Subquery, and_, case, literal, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept


@kept
def index(viewer: Viewer, filters: Filters) -> Select:
    """One row: period_year, rule_version, summary.COLUMNS of everybody chosen, coverage_pct and verified_pct. Means are NULL when nobody is measured.

    A year that the release does not hold has nobody in it and no rule version.
    """
    people, rule = _people(viewer, filters), visible.reference("rule_version")
    return select(
        literal(filters.year).label("period_year"),
        select(rule.c.rule_version).where(rule.c.period_year == filters.year).scalar_subquery().label("rule_version"),
        *people.c,
        summary.pct(people.c.measured_count, people.c.eligible_count).label("coverage_pct"),
        summary.pct(people.c.verified_count, people.c.measured_count).label("verified_pct"),
    )


@kept
def participation(viewer: Viewer, filters: Filters) -> Select:
    """One row, or none when nobody is to be measured: category_code of the share measured, in the words of the rule version, and is_confirmed."""
    people, rule = _people(viewer, filters), visible.reference("rule_participation")
    share = summary.pct(people.c.measured_count, people.c.eligible_count)
    holds = and_(rule.c.period_year == filters.year, share >= rule.c.lower_bound, or_(rule.c.upper_bound.is_(None), share < rule.c.upper_bound))
    return select(rule.c.category_code, rule.c.is_confirmed).join_from(people, rule, holds)


@kept
def bands(filters: Filters) -> Select:
    """One row per category under the convention in force, lowest first: category_code, lower_bound, upper_bound."""
    category = visible.reference("rule_category")
    columns = (category.c.category_code, category.c.lower_bound, category.c.upper_bound)
    return select(*columns).where(category.c.period_year == filters.year, category.c.is_in_force).order_by(category.c.category_order)


@kept
def dimensions(viewer: Viewer, filters: Filters) -> Select:
    """One row per dimension, in order: dimension_code, maximum_score, mean_score, share_pct of the maximum, measured_count."""
    dimension, people = visible.reference("rule_dimension"), _people(viewer, filters)
    mean = case({name: people.c[f"mean_{name}_score"] for name in summary.DIMENSIONS}, value=dimension.c.dimension_code)
    return (
        select(
            dimension.c.dimension_code,
            dimension.c.maximum_score,
            mean.label("mean_score"),
            (100 * mean / dimension.c.maximum_score).label("share_pct"),
            people.c.measured_count,
        )
        .join_from(dimension, people, dimension.c.period_year == filters.year)
        .order_by(dimension.c.dimension_order)
    )


def _people(viewer: Viewer, filters: Filters) -> Subquery:
    """One row: summary.COLUMNS of everybody chosen."""
    scores = visible.scores(viewer)
    return summary.by(scores, visible.chosen(scores, filters), [], filters.year).subquery("people")
