"""What is done of every stage by every unit at a moment: one way for the release's own moment and for any day before it.

Stages that count people come from completion_day, reports from report and stage_owner. A unit and all units below it are a range of unit_no, so its figures
are a difference of two running sums over the tree: 12,500 units cost as much as one. At the release's own moment all this equals table completion.
"""

from dataclasses import dataclass

from sqlalchemy import (
    CTE,
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
    literal,
    or_,
    select,
    union_all,
)

from dashboard.access.viewer import Viewer
from dashboard.queries import schedule, summary, visible
from dashboard.queries.filters import Filters

PEOPLE = {"measured": "measured_count", "verified": "verified_count"}
"""What a stage counts when it counts people, and the column of completion_day that has it."""

ADDED = ("due", "done", "timely")
"""What is summed over units: owed, done, and done by the deadline."""


@dataclass(frozen=True)
class Progress:
    """What a statement knows of the asked units, each part written once: the schedule at the moment, the running sums, and the units' own rows.

    stage: schedule.stages. line: one row per stage and unit of the chosen subtree. rows: one row per asked unit and stage: the columns of what was asked and
    of stage, due_count, done_count, is_complete, is_declared, declared_at and state. due_count 0: nobody owes it there, and state is NULL.
    """

    stage: CTE
    line: CTE
    rows: CTE


def of_units(viewer: Viewer, filters: Filters, asked: FromClause) -> Progress:
    """Progress of units: `asked` has at least unit_no and last_no, its last unit below, all inside the chosen unit."""
    stage = select(schedule.stages(filters)).cte("stage")
    line = _line(viewer, filters, stage).cte("line")
    return Progress(stage, line, _stated(_counted(viewer, filters, asked, stage, line).subquery("counted")).cte("progress"))


def figures(rows: FromClause) -> list[ColumnElement]:
    """Columns to show beside due_count and done_count of `rows`, which also have the columns of schedule.stages and state: done_pct, open_count,
    expected_count and expected_pct (the target line at the moment), ahead_count (people or reports; negative: behind) and ahead_days (working days, one
    decimal; NULL when it is completed). All are NULL where nobody owes anything, but open_count.

    Target line: linear over the working time of the window, in whole people, and everybody once the deadline is past.
    """
    due, done = rows.c.due_count, rows.c.done_count
    share = cast(rows.c.elapsed_minutes, Float) / func.nullif(rows.c.window_minutes, 0)
    running = cast(func.floor(cast(due * rows.c.elapsed_minutes, Float) / func.nullif(rows.c.window_minutes, 0)), BigInteger)
    expected = case((due == 0, None), (or_(rows.c.is_past_due, share >= 1), due), else_=func.coalesce(running, 0))
    is_open = rows.c.state.in_(("not_due", "overdue"))
    days = cast(done, Float) / func.nullif(due, 0) * rows.c.window_day_count - cast(rows.c.elapsed_minutes, Float) / schedule.DAY_MINUTES
    return [
        summary.pct(done, due).label("done_pct"),
        (due - done).label("open_count"),
        expected.label("expected_count"),
        summary.pct(expected, due).label("expected_pct"),
        (done - expected).label("ahead_count"),
        case((is_open, func.round(days, 1))).label("ahead_days"),
    ]


def late_days(rows: FromClause, filters: Filters) -> ColumnElement:
    """Calendar days from the deadline to the day of completion, or, while it is overdue, to the day of the moment; NULL when it is not late."""
    until = case((rows.c.state == "late", cast(rows.c.completed_at, Date)), (rows.c.state == "overdue", schedule.date_of(filters)))
    return cast(until - rows.c.due_on, Integer)


def completed_at(rows: FromClause, line: CTE) -> Subquery:
    """One row per row of `rows` that is complete: unit_no, stage_no, completed_at: when it was declared, or when the last of it was done."""
    inside = and_(line.c.stage_no == rows.c.stage_no, line.c.unit_no.between(rows.c.unit_no, rows.c.last_no))
    at = func.coalesce(func.max(rows.c.declared_at), func.max(line.c.last_at)).label("completed_at")
    keys = (rows.c.unit_no, rows.c.stage_no)
    return select(*keys, at).join_from(rows, line, inside).where(rows.c.is_complete).group_by(*keys).subquery("completed")


def _happened(filters: Filters, on_date: ColumnElement) -> ColumnElement[bool]:
    """Whether a day of completion_day had come at the moment. What was done at an unknown time had."""
    return or_(on_date.is_(None), on_date <= schedule.date_of(filters))


def _people(viewer: Viewer, filters: Filters, stage: FromClause) -> Select:
    """One row per unit and stage that counts people: done, timely, last_at; due is what optional people measured later take off unit_score.eligible_count."""
    day = visible.completion_days(viewer)
    has_come = _happened(filters, day.c.on_date)
    in_time = and_(has_come, or_(day.c.on_date.is_(None), day.c.on_date <= stage.c.due_on))
    done = case({name: day.c[column] for name, column in PEOPLE.items()}, value=stage.c.counts)
    last = case({name: day.c[f"last_{name}_at"] for name in PEOPLE}, value=stage.c.counts)
    return (
        select(
            day.c.unit_no,
            stage.c.stage_no,
            (-func.sum(case((has_come, 0), else_=day.c.optional_count))).label("due"),
            func.sum(case((has_come, done), else_=0)).label("done"),
            func.sum(case((in_time, done), else_=0)).label("timely"),
            func.max(case((has_come, last))).label("last_at"),
        )
        .join_from(day, stage, and_(stage.c.period_year == day.c.period_year, stage.c.counts.in_(PEOPLE)))
        .where(visible.in_unit(day, filters.unit_id))
        .group_by(day.c.unit_no, stage.c.stage_no)
    )


