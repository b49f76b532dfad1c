"""The schedule as it stands at a moment: deadlines in force then, the window of each stage in working time, and the days of the calendar.

A stage's window begins on its first day or, without one, the day after the latest deadline of the stages it depends on, and ends with its own deadline at
24:00 Asia/Jakarta. Working time: a working day counts 0:00 to 24:00, any other day nothing; a running count of working days stands in schedule_day.
"""

from datetime import date

from sqlalchemy import (
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
    extract,
    func,
    literal,
    or_,
    select,
    true,
)

from dashboard.queries import visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

DAY_MINUTES = 24 * 60

DAYS_BEFORE, DAYS_AFTER = 3, 40
"""Days of the calendar shown before the first window and after the last deadline."""


def moment(filters: Filters) -> ColumnElement:
    """The moment that is looked at: the chosen one, else what counts as now in the year. What lies after it has not happened."""
    if filters.as_of is not None:
        return cast(literal(filters.as_of, DateTime), DateTime)
    period = visible.reference("period")
    return select(period.c.as_of).where(period.c.period_year == filters.year).scalar_subquery()


def date_of(filters: Filters) -> ColumnElement[date]:
    """The date of the moment; midnight is that of the day it begins."""
    return cast(moment(filters), Date)


def has_come(time: ColumnElement, filters: Filters) -> ColumnElement[bool]:
    """Whether a time had come at the moment; what was done at a time that is not known was done."""
    return or_(time.is_(None), time <= moment(filters))


def day_has_come(on_date: ColumnElement, filters: Filters) -> ColumnElement[bool]:
    """The same of a day of which only the date is known: that of the moment counts, because a release holds nothing later than its as-of."""
    return or_(on_date.is_(None), on_date <= date_of(filters))


def stages(filters: Filters) -> Subquery:
    """One row per stage of the year: the columns of schedule_stage with due_on as in force at the moment, window_starts_on, window_day_count (working days),
    window_minutes, elapsed_minutes (working minutes of the window that have passed, not cut at its end), is_past_due (its last day is over)."""
    stage = _windows(filters)
    first, last, now = _day("first"), _day("last"), _now(filters)
    of_year = stage.c.period_year
    joined = (
        stage.join(first, and_(first.c.period_year == of_year, first.c.on_date == stage.c.window_starts_on))
        .join(last, and_(last.c.period_year == of_year, last.c.on_date == stage.c.due_on))
        .join(now, true())
    )
    before = _minutes(first) - cast(first.c.is_working, Integer) * DAY_MINUTES
    window = _at_least_0(_minutes(last) - before)
    return (
        select(
            *stage.c,
            cast(window / DAY_MINUTES, Integer).label("window_day_count"),
            window.label("window_minutes"),
            _at_least_0(now.c.minutes - before).label("elapsed_minutes"),
            (now.c.on_date > stage.c.due_on).label("is_past_due"),
        )
        .select_from(joined)
        .subquery("schedule")
    )


@kept
def deadlines(filters: Filters) -> Select:
    """One row per stage and deadline decided by the moment, in order: stage_no, deadline_no, due_on, decided_on, reason, reason_en."""
    known = deadlines_known(filters)
    columns = (known.c.stage_no, known.c.deadline_no, known.c.due_on, known.c.decided_on, known.c.reason, known.c.reason_en)
    return select(*columns).order_by(known.c.stage_no, known.c.deadline_no)


def deadlines_known(filters: Filters) -> Subquery:
    """One row per stage and deadline decided by the moment: table schedule_deadline, without what was decided later."""
    row = visible.reference("schedule_deadline")
    is_known = or_(row.c.decided_on.is_(None), row.c.decided_on <= date_of(filters))
    return select(*(column for column in row.c if column.name != "is_in_force")).where(row.c.period_year == filters.year, is_known).subquery("known")


