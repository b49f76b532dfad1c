"""A measurement year as the application needs it: what is asked and shown, who is measured, the schedule and who owes what. Rules and units, no people."""

from sqlalchemy import Select, select

from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.queries import visible
from dashboard.queries.kept import kept

EVERY_UNIT = Viewer(frozenset({"aggregates"}), EVERYTHING)
"""Which unit owes which stage is no secret: whoever reports is asked by the ledger whether the unit is theirs."""


@kept
def indicators(year: int) -> Select:
    """One row per indicator and position group: every column of rule_indicator but its points."""
    row = visible.reference("rule_indicator")
    names = ("indicator_code", "dimension_code", "position_group", "window_years", "minimum_hours", "lowest_value", "highest_value", "evidence")
    dimension = visible.reference("rule_dimension")
    same = (dimension.c.period_year == row.c.period_year) & (dimension.c.dimension_code == row.c.dimension_code)
    rows = select(*(row.c[name] for name in names), row.c.is_evidence_confirmed).join_from(row, dimension, same)
    return rows.where(row.c.period_year == year).order_by(row.c.position_group, dimension.c.dimension_order, row.c.indicator_code)


@kept
def answers(year: int) -> Select:
    """One row per indicator, position group and answer, most points first: answer_code, points, lower_bound and upper_bound of a band. Of equal points the
    higher education stands first."""
    row, education = visible.reference("rule_point"), visible.reference("education")
    is_level = (row.c.indicator_code == "education") & (education.c.education_code == row.c.answer_code)
    names = ("indicator_code", "position_group", "answer_code", "points", "lower_bound", "upper_bound")
    rows = select(*(row.c[name] for name in names)).join_from(row, education, is_level, isouter=True).where(row.c.period_year == year)
    return rows.order_by(row.c.indicator_code, row.c.position_group, row.c.points.desc(), education.c.education_order.desc(), row.c.answer_code)


@kept
def eligibility(year: int) -> Select:
    """One row per employment status: status_code, outcome, reason, reason_en."""
    row = visible.reference("rule_eligibility")
    return select(row.c.status_code, row.c.outcome, row.c.reason, row.c.reason_en).where(row.c.period_year == year).order_by(row.c.status_code)


@kept
def stages(year: int) -> Select:
    """One row per stage in order: stage_no, stage_name, stage_name_en, counts, starts_on."""
    row = visible.reference("schedule_stage")
    columns = (row.c.stage_no, row.c.stage_name, row.c.stage_name_en, row.c.counts, row.c.starts_on)
    return select(*columns).where(row.c.period_year == year).order_by(row.c.stage_no)


@kept
def deadlines(year: int) -> Select:
    """One row per stage and deadline in the order in which they were decided: stage_no, due_on, decided_on."""
    row = visible.reference("schedule_deadline")
    return select(row.c.stage_no, row.c.due_on, row.c.decided_on).where(row.c.period_year == year).order_by(row.c.stage_no, row.c.deadline_no)


@kept
def dependencies(year: int) -> Select:
    """One row per stage and stage it depends on: stage_no, depends_on_no."""
    row = visible.reference("schedule_dependency")
    return select(row.c.stage_no, row.c.depends_on_no).where(row.c.period_year == year).order_by(row.c.stage_no, row.c.depends_on_no)


@kept
def owners(year: int) -> Select:
    """One row per stage and unit that owes its report: stage_no, unit_id."""
    unit, owner = visible.units(EVERY_UNIT), visible.stage_owners(EVERY_UNIT)
    same = (unit.c.period_year == owner.c.period_year) & (unit.c.unit_no == owner.c.unit_no)
    rows = select(owner.c.stage_no, unit.c.unit_id).join_from(owner, unit, same).where(owner.c.period_year == year)
    return rows.order_by(owner.c.stage_no, unit.c.unit_no)
