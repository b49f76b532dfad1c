"""People, row by row: 100 at a time, for those who may see them.

Whoever lacks the permission "discipline" gets neither the points of disiplin nor the total: the total less the three others would give them away.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, cast, func, select, true

from dashboard.access.viewer import Viewer
from dashboard.queries import visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept
from dashboard.queries.summary import count_where, is_counted

PAGE_SIZE = 100
MOST_PAGES = 200
"""Further pages are not turned to: nobody reads 20,000 people; a narrower choice finds them."""

ORDERS = ("unit", "asn_name", "rank", "total_score", "measured_at")
"""What rows can be sorted by; unit: by unit in tree order, then NIP."""

DISCIPLINE = "discipline"
"""The permission to see a person's points of disiplin."""


COLUMNS = (
    *("asn_name", "total_score", "category_code", "nip", "unit_name", "position_name", "rank_code", "employment_kind", "is_eligible"),
    *("qualification_score", "competence_score", "performance_score", "discipline_score", "measured_at", "verified_at", "score_source"),
)
"""Columns of a row in the order of showing, for those who may see all of them."""

HIDDEN = ("discipline_score", "total_score")
"""What is left out for those who lack the permission DISCIPLINE."""


def columns(viewer: Viewer) -> list[str]:
    """The columns of COLUMNS that a viewer may see."""
    return [name for name in COLUMNS if viewer.may(DISCIPLINE) or name not in HIDDEN]


def orders(viewer: Viewer) -> list[str]:
    """What a viewer may sort by: an order by a hidden score would give it away."""
    return [name for name in ORDERS if viewer.may(DISCIPLINE) or name not in HIDDEN]


@kept
def listing(viewer: Viewer, filters: Filters, *, search: str = "", order: str = "unit", is_descending: bool = False, page: int = 1) -> Select:
    """One row per person, at most PAGE_SIZE: nip (text), names, unit, attributes, scores, category_code, and when measured and verified.

    The page is found among the narrow scores and only then joined with the wide text, unless names are searched or sorted by.

    People without the value sorted by come last. An order that the viewer may not use is that by unit.
    """
    scores, people, units = visible.scores(viewer), visible.people(viewer), visible.units(viewer)
    allowed = order if order in orders(viewer) else "unit"
    is_named = bool(search.strip()) or allowed == "asn_name"
    keys = [key.label(f"key_{place}") for place, key in enumerate(_order(allowed, scores, people))]
    conditions = [*visible.chosen(scores, filters), _found(scores, people, search)]
    source = scores.join(people, _same(scores, people)) if is_named else scores
    turned = select(scores, *keys).select_from(source).where(*conditions).order_by(*_directed(keys, scores, is_descending))
    found = turned.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE).subquery("found")
    of_unit = and_(units.c.period_year == found.c.period_year, units.c.unit_no == found.c.unit_no)
    columns = (cast(found.c.nip, String).label("nip"), people.c.asn_name, people.c.position_name, units.c.unit_id, units.c.unit_name)
    rows = select(*columns, *_attributes(viewer, found)).select_from(found.join(people, _same(found, people)).join(units, of_unit))
    return rows.order_by(*_directed([found.c[key.name] for key in keys], found, is_descending))


def _directed(keys: Sequence[ColumnElement], rows: FromClause, is_descending: bool) -> list[ColumnElement]:
    """The keys in their direction, then unit and NIP, which make the order certain; what is missing comes last."""
    return [*((key.desc() if is_descending else key.asc()).nulls_last() for key in keys), rows.c.unit_no, rows.c.nip]


@kept
def totals(viewer: Viewer, filters: Filters, search: str = "") -> Select:
    """One row: asn_count, measured_count and verified_count (eligible ones) of everybody whom `listing` has on all its pages."""
    scores, people = visible.scores(viewer), visible.people(viewer)
    counts = (
        func.count().label("asn_count"),
        count_where(is_counted(scores)).label("measured_count"),
        count_where(and_(is_counted(scores), scores.c.is_verified)).label("verified_count"),
    )
    rows = select(*counts).select_from(scores.join(people, _same(scores, people)) if search.strip() else scores)
    return rows.where(*visible.chosen(scores, filters), _found(scores, people, search))


def _same(scores: FromClause, people: FromClause) -> ColumnElement[bool]:
    """The same person: joined on the columns that both tables are sorted by."""
    return and_(people.c.period_year == scores.c.period_year, people.c.unit_no == scores.c.unit_no, people.c.nip == scores.c.nip)


def _attributes(viewer: Viewer, scores: FromClause) -> list[ColumnElement]:
    names = (
        *("rank_code", "position_group", "employment_kind", "is_eligible", "is_measured", "is_verified"),
        *("qualification_score", "competence_score", "performance_score", "discipline_score", "total_score", "category_code"),
        *("score_source", "measured_at", "verified_at"),
    )
    return [scores.c[name] for name in names if viewer.may(DISCIPLINE) or name not in HIDDEN]


def _found(scores: FromClause, people: FromClause, search: str) -> ColumnElement[bool]:
    """Whether name or NIP fit: words of the name in any order, or the first digits of the NIP as they are written, blanks and dots left out."""
    words = search.split()[:6]
    digits = "".join(words).replace(".", "").replace("'", "")
    if not words:
        return true()
    if digits.isdecimal() and digits.isascii():
        return _begins(scores.c.nip, digits)
    name = func.lower(people.c.asn_name)
    return and_(*(name.contains(word.lower(), autoescape=True) for word in words))


def _begins(nip: ColumnElement[int], digits: str) -> ColumnElement[bool]:
    """Whether an 18-digit NIP begins with these digits; more than 18 fit nobody."""
    scale = 10 ** max(0, 18 - len(digits))
    first = int(digits[:18]) * scale
    return nip.between(first, first + scale - 1) if len(digits) <= 18 else nip.is_(None)


def _order(order: str, scores: FromClause, people: FromClause) -> list[ColumnElement]:
    rank = visible.reference("rank")
    place = select(func.max(rank.c.rank_order)).where(rank.c.rank_code == scores.c.rank_code).scalar_subquery()
    keys: dict[str, list[ColumnElement]] = {
        "unit": [scores.c.unit_no],
        "asn_name": [func.lower(people.c.asn_name)],
        "rank": [place],
        "total_score": [scores.c.total_score],
        "measured_at": [scores.c.measured_at],
    }
    return keys[order]
