"""How far measurement, verification and reports are at the release's as-of, against the schedule."""

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, func, literal, select

from dashboard.access.viewer import Viewer
from dashboard.queries import summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

PAGE_SIZE = 50
"""Units of one page."""

STATES = ("overdue", "not_due", "late", "on_time")
"""Where several units or stages stand for one, the first of these that any of them has."""

ORDERS = ("tree", "measured_pct", "verified_pct", "unit_name")


@kept
def stages(viewer: Viewer, filters: Filters) -> Select:
    """One row per stage of the schedule, for the chosen unit or all visible ones together: the columns of schedule_stage, done_count, due_count, done_pct,
    completed_at (when the last was done, empty while any is open) and state. due_count 0: nobody owes it here."""
    stage, sums = visible.reference("schedule_stage"), _stage_sums(viewer, filters)
    done, due = func.coalesce(sums.c.done_count, 0), func.coalesce(sums.c.due_count, 0)
    columns = [column for column in stage.c if column.name != "period_year"]
    return (
        select(
            *columns, done.label("done_count"), due.label("due_count"), summary.pct(done, due).label("done_pct"), sums.c.completed_at, sums.c.state
        )
        .select_from(stage.join(sums, sums.c.stage_no == stage.c.stage_no, isouter=True))
        .where(stage.c.period_year == filters.year)
        .order_by(stage.c.stage_no)
    )


def _stage_sums(viewer: Viewer, filters: Filters) -> Subquery:
    completion, start = visible.completion(viewer), tree.starts(viewer, filters)
    is_open = summary.count_where(and_(completion.c.due_count > 0, completion.c.completed_at.is_(None))) > 0
    return (
        select(
            completion.c.stage_no,
            func.sum(completion.c.done_count).label("done_count"),
            func.sum(completion.c.due_count).label("due_count"),
            case((is_open, None), else_=func.max(completion.c.completed_at)).label("completed_at"),
            _worst(completion, completion.c.due_count > 0).label("state"),
        )
        .join_from(completion, start, start.c.unit_no == completion.c.unit_no)
        .group_by(completion.c.stage_no)
        .subquery("sums")
    )


def _worst(rows: FromClause, condition: ColumnElement[bool]) -> ColumnElement[str]:
    """The gravest state of the rows of a group that meet the condition; NULL of none."""
    return case(*((summary.count_where(and_(condition, rows.c.state == state)) > 0, state) for state in STATES), else_=None)


@kept
def by_unit(viewer: Viewer, filters: Filters, *, order: str = "tree", is_descending: bool = False, page: int = 1) -> Select:
    """One row per unit right below the chosen one, at most PAGE_SIZE: unit columns, due_count (people), measured_* and verified_* (count, pct, state), and of
    the reports owed in it report_count, report_due_count, report_state. Units where nobody is due come last. Raises KeyError for an unknown order."""
    rows = _by_unit(viewer, filters).subquery("by_unit")
    column = rows.c["unit_no" if order == "tree" else order]
    direction = column.desc() if is_descending else column.asc()
    return select(rows).order_by(direction.nulls_last(), rows.c.unit_no).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)


@kept
def unit_count(viewer: Viewer, filters: Filters) -> Select:
    """One row: unit_count, the units that `by_unit` has on all its pages."""
    parts = tree.parts(viewer, filters)
    return select(func.count().label("unit_count")).select_from(parts).where(~parts.c.is_own)


def _by_unit(viewer: Viewer, filters: Filters) -> Select:
    completion, part, stage = visible.completion(viewer), tree.parts(viewer, filters), visible.reference("schedule_stage")
    of_stage = and_(stage.c.period_year == completion.c.period_year, stage.c.stage_no == completion.c.stage_no)
    joined = part.join(completion, completion.c.unit_no == part.c.unit_no).join(stage, of_stage)
    keys = (part.c.unit_id, part.c.unit_name, part.c.unit_no, part.c.has_units_below)

    def total(column: ColumnElement, counts: str) -> ColumnElement[int]:
        return func.sum(case((stage.c.counts == counts, column), else_=0))

    done, due = completion.c.done_count, completion.c.due_count
    columns: list[ColumnElement] = [total(due, "measured").label("due_count")]
    for counts in ("measured", "verified"):
        columns.append(total(done, counts).label(f"{counts}_count"))
        columns.append(summary.pct(total(done, counts), total(due, counts)).label(f"{counts}_pct"))
        columns.append(_worst(completion, and_(stage.c.counts == counts, due > 0)).label(f"{counts}_state"))
    columns += [total(done, "reports").label("report_count"), total(due, "reports").label("report_due_count")]
    columns.append(_worst(completion, and_(stage.c.counts == "reports", due > 0)).label("report_state"))
    return select(*keys, *columns).select_from(joined).where(~part.c.is_own).group_by(*keys)


@kept
def by_day(viewer: Viewer, filters: Filters) -> Select:
    """One row per day on which anything happened: on_date, measured_count and verified_count of the day, measured_total and verified_total up to it,
    eligible_count (of all days), and undated_count (measured at an unknown time, in no day)."""
    day = visible.completion_days(viewer)
    chosen = [day.c.period_year == filters.year, visible.in_unit(day, filters.unit_id)]
    undated = select(func.coalesce(func.sum(day.c.measured_count), 0)).where(*chosen, day.c.on_date.is_(None)).scalar_subquery()
    score, start = visible.unit_scores(viewer), tree.starts(viewer, filters)
    eligible = select(func.sum(score.c.eligible_count)).join_from(score, start, start.c.unit_no == score.c.unit_no).scalar_subquery()
    names = ("measured", "verified")
    days = select(day.c.on_date, *(func.sum(day.c[f"{name}_count"]).label(f"{name}_count") for name in names)).where(
        *chosen, day.c.on_date.is_not(None)
    )
    sums = days.group_by(day.c.on_date).subquery("days")
    totals = [func.sum(sums.c[f"{name}_count"]).over(order_by=sums.c.on_date).label(f"{name}_total") for name in names]
    return select(sums, *totals, eligible.label("eligible_count"), (undated + literal(0)).label("undated_count")).order_by(sums.c.on_date)
