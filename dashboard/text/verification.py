"""What those who verify read: the queue, an entry beside SIMPEG's word, what an answer says, and what became of their work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.ledger.answers import Evidence
from dashboard.ledger.corrections import Correction
from dashboard.ledger.entry_records import Event, Version
from dashboard.ledger.identities import FIELDS, Identity
from dashboard.ledger.measured_year import Indicator, local_date
from dashboard.ledger.verification import Waiting
from dashboard.text import entries, measure
from dashboard.text.formats import whole
from dashboard.text.labels import label
from dashboard.text.language import N_, _, ngettext_

VIEWS = {
    "waiting": N_("Waiting"),
    "returned": N_("Returned to the person"),
    "verified": N_("Verified"),
    "reported": N_("Reported"),
    "draft": N_("Not submitted yet"),
}

MADE_AS = {"asn": N_("by the person"), "verifier": N_("by a verifier"), "paper": N_("from paper")}

FIELD_NAMES = {
    "asn_name": N_("Name"),
    "nip": "NIP",
    "email": N_("E-mail"),
    "rank_name": N_("Rank and golongan"),
    "sex_code": N_("Sex"),
    "religion": N_("Religion"),
    "education_code": N_("Highest education"),
    "position_name": N_("Position"),
    "unit_id": N_("Unit"),
    "position_group": N_("Position group"),
    "employment_status": N_("Employment status"),
}
"""Data of SIMPEG by their column."""

SHOWN_ALWAYS = ("rank_name", "education_code", "position_name", "position_group", "employment_status", "unit_id")
"""What a verifier compares. Name and NIP stand above; e-mail, sex and religion are shown where the person asks for their correction, and only there."""

CODED = {"education_code": "education", "position_group": "position_group", "sex_code": "sex"}

SAME, DIFFERS, ASKED, UNASKED = "same", "differs", "asked", "unasked"
MARKS = {SAME: ("=", N_("the same")), DIFFERS: ("≠", N_("differs")), ASKED: ("≠", N_("correction asked for")), UNASKED: ("·", N_("not in the entry"))}
"""Sign and word of a comparison: nothing is told by colour alone."""

STATE_SIGNS = {"draft": "○", "submitted": "→", "edited": "↻", "returned": "←", "verified": "✓", "reported": "■", "reopened": "!"}


def view(code: str) -> str:
    """A view of the queue."""
    return _(VIEWS[code])


def waited(now: datetime, since: datetime) -> str:
    """For how many days of the calendar in Jakarta."""
    count = (local_date(now) - local_date(since)).days
    return _("since today") if count < 1 else ngettext_("for {count} day", "for {count} days", count)


def made(made_as: str | None) -> str:
    """Who made the version in force."""
    return _(MADE_AS[made_as]) if made_as in MADE_AS else _("nothing submitted yet")


def differences(row: Waiting) -> list[str]:
    """What differs between an entry and SIMPEG, one text each."""
    return [entries.difference(code) for code in row.differences]


def caption(shown: int, total: int) -> str:
    """Under the list."""
    return _("{shown} of {total} entries, the one that has waited longest first.", shown=whole(shown), total=whole(total))


def plain_count(count: int, is_cut: bool) -> str:
    """How many entries may be verified together."""
    if is_cut:
        return _("The {count} that have waited longest are without differences; further ones come after them.", count=whole(count))
    return ngettext_("{count} entry is without differences from SIMPEG.", "{count} entries are without differences from SIMPEG.", count)


def verified(count: int) -> str:
    """What the bulk did."""
    return ngettext_("{count} entry is verified.", "{count} entries are verified.", count)


def left(count: int) -> str:
    """What the bulk left."""
    return ngettext_("{count} entry was left as it is:", "{count} entries were left as they are:", count)


@dataclass(frozen=True)
class Beside:
    """One row of an entry beside SIMPEG: what is compared, SIMPEG's word, the entry's or the person's, and a code of MARKS."""

    name: str
    known: str
    given: str
    mark: str


def beside(person: Identity, version: Version | None, requests: Sequence[Correction]) -> list[Beside]:
    """The entry beside SIMPEG's word, field by field; a correction that nobody has decided stands as what the person says."""
    asked = {each.field_code: each.proposed_value for each in requests if each.decided_at is None}
    given: dict[str, str | None] = {}
    if version is not None:
        given = {"education_code": version.given.education_code, "position_group": version.position_group}
    shown = [name for name in FIELDS if name in asked and name not in SHOWN_ALWAYS]
    return [_beside(name, person, given, asked.get(name)) for name in (*SHOWN_ALWAYS, *shown)]


def _beside(name: str, person: Identity, given: Mapping[str, str | None], asked: str | None) -> Beside:
    known = person.unit_name or person.unit_id if name == "unit_id" else getattr(person, name)
    title, stands = field(name), value(name, known)
    if name in given and given[name] != known:
        said = value(name, given[name])
        return Beside(title, stands, said if asked is None else f"{said} ({_('asked for: {value}', value=value(name, asked))})", DIFFERS)
    if asked is not None:
        return Beside(title, stands, value(name, asked), ASKED)
    return Beside(title, stands, stands if name in given else "–", SAME if name in given else UNASKED)


def field(name: str) -> str:
    """The name of a column of SIMPEG's data."""
    return FIELD_NAMES[name] if name == "nip" else _(FIELD_NAMES[name])


def value(name: str, text: object) -> str:
    """A value of SIMPEG's data, codes in words."""
    if text is None or text == "":
        return _("not known")
    return label(CODED[name], text) if name in CODED else str(text)


def evidence(indicator: Indicator, version: Version) -> str:
    """What shows an answer of a version; of one from paper, that it stayed there."""
    shown = version.given.evidence_of(indicator.indicator_code)
    if version.made_as == "paper" and shown == Evidence(indicator.indicator_code):
        return _("on paper")
    return measure.evidence(shown)


def event(happened: Event, names: Mapping[int, str]) -> str:
    """Who moved it when: "3. Verified by the verifier (Ibu Ani), 14 April 2021 10.00 WIB, version 2"."""
    name = names.get(happened.account_no)
    who = entries.role(happened.acting_as) + (f" ({name})" if name else "")
    said = _("{moment}: {move}, {who}", moment=entries.at(happened.at), move=entries.move(happened.move), who=who)
    if happened.version_no:
        said += " · " + _("version {number}", number=happened.version_no)
    return said + (f" · “{happened.reason}”" if happened.reason else "")


def version_title(version: Version) -> str:
    """The heading of a version among the others."""
    return _("Version {number}, {made}", number=version.version_no, made=made(version.made_as))
