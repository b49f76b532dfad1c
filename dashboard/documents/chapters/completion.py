"""How far measurement, verification and reports are, and where people are missing: counts of people, which are no results."""

import pandas as pd

from dashboard.documents import cells
from dashboard.documents.content import Column, Paragraph, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, day, percent, whole
from dashboard.text import stages as words


def section(found: Gathered) -> Section:
    """The stages against their deadlines, and the units with people missing."""
    blocks = (Paragraph(words.sentence(found.stages, found.as_of)), stages(found), *missing(found))
    return Section(_("Participation and schedule"), blocks)


def stages(found: Gathered) -> Table:
    """One row per stage of the schedule."""
    columns = (
        Column(_("Stage"), width=4),
        Column(_("Due (24:00 WIB)"), width=1.7),
        Column(_("Done"), is_number=True),
        Column(_("Due"), is_number=True),
        Column(_("Share"), is_number=True, width=1.3),
        Column(_("State"), width=1.9),
    )
    return Table(columns, tuple(_stage(row) for _place, row in found.stages.iterrows()), caption=_("Stages of the schedule"))


def _stage(row: pd.Series) -> tuple[str, ...]:
    if not row["due_count"]:
        return (words.stage_name(row), day(row["due_on"], length="medium"), cells.NOTHING, cells.NOTHING, cells.NOTHING, words.state(row))
    shares = (whole(row["done_count"]), whole(row["due_count"]), percent(row["done_count"], row["due_count"]))
    return (words.stage_name(row), day(row["due_on"], length="medium"), *shares, words.state(row))


def missing(found: Gathered) -> tuple[Paragraph | Table, ...]:
    """The units below with people not measured or not verified, those with most first."""
    totals = found.totals
    if not totals["unmeasured_count"] and not totals["unverified_count"]:
        return (Paragraph(_("Everybody to be measured has a result, and every result is verified.")),)
    said = Paragraph(
        _(
            "{unmeasured} of {due} people to be measured have no result yet; {unverified} results wait for verification.",
            unmeasured=whole(totals["unmeasured_count"]),
            due=whole(totals["due_count"]),
            unverified=whole(totals["unverified_count"]),
        )
    )
    if found.missing.empty:
        return (said,)
    columns = (
        Column(_("Unit"), width=4),
        Column(_("To be measured"), is_number=True, width=1.2),
        Column(_("Measured"), is_number=True),
        Column(_("Not measured yet"), is_number=True, width=1.2),
        Column(_("Not verified yet"), is_number=True, width=1.2),
    )
    rows = tuple(_missing(row) for _place, row in found.missing.iterrows())
    total = (_("Together"), *(whole(totals[name]) for name in ("due_count", "measured_count", "unmeasured_count", "unverified_count")))
    caption = _("Units with people who are not measured yet")
    note = _("Units with nobody missing are not listed; the last row counts all units.")
    return (said, Table(columns, (*rows, total), caption=caption, note=note, strong_rows=(len(rows),)))


def _missing(row: pd.Series) -> tuple[str, ...]:
    names = ("due_count", "measured_count", "unmeasured_count", "unverified_count")
    return (cells.unit(row), *(whole(row[name]) for name in names))
