"""People, row by row: 100 at a time, for those who may see them, by name or under a pseudonym.

What a row says of discipline, total and category included, is there for people of the viewer's duty alone (visible.people).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, FromClause, Select, and_, func

from dashboard.access.viewer import Viewer
from dashboard.queries import named, visible
from dashboard.queries.filters import Filters
from dashboard.queries.summary import count_where, is_counted

PAGE_SIZE = named.PAGE_SIZE

MOST_PAGES = named.MOST_PAGES

ORDERS = ("unit", "asn_name", "rank", "total_score", "measured_at")
"""What rows can be sorted by; unit: by unit in tree order, then NIP."""

DISCIPLINE = visible.DISCIPLINE

COLUMNS = (
    *("asn_name", "total_score", "category_code", "nip", "unit_name", "position_name", "rank_code", "employment_kind", "is_eligible"),
    *("qualification_score", "competence_score", "performance_score", "discipline_score", "measured_at", "verified_at", "score_source"),
)
"""Columns of a row in the order of showing, for those who may see all of them."""

HIDDEN = ("discipline_score", "total_score", "category_code")
"""What is left out for those who lack the permission DISCIPLINE."""

BY_NAME = ("asn_name", "nip", "position_name", "measured_at", "verified_at")
"""What is left out for those who see nobody by name."""


def _is_left_out(viewer: Viewer, name: str) -> bool:
    return (name in HIDDEN and not viewer.may(DISCIPLINE)) or (name in BY_NAME and viewer.people.is_nothing)


def columns(viewer: Viewer) -> list[str]:
    """The columns of COLUMNS that a viewer may see, the pseudonym before them where people are seen under one."""
    shown = [name for name in COLUMNS if not _is_left_out(viewer, name)]
    return ["person_code", *shown] if viewer.is_pseudonymous else shown


def orders(viewer: Viewer) -> list[str]:
    """What a viewer may sort by: an order by what is hidden would give it away."""
    return [name for name in ORDERS if not _is_left_out(viewer, name)]


def narrowing(viewer: Viewer, names: Iterable[str]) -> list[str]:
    """Of the names of filters those that a viewer may narrow people by: a choice by category would tell it."""
    return [name for name in names if name != "category" or viewer.may(DISCIPLINE)]


def listing(viewer: Viewer, filters: Filters, *, search: str = "", order: str = "unit", is_descending: bool = False, page: int = 1) -> Select:
    """One row per person, at most PAGE_SIZE: the columns of named.listing, attributes, scores, category_code, when measured and verified,
    and person_code.

    An order that the viewer may not use is that by unit.
    """
    scores = visible.people(viewer)
    allowed = order if order in orders(viewer) else "unit"
    columns, conditions = _attributes(viewer, scores), visible.chosen(scores, filters)
    return named.listing(
        named.Seen(viewer, "people", scores), conditions, columns, search=search, order=allowed, is_descending=is_descending, page=page
    )


def totals(viewer: Viewer, filters: Filters, search: str = "") -> Select:
    """One row: asn_count, measured_count and verified_count (eligible ones) of everybody whom `listing` has on all its pages."""
    scores = visible.people(viewer)
    counts = (
        func.count().label("asn_count"),
        count_where(is_counted(scores)).label("measured_count"),
        count_where(and_(is_counted(scores), scores.c.is_verified)).label("verified_count"),
    )
    return named.counted(named.Seen(viewer, "people", scores), visible.chosen(scores, filters), counts, search)


def _attributes(viewer: Viewer, scores: FromClause) -> list[ColumnElement]:
    names = (
        *("rank_code", "position_group", "employment_kind", "is_eligible", "is_measured", "is_verified"),
        *("qualification_score", "competence_score", "performance_score", "discipline_score", "total_score", "category_code"),
        *("score_source", "measured_at", "verified_at", "person_code"),
    )
    return [scores.c[name] for name in names if not _is_left_out(viewer, name)]
