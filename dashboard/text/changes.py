"""What the page of changes says in sentences. Rows and frames are those of dashboard.queries.changes."""

from collections.abc import Callable

import pandas as pd

from dashboard.queries.filters import Filters
from dashboard.text import disclosure
from dashboard.text.formats import difference, is_missing, moment, number, percent, whole
from dashboard.text.headings import heading
from dashboard.text.labels import LABELS, label
from dashboard.text.language import _, ngettext_

COUNTED: dict[str, tuple[str, ...]] = {
    "corrected": ("corrected_count",),
    "new": ("new_count",),
    "moved": ("moved_in_count", "moved_out_count"),
    "removed": ("removed_count", "withdrawn_count"),
}
"""The steps from the former mean to the mean now, in order, and the counts of the people of each."""


def releases(row: pd.Series) -> str:
    """Which two releases are compared, and as of when each is."""
    return _(
        "Release {release} (as of {moment}) against release {former} (as of {former_moment}).",
        release=row["release_id"],
        moment=moment(row["as_of"]),
        former=row["compared_release_id"],
        former_moment=moment(row["compared_as_of"]),
    )


def first(year: int) -> str:
    """Why there is nothing to compare."""
    return _("This is the first release of {year}: there is nothing to compare with yet. What changes shows from its next release on.", year=year)


def unchanged(row: pd.Series) -> str:
    """That nothing happened in a unit."""
    return _("{unit}: nothing has changed since the last release.", unit=_name(row))


def unit(row: pd.Series) -> str:
    """How the index of a unit moved, with both n and coverage, and what each step did; or which of the two indexes is missing."""
    if disclosure.has_hidden(row):
        return _unit_hidden(row)
    if is_missing(row["mean_total_score"]) and is_missing(row["former_mean_total_score"]):
        return _("{unit} had no index in the last release and has none now: nobody to be measured has a result.", unit=_name(row))
    if is_missing(row["former_mean_total_score"]):
        return _("{unit} had no index in the last release; now it is {now}.", unit=_name(row), now=_of(row))
    if is_missing(row["mean_total_score"]):
        return _("{unit} has no index now; in the last release it was {former}.", unit=_name(row), former=_of(row, "former_"))
    return _(
        "{unit}: {difference} points, from {former} to {now}. Corrections {corrected}, new people {new}, moves {moved}, gone or no longer counted {removed}.",
        unit=_name(row),
        difference=difference(row["mean_difference"]),
        former=_of(row, "former_"),
        now=_of(row),
        **{code: f"{difference(row[f'{code}_effect'])} ({people(row, code)})" for code in COUNTED},
    )


def _unit_hidden(row: pd.Series) -> str:
    """What may be said of a unit of which something is hidden."""
    if disclosure.is_hidden(row):
        return f"{_name(row)}: {disclosure.words(row[disclosure.CODE])}."
    if is_missing(row["former_mean_total_score"]):
        return _("{unit} has an index of {now} now; what changed is of so few people that it is hidden.", unit=_name(row), now=_of(row))
    return _(
        "{unit}: {difference} points, from {former} to {now}. Steps of few people are hidden.",
        unit=_name(row),
        difference=difference(row["mean_difference"]),
        former=_of(row, "former_"),
        now=_of(row),
    )


def _name(row: pd.Series) -> str:
    """The unit, or all of them where several tops stand together."""
    return _("All units") if is_missing(row["unit_name"]) else str(row["unit_name"])


def _of(row: pd.Series, prefix: str = "") -> str:
    return _(
        "{mean} (n = {n}, {coverage} measured)",
        mean=number(row[f"{prefix}mean_total_score"]),
        n=whole(row[f"{prefix}measured_count"]),
        coverage=percent(row[f"{prefix}measured_count"], row[f"{prefix}eligible_count"]),
    )


def people(row: pd.Series, code: str) -> str:
    """Whom a step is about: "7 orang"; of moves how many came and how many left."""
    if code == "moved" and (row["moved_in_count"] or row["moved_out_count"]):
        return _("{come} in, {gone} out", come=whole(row["moved_in_count"]), gone=whole(row["moved_out_count"]))
    return ngettext_("{number} person", "{number} people", _count(row, code), number=whole(_count(row, code)))


