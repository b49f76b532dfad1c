"""What the audit says, in words: actions, outcomes, filters, the entries as rows, and what a search asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashboard.ledger.audit import EVERY_UNIT, Entry
from dashboard.text.formats import day, moment, whole
from dashboard.text.labels import LABELS, label
from dashboard.text.language import N_, _, ngettext_

ACTIONS = {
    "people_seen": N_("People shown"),
    "rows_taken": N_("File taken away"),
    "people_requested": N_("People asked for"),
    "sign_in": N_("Signing in"),
    "sign_out": N_("Signing out"),
    "sign_out_everywhere": N_("All sessions ended"),
    "access_denied": N_("Attempt refused"),
    "account_added": N_("Account added"),
    "account_disabled": N_("Account closed"),
    "account_enabled": N_("Account opened again"),
    "account_unlocked": N_("Wait lifted"),
    "password_set": N_("Password set"),
    "second_factor_set": N_("Second factor set"),
    "second_factor_removed": N_("Second factor removed"),
    "role_granted": N_("Role given"),
    "role_revoked": N_("Role taken"),
    "audit_searched": N_("Audit searched"),
    "audit_taken": N_("Audit taken away"),
    "audit_verified": N_("Audit verified"),
    "release_rolled_back": N_("Release changed back"),
}
"""What the ledger calls what was done, and what a reader does."""

OUTCOMES = {
    "done": N_("done"),
    "wrong": N_("wrong name or password"),
    "wrong_code": N_("wrong code"),
    "page": N_("refused: page"),
    "unit": N_("refused: unit"),
    "file": N_("refused: file of another session"),
    "session": N_("refused: session of another"),
    "whole": N_("whole"),
    "broken": N_("not whole"),
}

FILTERS = {
    "year": N_("Year"),
    "rank_groups": N_("Rank group"),
    "position_groups": N_("Position group"),
    "employment_kinds": N_("Employment status"),
    "sexes": N_("Sex"),
    "categories": N_("Category"),
    "is_measured": N_("Measurement state"),
    "as_of": N_("As of the day"),
    "role_code": N_("Role"),
    "wait_seconds": N_("Wait, seconds"),
    "unit_id": N_("Unit"),
    "since": N_("From"),
    "until": N_("Until"),
    "actions": N_("What"),
    "outcome": N_("Outcome"),
    "account_no": N_("Account number"),
    "former_release_id": N_("Release before"),
}

KINDS = {
    "rank_groups": "rank_group",
    "position_groups": "position_group",
    "employment_kinds": "employment_kind",
    "sexes": "sex",
    "categories": "category",
}
"""Filters of codes that have names."""

MOST_UNITS = 3
"""Units named of one entry; of the others it is said how many they are."""


def action(code: str) -> str:
    """What was done, in words; a code that has none is shown as it is."""
    return _(ACTIONS[code]) if code in ACTIONS else code


def outcome(code: str) -> str:
    """How it ended."""
    return _(OUTCOMES[code]) if code in OUTCOMES else code


def filters(values: Mapping[str, Any]) -> str:
    """The filters of an entry: "Tahun: 2021 · Golongan: III"."""
    return " · ".join(f"{_(FILTERS[name]) if name in FILTERS else name}: {_value(name, value)}" for name, value in values.items())


def _value(name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(name, each) for each in value)
    if isinstance(value, bool):
        return label("measured", "yes" if value else "no")
    if name in KINDS and str(value) in LABELS[KINDS[name]]:
        return label(KINDS[name], value)
    if name == "actions":
        return action(str(value))
    if name == "outcome":
        return outcome(str(value))
    return _day(str(value)) if name in {"as_of", "since", "until"} else str(value)


def _day(text: str) -> str:
    try:
        return day(datetime.fromisoformat(text).date(), length="medium")
    except ValueError:
        return text


def units(unit_ids: Sequence[str], names: Mapping[str, str]) -> str:
    """The units of an entry by name and code."""
    said = [_("all units") if unit_id == EVERY_UNIT else f"{names[unit_id]} ({unit_id})" if unit_id in names else unit_id for unit_id in unit_ids]
    rest = len(said) - MOST_UNITS
    return "; ".join(said if rest <= 0 else [*said[:MOST_UNITS], ngettext_("and {count} more", "and {count} more", rest)])


def who(account_no: int | None, names: Mapping[int, str]) -> str:
    """The sign-in name of an account."""
    if account_no is None:
        return "–"
    return names.get(account_no, f"#{account_no}")


def worded(
    entries: Iterable[Entry], accounts: Mapping[int, str], unit_names: Mapping[str, str], local: Callable[[datetime], datetime]
) -> pd.DataFrame:
    """One row per entry, newest first, as a reader reads it; headings in words. Times are those of Jakarta."""
    rows = [
        {
            _("When"): moment(local(entry.at)),
            _("Who"): who(entry.account_no, accounts),
            _("What"): action(entry.action),
            _("Outcome"): outcome(entry.outcome),
            _("Units"): units(entry.unit_ids, unit_names),
            _("Rows"): "" if entry.row_count is None else whole(entry.row_count),
            _("Page or file"): entry.page or "",
            _("Filters"): filters(entry.filters),
            _("Account concerned"): "" if entry.subject_no in {None, entry.account_no} else who(entry.subject_no, accounts),
            _("Release"): entry.release_id or "",
            _("From where"): entry.address or "",
            _("No."): str(entry.entry_no),
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)


def plainly(entries: Iterable[Entry], accounts: Mapping[int, str], local: Callable[[datetime], datetime]) -> pd.DataFrame:
    """The same for programs: codes, and times of Jakarta as ISO text."""
    rows = [
        {
            "entry_no": entry.entry_no,
            "at": local(entry.at).isoformat(timespec="seconds"),
            "action": entry.action,
            "outcome": entry.outcome,
            "sign_in_name": accounts.get(entry.account_no) if entry.account_no is not None else None,
            "account_no": entry.account_no,
            "subject_sign_in_name": accounts.get(entry.subject_no) if entry.subject_no is not None else None,
            "session_no": entry.session_no,
            "unit_ids": " ".join(entry.unit_ids),
            "row_count": entry.row_count,
            "page": entry.page,
            "filters": "; ".join(f"{name}={value}" for name, value in entry.filters.items()),
            "release_id": entry.release_id,
            "address": entry.address,
            "hash": entry.hash,
        }
        for entry in entries
    ]
    frame = pd.DataFrame(rows)
    numbers = [name for name in ("account_no", "session_no", "row_count") if name in frame]
    return frame.astype(dict.fromkeys(numbers, "Int64"))


def about() -> str:
    """What the page is for."""
    return _(
        "Who has seen or taken away data of a unit between two days. A unit is meant with the units above it, whose people include its own, with those "
        "below it, and with everything that showed all units. After a breach, the people concerned and the authority have to be told in writing within "
        "3 × 24 hours (UU 27/2022, article 46): a search below and its file say whose data it was, who saw them, and when. Each search is recorded itself."
    )


def found(count: int, unit: str | None, since: date, until: date) -> str:
    """What was found, in one sentence."""
    where = _("all units and everything without a unit") if unit is None else unit
    if not count:
        return _("No entry from {since} to {until}: {unit}.", since=day(since), until=day(until), unit=where)
    return ngettext_(
        "{entries} entry from {since} to {until}: {unit}.",
        "{entries} entries from {since} to {until}: {unit}.",
        count,
        entries=whole(count),
        since=day(since),
        until=day(until),
        unit=where,
    )


def too_many(count: int, most: int) -> str:
    """That a file would be too long."""
    return _("{count} entries are too many for one file of at most {most}; choose more narrowly.", count=whole(count), most=whole(most))


def reading() -> str:
    """How the file is read."""
    return _(
        "Times are those of Jakarta (WIB). A sign-in name may be a NIP: keep this file as confidential as the audit. The number of an entry and its hash "
        "prove that it stands in the audit unchanged."
    )
