"""Who is missing at a moment: people to be measured who have no result yet, or whose result nobody has verified. No scores of persons.

The moment is that of queries.schedule: what lies after it has not happened. Somebody measured or verified at an unknown time counts as done, as everywhere.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, and_, case, cast, func, not_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import named, schedule, summary, tree, units, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

VIEWS = {"unmeasured": "measured", "unverified": "verified"}
"""What is missing, and what the stage it is missing for counts (schedule_stage.counts)."""

OUT_OF = {"unmeasured": "due_count", "unverified": "measured_count"}
"""Of whom the missing are a part."""

PUBLISHED = {"eligible_count": "due_count", "measured_count": "measured_count", "verified_count": "verified_count"}
"""Columns of unit_score and what they are called here."""

PAGE_SIZE = named.PAGE_SIZE

MOST_PAGES = named.MOST_PAGES

MOST_UNITS = 50
"""Units of the count: those with most people missing."""

ORDERS = {"unmeasured": ("unit", "asn_name", "rank"), "unverified": ("unit", "asn_name", "rank", "waiting_day_count")}
"""What a list can be sorted by."""

COLUMNS = ("asn_name", "nip", "unit_name", "position_name", "rank_code", "employment_kind")
WAITING = ("measured_at", "waiting_day_count")
"""What a list has beside COLUMNS when people wait for verification."""


def columns(view: str) -> tuple[str, ...]:
    """The columns of a list in the order of showing. Raises KeyError for an unknown view, as everything here does."""
    return {"unmeasured": COLUMNS, "unverified": (*COLUMNS, *WAITING)}[view]


def listing(
    viewer: Viewer, filters: Filters, view: str, *, search: str = "", order: str = "unit", is_descending: bool = False, page: int | None = 1
) -> Select:
    """One row per missing person, PAGE_SIZE at a time or, without a page, all of them: the columns of named.listing, rank_code, employment_kind and, when they
    wait for verification, WAITING: when the result was measured as it was at the moment, and whole days since then (NULL: at an unknown time)."""
    scores = visible.missing(viewer)
    shown = [scores.c.rank_code, scores.c.employment_kind, *(_waiting(scores, filters) if view == "unverified" else ())]
    allowed = order if order in ORDERS[view] else "unit"
    conditions = [*_asked(scores, filters), _is_missing(scores, filters)[view]]
    return named.listing(
        named.Seen(viewer, "missing", scores), conditions, shown, search=search, order=allowed, is_descending=is_descending, page=page
    )


def found_count(viewer: Viewer, filters: Filters, view: str, search: str) -> Select:
    """One row: asn_count, of everybody whom `listing` has on all its pages."""
    scores = visible.missing(viewer)
    conditions = [*_asked(scores, filters), _is_missing(scores, filters)[view]]
    return named.counted(named.Seen(viewer, "missing", scores), conditions, [func.count().label("asn_count")], search)


@kept
def totals(viewer: Viewer, filters: Filters) -> Select:
    """One row: due_count (people to be measured), measured_count, verified_count, and <view>_count for every view."""
    if _is_published(viewer, filters):
        score, start = visible.unit_scores(viewer), tree.starts(viewer, filters)
        columns = [func.coalesce(func.sum(score.c[name]), 0).label(shown) for name, shown in PUBLISHED.items()]
        done = select(*columns).join_from(score, start, start.c.unit_no == score.c.unit_no).subquery("done")
    else:
        scores = visible.scores(viewer)
        done = select(*_done(scores, filters)).where(*_asked(scores, filters)).subquery("done")
    return select(*done.c, *_open(done))


@kept
def by_unit(viewer: Viewer, filters: Filters, view: str) -> Select:
    """One row per part of the chosen unit (tree.parts) with anybody missing, at most MOST_UNITS, those with most first: unit columns, the columns of `totals`,
    <view>_pct (of OUT_OF), and unit_count (parts with anybody missing, shown or not)."""
    done = (_published_parts if _is_published(viewer, filters) else _summed_parts)(viewer, filters).subquery("done")
    counts = select(done, *_open(done)).subquery("counts")
    missing = counts.c[f"{view}_count"]
    columns = [column for column in counts.c if column.name != "unit_no"]
    share = summary.pct(missing, counts.c[OUT_OF[view]]).label(f"{view}_pct")
    rows = select(*columns, share, func.count().over().label("unit_count")).where(missing > 0)
    return rows.order_by(missing.desc(), counts.c.unit_no).limit(MOST_UNITS)


@kept
def stage(filters: Filters, view: str) -> Select:
    """The stage that the missing are missing for, or no row: stage_no, stage_name, stage_name_en, due_on as in force at the moment."""
    stages = schedule.stages(filters)
    rows = select(stages.c.stage_no, stages.c.stage_name, stages.c.stage_name_en, stages.c.due_on).where(stages.c.counts == VIEWS[view])
    return rows.order_by(stages.c.stage_no).limit(1)


def _asked(scores: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    """People to be measured whom the filters choose."""
    return [*visible.chosen(scores, filters), scores.c.is_eligible]


def _is_missing(scores: FromClause, filters: Filters) -> Mapping[str, ColumnElement[bool]]:
    """Of each view, whether somebody to be measured is missing."""
    measured, verified = _is_done(scores, filters)
    return {"unmeasured": not_(measured), "unverified": and_(measured, not_(verified))}


def _is_done(scores: FromClause, filters: Filters) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether somebody was measured and verified by the moment. A verification dated before the result it verifies counts from there (completion_day)."""
    measured = and_(scores.c.is_measured, schedule.has_come(scores.c.first_measured_at, filters))
    verified = and_(scores.c.is_verified, schedule.has_come(scores.c.verified_at, filters), schedule.has_come(scores.c.measured_at, filters))
    return measured, verified


