"""What changed since the compared release: of the chosen unit, of the units right below it, and person by person.

Figures of units count whole units. The list of people has also those who moved or are gone without ever counting in a mean.
"""

from itertools import pairwise

from sqlalchemy import ColumnElement, FromClause, Numeric, Select, String, and_, case, cast, func, or_, select

from dashboard.access.viewer import Viewer
from dashboard.queries import named, summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.people import DISCIPLINE

PAGE_SIZE = 50
"""Units of one page."""

PEOPLE_PAGE_SIZE = named.PAGE_SIZE

MOST_PAGES = named.MOST_PAGES
"""Of people."""

COUNTS = ("new_count", "corrected_count", "moved_in_count", "moved_out_count", "removed_count", "withdrawn_count")
EFFECTS = ("corrected_effect", "new_effect", "moved_effect", "removed_effect")
"""In the order in which they lead from the former mean to the mean now."""

PEOPLE_COUNTS = ("former_eligible_count", "former_measured_count", "eligible_count", "measured_count")
SUMS = ("former_total_sum", "corrected_sum", "new_sum", "moved_sum", "removed_sum")
"""Points behind the former mean, and what each of EFFECTS added to them."""

COLUMNS = (
    *("former_eligible_count", "former_measured_count", "former_coverage_pct", "former_mean_total_score"),
    *("eligible_count", "measured_count", "coverage_pct", "mean_total_score", "mean_difference"),
    *EFFECTS,
    *COUNTS,
)
"""What is known of a unit beside its name."""

ORDERS = ("tree", "unit_name", "mean_difference", "mean_total_score", "coverage_pct", *EFFECTS)
"""What units can be sorted by."""

KINDS = ("new", "corrected", "moved", "removed", "withdrawn")

PERSON_COLUMNS = ("asn_name", "change_code", "nip", "unit_name", "former_unit_name", "former_total_score", "present_total_score", "total_difference")
"""Columns of a person in the order of showing, for those who may see all of them."""

SCORES = ("former_total_score", "present_total_score", "total_difference")
"""What is left out for those who lack the permission "discipline": the total less the other points would give those of disiplin away."""


@kept
def compared(filters: Filters) -> Select:
    """One row: release_id and as_of of the year's figures, and compared_release_id and compared_as_of of those they are compared with (NULL: none)."""
    period = visible.reference("period")
    return select(period.c.release_id, period.c.as_of, period.c.compared_release_id, period.c.compared_as_of).where(
        period.c.period_year == filters.year
    )


@kept
def unit(viewer: Viewer, filters: Filters) -> Select:
    """One row for the chosen unit, or for all tops together: unit_name (NULL for several tops), COLUMNS, and changed_unit_count: units, these and those below,
    of which anything changed. Without anything to compare all but the counts is NULL, and those are 0.

    Several tops are led from mean to mean as one, from their exact sums; whoever moved from one top to another is a move, in and out.
    """
    start, rows = tree.starts(viewer, filters), visible.unit_changes(viewer)
    counts = [func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in (*PEOPLE_COUNTS, *COUNTS)]
    sums = [func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in SUMS]
    name = case((func.count() == 1, func.max(start.c.unit_name))).label("unit_name")
    total = select(name, *counts, *sums).select_from(start.join(rows, rows.c.unit_no == start.c.unit_no)).subquery("total")
    below = visible.unit_changes(viewer).alias("below")
    inside = and_(below.c.unit_no.between(start.c.unit_no, start.c.last_unit_no), _is_changed(below))
    changed = select(func.count()).select_from(start.join(below, inside)).scalar_subquery()
    led = select(total, *_means(total)).subquery("led")
    return select(led.c.unit_name, *_columns(led), changed.label("changed_unit_count"))


def _means(total: FromClause) -> list[ColumnElement]:
    """The former mean, the mean now, and the four effects between them, each the difference of two means that were cut to six decimals before."""
    former, now = total.c.former_measured_count, total.c.measured_count
    with_new = former + total.c.new_count
    counts = (former, former, with_new, with_new + total.c.moved_in_count - total.c.moved_out_count, now)
    means: list[ColumnElement] = []
    points: ColumnElement = cast(0, Numeric(18, 4))
    for name, count in zip(SUMS, counts, strict=True):
        points = points + total.c[name]
        means.append(cast(points / func.nullif(count, 0), Numeric(9, 6)))
    is_led = and_(former > 0, now > 0)
    effects = [case((is_led, after - before)).label(name) for name, (before, after) in zip(EFFECTS, pairwise(means), strict=True)]
    return [means[0].label("former_mean_total_score"), means[-1].label("mean_total_score"), *effects]


@kept
def by_unit(viewer: Viewer, filters: Filters, *, order: str = "tree", is_descending: bool = False, page: int = 1) -> Select:
    """One row per unit right below the chosen one, at most PAGE_SIZE: unit_id, unit_name, unit_no, COLUMNS. Units without the value come last in every order.
    Raises KeyError for an unknown order."""
    units = _units(viewer, filters).subquery("by_unit")
    column = units.c["unit_no" if order == "tree" else order]
    direction = column.desc() if is_descending else column.asc()
    return select(units).order_by(direction.nulls_last(), units.c.unit_no).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)


