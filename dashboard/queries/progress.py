"""What is done of every stage by every unit at a moment: one way for the release's own moment and for any day before it.

Stages that count people come from completion_day, reports from report and stage_owner; both are summed over the units below. At the release's own moment all
this equals table completion.
"""

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Float,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    union_all,
)

from dashboard.access.viewer import Viewer
from dashboard.queries import schedule, summary, tree, visible
from dashboard.queries.filters import Filters

PEOPLE = {"measured": "measured_count", "verified": "verified_count"}
"""What a stage counts when it counts people, and the column of completion_day that has it."""


def of_units(viewer: Viewer, filters: Filters, asked: FromClause) -> Select:
    """One row per asked unit and stage: the columns of `asked` (at least unit_no and last_no, its last unit below) and of schedule.stages, due_count,
    done_count, completed_at, is_declared and state.

    due_count 0: nobody owes it there, and state is NULL. completed_at: when the last of it was done or the unit declared it, empty while any is open.
    is_declared: the unit's own report completed a stage of verification with people open.
    """
    stage, part = select(schedule.stages(filters)).cte("stage"), select(*asked.c).cte("asked")
    member = select(tree.members(viewer, filters.year, part)).cte("member")
    done = union_all(_people(viewer, filters, member, stage), _reports(viewer, filters, member, stage)).subquery("done")
    return _stated(_counted(viewer, filters, part, stage, done).subquery("counted"))


def figures(rows: FromClause, filters: Filters) -> list[ColumnElement]:
    """Columns to show beside those of `of_units`: done_pct, open_count, expected_count and expected_pct (the target line at the moment), ahead_count (people
    or reports; negative: behind), ahead_days (working days, one decimal; NULL when completed) and late_days. NULL where nobody owes anything, but open_count.

    Target line: linear over the working time of the window, in whole people, and everybody once the deadline is past. late_days: calendar days from the
    deadline to the day of completion, or, while it is overdue, to the day of the moment; NULL when it is not late.
    """
    due, done, elapsed, window = rows.c.due_count, rows.c.done_count, rows.c.elapsed_minutes, func.nullif(rows.c.window_minutes, 0)
    running = cast(func.floor(cast(due * elapsed, Float) / window), BigInteger)
    expected = case((due == 0, None), (or_(rows.c.is_past_due, elapsed >= window), due), else_=func.coalesce(running, 0))
    ahead = cast(done, Float) / func.nullif(due, 0) * rows.c.window_day_count - cast(elapsed, Float) / schedule.DAY_MINUTES
    until = case((rows.c.state == "late", cast(rows.c.completed_at, Date)), (rows.c.state == "overdue", schedule.date_of(filters)))
    return [
        summary.pct(done, due).label("done_pct"),
        (due - done).label("open_count"),
        expected.label("expected_count"),
        summary.pct(expected, due).label("expected_pct"),
        (done - expected).label("ahead_count"),
        case((rows.c.state.in_(("not_due", "overdue")), func.round(ahead, 1))).label("ahead_days"),
        cast(until - rows.c.due_on, Integer).label("late_days"),
    ]


def _days(viewer: Viewer, member: FromClause) -> Select:
    """One row per asked unit and day of completion_day, the day without a date included: part_no (its unit_no), on_date, the counts, last_*_at. Days first:
    what depends on the stage is then asked of a few hundred rows."""
    day = visible.completion_days(viewer)
    counts = [func.sum(day.c[name]).label(name) for name in (*PEOPLE.values(), "optional_count")]
    moments = [func.max(day.c[f"last_{name}_at"]).label(f"last_{name}_at") for name in PEOPLE]
    keys = (member.c.part_no, day.c.on_date)
    return select(*keys, *counts, *moments).join_from(day, member, member.c.unit_no == day.c.unit_no).group_by(*keys)


def _people(viewer: Viewer, filters: Filters, member: FromClause, stage: FromClause) -> Select:
    """One row per asked unit and stage that counts people: due (what optional people measured later take off eligible_count), done, timely, last_at."""
    day = _days(viewer, member).subquery("days")
    has_come = schedule.day_has_come(day.c.on_date, filters)
    in_time = and_(has_come, or_(day.c.on_date.is_(None), day.c.on_date <= stage.c.due_on))
    done = case({name: day.c[column] for name, column in PEOPLE.items()}, value=stage.c.counts)
    last = case({name: day.c[f"last_{name}_at"] for name in PEOPLE}, value=stage.c.counts)
    columns = {
        "due": -func.sum(case((has_come, 0), else_=day.c.optional_count)),
        "done": func.sum(case((has_come, done), else_=0)),
        "timely": func.sum(case((in_time, done), else_=0)),
        "last_at": func.max(case((has_come, last))),
    }
    return _by_stage(day.c.part_no, stage, columns).join_from(day, stage, stage.c.counts.in_(PEOPLE))


