"""The three reports of the chain: head of unit to the Secretary, Secretary to the Head, Head to the Minister (Peraturan BKN 8/2019, Pasal 18)."""

from collections.abc import Sequence

from dashboard.documents.assembling import is_empty
from dashboard.documents.chapters import categories, completion, dimensions, groups, methods, summary, units
from dashboard.documents.content import Paragraph, Said, Section
from dashboard.documents.gathering import Gathered
from dashboard.documents.kinds import letters, provenance
from dashboard.documents.plain_words import lines
from dashboard.text import _


def of_unit(found: Gathered) -> Said:
    """The head of a unit reports it in full: where points and people are missing comes before how others stand."""
    opening = _(
        "We report the result of the measurement of the ASN Professionalism Index of {unit} in {year}, as Peraturan BKN 8/2019 asks for.",
        unit=found.unit_name,
        year=found.order.year,
    )
    middle = [
        summary.section(found),
        summary.to_look_at(found),
        completion.section(found),
        categories.section(found),
        dimensions.section(found),
        units.section(found),
        groups.section(found),
    ]
    return _letter(
        found, _("Report on the ASN Professionalism Index of {unit}, {year}", unit=found.unit_name, year=found.order.year), opening, middle
    )


def of_secretary(found: Gathered) -> Said:
    """The Secretary reports all units together: how they compare, and which are still open."""
    opening = _(
        "On the basis of the reports of the units we report the measurement of the ASN Professionalism Index of {unit} in {year}.",
        unit=found.unit_name,
        year=found.order.year,
    )
    middle = [
        summary.section(found),
        completion.section(found),
        units.section(found),
        categories.section(found),
        dimensions.section(found),
        groups.section(found),
        summary.to_look_at(found),
    ]
    return _letter(
        found, _("Recapitulation of the ASN Professionalism Index of {unit}, {year}", unit=found.unit_name, year=found.order.year), opening, middle
    )


def of_head(found: Gathered) -> Said:
    """The Head reports to the Minister what decides: the index, its spread, its dimensions, its units."""
    opening = _(
        "We report to the Minister the result of the measurement of the ASN Professionalism Index of {unit} in {year}.",
        unit=found.unit_name,
        year=found.order.year,
    )
    middle = [summary.section(found), categories.section(found), dimensions.section(found), units.section(found), summary.to_look_at(found)]
    title = _("Result of the measurement of the ASN Professionalism Index of {unit}, {year}", unit=found.unit_name, year=found.order.year)
    return _letter(found, title, opening, middle)


def _letter(found: Gathered, title: str, opening: str, middle: Sequence[Section]) -> Said:
    closing = _("This is our report. Every figure stands with what it is computed from; the annex says how.")
    first = Section("", (Paragraph(opening), *_reported(found)))
    kept = [each for each in middle if not is_empty(each)]
    return Said(
        title=title,
        subtitle="",
        subject=title,
        addressee=letters.addressee(found),
        sections=(first, *kept, *_remarks(found), Section("", (Paragraph(closing, "closing"),))),
        provenance=(*provenance.rows(found), *provenance.report(found)),
        annex=methods.sections(found),
        signature=letters.signature(found),
        banner=letters.banner(found),
    )


def _reported(found: Gathered) -> tuple[Paragraph, ...]:
    """That index and units are those that were reported, where a report stands."""
    return (
        ()
        if found.reported is None
        else (Paragraph(_("Index and units are those of the report that stands in the application; the rest is of the same release.")),)
    )


def _remarks(found: Gathered) -> tuple[Section, ...]:
    """What whoever reported wrote beside the figures."""
    written = lines(found.remarks)
    return (Section(_("Remarks of whoever reported"), tuple(Paragraph(line) for line in written)),) if written else ()