@kept
def days(filters: Filters) -> Select:
    """One row per day of the calendar from DAYS_BEFORE the first window to DAYS_AFTER the last deadline, in order: the columns of schedule_day."""
    day, stage = visible.reference("schedule_day"), _windows(filters)
    first = select(func.min(stage.c.window_starts_on) - DAYS_BEFORE).scalar_subquery()
    last = select(func.max(stage.c.due_on) + DAYS_AFTER).scalar_subquery()
    return select(day).where(day.c.period_year == filters.year, day.c.on_date.between(first, last)).order_by(day.c.on_date)


@kept
def past_days(year: int) -> Select:
    """One row per day whose end can be looked at, newest first: on_date. From the day before the first window to the day before the release's as-of, though not
    longer than DAYS_AFTER the last deadline."""
    released, day, stage = Filters(year), visible.reference("schedule_day"), _windows(Filters(year))
    first = select(func.min(stage.c.window_starts_on) - 1).scalar_subquery()
    last = select(func.max(stage.c.due_on) + DAYS_AFTER).scalar_subquery()
    is_past = and_(day.c.on_date.between(first, last), day.c.on_date < date_of(released))
    return select(day.c.on_date).where(day.c.period_year == year, is_past).order_by(day.c.on_date.desc())


def _in_force(filters: Filters) -> Subquery:
    """One row per stage: stage_no, due_on of the last deadline decided by the moment."""
    known = deadlines_known(filters)
    last = select(known.c.stage_no, func.max(known.c.deadline_no).label("deadline_no")).group_by(known.c.stage_no).subquery("last")
    is_last = and_(last.c.stage_no == known.c.stage_no, last.c.deadline_no == known.c.deadline_no)
    return select(known.c.stage_no, known.c.due_on).join_from(known, last, is_last).subquery("in_force")


def _windows(filters: Filters) -> Subquery:
    """One row per stage of the year: schedule_stage with due_on in force at the moment, and window_starts_on; the deadline where nothing says the first day."""
    stage, deadline = visible.reference("schedule_stage"), _in_force(filters)
    dependency, before = visible.reference("schedule_dependency"), _in_force(filters).alias("before")
    follows = (
        select(dependency.c.stage_no, (func.max(before.c.due_on) + 1).label("starts_on"))
        .join_from(dependency, before, before.c.stage_no == dependency.c.depends_on_no)
        .where(dependency.c.period_year == filters.year)
        .group_by(dependency.c.stage_no)
        .subquery("follows")
    )
    columns = [deadline.c.due_on if column.name == "due_on" else column for column in stage.c]
    joined = stage.join(deadline, deadline.c.stage_no == stage.c.stage_no).join(follows, follows.c.stage_no == stage.c.stage_no, isouter=True)
    starts_on = func.coalesce(stage.c.starts_on, follows.c.starts_on, deadline.c.due_on)
    return select(*columns, starts_on.label("window_starts_on")).select_from(joined).where(stage.c.period_year == filters.year).subquery("windows")


def _now(filters: Filters) -> Subquery:
    """One row: on_date of the moment, and minutes, the working minutes of the calendar up to it; after its last day as many as it has. A begun minute counts
    as whole, so that the end of a day is the whole day."""
    day, now = visible.reference("schedule_day"), moment(filters)
    today = cast(now, Date)
    begun = case((extract("second", now) > 0, 1), else_=0)
    of_day = cast(extract("hour", now) * 60 + extract("minute", now) + begun, Integer)
    is_running = and_(day.c.on_date == today, day.c.is_working)
    minutes = _minutes(day) + case((is_running, of_day - DAY_MINUTES), else_=0)
    passed = and_(day.c.period_year == filters.year, day.c.on_date <= today)
    return select(today.label("on_date"), func.coalesce(func.max(minutes), 0).label("minutes")).select_from(day).where(passed).subquery("now")


def _day(name: str) -> FromClause:
    return visible.reference("schedule_day").alias(name)


def _minutes(day: FromClause) -> ColumnElement[int]:
    """Working minutes of the calendar up to the end of the day."""
    return cast(day.c.working_no, Integer) * DAY_MINUTES


def _at_least_0(minutes: ColumnElement[int]) -> ColumnElement[int]:
    return case((minutes > 0, cast(minutes, Integer)), else_=0)
