"""Where to look further: reasons found by a rule that Method prints, the best three first.

Reasons are ranked by the points of the index that are at stake, all on one scale:
1. training: the training or course whose absence costs the mean most points (what an agency can offer within the year);
2. open_unit: the unit right below whose unmeasured people leave most points of the mean open;
3. fallen: the dimension whose mean fell most since the year before.
Where fewer than three of these apply, follow, with nothing at stake but how the figures are read:
4. undecided: how many pairs of units cannot be ranked yet, because the bounds that their unmeasured people leave overlap;
5. gap: how many units have a mean that the two category conventions class differently.
"""

from sqlalchemy import CTE, ColumnElement, Float, Select, String, Subquery, and_, case, cast, func, literal, null, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.queries import overview, summary, units, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

TRAININGS = ("leadership_training", "functional_training", "technical_training", "seminar")
"""Indicators answered with yes or no."""

MOST_REASONS = 3


@kept
def best(viewer: Viewer, filters: Filters, last: Filters) -> Select:
    """At most three rows, the best first: reason_code, subject_code (indicator or dimension), unit_id and unit_name, stake (points of the index),
    part_count out of total_count, value and other_value (see each reason). `last` is the same choice in the year before."""
    part, whole = units.parts(viewer, filters).cte("part"), overview.index(viewer, filters).cte("whole")
    found = union_all(_training(viewer, filters), _open_unit(part, whole), _fallen(viewer, filters, last), _undecided(part), _gap(part)).subquery(
        "found"
    )
    return select(found).order_by(found.c.stake.desc(), found.c.reason_order).limit(MOST_REASONS)


def _reason(order: int, code: str, rows: Subquery, **columns: ColumnElement) -> Select:
    """The common columns of a reason; what it does not have is NULL. Nothing is at stake unless said so."""
    texts = {name: cast(columns.get(name, null()), String).label(name) for name in ("subject_code", "unit_id", "unit_name")}
    counts = {name: columns.get(name, null()).label(name) for name in ("part_count", "total_count")}
    values = {name: cast(columns.get(name, null()), Float).label(name) for name in ("value", "other_value")}
    stake = cast(columns.get("stake", literal(0)), Float).label("stake")
    return select(
        literal(order).label("reason_order"), literal(code).label("reason_code"), stake, *texts.values(), *counts.values(), *values.values()
    ).select_from(rows)


def _training(viewer: Viewer, filters: Filters) -> Select:
    """The training that costs most: part_count of total_count measured people asked for it answered no; stake is what that takes off the mean."""
    scores, rule = visible.scores(viewer), visible.reference("rule_indicator")
    counted = [*visible.chosen(scores, filters), summary.is_counted(scores)]
    answers = [func.count(scores.c[f"has_{name}"]).label(f"{name}_asked") for name in TRAININGS]
    answers += [summary.count_where(scores.c[f"has_{name}"].is_(False)).label(f"{name}_no") for name in TRAININGS]
    groups = (
        select(scores.c.position_group, func.count().label("measured_count"), *answers)
        .where(*counted)
        .group_by(scores.c.position_group)
        .subquery("groups")
    )
    asked, lacking = (case({name: groups.c[f"{name}_{suffix}"] for name in TRAININGS}, value=rule.c.indicator_code) for suffix in ("asked", "no"))
    everybody = select(func.sum(groups.c.measured_count)).scalar_subquery()
    lost = func.sum(lacking * (rule.c.maximum_points - rule.c.minimum_points)) / func.nullif(everybody, 0)
    joined = groups.join(
        rule, and_(rule.c.position_group == groups.c.position_group, rule.c.period_year == filters.year, rule.c.indicator_code.in_(TRAININGS))
    )
    costs = (
        select(rule.c.indicator_code, func.sum(lacking).label("lacking_count"), func.sum(asked).label("asked_count"), lost.label("lost"))
        .select_from(joined)
        .group_by(rule.c.indicator_code)
        .subquery("costs")
    )
    most = select(costs).where(costs.c.lacking_count > 0).order_by(costs.c.lost.desc(), costs.c.indicator_code).limit(1).subquery("most")
    return _reason(
        1, "training", most, subject_code=most.c.indicator_code, part_count=most.c.lacking_count, total_count=most.c.asked_count, stake=most.c.lost
    )


def _open_unit(part: CTE, whole: CTE) -> Select:
    """The unit right below that leaves most open: part_count of its total_count eligible people measured; value is its coverage, other_value that of all."""
    width = (part.c.highest_mean - part.c.lowest_mean) * part.c.eligible_count / func.nullif(whole.c.eligible_count, 0)
    rows = (
        select(
            part.c.unit_id,
            part.c.unit_name,
            part.c.measured_count,
            part.c.eligible_count,
            part.c.coverage_pct,
            whole.c.coverage_pct.label("all_pct"),
            width.label("width"),
        )
        .join_from(part, whole, part.c.measured_count < part.c.eligible_count)
        .order_by(width.desc(), part.c.unit_no)
        .limit(1)
        .subquery("most_open")
    )
    named = {"unit_id": rows.c.unit_id, "unit_name": rows.c.unit_name, "value": rows.c.coverage_pct, "other_value": rows.c.all_pct}
    return _reason(2, "open_unit", rows, **named, part_count=rows.c.measured_count, total_count=rows.c.eligible_count, stake=rows.c.width)


def _fallen(viewer: Viewer, filters: Filters, last: Filters) -> Select:
    """The dimension that fell most: value is its mean now, other_value the year before, part_count and total_count the n of each."""
    now, before = (overview.dimensions(viewer, chosen).subquery(name) for chosen, name in ((filters, "now"), (last, "before")))
    loss = before.c.mean_score - now.c.mean_score
    joined = now.join(before, before.c.dimension_code == now.c.dimension_code)
    columns = (
        now.c.dimension_code,
        now.c.mean_score,
        before.c.mean_score.label("last_score"),
        now.c.measured_count,
        before.c.measured_count.label("last_count"),
    )
    rows = (
        select(*columns, loss.label("loss"))
        .select_from(joined)
        .where(loss > 0)
        .order_by(loss.desc(), now.c.dimension_code)
        .limit(1)
        .subquery("fallen")
    )
    named = {"subject_code": rows.c.dimension_code, "value": rows.c.mean_score, "other_value": rows.c.last_score, "stake": rows.c.loss}
    return _reason(3, "fallen", rows, **named, part_count=rows.c.measured_count, total_count=rows.c.last_count)


def _undecided(part: CTE) -> Select:
    """Pairs of units that cannot be ranked yet: part_count of total_count."""
    pairs = units.undecided_among(part).subquery("pairs")
    rows = select(pairs).where(pairs.c.undecided_count > 0).subquery("undecided")
    return _reason(4, "undecided", rows, part_count=rows.c.undecided_count, total_count=rows.c.pair_count)


def _gap(part: CTE) -> Select:
    """Units whose mean lies in a gap between whole numbers: part_count of total_count that have a mean."""
    differs = summary.count_where(part.c.category_code != part.c.other_category_code)
    gaps = select(differs.label("gap_count"), func.count(part.c.mean_total_score).label("unit_count")).select_from(part).subquery("gaps")
    rows = select(gaps).where(gaps.c.gap_count > 0).subquery("in_gap")
    return _reason(5, "gap", rows, part_count=rows.c.gap_count, total_count=rows.c.unit_count)
