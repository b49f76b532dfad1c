"""Who is missing at a moment: people to be measured who have no result yet, or whose result nobody has verified. No scores of persons.

The moment is that of queries.schedule: what lies after it has not happened. Somebody measured or verified at an unknown time counts as done, as everywhere.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, and_, case, cast, func, not_, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import named, schedule, summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

VIEWS = {"unmeasured": "measured", "unverified": "verified"}
"""What is missing, and what the stage it is missing for counts (schedule_stage.counts)."""

OUT_OF = {"unmeasured": "due_count", "unverified": "measured_count"}
"""Of whom the missing are a part."""

PAGE_SIZE = named.PAGE_SIZE

MOST_PAGES = 200
"""Further pages are not turned to; the files hold everybody."""

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
    scores = visible.scores(viewer)
    shown = [scores.c.rank_code, scores.c.employment_kind, *(_waiting(scores, filters) if view == "unverified" else ())]
    allowed = order if order in ORDERS[view] else "unit"
    conditions = [*_asked(scores, filters), _is_missing(scores, filters)[view]]
    return named.listing(viewer, scores, conditions, shown, search=search, order=allowed, is_descending=is_descending, page=page)


def found_count(viewer: Viewer, filters: Filters, view: str, search: str) -> Select:
    """One row: asn_count, of everybody whom `listing` has on all its pages."""
    scores = visible.scores(viewer)
    conditions = [*_asked(scores, filters), _is_missing(scores, filters)[view]]
    return named.counted(viewer, scores, conditions, [func.count().label("asn_count")], search)


@kept
def totals(viewer: Viewer, filters: Filters) -> Select:
    """One row: due_count (people to be measured), measured_count, verified_count, and <view>_count for every view."""
    scores = visible.scores(viewer)
    return select(*_counts(scores, filters)).where(*_asked(scores, filters))


@kept
def by_unit(viewer: Viewer, filters: Filters, view: str) -> Select:
    """One row per part of the chosen unit (tree.parts) with anybody missing, at most MOST_UNITS, those with most first: unit columns, the columns of `totals`,
    <view>_pct (of OUT_OF), and unit_count (parts with anybody missing, shown or not)."""
    scores, part = visible.scores(viewer), tree.parts(viewer, filters)
    members = tree.members(viewer, filters.year, part)
    sums = (
        select(members.c.part_no, *_counts(scores, filters))
        .join_from(scores, members, members.c.unit_no == scores.c.unit_no)
        .where(*_asked(scores, replace(filters, unit_id=None)))
        .group_by(members.c.part_no)
        .subquery("sums")
    )
    missing = sums.c[f"{view}_count"]
    counts = [column for column in sums.c if column.name != "part_no"]
    shown = [summary.pct(missing, sums.c[OUT_OF[view]]).label(f"{view}_pct"), func.count().over().label("unit_count")]
    rows = select(part.c.unit_id, part.c.unit_name, part.c.is_own, *counts, *shown)
    rows = rows.join_from(part, sums, sums.c.part_no == part.c.unit_no).where(missing > 0)
    return rows.order_by(missing.desc(), sums.c.part_no).limit(MOST_UNITS)


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
    measured = and_(scores.c.is_measured, _has_come(scores.c.first_measured_at, filters))
    verified = and_(scores.c.is_verified, _has_come(scores.c.verified_at, filters), _has_come(scores.c.measured_at, filters))
    return measured, verified


def _has_come(time: ColumnElement, filters: Filters) -> ColumnElement[bool]:
    return or_(time.is_(None), time <= schedule.moment(filters))


def _counts(scores: FromClause, filters: Filters) -> list[ColumnElement[int]]:
    measured, verified = _is_done(scores, filters)
    done = [
        func.count().label("due_count"),
        summary.count_where(measured).label("measured_count"),
        summary.count_where(verified).label("verified_count"),
    ]
    return [*done, *(summary.count_where(condition).label(f"{view}_count") for view, condition in _is_missing(scores, filters).items())]


def _waiting(scores: FromClause, filters: Filters) -> list[ColumnElement]:
    """WAITING: of somebody corrected after the moment, the first result is what waited at it."""
    since = case((_has_come(scores.c.measured_at, filters), scores.c.measured_at), else_=scores.c.first_measured_at)
    days = cast(schedule.date_of(filters) - cast(since, Date), Integer)
    return [since.label("measured_at"), days.label("waiting_day_count")]
