"""Names of the groups that a query made: units by their own names, codes by their labels."""

import pandas as pd

from dashboard.text.formats import is_missing
from dashboard.text.labels import label
from dashboard.text.language import N_, _

GROUP_TITLES = {
    "unit": N_("Unit"),
    "unit_kind": N_("Kind of unit"),
    "rank_group": N_("Rank group"),
    "rank": N_("Rank"),
    "position_group": N_("Position group"),
    "position_kind": N_("Position kind"),
    "employment_kind": N_("Employment status"),
    "sex": N_("Sex"),
    "education": N_("Education"),
    "category": N_("Category"),
    "qualification_level": N_("Qualification (part of maximum)"),
    "competence_level": N_("Competence (part of maximum)"),
    "performance_level": N_("Performance (part of maximum)"),
    "discipline_level": N_("Discipline (part of maximum)"),
}
"""What people can be grouped by (dashboard.queries.groupings), in the order of showing."""


def group_title(kind: str) -> str:
    """Name of a grouping. Raises KeyError for one unknown."""
    return _(GROUP_TITLES[kind])


def group_name(kind: str, code: object, name: object = None, *, is_own: bool = False) -> str:
    """Name of one group: the unit's own name, marked when only the people right in it are meant; otherwise the code's label, a rank or a kind of unit as it is."""
    if kind == "unit":
        return unit_name(name, is_own=is_own)
    if is_missing(code) or kind in {"rank", "unit_kind"}:
        return _("not known") if is_missing(code) else str(code)
    return label("level" if kind.endswith("_level") else kind, code)


def shown(count: int, total: int) -> str:
    """That only the largest groups are shown; empty when all are."""
    return "" if count >= total else " " + _("Shown are the {count} largest of {total} groups.", count=count, total=total)


def unit_name(name: object, *, is_own: bool = False) -> str:
    """Name of a unit, marked when it stands for the people who belong to it directly and to no unit below."""
    return _("{unit} (directly)", unit=name) if is_own else str(name)


def group_names(frame: pd.DataFrame, kind: str, side: str = "group") -> list[str]:
    """Name of the group of each row, from the columns <side>_code, <side>_name and <side>_is_own."""
    columns = (frame[f"{side}_code"], frame[f"{side}_name"], frame[f"{side}_is_own"])
    return [group_name(kind, code, name, is_own=bool(is_own)) for code, name, is_own in zip(*columns, strict=True)]
