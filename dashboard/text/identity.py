"""What is said of the nine fields that a person looks through, and of the corrections that were asked for."""

from dashboard.ledger.corrections import Correction
from dashboard.ledger.identities import Identity
from dashboard.text import entries
from dashboard.text.labels import LABELS, label
from dashboard.text.language import N_, _

FIELDS = {
    "asn_name": N_("Name"),
    "nip": N_("NIP"),
    "email": N_("E-mail"),
    "rank_name": N_("Rank (pangkat, golongan)"),
    "sex_code": N_("Sex"),
    "religion": N_("Religion"),
    "education_code": N_("Highest education"),
    "position_name": N_("Position"),
    "unit_id": N_("Unit"),
}
"""The nine, in order."""

CODED = {"sex_code": "sex", "education_code": "education"}
"""Fields that hold a code: a correction names one too."""


def field(code: str) -> str:
    """Name of a field."""
    return _(FIELDS[code])


def value(code: str, known: object) -> str:
    """A value of a field in words, of SIMPEG or of a correction; what SIMPEG leaves empty is said."""
    if known is None or known == "":
        return _("SIMPEG has nothing here")
    return label(CODED[code], known) if code in CODED and known in LABELS[CODED[code]] else str(known)


def of_person(person: Identity, code: str) -> str:
    """What SIMPEG has of a person; of the unit its name."""
    return value(code, (person.unit_name or person.unit_id) if code == "unit_id" else getattr(person, code))


def state(correction: Correction) -> str:
    """What became of a correction."""
    asked = _(
        "Correction asked for on {moment}: “{value}”.",
        moment=entries.at(correction.requested_at),
        value=value(correction.field_code, correction.proposed_value),
    )
    if correction.decided_at is None:
        return f"{asked} {_('The verifier of your unit has not decided yet; until SIMPEG is changed, its value stands.')}"
    if correction.is_accepted:
        sent = _("and passed on to SIMPEG") if correction.exported_at is not None else _("and will be passed on to SIMPEG")
        return f"{asked} {_('Accepted on {moment}', moment=entries.at(correction.decided_at))} {sent}."
    return f"{asked} {_('Refused on {moment}: {reason}', moment=entries.at(correction.decided_at), reason=correction.reason or '–')}"