def _reports(viewer: Viewer, filters: Filters, stage: FromClause) -> Select:
    """One row per unit and stage whose report it owes: due 1, done and timely 1 or 0, last_at when it reported."""
    owner, report = visible.stage_owners(viewer), visible.reports(viewer)
    of_stage = and_(stage.c.period_year == owner.c.period_year, stage.c.stage_no == owner.c.stage_no)
    made = and_(
        report.c.period_year == owner.c.period_year,
        report.c.unit_no == owner.c.unit_no,
        report.c.stage_no == owner.c.stage_no,
        report.c.reported_at <= schedule.moment(filters),
    )
    return (
        select(
            owner.c.unit_no,
            owner.c.stage_no,
            literal(1).label("due"),
            case((report.c.reported_at.is_(None), 0), else_=1).label("done"),
            case((cast(report.c.reported_at, Date) <= stage.c.due_on, 1), else_=0).label("timely"),
            report.c.reported_at.label("last_at"),
        )
        .select_from(owner.join(stage, of_stage).join(report, made, isouter=True))
        .where(visible.in_unit(owner, filters.unit_id))
    )


def _line(viewer: Viewer, filters: Filters, stage: FromClause) -> Select:
    """One row per stage and unit of the chosen subtree: what the unit itself adds (due, done, timely, last_at), and the sums of it and all before it."""
    unit = visible.units(viewer)
    own = union_all(_people(viewer, filters, stage), _reports(viewer, filters, stage)).subquery("own")
    of_unit = and_(own.c.unit_no == unit.c.unit_no, own.c.stage_no == stage.c.stage_no)
    joined = unit.join(stage, stage.c.period_year == unit.c.period_year).join(own, of_unit, isouter=True)
    added = {name: cast(func.coalesce(own.c[name], 0), BigInteger) for name in ADDED}
    sums = [func.sum(value).over(partition_by=stage.c.stage_no, order_by=unit.c.unit_no).label(f"{name}_sum") for name, value in added.items()]
    own_values = [value.label(name) for name, value in added.items()]
    columns = (unit.c.unit_no, stage.c.stage_no, *own_values, *sums, own.c.last_at)
    return select(*columns).select_from(joined).where(visible.in_unit(unit, filters.unit_id))


def _counted(viewer: Viewer, filters: Filters, asked: FromClause, stage: FromClause, line: CTE) -> Select:
    """One row per asked unit and stage: due_count, done_count, timely_count, and declared_at, when the unit's own report closed a stage of verification."""
    first, last = line.alias("first_line"), line.alias("last_line")
    score, report = visible.unit_scores(viewer), visible.reports(viewer)
    part = {name: cast(last.c[f"{name}_sum"] - first.c[f"{name}_sum"] + first.c[name], BigInteger) for name in ADDED}
    own_report = and_(
        report.c.unit_no == asked.c.unit_no,
        report.c.stage_no == first.c.stage_no,
        stage.c.counts == "verified",
        report.c.reported_at <= schedule.moment(filters),
    )
    joined = (
        asked.join(first, first.c.unit_no == asked.c.unit_no)
        .join(last, and_(last.c.unit_no == asked.c.last_no, last.c.stage_no == first.c.stage_no))
        .join(stage, stage.c.stage_no == first.c.stage_no)
        .join(score, score.c.unit_no == asked.c.unit_no)
        .join(report, own_report, isouter=True)
    )
    eligible = case((stage.c.counts.in_(PEOPLE), score.c.eligible_count), else_=0)
    return select(
        *asked.c,
        *(column for column in stage.c if column.name != "period_year"),
        (eligible + part["due"]).label("due_count"),
        part["done"].label("done_count"),
        part["timely"].label("timely_count"),
        report.c.reported_at.label("declared_at"),
    ).select_from(joined)


def _stated(counted: Subquery) -> Select:
    """The rows with is_complete, is_declared and state; the states as in the published table completion."""
    due, done, declared_on = counted.c.due_count, counted.c.done_count, cast(counted.c.declared_at, Date)
    is_complete = and_(due > 0, or_(done == due, counted.c.declared_at.is_not(None)))
    is_timely = case((counted.c.declared_at.is_not(None), declared_on <= counted.c.due_on), else_=counted.c.timely_count == due)
    state = case(
        (due == 0, None),
        (and_(is_complete, is_timely), "on_time"),
        (is_complete, "late"),
        (counted.c.is_past_due, "overdue"),
        else_="not_due",
    )
    is_declared = and_(is_complete, done < due)
    columns = [column for column in counted.c if column.name != "timely_count"]
    return select(*columns, is_complete.label("is_complete"), is_declared.label("is_declared"), state.label("state"))
