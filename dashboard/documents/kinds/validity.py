"""The statement that Peraturan BKN 8/2019 asks for beside the results (Pasal 18 ayat 2, Lampiran II): that the index was measured, and that the data are valid,
complete and up to date; signed by the senior executive of personnel affairs at least."""

from dashboard.documents.chapters import categories, summary
from dashboard.documents.content import Pairs, Paragraph, Said, Section
from dashboard.documents.gathering import Gathered
from dashboard.documents.kinds import letters, provenance
from dashboard.documents.plain_words import harmless
from dashboard.documents.settings import read
from dashboard.text import _, disclosure, percent, whole

BLANK = "." * 60
"""Room to write what the settings do not say."""


def statement(found: Gathered) -> Said:
    """One page: who states it, what was measured, that it is valid."""
    return Said(
        title=_("Statement on the measurement of the ASN Professionalism Index"),
        subtitle=_("{unit}, {year}", unit=found.unit_name, year=found.order.year),
        subject=_("Statement on the measurement of the ASN Professionalism Index"),
        addressee=(),
        sections=(
            Section("", (Paragraph(_("The undersigned:")), _signer(found), *_stated(found))),
            Section("", (categories.table(found), *_open(found))),
        ),
        provenance=(*provenance.rows(found), *provenance.report(found)),
        signature=letters.signature(found),
        banner=letters.banner(found),
    )


def _signer(found: Gathered) -> Pairs:
    kind = read().kinds[found.order.kind]
    office = kind.signer.format(unit=found.unit_name)
    return Pairs(
        (
            (_("Name"), harmless(kind.signer_name) or BLANK),
            (_("NIP"), harmless(kind.signer_nip) or BLANK),
            (_("Position"), office or BLANK),
            (_("Unit"), found.unit_name),
        )
    )


def _stated(found: Gathered) -> tuple[Paragraph, ...]:
    now = found.now
    said = _(
        "states that {unit} has measured the ASN Professionalism Index of {year} by Peraturan BKN 8/2019, and that the data entered are valid, complete and up to "
        "date as of {day}: {measured} of {eligible} people to be measured have a result ({share}), {verified} of them are verified. The index is {index}.",
        unit=found.unit_name,
        year=found.order.year,
        day=dict(provenance.rows(found))[_("As of")],
        measured=whole(now["measured_count"]),
        eligible=whole(now["eligible_count"]),
        share=percent(now["measured_count"], now["eligible_count"]),
        verified=whole(now["verified_count"]),
        index=disclosure.value(now, "mean_total_score"),
    )
    truth = _("This statement is made truthfully; should it prove otherwise later, I answer for it by the law.")
    return (Paragraph(said), Paragraph(truth))


def _open(found: Gathered) -> tuple[Paragraph, ...]:
    """What is not complete is said on the statement itself: whoever signs knows it."""
    totals = found.totals
    if not totals["unmeasured_count"] and not totals["unverified_count"]:
        return ()
    words = _(
        "Not complete at this moment: {unmeasured} people are not measured and {unverified} results are not verified. {bounds}",
        unmeasured=whole(totals["unmeasured_count"]),
        unverified=whole(totals["unverified_count"]),
        bounds=summary.bounds(found),
    )
    return (Paragraph(words, "warning"),)
