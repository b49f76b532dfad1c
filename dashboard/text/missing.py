"""What the page of missing people says, and the reminder it writes for the head of a unit. Rows and frames are those of dashboard.queries.missing."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from dashboard.queries.missing import COLUMNS, WAITING
from dashboard.text.formats import day, is_missing, moment, percent, whole
from dashboard.text.headings import heading
from dashboard.text.labels import label
from dashboard.text.language import _, ngettext_
from dashboard.text.stages import due, stage_name

MOST_NAMES = 30
"""Names in a reminder: of more the number is told, and where they stand."""

LONGEST_NAME = 120
"""Characters of a name in a reminder: what is longer is no name."""


@dataclass(frozen=True)
class Reminded:
    """What a reminder is about: unit, year, moment, the row of missing.stage (None when there is none), the row of missing.totals of the unit, and the filters
    on people in words."""

    unit_name: str
    year: int
    as_of: datetime
    stage: pd.Series | None
    counts: pd.Series
    only: Sequence[str] = ()


def views(row: pd.Series) -> dict[str, str]:
    """Who is missing, by the code of the view, with how many they are."""
    return {
        "unmeasured": _("Not measured yet ({count})", count=whole(row["unmeasured_count"])),
        "unverified": _("Not verified yet ({count})", count=whole(row["unverified_count"])),
    }


def meant(view: str, search: str) -> str:
    """Who is in a list; what was searched for is not repeated, because it may be a name."""
    who = {
        "unmeasured": _("People to be measured who had no result at the as-of time."),
        "unverified": _("People to be measured whose result nobody had verified at the as-of time."),
    }[view]
    return f"{who} {_('Only those whose name or NIP was searched for.')}" if search.strip() else who


def summary(row: pd.Series, view: str, stage: pd.Series | None, as_of: datetime) -> str:
    """How many are missing of how many, and how far the deadline of their stage is."""
    if not row["due_count"]:
        return _("Nobody here is to be measured.")
    said = {
        "unmeasured": _(
            "{missing} of {total} people to be measured have no result yet ({share}).",
            missing=whole(row["unmeasured_count"]),
            total=whole(row["due_count"]),
            share=percent(row["unmeasured_count"], row["due_count"]),
        ),
        "unverified": _(
            "{missing} of {total} people measured wait for verification ({share}).",
            missing=whole(row["unverified_count"]),
            total=whole(row["measured_count"]),
            share=percent(row["unverified_count"], row["measured_count"]),
        ),
    }[view]
    return said if stage is None else f"{said} {_stage(stage, as_of)}"


def units(frame: pd.DataFrame, view: str) -> str:
    """Where most are missing, and that not all units are shown when there are too many."""
    if frame.empty:
        return _("Nobody is missing.")
    first, count = frame.iloc[0], int(frame["unit_count"].iloc[0])
    most = _("Most are missing in {unit}: {missing}.", unit=_named(first), missing=whole(first[f"{view}_count"]))
    if count <= len(frame):
        return f"{most} {_('Shown are all units with anybody missing.')}"
    return f"{most} {_('Shown are the {shown} with most of {count} units.', shown=whole(len(frame)), count=whole(count))}"


def listing(frame: pd.DataFrame, count: int, most: int) -> str:
    """How many rows are shown of how many found, and that not all can be turned to when there are too many."""
    said = _("{count} of {total} people on this page.", count=whole(len(frame)), total=whole(count))
    return said if count <= most else f"{said} {_('The first {most} can be turned to; the files hold all.', most=whole(most))}"


def remindable(frame: pd.DataFrame, unit_id: str | None, unit_name: str) -> dict[str, str]:
    """Whom a reminder can be written to, by unit: the chosen unit with all below it, those right below with anybody missing, and the unit above them when
    somebody who belongs to it directly is missing."""
    chosen = {} if unit_id is None else {unit_id: _("{unit} (all)", unit=unit_name)}
    below = {row.unit_id: str(row.unit_name) for row in frame.itertuples() if not row.is_own}
    above = {row.unit_id: _("{unit} (all)", unit=row.unit_name) for row in frame.itertuples() if row.is_own}
    return chosen | below | above


def reminder(about: Reminded, view: str, names: pd.DataFrame | None) -> str:
    """A text to send to the head of a unit: stage, deadline, counts, names (rows of missing.listing by name; None: too many), and what to do. Plain text, no NIP.

    Names come from outside: each is one line, without signs that turn or break it.
    """
    facts = [_("ASN Professionalism Index, measurement of {year}", year=about.year)]
    facts += [] if about.stage is None else [_stage(about.stage, about.as_of)]
    parts = [
        _("To the head of {unit}", unit=one_line(about.unit_name)),
        "\n".join(facts),
        "\n".join([_counts(about), *([_("Counted are only: {filters}.", filters=" · ".join(about.only))] if about.only else [])]),
        _missing(about, view, names),
        _request(about, view),
        _("Thank you for your help.") + "\n" + _("The secretariat of the measurement"),
    ]
    return "\n\n".join(parts)


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of missing.listing as they are read: the columns in the order of showing, headings and codes in words."""
    codes = frame["employment_kind"]
    said = frame.assign(employment_kind=[None if is_missing(code) else label("employment_kind", code) for code in codes])
    return said[[name for name in (*COLUMNS, *WAITING) if name in said]].rename(columns=heading)


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """The text on one line, without control signs and signs that turn the direction of reading, cut when it is too long."""
    visible = "".join(
        " " if sign.isspace() else sign for sign in text if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"}
    )
    words = " ".join(visible.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _named(row: pd.Series) -> str:
    return _("{unit} (directly)", unit=row["unit_name"]) if row["is_own"] else str(row["unit_name"])


def _stage(stage: pd.Series, as_of: datetime) -> str:
    return _(
        "Stage {stage}: by {day}, 24:00 WIB ({distance}).",
        stage=stage_name(stage),
        day=day(stage["due_on"], length="full"),
        distance=due(stage["due_on"], as_of),
    )


def _counts(about: Reminded) -> str:
    row = about.counts
    return _(
        "As of {moment}, {measured} of {total} people to be measured have a result ({share}), and {verified} results are verified.",
        moment=moment(about.as_of),
        measured=whole(row["measured_count"]),
        total=whole(row["due_count"]),
        share=percent(row["measured_count"], row["due_count"]),
        verified=whole(row["verified_count"]),
    )


def _missing(about: Reminded, view: str, names: pd.DataFrame | None) -> str:
    """The names, or how many there are and where they stand."""
    count = int(about.counts[f"{view}_count"])
    if names is None or count > MOST_NAMES:
        where = _("Their names stand in the dashboard, page {page}, unit {unit}.", page=_("Who is missing"), unit=one_line(about.unit_name))
        return f"{_head(view, count)}. {where}"
    return "\n".join([f"{_head(view, count)}:", *_numbered(names, view)])


def _head(view: str, count: int) -> str:
    if view == "unmeasured":
        return ngettext_("{count} person has not been measured yet", "{count} people have not been measured yet", count)
    return ngettext_("{count} result has not been verified yet", "{count} results have not been verified yet", count)


def _numbered(names: pd.DataFrame, view: str) -> Iterable[str]:
    for place, row in enumerate(names.head(MOST_NAMES).itertuples(), start=1):
        name = _("name not known") if is_missing(row.asn_name) else one_line(str(row.asn_name))
        waited = None if view == "unmeasured" or is_missing(row.waiting_day_count) else int(row.waiting_day_count)
        waiting = "" if not waited else f" ({ngettext_('waiting for {count} day', 'waiting for {count} days', waited)})"
        yield f"{place}. {name}{waiting}"


def _request(about: Reminded, view: str) -> str:
    is_past = about.stage is not None and about.as_of.date() > about.stage["due_on"]
    if view == "unmeasured":
        asked = (
            _("Please see to it that they complete the measurement (menu Ukur Indeks) at once: the deadline has passed.")
            if is_past
            else _("Please see to it that they complete the measurement (menu Ukur Indeks) before the deadline.")
        )
    else:
        asked = (
            _("Please have these results verified at once: the deadline has passed.")
            if is_past
            else _("Please have these results verified before the deadline.")
        )
    return f"{asked} {_('If somebody no longer serves in your unit, please tell the secretariat.')}"
