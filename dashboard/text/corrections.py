"""Corrections of SIMPEG's data in words: what is asked for, what was decided, and the file for SIMPEG."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from dashboard.ledger.corrections import Correction, Counts
from dashboard.ledger.measured_year import local_time
from dashboard.text import entries, verification
from dashboard.text.formats import whole
from dashboard.text.language import N_, _, ngettext_

VIEWS = {"open": N_("To be decided"), "decided": N_("Decided")}

COLUMNS = ("request_no", "nip", "asn_name", "unit_id", "field_code", "known_value", "proposed_value", "requested_at", "decided_at")
"""Of the file for SIMPEG."""

TITLES = {
    "request_no": N_("Request no."),
    "nip": "NIP",
    "asn_name": N_("Name"),
    "unit_id": N_("Unit code"),
    "field_code": N_("Data"),
    "known_value": N_("SIMPEG has"),
    "proposed_value": N_("Should be"),
    "requested_at": N_("Asked for at (WIB)"),
    "decided_at": N_("Accepted at (WIB)"),
}


def view(code: str, counts: Counts) -> str:
    """A view with how many requests it has."""
    return f"{_(VIEWS[code])} ({whole(counts.open if code == 'open' else counts.decided)})"


def asked(row: Correction) -> str:
    """What SIMPEG has and what it should be."""
    known, proposed = verification.value(row.field_code, row.known_value), verification.value(row.field_code, row.proposed_value)
    return _("{field}: SIMPEG has “{known}”, should be “{proposed}”", field=verification.field(row.field_code), known=known, proposed=proposed)


def facts(row: Correction) -> str:
    """Who asked when, and what became of it."""
    parts = [f"NIP {row.nip}", _("unit {unit}", unit=row.unit_id), _("asked for at {moment}", moment=entries.at(row.requested_at))]
    if row.decided_at is not None:
        decided = _("accepted at {moment}") if row.is_accepted else _("refused at {moment}")
        parts.append(decided.format(moment=entries.at(row.decided_at)))
    if row.reason:
        parts.append(f"“{row.reason}”")
    if row.exported_at is not None:
        parts.append(_("in a file for SIMPEG since {moment}", moment=entries.at(row.exported_at)))
    return " · ".join(parts)


def to_export(counts: Counts) -> str:
    """What stands ready for SIMPEG."""
    new = ngettext_("{count} accepted correction is in no file yet.", "{count} accepted corrections are in no file yet.", counts.not_exported)
    before = counts.accepted - counts.not_exported
    if not before:
        return new
    return f"{new} {ngettext_('{count} was exported before.', '{count} were exported before.', before)}"


def frame(rows: Sequence[Correction]) -> pd.DataFrame:
    """One row per correction, as a file for SIMPEG holds it: texts as they are, a NIP as text, times of Jakarta."""
    times = {name: [_local(getattr(row, name)) for row in rows] for name in ("requested_at", "decided_at")}
    values = {name: times.get(name) or [getattr(row, name) for row in rows] for name in COLUMNS}
    found = pd.DataFrame(values, columns=list(COLUMNS))
    return found.assign(nip=pd.Series([str(row.nip) for row in rows], dtype="string", index=found.index))


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else local_time(at)


def titled(found: pd.DataFrame) -> pd.DataFrame:
    """The same with headings and fields in words."""
    fields = [verification.field(str(code)) for code in found["field_code"]]
    return found.assign(field_code=fields).rename(columns={name: title if name == "nip" else _(title) for name, title in TITLES.items()})
