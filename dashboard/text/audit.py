"""What the audit says, in words: actions, outcomes, filters, the entries as rows, and what a search asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashboard.ledger.audit import EVERY_UNIT, Entry
from dashboard.ledger.measured_year import local_time
from dashboard.text import entries, verification
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
    "publish_requested": N_("Release asked for"),
    "identities_loaded": N_("Data of SIMPEG loaded"),
    "entry_start": N_("Measurement begun"),
    "entry_submit": N_("Measurement submitted"),
    "entry_edit": N_("Measurement changed"),
    "entry_return": N_("Measurement returned"),
    "entry_verify": N_("Measurement verified"),
    "entry_correct": N_("Measurement corrected and verified"),
    "entry_report": N_("Measurement reported"),
    "entry_reopen": N_("Measurement reopened"),
    "correction_requested": N_("Correction of identity asked for"),
    "correction_decided": N_("Correction of identity decided"),
    "corrections_exported": N_("Corrections of identity taken away"),
    "stage_report": N_("Stage reported"),
    "stage_return": N_("Report of a stage returned"),
    "late_opening": N_("Late entry opened"),
    "subscription_made": N_("Mail by schedule asked for"),
    "subscription_ended": N_("Mail by schedule ended"),
    "rows_mailed": N_("File sent by e-mail"),
    "mail_address_named": N_("E-mail address named"),
    "mail_address_confirmed": N_("E-mail address confirmed"),
    "document_issued": N_("Document issued"),
}
"""What the ledger calls what was done, and what a reader does. A test holds every action in the code to have a word here."""

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
    "outcome": N_("How it ended"),
    "account_no": N_("Account number"),
    "former_release_id": N_("Release before"),
    "as": N_("In the role of"),
    "accepted": N_("Decision"),
    "field": N_("Data item"),
    "stage": N_("Stage"),
    "view": N_("View"),
    "entry": N_("Number of the entry"),
    "request": N_("Number of the request"),
    "opening": N_("Number of the opening"),
    "report": N_("Number of the report"),
    "reports": N_("Numbers of the reports"),
    "import": N_("Number of the upload"),
    "moved": N_("People moved"),
    "after": N_("From this number on"),
    "document_kind": N_("Kind of document"),
    "document": N_("Place of the document in the ledger"),
    "subscription": N_("Number of the subscription"),
    "content": N_("Content"),
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
        return _accepted(value) if name == "accepted" else label("measured", "yes" if value else "no")
    if name in KINDS and str(value) in LABELS[KINDS[name]]:
        return label(KINDS[name], value)
    return WORDED[name](str(value)) if name in WORDED else str(value)


def _accepted(is_accepted: bool) -> str:
    return _("accepted") if is_accepted else _("refused")


def _day(text: str) -> str:
    try:
        return day(datetime.fromisoformat(text).date(), length="medium")
    except ValueError:
        return text


def _of(words: Mapping[str, str]) -> Callable[[str], str]:
    """Codes in words; a code that has none is shown as it is."""
    return lambda code: _(words[code]) if code in words else code


WORDED: Mapping[str, Callable[[str], str]] = {
    "actions": action,
    "outcome": outcome,
    "as": _of(entries.ROLES),
    "field": _of(verification.FIELD_NAMES),
    "view": _of({**verification.VIEWS, "plain": N_("Without differences")}),
    **dict.fromkeys(("as_of", "since", "until"), _day),
}
"""Filters whose values are codes or days, and what puts them into words."""


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
    found: Iterable[Entry],
    accounts: Mapping[int, str],
    unit_names: Mapping[str, str],
    page_titles: Mapping[str, str],
) -> pd.DataFrame:
    """One row per entry, newest first, as a reader reads it; headings in words. Times are those of Jakarta."""
    rows = [
        {
            _("When"): moment(local_time(entry.at)),
            _("Who"): who(entry.account_no, accounts),
            _("What"): action(entry.action),
            _("How it ended"): outcome(entry.outcome),
            _("Units"): units(entry.unit_ids, unit_names),
            _("Rows"): "" if entry.row_count is None else whole(entry.row_count),
            _("Page or file"): page_titles.get(entry.page or "", entry.page or ""),
            _("Filters"): filters(entry.filters),
            _("Account concerned"): "" if entry.subject_no in {None, entry.account_no} else who(entry.subject_no, accounts),
            _("From where"): entry.address or "",
            _("No."): str(entry.entry_no),
            _("Release"): entry.release_id or "",
        }
        for entry in found
    ]
    return pd.DataFrame(rows)


def plainly(found: Iterable[Entry], accounts: Mapping[int, str]) -> pd.DataFrame:
    """The same for programs: codes, and times of Jakarta as ISO text."""
    rows = [
        {
            "entry_no": entry.entry_no,
            "at": local_time(entry.at).isoformat(timespec="seconds"),
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
        for entry in found
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