@kept
def units(viewer: Viewer, filters: Filters) -> Select:
    """The rows of `by_unit`, of all pages, in tree order."""
    rows = _units(viewer, filters).subquery("by_unit")
    return select(rows).order_by(rows.c.unit_no)


def _units(viewer: Viewer, filters: Filters) -> Select:
    part, rows = tree.parts(viewer, filters), visible.unit_changes(viewer)
    joined = part.join(rows, rows.c.unit_no == part.c.unit_no)
    return select(part.c.unit_id, part.c.unit_name, part.c.unit_no, *_columns(rows)).select_from(joined).where(~part.c.is_own)


@kept
def unit_count(viewer: Viewer, filters: Filters) -> Select:
    """One row: unit_count, the units that `by_unit` has on all its pages."""
    part, rows = tree.parts(viewer, filters), visible.unit_changes(viewer)
    joined = part.join(rows, rows.c.unit_no == part.c.unit_no)
    return select(func.count().label("unit_count")).select_from(joined).where(~part.c.is_own)


@kept
def kinds(viewer: Viewer, filters: Filters) -> Select:
    """One row per kind of change that anybody in the chosen unit, now or before, has: change_code, person_count."""
    change = visible.person_changes(viewer)
    rows = select(change.c.change_code, func.count().label("person_count")).where(*_chosen(change, filters, None))
    return rows.group_by(change.c.change_code)


def columns(viewer: Viewer) -> list[str]:
    """The columns of PERSON_COLUMNS that a viewer may see."""
    return [name for name in PERSON_COLUMNS if viewer.may(DISCIPLINE) or name not in SCORES]


@kept
def people(viewer: Viewer, filters: Filters, kind: str | None = None, page: int | None = 1) -> Select:
    """One row per person and kind of change in the chosen unit, now or before, in tree order, then by NIP; PEOPLE_PAGE_SIZE at a time or, without a page, all:
    the columns of `columns` and unit_id. `kind`: only of this one of KINDS.

    Somebody gone has the name from the compared release, and no unit. The page is found among the narrow rows and only then joined with the wide text.
    """
    change, person, units = visible.person_changes(viewer), visible.names(viewer, "people"), visible.units_of(viewer, "people")
    narrow = select(change).where(*_chosen(change, filters, kind)).order_by(*_placed(change))
    turned = narrow if page is None else narrow.limit(PEOPLE_PAGE_SIZE).offset((page - 1) * PEOPLE_PAGE_SIZE)
    row = turned.subquery("found")
    is_here = row.c.change_code != "removed"
    same_person = and_(person.c.period_year == row.c.period_year, person.c.unit_no == row.c.unit_no, person.c.nip == row.c.nip)
    same_unit = and_(is_here, units.c.period_year == row.c.period_year, units.c.unit_no == row.c.unit_no)
    known: dict[str, ColumnElement] = {
        "asn_name": func.coalesce(person.c.asn_name, row.c.former_asn_name),
        "nip": cast(row.c.nip, String),
        "unit_name": units.c.unit_name,
        "present_total_score": row.c.total_score,
        "total_difference": row.c.total_score - row.c.former_total_score,
    }
    shown = [known.get(name, row.c.get(name)).label(name) for name in columns(viewer)]  # type: ignore[union-attr]
    joined = row.join(person, same_person, isouter=True).join(units, same_unit, isouter=True)
    return select(*shown, units.c.unit_id).select_from(joined).order_by(*_placed(row))


def _columns(rows: FromClause) -> list[ColumnElement]:
    """COLUMNS of rows of unit_change."""
    made = {
        "former_coverage_pct": summary.pct(rows.c.former_measured_count, rows.c.former_eligible_count),
        "coverage_pct": summary.pct(rows.c.measured_count, rows.c.eligible_count),
        "mean_difference": rows.c.mean_total_score - rows.c.former_mean_total_score,
    }
    return [(made[name] if name in made else rows.c[name]).label(name) for name in COLUMNS]


def _is_changed(rows: FromClause) -> ColumnElement[bool]:
    return or_(rows.c.eligible_count != rows.c.former_eligible_count, *(rows.c[name] > 0 for name in COUNTS))


def _chosen(change: FromClause, filters: Filters, kind: str | None) -> list[ColumnElement[bool]]:
    """The year, the chosen unit now or before, and the kind."""
    here = or_(visible.in_unit(change, filters.unit_id), visible.in_unit(change, filters.unit_id, "former_unit_no"))
    return [change.c.period_year == filters.year, here, *([] if kind is None else [change.c.change_code == kind])]


def _placed(rows: FromClause) -> list[ColumnElement]:
    """In tree order, then by NIP and kind: no two rows are alike in all three."""
    order = case({kind: place for place, kind in enumerate(KINDS)}, value=rows.c.change_code)
    return [rows.c.unit_no.asc().nulls_last(), rows.c.nip, order]
