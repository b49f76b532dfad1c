"""What the page of participation says in sentences. Rows and frames are those of dashboard.queries.participation."""

from datetime import datetime

import pandas as pd

from dashboard.text.formats import is_missing, looked_at, number, percent, whole
from dashboard.text.groups import GROUP_TITLES, group_names, group_title
from dashboard.text.labels import label
from dashboard.text.language import _

COLUMNS = (
    "group_name",
    "coverage_pct",
    "participation_code",
    "measured_count",
    "eligible_count",
    "unmeasured_count",
    "missing_share_pct",
    "difference_points",
)
"""What the table shows, in order."""


def titles(names: tuple[str, ...]) -> dict[str, str]:
    """Groupings that can be chosen, by their code."""
    return {name: group_title(name) for name in GROUP_TITLES if name in names}


def named(frame: pd.DataFrame, group: str) -> pd.DataFrame:
    """The groups with their names, as grid.show wants them: unit_id and is_own are those of units."""
    names = frame["group_name"] if group == "unit" else group_names(frame, group)
    return frame.assign(group_name=names, unit_id=frame["group_code"], is_own=frame["group_is_own"])


def total(now: pd.Series, before: pd.Series, as_of: datetime, year_before: int) -> str:
    """How many of all are measured, the word for that, and the same of the year before."""
    said = _(
        "As of {moment}: {measured} of the {eligible} people to be measured have a result ({share}), participation {word}.",
        moment=looked_at(as_of),
        measured=whole(now["measured_count"]),
        eligible=whole(now["eligible_count"]),
        share=percent(now["measured_count"], now["eligible_count"]),
        word=label("category", now["participation_code"]).lower(),
    )
    return f"{said} {_before(before, year_before)} {_doubt(now)}".rstrip()


def _before(before: pd.Series, year: int) -> str:
    """The year before as its last build has it, not on the same day."""
    if not before["eligible_count"]:
        return _("There is no earlier year of this choice to compare with.")
    return _(
        "In {year}, in the end: {measured} of {eligible} ({share}), {word}.",
        year=year,
        measured=whole(before["measured_count"]),
        eligible=whole(before["eligible_count"]),
        share=percent(before["measured_count"], before["eligible_count"]),
        word=label("category", before["participation_code"]).lower(),
    )


def _doubt(now: pd.Series) -> str:
    return (
        ""
        if is_missing(now["is_confirmed"]) or now["is_confirmed"]
        else _("The bounds of the words for participation have no confirmed source (page Method).")
    )


def by_group(frame: pd.DataFrame, names: list[str]) -> str:
    """Which group is lowest and highest, and which has most of those who are missing."""
    if len(frame) == 1:
        only = frame.iloc[0]
        return _("All are in one group: {name}, {figures}.", name=names[0], figures=_figures(only)) + _shown(frame)
    low, high = frame.iloc[0], frame.iloc[-1]
    said = _(
        "Lowest: {low} ({low_figures}); highest: {high} ({high_figures}).",
        low=names[0],
        low_figures=_figures(low),
        high=names[-1],
        high_figures=_figures(high),
    )
    most = int(frame["unmeasured_count"].reset_index(drop=True).idxmax())
    if frame["unmeasured_count"].iloc[most]:
        said += " " + _(
            "Most of those not measured are in {name}: {count} ({share} of all of them).",
            name=names[most],
            count=whole(frame["unmeasured_count"].iloc[most]),
            share=percent(frame["missing_share_pct"].iloc[most], 100),
        )
    return said + _shown(frame)


def _figures(row: pd.Series) -> str:
    return _(
        "{measured} of {eligible}, {share}",
        measured=whole(row["measured_count"]),
        eligible=whole(row["eligible_count"]),
        share=number(row["coverage_pct"], 1) + "%",
    )


def _shown(frame: pd.DataFrame) -> str:
    """That only the lowest groups are shown; empty when all are."""
    count, total_count = len(frame), int(frame["group_count"].iloc[0])
    return "" if count >= total_count else " " + _("Shown are the {count} lowest of {total} groups.", count=whole(count), total=whole(total_count))


def reading() -> str:
    """How to read the table."""
    return _(
        "Share of all not measured: where they are. Difference: to the whole choice, in percentage points. n counts people to be measured who are."
    )
