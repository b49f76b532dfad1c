"""People with their names, some at a time: found by name or NIP, in an order that is certain.

What is searched for may be a name or a NIP, so nothing here is kept for others to ask again (queries.kept).
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, cast, func, select, true

from dashboard.access.viewer import Viewer
from dashboard.queries import visible

PAGE_SIZE = 100
"""People of one page."""


def listing(
    viewer: Viewer,
    scores: FromClause,
    conditions: Sequence[ColumnElement[bool]],
    columns: Sequence[ColumnElement],
    *,
    search: str,
    order: str,
    is_descending: bool,
    page: int | None,
) -> Select:
    """One row per person of `scores` (visible.scores) who meets the conditions and is found, PAGE_SIZE at a time, or all without a page: nip (text),
    asn_name, position_name, unit_id, unit_name and `columns`. People without the value sorted by come last.

    The page is found among the narrow scores and only then joined with the wide text, unless names are searched or sorted by. `order`: "unit" (in tree order,
    then NIP), "rank", "asn_name" or one of `columns`.
    """
    people, units = visible.people(viewer), visible.units(viewer)
    is_named = bool(search.strip()) or order == "asn_name"
    source = scores.join(people, _same(scores, people)) if is_named else scores
    key = _key(order, scores, people, columns).label("order_key")
    narrow = select(scores.c.period_year, scores.c.unit_no, scores.c.nip, *columns, key).select_from(source)
    narrow = narrow.where(*conditions, found(scores, people, search)).order_by(*_directed(key, scores, is_descending))
    turned = narrow if page is None else narrow.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    row = turned.subquery("found")
    joined = row.join(people, _same(row, people)).join(units, and_(units.c.period_year == row.c.period_year, units.c.unit_no == row.c.unit_no))
    wide = (cast(row.c.nip, String).label("nip"), people.c.asn_name, people.c.position_name, units.c.unit_id, units.c.unit_name)
    rows = select(*wide, *(row.c[column.name] for column in columns)).select_from(joined)
    return rows.order_by(*_directed(row.c.order_key, row, is_descending))


def counted(viewer: Viewer, scores: FromClause, conditions: Sequence[ColumnElement[bool]], columns: Sequence[ColumnElement], search: str) -> Select:
    """One row: the counts `columns` of everybody whom `listing` has on all its pages."""
    people = visible.people(viewer)
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


def _directed(key: ColumnElement, rows: FromClause, is_descending: bool) -> list[ColumnElement]:
    """The key in its direction, then unit and NIP, which make the order certain; what is missing comes last."""
    return [(key.desc() if is_descending else key.asc()).nulls_last(), rows.c.unit_no, rows.c.nip]
