"""What a mail says to whoever gets it, from the release of this run and with the scope of its recipient in every query."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard import downloads, filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents.order import INFOGRAPHIC, UNIT_REPORT
from dashboard.exports import xlsx_file
from dashboard.queries import completion, missing
from dashboard.queries.filters import Filters
from dashboard.sending import documents
from dashboard.sending.mail import Table
from dashboard.sending.plans import Asked, File, Plan, chosen_by, units_of, written
from dashboard.sending.recipients import NotSentError
from dashboard.text import _, whole
from dashboard.text import missing as missing_words
from dashboard.text import sending as words

MOST_UNITS = 20
"""Units in the table of a mail; all of them stand in the file."""

MOST_ROWS = 20_000
"""People in a file that is mailed: about 1 MB. Larger ones stay in the dashboard, whatever the mail server would carry."""


def plan(content: str, asked: Asked) -> Plan:
    """The mail of a content, in the language of this run. Raises NotSentError: permission, unit, nothing; KeyError for an unknown content."""
    permission, made = PLANS[content]
    if not asked.viewer.may(permission):
        raise NotSentError("permission")
    return made(asked)


def offered(viewer: Viewer) -> tuple[str, ...]:
    """The contents that somebody may be sent."""
    return tuple(code for code, (permission, _made) in PLANS.items() if viewer.may(permission))


def _completion(asked: Asked) -> Plan:
    """Stages of the unit and the units right below it; all of it as a file."""
    viewer, chosen = asked.viewer, chosen_by(asked.viewer, asked.unit_id)
    stages = warehouse.fetch(completion.stages(viewer, chosen))
    if stages.empty:
        raise NotSentError("nothing")
    name, below = filters.unit_name(viewer, chosen), _below(viewer, chosen)
    tables = [Table(_("Stages of the schedule"), *words.stages(stages))]
    if not below.empty:
        shown = below[below["place"] <= MOST_UNITS]
        tables.append(Table(_("Units below it, who needs a call first on top"), *words.units(shown)))
    said = words.completion(stages, chosen.year, name, filters.as_of(chosen))
    mail = written("completion", chosen, name, said, tuple(tables), viewer)
    rows = pd.concat([stages.assign(unit_name=name), below], ignore_index=True) if len(below) else stages.assign(unit_name=name)
    return Plan(mail, (_completion_file(viewer, chosen, name, rows),) if viewer.may_export("aggregates") else ())


def _below(viewer: Viewer, chosen: Filters) -> pd.DataFrame:
    """The rows of completion.matrix, of all its pages."""
    count = int(warehouse.fetch(completion.unit_counts(viewer, chosen))["unit_count"].iloc[0])
    pages = range(1, -(-count // completion.PAGE_SIZE) + 1)
    found = [warehouse.fetch(completion.matrix(viewer, chosen, page=page)) for page in pages]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _completion_file(viewer: Viewer, chosen: Filters, name: str, rows: pd.DataFrame) -> File:
    about = _("Stages of {unit} and of the units right below it, one row each.", unit=name)
    notes = [(_("Content"), about), *downloads.provenance(viewer, chosen), (_("Rows"), whole(len(rows))), downloads.reading()]
    sheets = {"sheet": _("Data"), "notes": notes, "notes_sheet": _("About these data")}
    made = partial(xlsx_file.content, [words.completion_file(rows)], **sheets)  # type: ignore[arg-type]
    return File(downloads.file_name("completion", chosen, "xlsx"), downloads.XLSX, len(rows), units_of(viewer.scope, chosen), made)


def _missing(asked: Asked) -> Plan:
    """How many are missing and where; who they are as files. Everything is of the people whose names the recipient may know, and of nobody else."""
    viewer = replace(asked.viewer, scope=asked.viewer.missing)
    chosen = chosen_by(viewer, asked.unit_id)
    totals, name = warehouse.fetch(missing.totals(viewer, chosen)).iloc[0], filters.unit_name(viewer, chosen)
    by_unit = warehouse.fetch(missing.by_unit(viewer, chosen, "unmeasured")).head(MOST_UNITS)
    tables = () if by_unit.empty else (Table(_("Where they are"), *words.missing_units(by_unit)),)
    files, notes = _missing_files(asked, viewer, chosen, totals)
    said = (*words.missing(totals, chosen.year, name, filters.as_of(chosen)), *notes)
    return Plan(written("missing", chosen, name, said, tables, viewer), files)


def _missing_files(asked: Asked, viewer: Viewer, chosen: Filters, totals: pd.Series) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """A file for each view with anybody in it, and what is to be said of them."""
    counts = {view: int(totals[f"{view}_count"]) for view in missing.VIEWS}
    if not any(counts.values()):
        return (), (_("Nobody is missing."),)
    if not (asked.may_have_names and viewer.may_export("missing")):
        return (), (words.not_attached(max(counts.values()), is_too_large=False),)
    if max(counts.values()) > MOST_ROWS:
        return (), (words.not_attached(max(counts.values()), is_too_large=True),)
    return tuple(_missing_file(viewer, chosen, view, count) for view, count in counts.items() if count), (words.confidential(),)


def _missing_file(viewer: Viewer, chosen: Filters, view: str, count: int) -> File:
    about = missing_words.meant(view, "")
    notes = [(_("Content"), about), *downloads.provenance(viewer, chosen), (_("Rows"), whole(count)), downloads.reading()]
    made = partial(_listed, viewer, chosen, view, notes, _("Data"), _("About these data"))
    return File(downloads.file_name(f"missing_{view}", chosen, "xlsx"), downloads.XLSX, count, units_of(viewer.missing, chosen), made)


def _listed(viewer: Viewer, chosen: Filters, view: str, notes: list[tuple[str, str]], sheet: str, notes_sheet: str) -> bytes:
    rows = warehouse.later(missing.listing(viewer, chosen, view, page=None))
    return xlsx_file.content(map(missing_words.worded, rows()), sheet=sheet, notes=notes, notes_sheet=notes_sheet)


PLANS: Mapping[str, tuple[str, Callable[[Asked], Plan]]] = {
    "completion": ("aggregates", _completion),
    "missing": ("missing", _missing),
    UNIT_REPORT: ("aggregates", partial(documents.plan, UNIT_REPORT)),
    INFOGRAPHIC: ("aggregates", partial(documents.plan, INFOGRAPHIC)),
}
"""Content -> the permission that shows it, and what plans its mail."""
