"""Where to look further: reasons found by a rule that Method prints, the best three first.

Reasons are ranked by the points of the index that are at stake, all on one scale:
1. training: the training or course whose absence costs the mean most points (what an agency can offer within the year);
2. open_unit: the unit right below whose unmeasured people leave most points of the mean open;
3. fallen: the dimension whose mean fell most since the year before, by 0.01 points at least.
Where fewer than three of these apply, follow, with nothing at stake but how the figures are read:
4. undecided: how many pairs of units cannot be ranked yet, because the bounds that their unmeasured people leave overlap;
5. gap: how many units have a mean that the two category conventions class differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Select, String, Subquery, and_, case, cast, func, literal, null, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.queries import summary, units, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

TRAININGS = ("leadership_training", "functional_training", "technical_training", "seminar")
"""Indicators answered with yes or no."""

MOST_REASONS = 3

SMALLEST_FALL = 0.01
"""Points of a mean: a smaller fall would be shown as none."""


@dataclass(frozen=True)
class Known:
    """What overview.index has already said of a year: people to be measured, measured, and the mean of each dimension (summary.DIMENSIONS)."""

    eligible_count: int
    measured_count: int
    means: tuple[float | None, ...]


def known(row: Mapping[str, Any]) -> Known:
    """Of a row of overview.index."""
    means = (row[f"mean_{name}_score"] for name in summary.DIMENSIONS)
    return Known(int(row["eligible_count"]), int(row["measured_count"]), tuple(None if mean != mean else float(mean) for mean in means))  # noqa: PLR0124 NaN


@kept
def best(viewer: Viewer, filters: Filters, now: Known, before: Known) -> Select:
    """At most three rows, the best first: reason_code, subject_code (indicator or dimension), unit_id and unit_name, stake (points of the index),
    part_count out of total_count, value and other_value (see each reason). `before` is of the same choice in the year before."""
    part = units.parts(viewer, filters).cte("part")
    rows = (_training(viewer, filters, now), _open_unit(part, now), _fallen(now, before), _undecided(part), _gap(part))
    found = union_all(*rows).subquery("found")
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


def _training(viewer: Viewer, filters: Filters, now: Known) -> Select:
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
    lost = func.sum(lacking * (rule.c.maximum_points - rule.c.minimum_points)) / func.nullif(literal(now.measured_count), 0)
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


def _open_unit(part: CTE, now: Known) -> Select:
    """The unit right below that leaves most open: part_count of its total_count eligible people measured; value is its coverage, other_value that of all."""
    width = (part.c.highest_mean - part.c.lowest_mean) * part.c.eligible_count / func.nullif(literal(now.eligible_count), 0)
    everybody = summary.pct(literal(now.measured_count), literal(now.eligible_count))
    columns = (part.c.unit_id, part.c.unit_name, part.c.measured_count, part.c.eligible_count, part.c.coverage_pct)
    rows = (
        select(*columns, everybody.label("all_pct"), width.label("width"))
        .where(part.c.measured_count < part.c.eligible_count)
        .order_by(width.desc(), part.c.unit_no)
        .limit(1)
        .subquery("most_open")
    )
    named = {"unit_id": rows.c.unit_id, "unit_name": rows.c.unit_name, "value": rows.c.coverage_pct, "other_value": rows.c.all_pct}
    return _reason(2, "open_unit", rows, **named, part_count=rows.c.measured_count, total_count=rows.c.eligible_count, stake=rows.c.width)


def _fallen(now: Known, before: Known) -> Select:
    """The dimension that fell most: value is its mean now, other_value the year before, part_count and total_count the n of each."""
    named = zip(summary.DIMENSIONS, now.means, before.means, strict=True)
    means = [select(literal(code).label("code"), _mean(mean).label("mean"), _mean(last).label("last_mean")) for code, mean, last in named]
    both = union_all(*means).subquery("both")
    loss = both.c.last_mean - both.c.mean
    rows = select(both, loss.label("loss")).where(loss >= SMALLEST_FALL).order_by(loss.desc(), both.c.code).limit(1).subquery("fallen")
    columns = {"subject_code": rows.c.code, "value": rows.c.mean, "other_value": rows.c.last_mean, "stake": rows.c.loss}
    return _reason(3, "fallen", rows, **columns, part_count=literal(now.measured_count), total_count=literal(before.measured_count))


def _mean(value: float | None) -> ColumnElement[float]:
    return cast(null() if value is None else literal(value), Float)


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
