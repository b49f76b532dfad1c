"""People summed up: for any group the same columns that unit_score has for a unit, so that every page counts alike.

Means are over eligible measured people, from exact sums; the category of a mean is found from the sum and the count, never from a rounded mean. Bounds are
the mean if everybody eligible and not measured got the fewest or the most points possible (Permenpan RB 38/2018; Peraturan BKN 8/2019 asks for all).
"""

from collections.abc import Sequence

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, Subquery, and_, case, cast, func, or_, select, true

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
    """One row per combination of keys: counts and exact sums. First one row per state and category, at most 14 a combination, so that millions of people
    are summed without asking each for its state (a third of the time at 300,000)."""
    states = [rows.c.is_eligible, rows.c.is_measured, rows.c.is_verified, rows.c.category_code]
    scores = [*(f"{name}_score" for name in SCORES), "lowest_score", "highest_score"]
    plain = [func.sum(rows.c[name]).label(f"{name.removesuffix('_score')}_sum") for name in scores]
    people = func.count().label("asn_count")
    part = select(*keys, *states, people, *plain).select_from(source).where(*conditions).group_by(*keys, *states).subquery("part")
    counted, keyed = is_counted(part), [part.c[key.name] for key in keys]
    columns = [
        _people(part, true()).label("asn_count"),
        _people(part, part.c.is_eligible).label("eligible_count"),
        _people(part, counted).label("measured_count"),
        _people(part, and_(counted, part.c.is_verified)).label("verified_count"),
        *(func.sum(case((counted, part.c[f"{name}_sum"]))).label(f"{name}_sum") for name in SCORES),
        *(func.sum(case((part.c.is_eligible, part.c[f"{bound}_sum"]))).label(f"{bound}_sum") for bound in ("lowest", "highest")),
        *(_people(part, and_(counted, part.c.category_code == code)).label(f"{code}_count") for code in CATEGORIES),
    ]
    return select(*keyed, *columns).group_by(*keyed).subquery("sums")


def _people(part: FromClause, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """People of the parts that meet a condition, as a whole number that multiplies exactly."""
    return cast(func.coalesce(func.sum(case((condition, part.c.asn_count))), 0), BigInteger)


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
