"""The rules in force in a year, as the release carries them."""

from sqlalchemy import Select, case, func, select

from dashboard.queries import visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

GROUPS = ("struktural", "fungsional", "pelaksana")


@kept
def rules(filters: Filters) -> Select:
    """One row: every column of rule_version."""
    rule = visible.reference("rule_version")
    return select(rule).where(rule.c.period_year == filters.year)


@kept
def points(filters: Filters) -> Select:
    """One row per indicator and answer, as they are scored: dimension_code and its maximum_score, indicator_code, window_years, minimum_hours, answer_code,
    lower_bound and upper_bound of a band, the points of each position group (NULL: not asked of it), article, source, is_confirmed. Within an indicator the
    answer of most points stands first; of equal points the higher education."""
    point, indicator, dimension, education = (visible.reference(name) for name in ("rule_point", "rule_indicator", "rule_dimension", "education"))
    of_indicator = (
        (indicator.c.period_year == point.c.period_year)
        & (indicator.c.indicator_code == point.c.indicator_code)
        & (indicator.c.position_group == point.c.position_group)
    )
    of_dimension = (dimension.c.period_year == indicator.c.period_year) & (dimension.c.dimension_code == indicator.c.dimension_code)
    of_education = (point.c.indicator_code == "education") & (education.c.education_code == point.c.answer_code)
    keys = (
        dimension.c.dimension_order,
        dimension.c.dimension_code,
        dimension.c.maximum_score,
        point.c.indicator_code,
        point.c.answer_code,
        point.c.lower_bound,
        point.c.upper_bound,
    )
    groups = [func.max(case((point.c.position_group == group, point.c.points))).label(group) for group in GROUPS]
    least = func.min(case((point.c.is_confirmed, 1), else_=0))
    rest = [
        func.max(column).label(column.name) for column in (indicator.c.window_years, indicator.c.minimum_hours, indicator.c.article, point.c.source)
    ]
    highest = func.max(point.c.points)
    return (
        select(*keys, *groups, *rest, (least == 1).label("is_confirmed"))
        .select_from(point.join(indicator, of_indicator).join(dimension, of_dimension).join(education, of_education, isouter=True))
        .where(point.c.period_year == filters.year)
        .group_by(*keys, education.c.education_order)
        .order_by(
            dimension.c.dimension_order,
            point.c.indicator_code,
            highest.desc(),
            point.c.lower_bound.desc(),
            education.c.education_order.desc(),
            point.c.answer_code,
        )
    )


@kept
def categories(filters: Filters) -> Select:
    """One row per category, lowest first: category_code, printed_from, printed_to, and of both conventions (lower_inclusive_, upper_inclusive_) the columns
    lower_bound, is_lower_included, upper_bound, is_upper_included."""
    rule = visible.reference("rule_category")
    one, other = rule.alias("one"), rule.alias("other")
    same = (other.c.period_year == one.c.period_year) & (other.c.category_code == one.c.category_code)
    names = ("lower_bound", "is_lower_included", "upper_bound", "is_upper_included")
    bounds = [rows.c[name].label(f"{code}_{name}") for rows, code in ((one, "lower_inclusive"), (other, "upper_inclusive")) for name in names]
    return (
        select(one.c.category_code, one.c.printed_from, one.c.printed_to, *bounds)
        .join_from(one, other, same)
        .where(one.c.period_year == filters.year, one.c.convention_code == "lower_inclusive", other.c.convention_code == "upper_inclusive")
        .order_by(one.c.category_order)
    )


@kept
def participation(filters: Filters) -> Select:
    """One row per word for participation, lowest first: category_code, lower_bound, upper_bound, is_confirmed."""
    rule = visible.reference("rule_participation")
    columns = (rule.c.category_code, rule.c.lower_bound, rule.c.upper_bound, rule.c.is_confirmed)
    return select(*columns).where(rule.c.period_year == filters.year).order_by(rule.c.category_order)


@kept
def eligibility(filters: Filters) -> Select:
    """One row per employment status, those who are measured first, every other status last: status_code, employment_kind, outcome, reason, reason_en."""
    rule = visible.reference("rule_eligibility")
    order = case({"eligible": 1, "optional": 2}, value=rule.c.outcome, else_=3)
    columns = (rule.c.status_code, rule.c.employment_kind, rule.c.outcome, rule.c.reason, rule.c.reason_en)
    last = case((rule.c.status_code == "*", 1), else_=0)
    return select(*columns).where(rule.c.period_year == filters.year).order_by(last, order, rule.c.status_code)


@kept
def schedule(filters: Filters) -> Select:
    """One row per stage of the schedule, in order: every column of schedule_stage."""
    stage = visible.reference("schedule_stage")
    return select(stage).where(stage.c.period_year == filters.year).order_by(stage.c.stage_no)
