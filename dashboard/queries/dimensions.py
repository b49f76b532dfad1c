"""The four dimensions down to the indicator: what the people have, and how many points of the mean each indicator costs.

Everywhere only eligible measured people are counted. Points lost are what a person's position group could have had and does not have; over all indicators
they add up to 100 minus the mean. A score that came without answers ("reported") has no indicators of kompetensi: its loss stands in a row of its own.
"""

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, func, literal, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.summary import DIMENSIONS, count_where, is_counted

TRAININGS = {
    "leadership_training": "has_leadership_training",
    "functional_training": "has_functional_training",
    "technical_training": "has_technical_training",
    "seminar": "has_seminar",
}
"""Indicators of kompetensi and the column with the answer."""

SCORED = {"education": "qualification", "performance": "performance", "discipline": "discipline"}
"""Indicators that are their whole dimension."""

LEVELS = {"education": "education_code", "performance": "performance_code", "discipline": "discipline_code"}
"""Indicators with more answers than yes and no, and the column with the answer."""

NOT_ITEMISED = "competence_not_itemised"
"""What stands for kompetensi that was reported as one number."""


@kept
def by_dimension(viewer: Viewer, filters: Filters) -> Select:
    """One row per dimension: dimension_code, maximum_score, measured_count, mean_score, share_pct (mean in per cent of the maximum), lost_points."""
    scores, rule = visible.scores(viewer), visible.reference("rule_dimension")
    sums = _sums(scores).where(*visible.chosen(scores, filters), is_counted(scores)).subquery("sums")
    mean = case(*((rule.c.dimension_code == name, sums.c[f"{name}_sum"] / func.nullif(sums.c.measured_count, 0)) for name in DIMENSIONS))
    return (
        select(
            rule.c.dimension_code,
            rule.c.maximum_score,
            sums.c.measured_count,
            mean.label("mean_score"),
            (100.0 * mean / rule.c.maximum_score).label("share_pct"),
            (rule.c.maximum_score - mean).label("lost_points"),
        )
        .join_from(rule, sums, literal(1) == 1)
        .where(rule.c.period_year == filters.year)
        .order_by(rule.c.dimension_order)
    )


def _sums(scores: FromClause) -> Select:
    columns = [func.sum(scores.c[f"{name}_score"]).label(f"{name}_sum") for name in DIMENSIONS]
    return select(func.count().label("measured_count"), *columns)


@kept
def by_group(viewer: Viewer, filters: Filters, group: str = "position_group") -> Select:
    """One row per group and dimension: group_* (groupings.described), dimension_code, measured_count, mean_score, maximum_score, share_pct."""
    scores, rule = visible.scores(viewer), visible.reference("rule_dimension")
    placed = groupings.placed(viewer, filters, scores, (group,))
    key = placed.codes[0].label("key")
    counted = _sums(scores).add_columns(key).select_from(placed.rows).where(*visible.chosen(scores, filters), is_counted(scores))
    sums = counted.group_by(key).subquery("sums")
    described = groupings.described(viewer, filters, group, sums.c.key, "group")
    mean = case(*((rule.c.dimension_code == name, sums.c[f"{name}_sum"] / sums.c.measured_count) for name in DIMENSIONS))
    columns = (
        rule.c.dimension_code,
        sums.c.measured_count,
        mean.label("mean_score"),
        rule.c.maximum_score,
        (100.0 * mean / rule.c.maximum_score).label("share_pct"),
    )
    rows = select(*described, *columns).join_from(sums, rule, literal(1) == 1).where(rule.c.period_year == filters.year)
    return rows.order_by(described[-1], described[0], rule.c.dimension_order)


@kept
def by_indicator(viewer: Viewer, filters: Filters, *, by_position_group: bool = False) -> Select:
    """One row per indicator that is asked of anybody counted (and position group, if wanted), the costliest first.

    Columns: indicator_code, (position_group,) dimension_code, asked_count, full_count (full points), missing_count (fewer), unknown_count (not known),
    missing_pct (of those known), lost_sum (points) and lost_points (lost_sum per counted person: what the indicator costs the mean).
    """
    profile = _profile(viewer, filters)
    parts = [_training(profile, name, column) for name, column in TRAININGS.items()]
    parts += [_scored(profile, name, dimension, filters.year) for name, dimension in SCORED.items()]
    lost = union_all(*parts, _not_itemised(profile, filters.year)).subquery("lost")
    keys = [lost.c.indicator_code, *([lost.c.position_group] if by_position_group else []), lost.c.dimension_code]
    names = ("asked_count", "full_count", "missing_count", "unknown_count", "lost_sum")
    sums = select(*keys, *(func.sum(lost.c[name]).label(name) for name in names)).group_by(*keys).subquery("sums")
    people = select(func.sum(profile.c.asn_count)).scalar_subquery()
    lost_points = (sums.c.lost_sum / people).label("lost_points")
    columns = [sums.c[key.name] for key in keys]
    missing = summary.pct(sums.c.missing_count, sums.c.full_count + sums.c.missing_count).label("missing_pct")
    rows = select(*columns, *(sums.c[name] for name in names), missing, lost_points).where(sums.c.asked_count > 0)
    return rows.order_by(lost_points.desc(), *columns)


