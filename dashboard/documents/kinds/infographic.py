"""One page to hang on a wall: the index, how far it is, categories, dimensions and the units."""

from dashboard.documents.assembling import is_empty
from dashboard.documents.chapters import categories, dimensions, summary, units
from dashboard.documents.content import Chart, Said, Section
from dashboard.documents.gathering import Gathered
from dashboard.documents.kinds import letters, provenance
from dashboard.text import _

MOST_UNITS = 24
"""Units of the drawing: more do not fit beside the rest; then it is left out, and its title says where they stand."""


def page(found: Gathered) -> Said:
    """Figures and drawings, without tables."""
    title = _("ASN Professionalism Index {year}", year=found.order.year)
    sections = [
        Section("", (summary.facts(found), summary.strip(found))),
        _drawn(categories.section(found)),
        _drawn(dimensions.section(found)),
        Section(_("Units below"), _units(found)),
        summary.to_look_at(found),
    ]
    return Said(
        title=title,
        subtitle=found.unit_name,
        subject=title,
        addressee=(),
        sections=tuple(each for each in sections if not is_empty(each)),
        provenance=(*provenance.rows(found), *provenance.report(found)),
        banner=letters.banner(found),
    )


def _drawn(section: Section) -> Section:
    """Of a chapter the drawings, or the sentence that stands in their place."""
    drawings = tuple(block for block in section.blocks if isinstance(block, Chart))
    return Section(section.title, drawings or section.blocks)


def _units(found: Gathered) -> tuple[Chart, ...]:
    drawn = units.dots(found) if len(found.parts) <= MOST_UNITS + 1 else ()
    return drawn[:1]
