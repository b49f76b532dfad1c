"""What a viewer may take away: grains, their columns, what they may be narrowed and sorted by. A column that is not here does not exist for the viewer.

Columns of people follow the rules of the page People: no name, NIP or time of people under a pseudonym, nothing of discipline without the duty to know it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.access.viewer import Viewer
from dashboard.exporting.definition import CODED, GRAINS
from dashboard.queries import exported, visible
from dashboard.queries.summary import CATEGORIES, DIMENSIONS
from dashboard.text import exporting as words

HIDDEN = "hidden_code"
"""Why figures of a row are missing: in the typed files, where a missing number cannot say so itself."""

CODES = frozenset(
    {
        *("nip", "person_code", "rank_group", "position_group", "position_kind", "employment_kind", "sex_code", "education_code", "score_source"),
        *("category_code", "other_category_code", "discipline_code", "dimension_code"),
    }
)
"""Columns of texts that begin with a letter or a digit: digits, and codes of which a release can hold no other. Ranks and performance codes are not among them,
because files of data/reference may add some."""

RANK_GROUPS = ("I", "II", "III", "IV", "PPPK")

UNIT = ("period_year", "unit_id", "unit_name", "parent_unit_id", "unit_level", "is_own")
PEOPLE_OF_UNIT = ("asn_count", "eligible_count", "measured_count", "verified_count", "coverage_pct")
MEANS = ("mean_total_score", *(f"mean_{name}_score" for name in DIMENSIONS), "lowest_mean", "highest_mean", "category_code", "other_category_code")
COUNTS = tuple(f"{code}_count" for code in CATEGORIES)
SHARES = tuple(f"{code}_pct" for code in CATEGORIES)
RANK_MEASURES = ("measured_count", "row_pct", "mean_total_score")

FIGURES: dict[tuple[str, str], tuple[str, ...]] = {
    ("unit", "wide"): (*UNIT, *PEOPLE_OF_UNIT, *MEANS, *COUNTS, *SHARES),
    ("unit_category", "long"): (*UNIT, "measured_count", "category_code", "asn_count", "share_pct"),
    ("unit_category", "wide"): (*UNIT, "measured_count", *COUNTS, *SHARES),
    ("unit_rank", "long"): (*UNIT, "rank_group", *RANK_MEASURES),
    ("unit_rank", "wide"): (*UNIT, *(f"{name}_{group}" for group in RANK_GROUPS for name in RANK_MEASURES)),
    ("dimension", "long"): (*UNIT, "measured_count", "dimension_code", "maximum_score", "mean_score", "share_pct"),
    ("dimension", "wide"): (*UNIT, "measured_count", *(f"mean_{name}_score" for name in ("total", *DIMENSIONS))),
}
"""Columns of one row per unit, per unit and category, rank group or dimension, in the order of the file."""


@dataclass(frozen=True)
class Column:
    """One column of a file. kind: text, count (whole number), number, day, moment (Jakarta), flag (yes or no)."""

    name: str
    kind: str
    grain: str

    @property
    def description(self) -> str:
        """What stands in it, in the language of this run; of what the data dictionary has, its words."""
        return words.description(self.grain, self.name)

    def described(self, code: str) -> str:
        """`description` in a language."""
        return words.description_in(code, self.grain, self.name)


def permission(grain: str) -> str:
    """The permission that shows the rows of a grain."""
    return "people" if grain == "person" else "aggregates"


def offered(viewer: Viewer) -> list[str]:
    """The grains that a viewer may take away; none: there is nothing to export."""
    return [grain for grain in GRAINS if viewer.may_export(permission(grain))]


def columns(viewer: Viewer, grain: str, shape: str) -> list[Column]:
    """The columns that a viewer may take away of a grain that is offered, in the order of the file. Raises KeyError for a shape that it has not."""
    return [Column(name, kind_of(name), grain) for name in names(viewer, grain, shape)]


def names(viewer: Viewer, grain: str, shape: str) -> list[str]:
    """The names of `columns`."""
    if grain == "person":
        return [name for name in (exported.PEOPLE if shape == "wide" else exported.PEOPLE_LONG) if _is_seen(viewer, name)]
    return list(exported.DAYS if grain == "completion_day" else FIGURES[grain, shape])


def _is_seen(viewer: Viewer, name: str) -> bool:
    """Whether a viewer may have a column of people at all; of whom it says something is visible.people's."""
    if name in exported.MASKED:
        return viewer.is_pseudonymous
    if name in exported.NAMED:
        return not viewer.people.is_nothing
    return name not in exported.TELLING or viewer.may(visible.DISCIPLINE)


def narrowing(viewer: Viewer, grain: str) -> list[str]:
    """Names of the filters that a grain may be narrowed by. People by their category only for those who have the duty to know it."""
    if grain == "completion_day":
        return ["unit"]
    coded = [name for name in CODED.values() if name != "category" or grain != "person" or viewer.may(visible.DISCIPLINE)]
    return ["unit", *coded, "measured"]


def orders(viewer: Viewer, grain: str, shape: str) -> list[str]:
    """The columns that rows may be sorted by: those that may be taken away; an order by another one would give it away."""
    return names(viewer, grain, shape)


def kind_of(name: str) -> str:
    """The kind of a column, by its name, as names are made here: see Column."""
    if name.startswith(("is_", "has_")):
        return "flag"
    endings = (
        (("_count", "_total", "_level", "_year"), "count"),
        (("_score", "_mean", "_pct", *(f"_pct_{group}" for group in RANK_GROUPS), *(f"_score_{group}" for group in RANK_GROUPS)), "number"),
        (tuple(f"_count_{group}" for group in RANK_GROUPS), "count"),
        (("_at",), "moment"),
        (("_on",), "day"),
    )
    found: Iterable[str] = (kind for suffixes, kind in endings if name.endswith(suffixes))
    return "number" if name == "score" else next(iter(found), "text")