@kept
def levels(viewer: Viewer, filters: Filters, indicator: str) -> Select:
    """One row per answer of education, performance or discipline that the rules know or anybody has, best first: answer_code, points, asn_count, share_pct.

    answer_code is NULL where only the points were reported. Raises KeyError for an indicator that has no such answers.
    """
    scores, point = visible.scores(viewer), visible.reference("rule_point")
    code = scores.c[LEVELS[indicator]]
    counts = (
        select(code.label("code"), func.count().label("asn_count"))
        .where(*visible.chosen(scores, filters), is_counted(scores))
        .group_by(code)
        .subquery("counts")
    )
    of_indicator = (point.c.period_year == filters.year, point.c.indicator_code == indicator)
    known = select(point.c.answer_code, func.max(point.c.points).label("points")).where(*of_indicator).group_by(point.c.answer_code).subquery("known")
    joined = known.join(counts, counts.c.code == known.c.answer_code, isouter=True, full=True)
    asn_count = func.coalesce(counts.c.asn_count, 0)
    answer_code = func.coalesce(known.c.answer_code, counts.c.code).label("answer_code")
    share = summary.pct(asn_count, func.sum(asn_count).over()).label("share_pct")
    rows = select(answer_code, known.c.points, asn_count.label("asn_count"), share).select_from(joined)
    education = visible.reference("education")
    level = (
        select(func.max(education.c.education_order))
        .where(education.c.education_code == func.coalesce(known.c.answer_code, counts.c.code))
        .scalar_subquery()
    )
    return rows.order_by(known.c.points.desc().nulls_last(), level.desc().nulls_last(), answer_code)


def _maximum(year: int, dimension: str) -> ColumnElement:
    """Most points of a dimension, as a scalar."""
    rule = visible.reference("rule_dimension")
    return select(func.max(rule.c.maximum_score)).where(rule.c.period_year == year, rule.c.dimension_code == dimension).scalar_subquery()


def _profile(viewer: Viewer, filters: Filters) -> CTE:
    """One row per position group, source of the score and answers to the trainings: asn_count, and per dimension <name>_sum and <name>_full_count.

    At most a few hundred rows, however many people: everything about indicators is computed from it.
    """
    scores = visible.scores(viewer)
    keys = [scores.c.period_year, scores.c.position_group, scores.c.score_source, *(scores.c[column] for column in TRAININGS.values())]
    sums = [func.sum(scores.c[f"{name}_score"]).label(f"{name}_sum") for name in DIMENSIONS]
    full = [count_where(scores.c[f"{name}_score"] >= _maximum(filters.year, name)).label(f"{name}_full_count") for name in DIMENSIONS]
    counted = select(*keys, func.count().label("asn_count"), *sums, *full).where(*visible.chosen(scores, filters), is_counted(scores))
    return counted.group_by(*keys).cte("profile")


def _lost(
    indicator: str, dimension: str, profile: FromClause, asked: ColumnElement, full: ColumnElement, unknown: ColumnElement, lost: ColumnElement
) -> Select:
    """The columns that every part of `by_indicator` has."""
    return select(
        literal(indicator).label("indicator_code"),
        literal(dimension).label("dimension_code"),
        profile.c.position_group,
        asked.label("asked_count"),
        full.label("full_count"),
        (asked - full - unknown).label("missing_count"),
        unknown.label("unknown_count"),
        lost.label("lost_sum"),
    )


def _training(profile: CTE, indicator: str, column: str) -> Select:
    """One row per row of the profile that is asked for this training: points that the rule gives for it and these people do not have."""
    rule = visible.reference("rule_indicator")
    count, is_itemised = profile.c.asn_count, profile.c.score_source == "answers"
    full = case((and_(is_itemised, profile.c[column]), count), else_=0)
    unknown = case((is_itemised, 0), else_=count)
    lost = (count - full - unknown) * (rule.c.maximum_points - rule.c.minimum_points)
    asked = and_(rule.c.position_group == profile.c.position_group, rule.c.indicator_code == indicator)
    rows = _lost(indicator, "competence", profile, count, full, unknown, lost).join_from(profile, rule, asked)
    return rows.where(rule.c.period_year == profile.c.period_year)


def _scored(profile: CTE, indicator: str, dimension: str, year: int) -> Select:
    """One row per row of the profile: an indicator that is its whole dimension is known from the score, reported or not."""
    count, full = profile.c.asn_count, profile.c[f"{dimension}_full_count"]
    lost = count * _maximum(year, dimension) - profile.c[f"{dimension}_sum"]
    return _lost(indicator, dimension, profile, count, full, literal(0), lost)


def _not_itemised(profile: CTE, year: int) -> Select:
    """One row per row of the profile without answers: kompetensi reported as one number."""
    count = profile.c.asn_count
    lost = count * _maximum(year, "competence") - profile.c.competence_sum
    return _lost(NOT_ITEMISED, "competence", profile, count, literal(0), count, lost).where(profile.c.score_source != "answers")
