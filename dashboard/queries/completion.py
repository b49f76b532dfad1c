"""How far measurement, verification and reports are at a moment, against the schedule: in all, and unit by unit."""

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, Subquery, and_, case, cast, func, select

from dashboard.access.viewer import Viewer
from dashboard.queries import progress, schedule, summary, tree
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

PAGE_SIZE = 50
"""Units of one page of the matrix."""

STATES = ("overdue", "not_due", "late", "on_time")
"""Where several units stand for one, the first of these that any of them has."""

REACHES = ("below", "owners", "mine")
"""Which units the matrix has: those right below the chosen one, all in it that owe a report, or those picked, wherever they stand."""

URGENCIES = ("overdue", "behind", "running", "completed", "nothing")
"""Who needs a call first: a stage is overdue; a running stage is behind the target line; all is on the line; all is completed; nobody owes anything."""

ORDERS = ("urgency", "tree", "measured_pct", "verified_pct", "unit_name")


@kept
def stages(viewer: Viewer, filters: Filters) -> Select:
    """One row per stage of the schedule, for the chosen unit or all visible ones together: the columns of schedule.stages, done_count, due_count,
    completed_at (when the last was done, empty while any is open), is_declared (a report completed it with people open), state and progress.figures.
    due_count 0: nobody owes it here."""
    stage, sums = schedule.stages(filters), _sums(viewer, filters).subquery("sums")
    columns = [column for column in stage.c if column.name != "period_year"]
    counts = [func.coalesce(sums.c[name], 0).label(name) for name in ("done_count", "due_count")]
    joined = stage.join(sums, sums.c.stage_no == stage.c.stage_no, isouter=True)
    row = select(*columns, *counts, sums.c.completed_at, sums.c.is_declared, sums.c.state).select_from(joined).subquery("row")
    return select(*row.c, *progress.figures(row, filters)).order_by(row.c.stage_no)


def _sums(viewer: Viewer, filters: Filters) -> Select:
    """One row per stage: the chosen unit, or all visible tops together."""
    top = tree.starts(viewer, filters)
    rows = progress.of_units(viewer, filters, select(top.c.unit_no, top.c.last_unit_no.label("last_no")).subquery("asked")).subquery("rows")
    is_owed = rows.c.due_count > 0
    is_open = summary.count_where(and_(is_owed, rows.c.completed_at.is_(None))) > 0
    return select(
        rows.c.stage_no,
        cast(func.sum(rows.c.done_count), BigInteger).label("done_count"),
        cast(func.sum(rows.c.due_count), BigInteger).label("due_count"),
        case((is_open, None), else_=func.max(rows.c.completed_at)).label("completed_at"),
        (summary.count_where(rows.c.is_declared) > 0).label("is_declared"),
        _worst(rows, is_owed).label("state"),
    ).group_by(rows.c.stage_no)


def _worst(rows: FromClause, condition: ColumnElement[bool]) -> ColumnElement[str]:
    """The gravest state of the rows of a group that meet the condition; NULL of none."""
    return case(*((summary.count_where(and_(condition, rows.c.state == state)) > 0, state) for state in STATES), else_=None)


@kept
def matrix(
    viewer: Viewer,
    filters: Filters,
    *,
    reach: str = "below",
    mine: tuple[str, ...] = (),
    order: str = "urgency",
    is_descending: bool = False,
    page: int = 1,
) -> Select:
    """One row per unit of the reach, at most PAGE_SIZE of them, and stage: unit_id, unit_name, has_units_below, place (of the unit in the order),
    urgency_code, stage columns, due_count, done_count, progress.figures, completed_at, late_days, is_declared and state.

    Order "urgency", the first of two that differ: 1. group (URGENCIES); 2. days the oldest overdue stage is past its deadline; 3. most open people or
    reports in an overdue stage; 4. most people or reports behind the target line in a running stage; 5. most working days behind it; 6. place in the tree.
    Raises KeyError for an unknown order or reach.
    """
    row = _rows(viewer, filters, reach, mine).cte("row")
    unit = _ranked(row).subquery("unit")
    keys = _urgency_keys(unit) if order == "urgency" else [unit.c["unit_no" if order == "tree" else order]]
    directed = [(key.desc() if is_descending else key.asc()).nulls_last() for key in keys]
    placed = func.row_number().over(order_by=[*directed, unit.c.unit_no]).label("place")
    shown = select(unit.c.unit_no, unit.c.urgency_code, placed).order_by(placed).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE).subquery("shown")
    columns = [column for column in row.c if column.name not in {"last_no", "is_own"}]
    rows = select(shown.c.place, shown.c.urgency_code, *columns).join_from(shown, row, row.c.unit_no == shown.c.unit_no)
    return rows.order_by(shown.c.place, row.c.stage_no)


@kept
def unit_counts(viewer: Viewer, filters: Filters, *, reach: str = "below", mine: tuple[str, ...] = ()) -> Select:
    """One row: unit_count, the units that `matrix` has on all its pages, and <urgency>_count of them."""
    unit = _ranked(_rows(viewer, filters, reach, mine).cte("row")).subquery("unit")
    counts = [summary.count_where(unit.c.urgency_code == code).label(f"{code}_count") for code in URGENCIES]
    return select(func.count().label("unit_count"), *counts).select_from(unit)


def _rows(viewer: Viewer, filters: Filters, reach: str, mine: tuple[str, ...]) -> Select:
    """One row per unit of the reach and stage, with figures."""
    rows = progress.of_units(viewer, filters, _reached(viewer, filters, reach, mine)).subquery("rows")
    return select(*rows.c, *progress.figures(rows, filters))


def _reached(viewer: Viewer, filters: Filters, reach: str, mine: tuple[str, ...]) -> Subquery:
    """The units of a reach: rows of tree.parts. Raises KeyError for an unknown one."""
    if reach == "below":
        part = tree.parts(viewer, filters)
        return select(part).where(~part.c.is_own).subquery("below")
    return {"owners": tree.owners(viewer, filters), "mine": tree.named(viewer, filters.year, mine)}[reach]


def _ranked(row: FromClause) -> Select:
    """One row per unit: unit_no, unit_name, what it is ordered by, and urgency_code."""
    is_overdue = row.c.state == "overdue"
    is_behind = and_(row.c.state == "not_due", row.c.ahead_count < 0)
    conditions = (is_overdue, is_behind, row.c.state == "not_due", row.c.state.is_not(None))
    code = case(*((summary.count_where(condition) > 0, name) for condition, name in zip(conditions, URGENCIES, strict=False)), else_="nothing")
    shares = {name: func.max(case((row.c.counts == name, row.c.done_pct))).label(f"{name}_pct") for name in progress.PEOPLE}
    return select(
        row.c.unit_no,
        row.c.unit_name,
        code.label("urgency_code"),
        func.max(case((is_overdue, row.c.late_days))).label("overdue_days"),
        func.max(case((is_overdue, row.c.open_count))).label("overdue_open_count"),
        func.min(case((is_behind, row.c.ahead_count))).label("behind_count"),
        func.min(case((is_behind, row.c.ahead_days))).label("behind_days"),
        *shares.values(),
    ).group_by(row.c.unit_no, row.c.unit_name)


def _urgency_keys(unit: Subquery) -> list[ColumnElement]:
    """What `matrix` orders by, smallest first."""
    group = case({code: place for place, code in enumerate(URGENCIES)}, value=unit.c.urgency_code)
    return [group, -unit.c.overdue_days, -unit.c.overdue_open_count, unit.c.behind_count, unit.c.behind_days]
