"""Every stage day by day: what was done up to each day of the calendar, against the target line and against the newest earlier year."""

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from dashboard.access.viewer import Viewer
from dashboard.queries import schedule, summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.progress import PEOPLE


@kept
def by_day(viewer: Viewer, filters: Filters) -> Select:
    """One row per stage that anybody owes here and day of the calendar that had begun at the moment, from the first of the stage's window or its first event until
    schedule.DAYS_AFTER its deadline or its last event, in order: stage_no, on_date, done_count of the day, done_total up to its end, due_count, done_pct
    (per cent of due_count), undated_count.

    undated_count: done at a time that is not known or outside the calendar: in done_total from the first row on, but in no day.
    """
    stage = select(schedule.stages(filters)).cte("stage")
    done, due = _done(viewer, filters, stage).cte("done"), _due(viewer, filters, stage)
    per_day = select(done.c.stage_no, done.c.on_date, func.sum(done.c.done_count).label("done_count")).group_by(done.c.stage_no, done.c.on_date)
    days, whole = per_day.subquery("days"), _whole(done)
    calendar = _calendar(filters, stage, whole)
    of_day = and_(days.c.stage_no == calendar.c.stage_no, days.c.on_date == calendar.c.on_date)
    joined = (
        calendar.join(due, due.c.stage_no == calendar.c.stage_no)
        .join(days, of_day, isouter=True)
        .join(whole, whole.c.stage_no == calendar.c.stage_no, isouter=True)
    )
    of_stage = calendar.c.stage_no
    count = func.coalesce(days.c.done_count, 0)
    undated = func.coalesce(whole.c.done_count, 0) - func.sum(count).over(partition_by=of_stage)
    total = func.sum(count).over(partition_by=of_stage, order_by=calendar.c.on_date) + undated
    counted = select(
        calendar.c.stage_no,
        calendar.c.on_date,
        cast(count, BigInteger).label("done_count"),
        cast(total, BigInteger).label("done_total"),
        due.c.due_count,
        cast(undated, BigInteger).label("undated_count"),
    )
    rows = counted.select_from(joined).where(due.c.due_count > 0).subquery("counted")
    return select(rows, summary.pct(rows.c.done_total, rows.c.due_count).label("done_pct")).order_by(rows.c.stage_no, rows.c.on_date)


@kept
def target(filters: Filters) -> Select:
    """One row per stage and day of its window, in order: stage_no, on_date, target_pct, which is the share of the window's working days that are over with
    the end of the day, in per cent. A window without a working day has no row."""
    stage = schedule.stages(filters)
    joined, day, place = _days_of(stage)
    return (
        select(stage.c.stage_no, day.c.on_date, summary.pct(place, stage.c.window_day_count).label("target_pct"))
        .select_from(joined)
        .where(stage.c.window_day_count > 0, day.c.on_date.between(stage.c.window_starts_on, stage.c.due_on))
        .order_by(stage.c.stage_no, day.c.on_date)
    )


@kept
def last_year(viewer: Viewer, filters: Filters, before: Filters) -> Select:
    """One row per stage and day of this year's calendar (schedule.days) whose working day of the stage's window has come in the year of `before` too:
    stage_no, on_date, period_year (that of `before`), done_total and done_pct at the end of the same working day of that year's window, due_count.

    The first working day of a window is 1, the one before it 0; a day off stands with the working day before it. `before`: the same choice in the newest
    earlier year. Stages that nobody owed then have no row.
    """
    now, then = select(schedule.stages(filters)).cte("now_stage"), select(schedule.stages(before)).cte("then_stage")
    done, due = _done(viewer, before, then).cte("done"), _due(viewer, before, then)
    here, there = _places(now, "here"), _places(then, "there")
    over = select(there.c.stage_no, func.max(there.c.place).label("place")).where(there.c.on_date < schedule.date_of(before))
    last = over.group_by(there.c.stage_no).subquery("last")
    of_day = and_(there.c.stage_no == done.c.stage_no, there.c.on_date == done.c.on_date)
    placed = select(done.c.stage_no, there.c.place, done.c.done_count).select_from(done.join(there, of_day, isouter=True)).cte("placed")
    by_then = and_(placed.c.stage_no == here.c.stage_no, func.coalesce(placed.c.place, 0) <= here.c.place)
    joined = (
        here.join(due, due.c.stage_no == here.c.stage_no)
        .join(last, and_(last.c.stage_no == here.c.stage_no, last.c.place >= here.c.place))
        .join(placed, by_then, isouter=True)
    )
    total = cast(func.coalesce(func.sum(placed.c.done_count), 0), BigInteger).label("done_total")
    keys = (here.c.stage_no, here.c.on_date, due.c.due_count)
    summed = select(*keys, total).select_from(joined).where(due.c.due_count > 0, here.c.place >= 0).group_by(*keys).subquery("summed")
    share = summary.pct(summed.c.done_total, summed.c.due_count).label("done_pct")
    return select(summed, literal(before.year).label("period_year"), share).order_by(summed.c.stage_no, summed.c.on_date)


@kept
def calendar(filters: Filters) -> Select:
    """One row per working day of the measurement year and the year after, in order: on_date."""
    day = visible.reference("schedule_day")
    return select(day.c.on_date).where(day.c.period_year == filters.year, day.c.is_working).order_by(day.c.on_date)


