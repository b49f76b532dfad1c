"""Issuing one document: its figures from the release that was looked at, a number from the ledger, and the document as it was issued, as often as it is wanted.

No file is kept: a document is made again from its release, and handed over only while it still has the checksum that stands in the ledger.
"""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.documents import making, settings, standing
from dashboard.documents.content import Document
from dashboard.documents.errors import DocumentError, UnknownUnitError
from dashboard.documents.order import PERSONAL, STAGES, Order
from dashboard.documents.reader import reading
from dashboard.issuing import numbering, personal_sheet
from dashboard.issuing.rights import Right
from dashboard.ledger import issued_documents, stage_reports
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Actor
from dashboard.ledger.issued_documents import Draft, Given, Issued
from dashboard.ledger.stage_reports import StageReport
from dashboard.text import _

ANYBODY = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))
"""For a document of a unit that was issued: whether somebody may have it has been asked; what it says is the same for everybody."""


Check = Callable[[Mapping[str, Any]], None]
"""What is asked about the figures of a document before it is issued; it raises DocumentError."""


class OtherFiguresError(DocumentError):
    """The figures can no longer be computed as they were issued: nothing is handed over under this number."""


@dataclass(frozen=True)
class Asked:
    """One document that somebody wants. release_id: the one that was looked at. Of a result sheet `nip`, and then the unit is found in the release."""

    kind: str
    unit_id: str
    year: int
    release_id: str
    language: str
    nip: int | None = None

    def order(self, *, number: str = "", on: date | None = None) -> Order:
        """As the makers of documents take it."""
        return Order(self.kind, self.unit_id, self.year, self.release_id, self.language, number, on)


def report_of(ledger: Engine | None, asked: Asked) -> StageReport | None:
    """The report of a stage in force whose figures stand in the document; none where there is no ledger."""
    return None if ledger is None else standing.report_of(ledger, ANYBODY, asked.order())


def preview(ledger: Engine | None, right: Right, viewer: Viewer, asked: Asked) -> Document:
    """The document as it stands now, without a number. Raises DocumentError."""
    if asked.kind == PERSONAL:
        return personal_sheet.made(viewer, asked.order(), _person(asked))
    return making.made(right.viewer, asked.order(), report_of(ledger, asked))


def issued(
    ledger: Engine, right: Right, viewer: Viewer, asked: Asked, *, actor: Actor, on: date, now: datetime, check: Check = lambda _figures: None
) -> Given:
    """Issue it with this day, or with that of its figures where they are later; what was issued before with the same figures is given again.

    Raises DocumentError, `check` too, which is asked before a number is taken. `viewer`: whoever asks, for a result sheet; a document of a unit is reached by
    the right alone.
    """
    copy_context().run(_check_right, right, asked)
    report = report_of(ledger, asked)
    figures = _figures(right, viewer, asked, on, report)
    check(figures)
    on = max(on, datetime.fromisoformat(str(figures["as_of"])).date())
    draft = Draft(
        kind=asked.kind,
        period_year=asked.year,
        unit_id=str(figures["unit_id"]),
        release_id=str(figures["release_id"]),
        language=asked.language,
        dated_on=on,
        figures=figures,
        nip=asked.nip,
        report_no=None if report is None else report.report_no,
    )
    pattern = settings.read().kinds[asked.kind].number
    numbering.check(pattern)

    def number_of(sequence_no: int) -> str:
        return numbering.number(pattern, sequence_no, unit_id=draft.unit_id, on=on, period_year=asked.year)

    return issued_documents.issue(ledger, draft, pattern, number_of, by=Acting(actor, right.acting_as, right.scope), now=now)


def _check_right(right: Right, asked: Asked) -> None:
    """Raises UnknownUnitError where the right is of another kind or not of this unit; whose result sheet it may be, its query asks."""
    with reading(asked.order()):
        if right.kind != asked.kind or (asked.kind != PERSONAL and not right.reaches(asked.year, asked.unit_id)):
            raise UnknownUnitError(_("There is no such unit in this year, or it is not yours to see."))


def _figures(right: Right, viewer: Viewer, asked: Asked, on: date, report: StageReport | None) -> dict[str, Any]:
    order = asked.order(on=on)
    if asked.kind == PERSONAL:
        return personal_sheet.figures_of(viewer, order, _person(asked))
    return making.figures_of(right.viewer, order, report)


def _person(asked: Asked) -> int:
    """Raises ValueError where a result sheet is of nobody: a page asks for one only with a person."""
    if asked.nip is None:
        raise ValueError("a result sheet is of a person")
    return asked.nip


def document(ledger: Engine, viewer: Viewer, found: Issued) -> Document:
    """A document as it was issued. Raises DocumentError: its release is gone, or its figures are others now; of a result sheet also to whom it is not shown."""
    made = _again(ledger, viewer, found)
    if made.checksum != found.checksum:
        raise OtherFiguresError(
            _("Document {number} can no longer be made as it was issued: its figures are computed differently now.", number=found.number)
        )
    return made


def _again(ledger: Engine, viewer: Viewer, found: Issued) -> Document:
    if found.nip is not None:
        return personal_sheet.made(viewer, order_of(found), found.nip)
    return making.made(ANYBODY, order_of(found), reported(ledger, found))


def order_of(found: Issued) -> Order:
    """The order by which a document was issued."""
    return Order(found.kind, found.unit_id, found.period_year, found.release_id, found.language, found.number, found.dated_on)


def reported(ledger: Engine, found: Issued) -> StageReport | None:
    """The report of a stage whose figures stand in a document, returned or replaced since or not. Its scope was asked when the document was issued."""
    if found.report_no is None:
        return None
    reader = Acting(Actor(), "reader", EVERYTHING)
    history = stage_reports.history(ledger, found.period_year, by=reader, stage_no=STAGES[found.kind], unit_id=found.unit_id)
    return next((report for report in history if report.report_no == found.report_no), None)
