"""As whom a document is read: somebody without any duty, in a session of its own, so that it is the same whoever makes it and says nothing of few people."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard import shown_before, text, warehouse
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.documents.errors import ReleaseGoneError
from dashboard.documents.order import Order
from dashboard.text import _

READER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING)
"""Sees all units, so that each is protected by its place in the whole tree, and has no duty: small groups are hidden. Whether somebody may have the document of
a unit at all is asked before, of their own viewer."""


@contextmanager
def reading(order: Order) -> Iterator[None]:
    """Inside, questions go to the release of the order, words are of its language, and nothing that was shown before counts. Raises ReleaseGoneError.

    It sets what belongs to a run: call it in a context of its own (contextvars.copy_context).
    """
    text.use(order.language)
    try:
        begun = warehouse.begin_run(order.release_id)
    except warehouse.NoReleaseError:
        begun = ""
    if begun != order.release_id:
        raise ReleaseGoneError(_("Release {release} is no longer kept; choose one that is.", release=order.release_id))
    with shown_before.apart():
        yield
