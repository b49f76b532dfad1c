"""Who is measured and who is left out: the share measured of those to be measured, group by group, at a moment."""

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, cast, func, or_, select, true

from dashboard.access.viewer import Viewer
from dashboard.queries import groupings, schedule, summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

MOST_GROUPS = 100
"""Groups shown at most, those of the lowest share."""

GROUPINGS = ("unit", "unit_kind", "rank_group", "rank", "position_group", "position_kind", "employment_kind", "sex", "education")
"""What can be asked for: whatever is known of a person who is not measured."""


@kept
def by_group(viewer: Viewer, filters: Filters, group: str) -> Select:
    """One row per group with anybody to be measured, the lowest share first, at most MOST_GROUPS: group_* (groupings.described), eligible_count,
    measured_count, unmeasured_count, coverage_pct, participation_code, difference_points (coverage less that of the whole, in percentage points),
    missing_share_pct (per cent of all not measured who are in the group) and group_count (groups in all).

    Of equal shares the one with more people missing stands first. group_code is NULL for people of whom it is not known. Raises KeyError for a grouping
    that does not exist.
    """
    counts = _counts(viewer, filters, group).cte("counts")
    whole = select(*(cast(func.sum(counts.c[name]), BigInteger).label(name) for name in ("eligible_count", "measured_count"))).subquery("whole")
    described = groupings.described(viewer, filters, group, counts.c.group_key, "group")
    share, all_share = (summary.pct(rows.c.measured_count, rows.c.eligible_count) for rows in (counts, whole))
    missing, all_missing = (rows.c.eligible_count - rows.c.measured_count for rows in (counts, whole))
    word = visible.reference("rule_participation")
    rows = (
        select(
            *described,
            counts.c.eligible_count,
            counts.c.measured_count,
            missing.label("unmeasured_count"),
            share.label("coverage_pct"),
            word.c.category_code.label("participation_code"),
            (share - all_share).label("difference_points"),
            summary.pct(missing, all_missing).label("missing_share_pct"),
            func.count().over().label("group_count"),
        )
        .select_from(counts.join(whole, true()).join(word, _holds(word, counts, filters.year), isouter=True))
        .where(counts.c.eligible_count > 0)
    )
    return rows.order_by(share, missing.desc(), described[-1], described[0]).limit(MOST_GROUPS)


@kept
def whole(viewer: Viewer, filters: Filters) -> Select:
    """One row: eligible_count and measured_count of everybody chosen, coverage_pct, participation_code, and is_confirmed, whether the bounds of the word
    have a confirmed source. Without anybody to be measured the last three are NULL."""
    counts = _counts(viewer, filters, None).subquery("counts")
    word = visible.reference("rule_participation")
    return select(
        counts,
        summary.pct(counts.c.measured_count, counts.c.eligible_count).label("coverage_pct"),
        word.c.category_code.label("participation_code"),
        word.c.is_confirmed,
    ).select_from(counts.join(word, _holds(word, counts, filters.year), isouter=True))


def _counts(viewer: Viewer, filters: Filters, group: str | None) -> Select:
    """One row per group (one in all without): group_key, eligible_count and measured_count, whole numbers that multiply exactly."""
    scores = visible.scores(viewer)
    placed = groupings.placed(viewer, filters, scores, (group,) if group else ())
    key = [code.label("group_key") for code in placed.codes]
    counted = [
        cast(summary.count_where(condition), BigInteger).label(name)
        for name, condition in (("eligible_count", scores.c.is_eligible), ("measured_count", _is_measured(scores, filters)))
    ]
    return select(*key, *counted).select_from(placed.rows).where(*visible.chosen(scores, filters)).group_by(*key)


def _is_measured(scores: FromClause, filters: Filters) -> ColumnElement[bool]:
    """Whether somebody counts as measured at the moment: first measured by then, or at a time that is not known."""
    if filters.as_of is None:
        return summary.is_counted(scores)
    return and_(summary.is_counted(scores), schedule.has_come(scores.c.first_measured_at, filters))


def _holds(word: FromClause, counts: FromClause, year: int) -> ColumnElement[bool]:
    """Whether the share lies in the half-open interval of a word: the counts against the bounds, in exact numbers."""
    part, total = counts.c.measured_count * 100, counts.c.eligible_count
    return and_(
        word.c.period_year == year,
        total > 0,
        part >= word.c.lower_bound * total,
        or_(word.c.upper_bound.is_(None), part < word.c.upper_bound * total),
    )
