"""The units that a page lays side by side: those right below the chosen one, and the people who belong to it directly.

Without a chosen unit the tree begins at its only visible top, or, when a viewer sees several tops, with those.
"""

from sqlalchemy import FromClause, Select, Subquery, and_, false, func, literal, select, union_all

from dashboard.access.viewer import Viewer
from dashboard.queries import visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept


def _tops(viewer: Viewer, year: int) -> Subquery:
    """One row per visible unit of the year whose parent is not visible."""
    unit, parent = visible.units(viewer), visible.units(viewer).alias("parent")
    above = and_(parent.c.period_year == unit.c.period_year, parent.c.unit_id == unit.c.parent_unit_id)
    joined = unit.join(parent, above, isouter=True)
    return select(unit).select_from(joined).where(unit.c.period_year == year, parent.c.unit_id.is_(None)).subquery("tops")


def anchor(viewer: Viewer, filters: Filters) -> Subquery:
    """The visible unit whose parts are shown: the chosen one, or the only top there is; no row when there are several tops."""
    if filters.unit_id is not None:
        unit = visible.units(viewer)
        return select(unit).where(unit.c.period_year == filters.year, unit.c.unit_id == filters.unit_id).subquery("anchor")
    tops = _tops(viewer, filters.year)
    top_count = select(func.count()).select_from(_tops(viewer, filters.year).alias("counted")).scalar_subquery()
    return select(tops).where(top_count == 1).subquery("anchor")


def starts(viewer: Viewer, filters: Filters) -> Subquery:
    """The chosen unit, or all visible tops: what together is everything that was asked for."""
    return _tops(viewer, filters.year) if filters.unit_id is None else anchor(viewer, filters)


@kept
def start_ids(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit of `starts`: unit_id."""
    start = starts(viewer, filters)
    return select(start.c.unit_id).order_by(start.c.unit_no)


def parts(viewer: Viewer, filters: Filters) -> Subquery:
    """One row per unit right below the anchor, and one (is_own) for the people of the anchor itself: unit_no to last_no are the units that count to it."""
    unit, above = visible.units(viewer), anchor(viewer, filters)
    below = and_(unit.c.period_year == above.c.period_year, unit.c.parent_unit_id == above.c.unit_id)
    rows = [_part(unit).join_from(above, unit, below), _part(anchor(viewer, filters), is_own=True)]
    if filters.unit_id is None:
        is_alone = select(anchor(viewer, filters).c.unit_no).exists()
        rows.append(_part(_tops(viewer, filters.year)).where(~is_alone))
    return union_all(*rows).subquery("parts")


def named(viewer: Viewer, year: int, unit_ids: tuple[str, ...]) -> Subquery:
    """Parts that were picked by their identifiers, wherever they stand in the tree; those that are not visible are left out."""
    unit = visible.units(viewer)
    return _part(unit).where(unit.c.period_year == year, unit.c.unit_id.in_(unit_ids)).subquery("parts")


def owners(viewer: Viewer, filters: Filters) -> Subquery:
    """Parts that owe a report of any stage: every such unit of the chosen subtree, itself included."""
    unit, owner = visible.units(viewer), visible.stage_owners(viewer)
    owing = select(owner.c.unit_no).where(owner.c.period_year == filters.year)
    return _part(unit).where(unit.c.unit_no.in_(owing), visible.in_unit(unit, filters.unit_id)).subquery("parts")


def _part(unit: FromClause, *, is_own: bool = False) -> Select:
    last = unit.c.unit_no if is_own else unit.c.last_unit_no
    has_below = unit.c.last_unit_no > unit.c.unit_no if not is_own else false()
    columns = (unit.c.unit_id, unit.c.unit_name, unit.c.unit_no, last.label("last_no"), has_below.label("has_units_below"))
    return select(*columns, literal(is_own).label("is_own"))


def members(viewer: Viewer, year: int, part: FromClause) -> Subquery:
    """One row per unit that counts to a part: unit_no, and part_no, the unit_no of the part."""
    unit = visible.units(viewer).alias("member")
    inside = unit.c.unit_no.between(part.c.unit_no, part.c.last_no)
    return select(unit.c.unit_no, part.c.unit_no.label("part_no")).join_from(unit, part, inside).where(unit.c.period_year == year).subquery("members")


def every(viewer: Viewer, filters: Filters, *, is_own: bool = False) -> Subquery:
    """Every unit of what is chosen as a part, with all below it; `is_own`: the people right in it, of those that have units below."""
    unit = visible.units(viewer)
    of_year = (unit.c.period_year == filters.year, visible.in_unit(unit, filters.unit_id))
    has_below = (unit.c.last_unit_no > unit.c.unit_no,) if is_own else ()
    return _part(unit, is_own=is_own).where(*of_year, *has_below).subquery("own" if is_own else "every")


@kept
def path(viewer: Viewer, filters: Filters) -> Select:
    """One row per visible unit from the top down to the chosen one: unit_id, unit_name, unit_level. No row when none is chosen."""
    unit, chosen = visible.units(viewer), visible.units(viewer).alias("chosen")
    above = and_(chosen.c.period_year == unit.c.period_year, chosen.c.unit_no.between(unit.c.unit_no, unit.c.last_unit_no))
    rows = select(unit.c.unit_id, unit.c.unit_name, unit.c.unit_level).join_from(unit, chosen, above)
    return rows.where(unit.c.period_year == filters.year, chosen.c.unit_id == filters.unit_id).order_by(unit.c.unit_level)
