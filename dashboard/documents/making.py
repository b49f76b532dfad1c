"""Making a document: whether it may be made, the figures of its release, and what its kind says of them. Needs no page, no session and no thread of its own."""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import replace
from typing import Any

from dashboard import warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents import gathering, sealing
from dashboard.documents.assembling import assembled
from dashboard.documents.content import Document, Said
from dashboard.documents.errors import UnknownKindError, UnknownUnitError
from dashboard.documents.gathering import Gathered
from dashboard.documents.kinds import infographic, reports, validity
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, SECRETARY_REPORT, UNIT_REPORT, VALIDITY, Order
from dashboard.documents.reader import reading
from dashboard.ledger.stage_reports import StageReport
from dashboard.queries import choices
from dashboard.text import _

SAYS: Mapping[str, Callable[[Gathered], Said]] = {
    UNIT_REPORT: reports.of_unit,
    SECRETARY_REPORT: reports.of_secretary,
    HEAD_REPORT: reports.of_head,
    VALIDITY: validity.statement,
    INFOGRAPHIC: infographic.page,
}
"""Kind -> what it says."""


def may_make(viewer: Viewer, kind: str) -> bool:
    """Whether somebody may have documents of a kind made: they see its figures, and may take them away."""
    return kind in SAYS and viewer.may("aggregates") and viewer.may_export("aggregates")


def made(viewer: Viewer, order: Order, report: StageReport | None = None) -> Document:
    """The document of an order; with a stage report, of its release and with its frozen figures. Whoever makes it gets the same one.

    Raises DocumentError: UnknownKindError, UnknownUnitError, ReleaseGoneError, NothingMeasuredError, SettingsError.
    """
    return copy_context().run(_made, viewer, order, report)


def figures_of(viewer: Viewer, order: Order, report: StageReport | None = None) -> dict[str, Any]:
    """What the document of an order seals, without its words. Raises as `made`."""
    return copy_context().run(_figures, viewer, order, report)


def checksum_of(viewer: Viewer, order: Order, report: StageReport | None = None) -> str:
    """The checksum of the document of an order, computed anew. Raises as `made`."""
    return sealing.checksum(figures_of(viewer, order, report))


def _made(viewer: Viewer, order: Order, report: StageReport | None) -> Document:
    order = _of_report(order, report)
    with reading(order):
        order, found = _found(viewer, order, report)
        return assembled(order, SAYS[order.kind](found), sealing.figures(found))


def _figures(viewer: Viewer, order: Order, report: StageReport | None) -> dict[str, Any]:
    order = _of_report(order, report)
    with reading(order):
        order, found = _found(viewer, order, report)
        return sealing.identity(order) | sealing.figures(found)


def _of_report(order: Order, report: StageReport | None) -> Order:
    """The order on the release whose figures were reported."""
    return order if report is None else replace(order, release_id=str(report.statement["figures"]["release_id"]))


def _found(viewer: Viewer, order: Order, report: StageReport | None) -> tuple[Order, Gathered]:
    """The order with its day, and its figures; asked first is whether the viewer may have any of this kind and unit."""
    if order.kind not in SAYS:
        raise UnknownKindError(_("There is no such kind of document."))
    if not may_make(viewer, order.kind) or warehouse.fetch(choices.unit(viewer, order.year, order.unit_id)).empty:
        raise UnknownUnitError(_("There is no such unit in this year, or it is not yours to see."))
    found = gathering.gather(order)
    dated = order if order.on is not None else replace(order, on=found.as_of.date())
    found = replace(found, order=dated)
    return dated, found if report is None else gathering.as_reported(found, report)