def _done(viewer: Viewer, filters: Filters, stage: FromClause) -> Select:
    """One row per unit of the chosen subtree, stage and day on which anything was done by the moment: stage_no, on_date (NULL: not known), done_count."""
    day, owner, report = visible.completion_days(viewer), visible.stage_owners(viewer), visible.reports(viewer)
    count = case({name: day.c[column] for name, column in PEOPLE.items()}, value=stage.c.counts)
    people = (
        select(stage.c.stage_no, day.c.on_date, count.label("done_count"))
        .join_from(day, stage, and_(day.c.period_year == stage.c.period_year, stage.c.counts.in_(PEOPLE)))
        .where(visible.in_unit(day, filters.unit_id), schedule.day_has_come(day.c.on_date, filters), count > 0)
    )
    of_owner = and_(report.c.period_year == owner.c.period_year, report.c.unit_no == owner.c.unit_no, report.c.stage_no == owner.c.stage_no)
    of_stage = and_(stage.c.period_year == owner.c.period_year, stage.c.stage_no == owner.c.stage_no)
    made = (
        select(owner.c.stage_no, cast(report.c.reported_at, Date).label("on_date"), literal(1).label("done_count"))
        .select_from(owner.join(report, of_owner).join(stage, of_stage))
        .where(visible.in_unit(owner, filters.unit_id), report.c.reported_at <= schedule.moment(filters))
    )
    return select(union_all(people, made).subquery("done_of_unit"))


def _due(viewer: Viewer, filters: Filters, stage: FromClause) -> Subquery:
    """One row per stage: due_count, the people to be measured or the reports owed. Optional people who were measured after the moment were not due at it."""
    score, start, day, owner = (
        visible.unit_scores(viewer),
        tree.starts(viewer, filters),
        visible.completion_days(viewer),
        visible.stage_owners(viewer),
    )
    eligible = select(func.sum(score.c.eligible_count)).join_from(score, start, start.c.unit_no == score.c.unit_no).scalar_subquery()
    later = (
        select(func.sum(day.c.optional_count))
        .where(day.c.period_year == filters.year, visible.in_unit(day, filters.unit_id), ~schedule.day_has_come(day.c.on_date, filters))
        .scalar_subquery()
    )
    owed = (
        select(owner.c.stage_no, func.count().label("report_count"))
        .where(owner.c.period_year == filters.year, visible.in_unit(owner, filters.unit_id))
        .group_by(owner.c.stage_no)
        .subquery("owed")
    )
    people = func.coalesce(eligible, 0) - func.coalesce(later, 0)
    due = case((stage.c.counts.in_(PEOPLE), people), else_=func.coalesce(owed.c.report_count, 0))
    joined = stage.join(owed, owed.c.stage_no == stage.c.stage_no, isouter=True)
    return select(stage.c.stage_no, cast(due, BigInteger).label("due_count")).select_from(joined).subquery("due")


def _whole(done: CTE) -> Subquery:
    """One row per stage of which anything was done: done_count in all, first_on and last_on."""
    return (
        select(
            done.c.stage_no,
            func.sum(done.c.done_count).label("done_count"),
            func.min(done.c.on_date).label("first_on"),
            func.max(done.c.on_date).label("last_on"),
        )
        .group_by(done.c.stage_no)
        .subquery("whole")
    )


def _calendar(filters: Filters, stage: FromClause, whole: Subquery) -> Subquery:
    """One row per stage and day that `by_day` shows: stage_no, on_date."""
    day = visible.reference("schedule_day")
    since = case((whole.c.first_on < stage.c.window_starts_on, whole.c.first_on), else_=stage.c.window_starts_on)
    until = case((whole.c.last_on > stage.c.due_on + schedule.DAYS_AFTER, whole.c.last_on), else_=stage.c.due_on + schedule.DAYS_AFTER)
    joined = stage.join(whole, whole.c.stage_no == stage.c.stage_no, isouter=True).join(day, day.c.period_year == stage.c.period_year)
    shown = and_(day.c.on_date.between(since, until), cast(day.c.on_date, DateTime) < schedule.moment(filters))
    return select(stage.c.stage_no, day.c.on_date).select_from(joined).where(shown).subquery("calendar")


def _days_of(stage: FromClause) -> tuple[FromClause, FromClause, ColumnElement[int]]:
    """The stages joined to every day of the calendar, the days, and the place of each day: how many working days of the stage's window are over with it."""
    day, first = visible.reference("schedule_day").alias("day"), visible.reference("schedule_day").alias("first_day")
    begins = and_(first.c.period_year == stage.c.period_year, first.c.on_date == stage.c.window_starts_on)
    joined = stage.join(first, begins).join(day, day.c.period_year == stage.c.period_year)
    return joined, day, cast(day.c.working_no - first.c.working_no + cast(first.c.is_working, Integer), Integer)


def _places(stage: FromClause, name: str) -> CTE:
    """One row per stage and day from schedule.DAYS_BEFORE its window to schedule.DAYS_AFTER its deadline: stage_no, on_date, place."""
    joined, day, place = _days_of(stage)
    around = day.c.on_date.between(stage.c.window_starts_on - schedule.DAYS_BEFORE, stage.c.due_on + schedule.DAYS_AFTER)
    return select(stage.c.stage_no, day.c.on_date, place.label("place")).select_from(joined).where(around).cte(name)
