"""What people can be grouped by: for each word an expression for the code of a person and one for the order of showing.

Every grouping is over the same columns: `<side>_code` (NULL: not known), `<side>_name` (units only; other codes are named by dashboard.text) and
`<side>_order`.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Integer, String, case, cast, false, func, null, select

from dashboard.access.viewer import Viewer
from dashboard.queries import tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.summary import CATEGORIES, DIMENSIONS

LEVELS = ("none", "low", "half", "high", "full")
"""Points of a dimension as parts of its maximum: 0, under 50 %, 50 to under 75 %, 75 % to under the maximum, the maximum."""

ORDERS = {
    "rank_group": ("I", "II", "III", "IV", "PPPK"),
    "position_group": ("struktural", "fungsional", "pelaksana"),
    "position_kind": ("JPT", "administrator", "pengawas", "fungsional", "pelaksana"),
    "employment_kind": ("pns", "cpns", "pppk", "other"),
    "sex": ("female", "male"),
    "category": CATEGORIES,
    **{f"{name}_level": LEVELS for name in DIMENSIONS},
}
"""Codes of the groupings whose order is fixed."""

GROUPINGS = (
    "unit",
    "unit_kind",
    "rank_group",
    "rank",
    "position_group",
    "position_kind",
    "employment_kind",
    "sex",
    "education",
    "category",
    *(f"{name}_level" for name in DIMENSIONS),
)


LAST_PLACE = 2**31 - 1
"""After every unit_no."""


@dataclass(frozen=True)
class Placed:
    """Rows of visible.scores joined with what the groupings need, and the code column of each."""

    rows: FromClause
    codes: tuple[ColumnElement, ...]


def placed(viewer: Viewer, filters: Filters, scores: FromClause, names: tuple[str, ...]) -> Placed:
    """`scores` with the codes of the groupings in `names`. Raises KeyError for an unknown grouping."""
    joined: FromClause = scores
    codes: dict[str, ColumnElement] = {}
    for name in dict.fromkeys(names):  # one that is named twice is joined once
        if name == "unit":
            members = tree.members(viewer, filters.year, tree.parts(viewer, filters))
            joined = joined.join(members, members.c.unit_no == scores.c.unit_no)
            codes[name] = members.c.part_no
        elif name == "unit_kind":
            kind = visible.units(viewer).alias("of_kind")
            joined = joined.join(kind, kind.c.unit_no == scores.c.unit_no)
            codes[name] = kind.c.unit_kind
        else:
            codes[name] = _code(name, scores, filters.year)
    return Placed(joined, tuple(codes[name] for name in names))


def described(viewer: Viewer, filters: Filters, name: str, code: ColumnElement, side: str) -> list[ColumnElement]:
    """The columns `<side>_code`, `<side>_name`, `<side>_is_own` and `<side>_order` for the codes of a grouping, as `placed` gave them."""
    if name == "unit":
        unit, above = visible.units(viewer), tree.anchor(viewer, filters)
        of_code = unit.c.unit_no == code
        named = [select(func.max(column)).where(of_code).scalar_subquery() for column in (unit.c.unit_id, unit.c.unit_name)]
        is_own = code == func.coalesce(select(func.max(above.c.unit_no)).scalar_subquery(), 0)
        columns = (*named, is_own, code)
    elif name == "unit_kind":
        columns = (code, cast(null(), String), false(), _first_of_kind(viewer, filters.year, code))
    else:
        columns = (code, cast(null(), String), false(), _order(name, code))
    return [column.label(f"{side}_{what}") for column, what in zip(columns, ("code", "name", "is_own", "order"), strict=True)]


def _code(name: str, scores: FromClause, year: int) -> ColumnElement:
    if name.endswith("_level"):
        return _level(name.removesuffix("_level"), scores, year)
    columns = {"rank": "rank_code", "sex": "sex_code", "education": "education_code", "category": "category_code"}
    if name not in GROUPINGS:
        raise KeyError(name)
    column: ColumnElement = scores.c[columns.get(name, name)]
    return column


def _level(dimension: str, scores: FromClause, year: int) -> ColumnElement[str]:
    """The level of a person's points in one dimension; NULL when not measured."""
    rule = visible.reference("rule_dimension")
    maximum = select(func.max(rule.c.maximum_score)).where(rule.c.period_year == year, rule.c.dimension_code == dimension).scalar_subquery()
    points = scores.c[f"{dimension}_score"]
    return case(
        (points.is_(None), None),
        (points >= maximum, "full"),
        (points * 4 >= maximum * 3, "high"),
        (points * 2 >= maximum, "half"),
        (points > 0, "low"),
        else_="none",
    )


def _first_of_kind(viewer: Viewer, year: int, code: ColumnElement) -> ColumnElement[int]:
    """Where in the tree the first unit of the kind stands; people of no known kind come last."""
    unit = visible.units(viewer)
    first = select(func.min(unit.c.unit_no)).where(unit.c.period_year == year, unit.c.unit_kind == code).scalar_subquery()
    return func.coalesce(cast(first, Integer), LAST_PLACE)


def _order(name: str, code: ColumnElement) -> ColumnElement[int]:
    """Place of a code in the order of showing; what is not known comes last."""
    place: ColumnElement
    if name == "rank":
        rank = visible.reference("rank")
        place = select(func.max(rank.c.rank_order)).where(rank.c.rank_code == code).scalar_subquery()
    elif name == "education":
        education = visible.reference("education")
        place = -select(func.max(education.c.education_order)).where(education.c.education_code == code).scalar_subquery()
    else:
        place = case({known: number for number, known in enumerate(ORDERS[name], start=1)}, value=code)
    return func.coalesce(cast(place, Integer), 999)
