"""What a receipt says, on the page and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboard.exports.documents import Receipt as Document
from dashboard.ledger.entry_records import Receipt, Version
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.text import entries, measure
from dashboard.text.labels import label
from dashboard.text.language import _, language


@dataclass(frozen=True)
class Rules:
    """What of the rules stands on a receipt: regulation, convention of the categories, the most points of each dimension of the group and of all ("total");
    whether all people are invented."""

    regulation: str
    convention: str
    most: Mapping[str, Decimal]
    is_sample: bool


def document(receipt: Receipt, version: Version, person: Identity, year: MeasuredYear, rules: Rules) -> Document:
    """A receipt as values of its document."""
    return Document(
        language=language(),
        banner=_("Invented sample data: this receipt is worth nothing.") if rules.is_sample else "",
        title=_("Receipt of a measurement"),
        subtitle=_("ASN Professionalism Index (IP ASN), measurement year {year}", year=year.period_year),
        facts=_facts(receipt, version, person),
        points_title=_("Points by dimension"),
        points_head=(_("Dimension"), _("Points"), _("At most")),
        points_rows=tuple(
            (label("dimension", code), measure.score(getattr(receipt, f"{code}_score")), measure.score(most))
            for code, most in rules.most.items()
            if code != "total"
        ),
        result=measure.result(receipt),
        notes=_notes(receipt, version, rules),
        answers_title=_("Answers"),
        answers_head=(_("Indicator"), _("Answer"), _("Evidence")),
        answers_rows=tuple(
            (
                label("indicator", each.indicator_code),
                measure.answer(each, version.given),
                measure.evidence(version.given.evidence_of(each.indicator_code)),
            )
            for each in year.asked_of(version.position_group)
        ),
        statement_title=_("Statement"),
        statement=version.truth_statement or _("None: this version was not made by the person."),
        checksum_title=_("Checksum of the version (SHA-256)"),
        checksum=receipt.checksum,
        footer=f"{_('IP ASN')} {year.period_year} · {receipt.receipt_no}",
    )


def _facts(receipt: Receipt, version: Version, person: Identity) -> tuple[tuple[str, str], ...]:
    made = {"asn": _("the person"), "verifier": _("the verifier of the unit"), "paper": _("the verifier of the unit, from paper")}
    return (
        (_("Receipt number"), receipt.receipt_no),
        (_("Time"), entries.at(receipt.at)),
        (_("Version"), _("{version}, made by {who}", version=receipt.version_no, who=made.get(version.made_as, version.made_as))),
        (_("Name"), person.asn_name or _("not known")),
        (_("NIP"), str(person.nip)),
        (_("Unit"), person.unit_name or person.unit_id),
        (_("Position group"), label("position_group", version.position_group)),
    )


def _notes(receipt: Receipt, version: Version, rules: Rules) -> tuple[str, ...]:
    scored = _("Scored by the rules {version} ({regulation}).", version=receipt.rule_version, regulation=rules.regulation)
    classed = _(
        "Category by {letter}: {convention}.", letter=label("convention_letter", rules.convention), convention=label("convention", rules.convention)
    )
    unverified = _("The unit has yet to verify it; the answers can change until then.")
    return (scored, classed, unverified) if version.made_as == "asn" else (scored, classed)
