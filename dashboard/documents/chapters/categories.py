"""How the people measured are spread over the categories."""

from dashboard.charts.theme import CATEGORY_COLOURS
from dashboard.documents import cells
from dashboard.documents.content import Chart, Column, Mark, Paragraph, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, disclosure, label, percent, whole
from dashboard.text import overview as words


def section(found: Gathered) -> Section:
    """Shares as one bar, and the counts."""
    if disclosure.is_hidden(found.now):
        return Section(_("Categories"), (Paragraph(disclosure.withheld(found.now[disclosure.CODE])),))
    return Section(
        _("Categories"), (shares(found), table(found)) if found.now["measured_count"] else (Paragraph(words.categories(found.categories)),)
    )


def shares(found: Gathered) -> Chart:
    """The five categories as parts of one bar; hidden ones hatched."""
    frame = found.categories
    marks = tuple(
        Mark(
            label("category", row["category_code"]),
            cells.value(row, "share_pct"),
            cells.share(row, "share_pct"),
            colour=CATEGORY_COLOURS[row["category_code"]],
        )
        for row in frame.to_dict("records")
    )
    said = words.categories(frame)
    return Chart("shares", marks, _("Share of the people measured by category"), said, said)


def table(found: Gathered) -> Table:
    """One row per category, the highest first, and all together."""
    rows = [
        (
            label("category", row["category_code"]),
            f"{row['printed_from']}–{row['printed_to']}",
            cells.count(row, "asn_count"),
            cells.share(row, "share_pct"),
        )
        for row in reversed(found.categories.to_dict("records"))
    ]
    total = (_("Together"), "0–100", whole(found.now["measured_count"]), percent(1) if found.now["measured_count"] else cells.NOTHING)
    columns = (
        Column(_("Category"), width=2),
        Column(_("Index"), width=1.2),
        Column(_("n (measured)"), is_number=True),
        Column(_("Share"), is_number=True),
    )
    convention = _(
        "Category by {letter}: {convention}.",
        letter=label("convention_letter", found.rules.version["category_convention"]),
        convention=label("convention", found.rules.version["category_convention"]),
    )
    return Table(columns, (*rows, total), caption=_("People by category"), note=convention, strong_rows=(len(rows),))