def _reports(viewer: Viewer, filters: Filters, member: FromClause, stage: FromClause) -> Select:
    """One row per asked unit and stage whose reports are owed in it: due, done and timely reports, last_at of all of them."""
    owner, report = visible.stage_owners(viewer), visible.reports(viewer)
    made = and_(report.c.unit_no == owner.c.unit_no, report.c.stage_no == owner.c.stage_no, report.c.reported_at <= schedule.moment(filters))
    in_time = cast(report.c.reported_at, Date) <= stage.c.due_on
    columns = {
        "due": func.count(),
        "done": func.count(report.c.reported_at),
        "timely": summary.count_where(in_time),
        "last_at": func.max(report.c.reported_at),
    }
    joined = (
        owner.join(member, member.c.unit_no == owner.c.unit_no).join(stage, stage.c.stage_no == owner.c.stage_no).join(report, made, isouter=True)
    )
    return _by_stage(member.c.part_no, stage, columns).select_from(joined).where(stage.c.counts == "reports")


def _by_stage(part_no: ColumnElement[int], stage: FromClause, columns: dict[str, ColumnElement]) -> Select:
    """Whole numbers as such, one row per part and stage."""
    typed = [(value if name == "last_at" else cast(value, BigInteger)).label(name) for name, value in columns.items()]
    return select(part_no.label("part_no"), stage.c.stage_no, *typed).group_by(part_no, stage.c.stage_no)


def _counted(viewer: Viewer, filters: Filters, asked: FromClause, stage: FromClause, done: FromClause) -> Select:
    """One row per asked unit and stage: due_count, done_count, timely_count, last_at, and declared_at, when its own report closed a stage of verification."""
    score, report = visible.unit_scores(viewer), visible.reports(viewer)
    own_reports = (
        select(report.c.unit_no, report.c.stage_no, report.c.reported_at).where(report.c.reported_at <= schedule.moment(filters)).subquery("own")
    )
    joined = (
        asked.join(score, score.c.unit_no == asked.c.unit_no)
        .join(stage, stage.c.period_year == score.c.period_year)
        .join(done, and_(done.c.part_no == asked.c.unit_no, done.c.stage_no == stage.c.stage_no), isouter=True)
        .join(own_reports, and_(own_reports.c.unit_no == asked.c.unit_no, own_reports.c.stage_no == stage.c.stage_no), isouter=True)
    )
    eligible = case((stage.c.counts.in_(PEOPLE), score.c.eligible_count), else_=0)
    return select(
        *asked.c,
        *(column for column in stage.c if column.name != "period_year"),
        (eligible + func.coalesce(done.c.due, 0)).label("due_count"),
        func.coalesce(done.c.done, 0).label("done_count"),
        func.coalesce(done.c.timely, 0).label("timely_count"),
        done.c.last_at,
        case((stage.c.counts == "verified", own_reports.c.reported_at)).label("declared_at"),
    ).select_from(joined)


def _stated(counted: Subquery) -> Select:
    """The rows with completed_at, is_declared and state: all as in the published table completion."""
    due, done, declared_at = counted.c.due_count, counted.c.done_count, counted.c.declared_at
    is_declared = and_(due > 0, declared_at.is_not(None))
    is_done = and_(due > 0, done == due)
    state = case(
        (due == 0, None),
        (is_declared, case((cast(declared_at, Date) <= counted.c.due_on, "on_time"), else_="late")),
        (is_done, case((counted.c.timely_count == due, "on_time"), else_="late")),
        (counted.c.is_past_due, "overdue"),
        else_="not_due",
    )
    columns = [column for column in counted.c if column.name not in {"timely_count", "last_at", "declared_at"}]
    return select(
        *columns,
        case((is_declared, declared_at), (is_done, counted.c.last_at)).label("completed_at"),
        and_(is_declared, done < due).label("is_declared"),
        state.label("state"),
    )
