"""The first page: the index with what bounds it, participation in a word, and the dimensions with their maximum."""

from sqlalchemy import Select, Subquery, and_, func, literal, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

MAXIMA = tuple(f"{name}_maximum" for name in summary.DIMENSIONS)


@kept
def index(viewer: Viewer, filters: Filters) -> Select:
    """One row: period_year, rule_version, summary.COLUMNS of everybody chosen, coverage_pct, verified_pct, participation_code (the rule version's word for the
    coverage), and <dimension>_maximum. Means are NULL when nobody is measured; a year that the release does not hold has nobody in it and no rules.

    The first page needs no other pass over the people but this one and the one of reasons.
    """
    people, rule, dimension = _people(viewer, filters), visible.reference("rule_version"), visible.reference("rule_dimension")
    coverage = summary.pct(people.c.measured_count, people.c.eligible_count)
    maxima = [
        select(dimension.c.maximum_score).where(dimension.c.period_year == filters.year, dimension.c.dimension_code == name).scalar_subquery()
        for name in summary.DIMENSIONS
    ]
    word = visible.reference("rule_participation")
    holds = and_(word.c.period_year == filters.year, coverage >= word.c.lower_bound, or_(word.c.upper_bound.is_(None), coverage < word.c.upper_bound))
    return select(
        literal(filters.year).label("period_year"),
        select(rule.c.rule_version).where(rule.c.period_year == filters.year).scalar_subquery().label("rule_version"),
        *people.c,
        coverage.label("coverage_pct"),
        summary.pct(people.c.verified_count, people.c.measured_count).label("verified_pct"),
        word.c.category_code.label("participation_code"),
        *(value.label(name) for name, value in zip(MAXIMA, maxima, strict=True)),
    ).select_from(people.join(word, holds, isouter=True))


@kept
def bands(filters: Filters) -> Select:
    """One row per category under the convention in force, lowest first: category_code, printed_from, printed_to, lower_bound, upper_bound."""
    category = visible.reference("rule_category")
    columns = (category.c.category_code, category.c.printed_from, category.c.printed_to, category.c.lower_bound, category.c.upper_bound)
    return select(*columns).where(category.c.period_year == filters.year, category.c.is_in_force).order_by(category.c.category_order)


@kept
def maxima(filters: Filters) -> Select:
    """One row per dimension, in order: dimension_code, maximum_score."""
    dimension = visible.reference("rule_dimension")
    return (
        select(dimension.c.dimension_code, dimension.c.maximum_score)
        .where(dimension.c.period_year == filters.year)
        .order_by(dimension.c.dimension_order)
    )


def _people(viewer: Viewer, filters: Filters) -> Subquery:
    """One row: summary.COLUMNS of everybody chosen; of whole units from what was published of them, which at five million people is ten times faster."""
    if filters == Filters(year=filters.year, unit_id=filters.unit_id) and viewer.scope.nip is None:
        return summary.of_sums(_published(viewer, filters), [], filters.year).subquery("people")
    scores = visible.scores(viewer)
    return summary.by(scores, visible.chosen(scores, filters), [], filters.year).subquery("people")


def _published(viewer: Viewer, filters: Filters) -> Subquery:
    """One row: counts and sums of the chosen unit, or of all units at the top of what is visible. The total is summed anew, exactly, for its category."""
    score, start, people = visible.unit_scores(viewer), tree.starts(viewer, filters), visible.scores(viewer)
    counts = [func.coalesce(func.sum(score.c[name]), 0).label(name) for name in summary.COLUMNS if name.endswith("_count")]
    sums = [func.sum(score.c[f"mean_{name}_score"] * score.c.measured_count).label(f"{name}_sum") for name in summary.DIMENSIONS]
    bounds = [func.sum(score.c[f"{bound}_mean"] * score.c.eligible_count).label(f"{bound}_sum") for bound in ("lowest", "highest")]
    total = select(func.sum(people.c.total_score)).where(*visible.chosen(people, filters), summary.is_counted(people)).scalar_subquery()
    return select(*counts, *sums, *bounds, total.label("total_sum")).join_from(score, start, start.c.unit_no == score.c.unit_no).subquery("sums")
