"""Releases in words, for who administers them: what each holds and how old the current one is. No figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from dashboard.text.formats import moment, number, whole
from dashboard.text.language import _, ngettext_

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Told:
    """What a release says of itself."""

    release_id: str
    built_at: datetime
    as_of: datetime
    years: tuple[int, ...]
    software_version: str
    byte_count: int
    is_current: bool
    is_sample: bool


def table(found: Sequence[Told]) -> pd.DataFrame:
    """One row per release, in words."""
    rows = [
        {
            _("Release"): each.release_id,
            _("State"): _("current") if each.is_current else _("kept"),
            _("Published"): moment(each.built_at),
            _("As of"): moment(each.as_of),
            _("Years"): ", ".join(map(str, each.years)),
            _("Software"): each.software_version,
            _("Size"): f"{number(each.byte_count / MEBIBYTE, 1)} MiB",
            _("Data"): _("invented sample") if each.is_sample else _("as delivered"),
        }
        for each in found
    ]
    return pd.DataFrame(rows)


def caption(count: int) -> str:
    """How many there are."""
    return ngettext_("{releases} release is kept.", "{releases} releases are kept.", count, releases=whole(count))


def age(built_at: datetime, now: datetime) -> str:
    """How long ago the current release was published: hours up to two days, then days."""
    passed = now - built_at
    if passed < timedelta(hours=1):
        return _("The current release was published less than an hour ago.")
    if passed < timedelta(days=2):
        hours = int(passed / timedelta(hours=1))
        return ngettext_("The current release was published {count} hour ago.", "The current release was published {count} hours ago.", hours)
    return ngettext_(
        "The current release was published {days} day ago.",
        "The current release was published {days} days ago.",
        passed.days,
        days=whole(passed.days),
    )


def name(told: Told) -> str:
    """A release in a choice."""
    return _("{release}, as of {moment}", release=told.release_id, moment=moment(told.as_of))
