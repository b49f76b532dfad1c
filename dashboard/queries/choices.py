"""What a filter may be set to: years of the release and the units a viewer may see."""

from sqlalchemy import Select, func, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import visible
from dashboard.queries.kept import kept


@kept
def years() -> Select:
    """One row per measurement year of the release, newest first: period_year, as_of, release_id, built_at."""
    period = visible.reference("period")
    return select(period.c.period_year, period.c.as_of, period.c.release_id, period.c.built_at).order_by(period.c.period_year.desc())


@kept
def release() -> Select:
    """One row: the release itself."""
    run = visible.reference("run")
    return select(run.c.release_id, run.c.built_at, run.c.as_of, run.c.software_version, run.c.is_sample)


@kept
def rules(year: int) -> Select:
    """One row: rule version, regulation, category convention and minimum group size of a year."""
    rule = visible.reference("rule_version")
    columns = (rule.c.rule_version, rule.c.regulation, rule.c.category_convention, rule.c.minimum_group_size, rule.c.is_confirmed, rule.c.note)
    return select(*columns).where(rule.c.period_year == year)


@kept
def unit_levels(viewer: Viewer, year: int) -> Select:
    """One row per level of the visible tree, top first: unit_level, unit_count."""
    unit = visible.units(viewer)
    return (
        select(unit.c.unit_level, func.count().label("unit_count"))
        .where(unit.c.period_year == year)
        .group_by(unit.c.unit_level)
        .order_by(unit.c.unit_level)
    )


@kept
def units(viewer: Viewer, year: int, deepest_level: int, chosen_id: str | None = None) -> Select:
    """One row per visible unit down to a level, and the chosen one with those above and right below it, in tree order: unit_id, unit_name, unit_level."""
    unit, around = visible.units(viewer), visible.units(viewer).alias("around")
    is_above = unit.c.unit_no.in_(
        select(unit.c.unit_no)
        .join_from(unit, around, around.c.unit_no.between(unit.c.unit_no, unit.c.last_unit_no))
        .where(around.c.unit_id == chosen_id, around.c.period_year == year)
    )
    near = or_(unit.c.unit_level <= deepest_level, unit.c.parent_unit_id == chosen_id, is_above)
    wanted = unit.c.unit_level <= deepest_level if chosen_id is None else near
    return select(unit.c.unit_id, unit.c.unit_name, unit.c.unit_level).where(unit.c.period_year == year, wanted).order_by(unit.c.unit_no)


@kept
def unit(viewer: Viewer, year: int, unit_id: str) -> Select:
    """The visible unit of that name in a year, or no row: unit_id, unit_name."""
    rows = visible.units(viewer)
    return select(rows.c.unit_id, rows.c.unit_name).where(rows.c.period_year == year, rows.c.unit_id == unit_id)