def _count(row: pd.Series, code: str) -> int:
    return sum(int(row[name]) for name in COUNTED[code])


def steps(row: pd.Series) -> pd.DataFrame:
    """The way from the former mean to the mean now, one row a step: step_code, effect (missing at both ends), mean_total_score after it, person_count (n at
    the ends), and people in words. Without a mean at either end everything but the ends is missing."""
    mean = row["former_mean_total_score"]
    lines: list[tuple[object, ...]] = [("former", None, mean, row["former_measured_count"], _n(row["former_measured_count"]))]
    for code in COUNTED:
        mean = mean + row[f"{code}_effect"]
        lines.append((code, row[f"{code}_effect"], mean, _count(row, code), people(row, code)))
    lines.append(("now", None, row["mean_total_score"], row["measured_count"], _n(row["measured_count"])))
    frame = pd.DataFrame(lines, columns=["step_code", "effect", "mean_total_score", "person_count", "people"])
    typed = frame.astype({"effect": "float64", "mean_total_score": "float64", "person_count": "Int64"}).round({"mean_total_score": 6})
    return typed.assign(**{disclosure.CODE: row[disclosure.CODE]}) if disclosure.has_hidden(row) else typed


def _n(count: int) -> str:
    return f"n = {whole(count)}"


def people_only(chosen: Filters) -> str:
    """That filters on people do not apply to changes; empty when none is set."""
    if chosen == Filters(year=chosen.year, unit_id=chosen.unit_id, as_of=chosen.as_of):
        return ""
    return _("The filters on people do not apply here: whole units are compared.")


def by_unit(frame: pd.DataFrame) -> str:
    """How to read the table of units, and where there is no effect."""
    said = _("Index before + four effects = index now, from left to right; n and coverage stand below, and the people of every step.")
    known = frame if disclosure.CODE not in frame else frame[frame[disclosure.CODE].isna()]
    empty = int((known["former_mean_total_score"].isna() | known["mean_total_score"].isna()).sum())
    return (
        f"{said} {ngettext_('{count} unit has no index then or now, and so no effects.', '{count} units have no index then or now, and so no effects.', empty)}"
        if empty
        else said
    )


def notes(frame: pd.DataFrame) -> dict[str, list[str]]:
    """What stands below the cells of the table of units: n and coverage at both ends, the people of every step."""
    rows = [row for _place, row in frame.iterrows()]
    ends: dict[str, Callable[[pd.Series], str]] = {
        "former_mean_total_score": lambda row: _end(row, "former_"),
        "mean_total_score": _end,
    }
    below = {name: [write(row) for row in rows] for name, write in ends.items()}
    return below | {f"{code}_effect": [people(row, code) if _count(row, code) else "" for row in rows] for code in COUNTED}


def _end(row: pd.Series, prefix: str = "") -> str:
    if not row[f"{prefix}eligible_count"]:
        return _n(row[f"{prefix}measured_count"])
    share = percent(row[f"{prefix}measured_count"], row[f"{prefix}eligible_count"])
    return f"{_n(row[f'{prefix}measured_count'])} · {share}"


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    """What the list can be narrowed to, with how many each has: code -> words; "all" for everything."""
    counts = {str(row.change_code): int(row.person_count) for row in frame.itertuples()}
    named = {code: f"{label('change', code)} ({whole(counts[code])})" for code in LABELS["change"] if code in counts}
    return {"all": f"{_('All changes')} ({whole(sum(counts.values()))})", **named}


def listed(frame: pd.DataFrame) -> pd.DataFrame:
    """The list of people with words where somebody has no unit now or then; the unit before stands only where it is another."""
    former = [
        _("not in SIMPEG") if is_missing(row.former_unit_name) else row.former_unit_name if row.change_code in {"moved", "removed"} else "–"
        for row in frame.itertuples()
    ]
    return frame.assign(unit_name=frame["unit_name"].fillna(_("no longer in SIMPEG")), former_unit_name=former)


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The list of people as it is read: in words, under its headings."""
    named = listed(frame).assign(change_code=[label("change", code) for code in frame["change_code"]]).drop(columns="unit_id")
    return named.rename(columns={name: heading(name) for name in named.columns})
