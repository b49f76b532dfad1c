"""The result sheet of one person as a document: for the person, and for those who have the duty to know the result."""

from contextvars import copy_context
from dataclasses import replace
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.documents import sealing
from dashboard.documents.assembling import assembled
from dashboard.documents.content import Document
from dashboard.documents.order import Order
from dashboard.documents.reader import reading
from dashboard.issuing import personal_figures, personal_words
from dashboard.issuing.personal_figures import Found
from dashboard.queries.personal_sheet import of_whom


def made(viewer: Viewer, order: Order, nip: int) -> Document:
    """The sheet of a person; the unit of the order is that of the release. Whoever may have it gets the same one.

    Raises DocumentError: UnknownPersonError, NotMeasuredError, ReleaseGoneError, SettingsError.
    """
    return copy_context().run(_made, viewer, order, nip)


def figures_of(viewer: Viewer, order: Order, nip: int) -> dict[str, Any]:
    """What the sheet seals, without its words. Raises as `made`."""
    return copy_context().run(_figures, viewer, order, nip)


def of_whom_alone(order: Order, nip: int) -> dict[str, Any]:
    """What the sheet seals, computed anew for a check that shows nothing of it. Raises as `made`."""
    return figures_of(of_whom(nip), order, nip)


def _made(viewer: Viewer, order: Order, nip: int) -> Document:
    with reading(order):
        order, found = _found(viewer, order, nip)
        return assembled(order, personal_words.said(order, found), personal_figures.sealed(found))


def _figures(viewer: Viewer, order: Order, nip: int) -> dict[str, Any]:
    with reading(order):
        order, found = _found(viewer, order, nip)
        return sealing.identity(order) | personal_figures.sealed(found)


def _found(viewer: Viewer, order: Order, nip: int) -> tuple[Order, Found]:
    """Dated like other documents where it has no day yet."""
    found = personal_figures.read(viewer, order.year, nip)
    return replace(order, unit_id=str(found.row["unit_id"]), on=order.on or found.as_of.date()), found
