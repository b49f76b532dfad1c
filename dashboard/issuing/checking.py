"""Checking a document by its checksum: whether it was issued, and whether its release still gives the same figures."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from dashboard import warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents import making, sealing
from dashboard.documents.errors import DocumentError, ReleaseGoneError
from dashboard.issuing import issue, personal_sheet
from dashboard.ledger import issued_documents
from dashboard.ledger.issued_documents import Issued

SAME, DIFFERS, GONE, DAMAGED, OTHER_FORMAT = "same", "differs", "gone", "damaged", "format"
"""What became of a document that was issued: its release gives the same figures, others, or is no longer kept; what the ledger has of it is damaged; it was
sealed by another version of this program."""


@dataclass(frozen=True)
class Checked:
    """A document that was issued, and what its release says now. is_told: whether whoever asks may know whose result sheet it is."""

    document: Issued
    outcome: str
    is_told: bool


def check(ledger: Engine, viewer: Viewer, typed: str) -> Checked | None:
    """What is known of the document with this checksum, or with one that begins so; None: no document was issued with it."""
    found = issued_documents.by_checksum(ledger, typed)
    return None if found is None else Checked(found, outcome(ledger, found), _is_told(viewer, found))


def outcome(ledger: Engine, found: Issued) -> str:
    """What its release says now: computed anew, as from anybody without a duty or, of a person, for that person alone."""
    if not found.is_sound:
        return DAMAGED
    if found.figures.get("format") != sealing.FORMAT:
        return OTHER_FORMAT
    if found.release_id not in {each.release_id for each in warehouse.published()}:
        return GONE
    try:
        now = _computed(ledger, found)
    except ReleaseGoneError:
        return GONE
    except DocumentError:
        return DIFFERS
    return SAME if now == found.checksum else DIFFERS


@lru_cache(maxsize=200)
def _computed(ledger: Engine, found: Issued) -> str:
    """The checksum that its release gives. A release never changes: one document is computed once, however often it is asked for. Raises DocumentError."""
    order = issue.order_of(found)
    if found.nip is not None:
        return sealing.checksum(personal_sheet.of_whom_alone(order, found.nip))
    return making.checksum_of(issue.ANYBODY, order, issue.reported(ledger, found))


def _is_told(viewer: Viewer, found: Issued) -> bool:
    """Of a result sheet: whether this reader may see that person's result in that release."""
    if found.nip is None:
        return True
    try:
        personal_sheet.figures_of(viewer, issue.order_of(found), found.nip)
    except DocumentError:
        return False
    return True