def _is_published(viewer: Viewer, filters: Filters) -> bool:
    """Whether whole units are asked at the release's own moment: their counts stand in unit_score, and five million people need not be counted."""
    return filters == Filters(year=filters.year, unit_id=filters.unit_id) and viewer.scope.nip is None


def _published_parts(viewer: Viewer, filters: Filters) -> Select:
    """One row per part: unit_id, unit_name, is_own, unit_no and the done counts."""
    part = units.parts(viewer, filters).subquery("part")
    return select(part.c.unit_id, part.c.unit_name, part.c.is_own, part.c.unit_no, *(part.c[name].label(shown) for name, shown in PUBLISHED.items()))


def _summed_parts(viewer: Viewer, filters: Filters) -> Select:
    """The rows of _published_parts, of those who have anybody to be measured, counted person by person."""
    scores, part = visible.scores(viewer), tree.parts(viewer, filters)
    members = tree.members(viewer, filters.year, part)
    sums = (
        select(members.c.part_no, *_done(scores, filters))
        .join_from(scores, members, members.c.unit_no == scores.c.unit_no)
        .where(*_asked(scores, replace(filters, unit_id=None)))
        .group_by(members.c.part_no)
        .subquery("sums")
    )
    columns = (part.c.unit_id, part.c.unit_name, part.c.is_own, part.c.unit_no, *(sums.c[name] for name in PUBLISHED.values()))
    return select(*columns).join_from(part, sums, sums.c.part_no == part.c.unit_no)


def _done(scores: FromClause, filters: Filters) -> list[ColumnElement[int]]:
    measured, verified = _is_done(scores, filters)
    counts = (func.count(), summary.count_where(measured), summary.count_where(and_(measured, verified)))
    return [count.label(name) for count, name in zip(counts, PUBLISHED.values(), strict=True)]


def _open(done: FromClause) -> list[ColumnElement[int]]:
    """<view>_count of every view."""
    left = {"unmeasured": done.c.due_count - done.c.measured_count, "unverified": done.c.measured_count - done.c.verified_count}
    return [count.label(f"{view}_count") for view, count in left.items()]


def _waiting(scores: FromClause, filters: Filters) -> list[ColumnElement]:
    """WAITING: of somebody corrected after the moment, the first result is what waited at it."""
    since = case((schedule.has_come(scores.c.measured_at, filters), scores.c.measured_at), else_=scores.c.first_measured_at)
    days = cast(schedule.date_of(filters) - cast(since, Date), Integer)
    return [since.label("measured_at"), days.label("waiting_day_count")]
