"""Units as who administers accounts or reads the audit knows them: names and places in the tree, without a figure and without people."""

from sqlalchemy import FromClause, Select, and_, case, func, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import visible

MOST_UNITS = 50
"""Units that one search offers; more of them ask for a longer name."""


def found(viewer: Viewer, search: str) -> Select:
    """At most MOST_UNITS rows, the unit with exactly this code first, then by name: unit_id and its newest unit_name, where code or name holds the text."""
    newest = _newest(viewer)
    fits = or_(
        newest.c.unit_id == search, newest.c.unit_name.icontains(search, autoescape=True), newest.c.unit_id.startswith(search, autoescape=True)
    )
    is_other = case((newest.c.unit_id == search, 0), else_=1)
    return select(newest.c.unit_id, newest.c.unit_name).where(fits).order_by(is_other, newest.c.unit_name, newest.c.unit_id).limit(MOST_UNITS)


def names(viewer: Viewer, unit_ids: tuple[str, ...]) -> Select:
    """One row per unit of these that any year of the release has: unit_id, newest unit_name."""
    newest = _newest(viewer)
    return select(newest.c.unit_id, newest.c.unit_name).where(newest.c.unit_id.in_(unit_ids)).order_by(newest.c.unit_id)


def every_name(viewer: Viewer) -> Select:
    """One row per unit that any year of the release has: unit_id, newest unit_name."""
    newest = _newest(viewer)
    return select(newest.c.unit_id, newest.c.unit_name).order_by(newest.c.unit_id)


def related(viewer: Viewer, unit_id: str) -> Select:
    """One row per unit that was the unit itself, above it or below it in any year of the release: unit_id. What showed any of them showed people of it."""
    unit, other = visible.unit_names(viewer), visible.unit_names(viewer).alias("other")
    is_below = other.c.unit_no.between(unit.c.unit_no, unit.c.last_unit_no)
    is_above = unit.c.unit_no.between(other.c.unit_no, other.c.last_unit_no)
    return (
        select(other.c.unit_id).distinct().join_from(unit, other, or_(is_below, is_above)).where(unit.c.unit_id == unit_id).order_by(other.c.unit_id)
    )


def _newest(viewer: Viewer) -> FromClause:
    """One row per unit: unit_id and the name of the last year that has it."""
    unit = visible.unit_names(viewer)
    last = select(unit.c.unit_id, func.max(unit.c.period_year).label("period_year")).group_by(unit.c.unit_id).subquery("last")
    named = visible.unit_names(viewer).alias("named")
    same = and_(named.c.unit_id == last.c.unit_id, named.c.period_year == last.c.period_year)
    return select(named.c.unit_id, named.c.unit_name).join_from(named, last, same).subquery("newest")
