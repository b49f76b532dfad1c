"""People with their names, some at a time: found by name or NIP, in an order that is certain.

People who are seen under a pseudonym have no name here and are not found by one; their order is by the pseudonym, which says nothing of their NIP.

What is searched for may be a name or a NIP, so nothing here is kept for others to ask again (queries.kept).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, cast, func, select, true

from dashboard.access.viewer import Viewer
from dashboard.queries import visible

PAGE_SIZE = 100
"""People of one page."""

MOST_PAGES = 200
"""Further pages are not turned to: nobody reads 20,000 people; a narrower choice finds them, and the files hold everybody."""


@dataclass(frozen=True)
class Seen:
    """Whose rows are listed: the viewer, the permission that shows them, and visible.people ("people") or visible.missing ("missing")."""

    viewer: Viewer
    permission: str
    scores: FromClause


def listing(
    seen: Seen,
    conditions: Sequence[ColumnElement[bool]],
    columns: Sequence[ColumnElement],
    *,
    search: str,
    order: str,
    is_descending: bool,
    page: int | None,
) -> Select:
    """One row per person seen who meets the conditions and is found, PAGE_SIZE at a time, or all without a page: nip (text), asn_name, position_name,
    unit_id, unit_name and `columns`, among them person_code of people seen under a pseudonym. People without the value sorted by come last.

    `order`: "unit" (in tree order, then NIP), "rank", "asn_name" or
    one of `columns`. The page is found among the narrow scores and only then joined with the wide text, unless names are searched or sorted by.
    """
    viewer, scores = seen.viewer, seen.scores
    people, units = visible.names(viewer, seen.permission), visible.units_of(viewer, seen.permission)
    is_named = bool(search.strip()) or order == "asn_name"
    source = scores.join(people, _same(scores, people), isouter=viewer.is_pseudonymous) if is_named else scores
    key = _key(order, scores, people, columns).label("order_key")
    narrow = select(scores.c.period_year, scores.c.unit_no, scores.c.nip, *columns, key).select_from(source)
    narrow = narrow.where(*conditions, found(scores, people, search)).order_by(*_directed(viewer, key, scores, is_descending))
    turned = narrow if page is None else narrow.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    row = turned.subquery("found")
    named = row.join(people, _same(row, people), isouter=viewer.is_pseudonymous)
    joined = named.join(units, and_(units.c.period_year == row.c.period_year, units.c.unit_no == row.c.unit_no))
    wide = (cast(row.c.nip, String).label("nip"), people.c.asn_name, people.c.position_name, units.c.unit_id, units.c.unit_name)
    rows = select(*wide, *(row.c[column.name] for column in columns)).select_from(joined)
    return rows.order_by(*_directed(viewer, row.c.order_key, row, is_descending))


def counted(seen: Seen, conditions: Sequence[ColumnElement[bool]], columns: Sequence[ColumnElement], search: str) -> Select:
    """One row: the counts `columns` of everybody whom `listing` has on all its pages."""
    scores, people = seen.scores, visible.names(seen.viewer, seen.permission)
    rows = select(*columns).select_from(scores.join(people, _same(scores, people)) if search.strip() else scores)
    return rows.where(*conditions, found(scores, people, search))


def found(scores: FromClause, people: FromClause, search: str) -> ColumnElement[bool]:
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


def _same(scores: FromClause, people: FromClause) -> ColumnElement[bool]:
    """The same person: joined on the columns that both tables are sorted by."""
    return and_(people.c.period_year == scores.c.period_year, people.c.unit_no == scores.c.unit_no, people.c.nip == scores.c.nip)


def _key(order: str, scores: FromClause, people: FromClause, columns: Sequence[ColumnElement]) -> ColumnElement:
    if order == "rank":
        rank = visible.reference("rank")
        return select(func.max(rank.c.rank_order)).where(rank.c.rank_code == scores.c.rank_code).scalar_subquery()
    if order == "asn_name":
        return func.lower(people.c.asn_name)
    return scores.c.unit_no if order == "unit" else next(column for column in columns if column.name == order)


def _directed(viewer: Viewer, key: ColumnElement, rows: FromClause, is_descending: bool) -> list[ColumnElement]:
    """The key in its direction, then unit and NIP or pseudonym, which make the order certain; what is missing comes last."""
    who = [rows.c.nip, rows.c.person_code] if viewer.is_pseudonymous and "person_code" in rows.c else [rows.c.nip]
    return [(key.desc() if is_descending else key.asc()).nulls_last(), rows.c.unit_no, *who]
