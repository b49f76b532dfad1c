"""People summed up: for any group the same columns that unit_score has for a unit, so that every page counts alike.

Means are over eligible measured people, from exact sums; the category of a mean is found from the sum and the count, never from a rounded mean. Bounds are
the mean if everybody eligible and not measured got the fewest or the most points possible (Permenpan RB 38/2018; Peraturan BKN 8/2019 asks for all).
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, func, or_, select

from dashboard.queries import visible

CATEGORIES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
DIMENSIONS = ("qualification", "competence", "performance", "discipline")
SCORES = ("total", *DIMENSIONS)

COLUMNS = (
    "asn_count",
    "eligible_count",
    "measured_count",
    "verified_count",
    *(f"mean_{name}_score" for name in SCORES),
    "lowest_mean",
    "highest_mean",
    "category_code",
    "other_category_code",
    *(f"{code}_count" for code in CATEGORIES),
)
"""What a summary has beside its keys: the names of unit_score."""


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return func.count(case((condition, 1)))


def is_counted(rows: FromClause) -> ColumnElement[bool]:
    """Whether a person counts in means and categories: eligible and measured."""
    return and_(rows.c.is_eligible, rows.c.is_measured)


def pct(part: ColumnElement, total: ColumnElement) -> ColumnElement:
    """A share in per cent; NULL of nothing."""
    return 100.0 * part / func.nullif(total, 0)


def shares(summed: FromClause) -> list[ColumnElement]:
    """Columns to show beside COLUMNS: coverage_pct (measured of eligible) and <category>_pct (of measured)."""
    categories = [pct(summed.c[f"{code}_count"], summed.c.measured_count).label(f"{code}_pct") for code in CATEGORIES]
    return [pct(summed.c.measured_count, summed.c.eligible_count).label("coverage_pct"), *categories]


def by(
    rows: FromClause, conditions: Sequence[ColumnElement[bool]], keys: Sequence[ColumnElement], year: int, *, source: FromClause | None = None
) -> Select:
    """One row per combination of `keys` (one row in all without keys): the keys and COLUMNS. `rows` are visible.scores, `source` what they were joined to."""
    return of_sums(_sums(rows, conditions, keys, rows if source is None else source), keys, year)


def of_sums(sums: Subquery, keys: Sequence[ColumnElement], year: int) -> Select:
    """The rows of `by` from counts and sums: the columns named _count of COLUMNS, and <score>_sum, lowest_sum and highest_sum. total_sum has to be exact."""
    in_force, other = _category("in_force"), _category("other")
    count = func.nullif(sums.c.measured_count, 0)
    columns: dict[str, ColumnElement] = {name: sums.c[name] for name in sums.c.keys() if name in COLUMNS}  # noqa: SIM118 a collection, not a dict
    columns |= {f"mean_{name}_score": sums.c[f"{name}_sum"] / count for name in SCORES}
    columns |= {f"{bound}_mean": sums.c[f"{bound}_sum"] / func.nullif(sums.c.eligible_count, 0) for bound in ("lowest", "highest")}
    columns |= {"category_code": in_force.c.category_code, "other_category_code": other.c.category_code}
    keyed = [sums.c[key.name] for key in keys]
    joined = sums.join(in_force, _holds_mean(in_force, sums, year, is_in_force=True), isouter=True)
    joined = joined.join(other, _holds_mean(other, sums, year, is_in_force=False), isouter=True)
    return select(*keyed, *(columns[name].label(name) for name in COLUMNS)).select_from(joined)


def _sums(rows: FromClause, conditions: Sequence[ColumnElement[bool]], keys: Sequence[ColumnElement], source: FromClause) -> Subquery:
    """One row per combination of keys: counts and exact sums."""
    counted = is_counted(rows)
    columns = [
        func.count().label("asn_count"),
        count_where(rows.c.is_eligible).label("eligible_count"),
        count_where(counted).label("measured_count"),
        count_where(and_(counted, rows.c.is_verified)).label("verified_count"),
        *(func.sum(case((counted, rows.c[f"{name}_score"]))).label(f"{name}_sum") for name in SCORES),
        *(func.sum(case((rows.c.is_eligible, rows.c[f"{bound}_score"]))).label(f"{bound}_sum") for bound in ("lowest", "highest")),
        *(count_where(and_(counted, rows.c.category_code == code)).label(f"{code}_count") for code in CATEGORIES),
    ]
    return select(*keys, *columns).select_from(source).where(*conditions).group_by(*keys).subquery("sums")


def _category(name: str) -> FromClause:
    return visible.reference("rule_category").alias(name)


def _holds_mean(category: FromClause, sums: Subquery, year: int, *, is_in_force: bool) -> ColumnElement[bool]:
    """Whether the mean lies in the category: its bounds times the count against the sum, exact."""
    total, count = sums.c.total_sum, sums.c.measured_count
    low, high = category.c.lower_bound * count, category.c.upper_bound * count
    return and_(
        category.c.period_year == year,
        category.c.is_in_force == is_in_force,
        or_(total > low, and_(total == low, category.c.is_lower_included)),
        or_(total < high, and_(total == high, category.c.is_upper_included)),
    )
