"""Why a mail is not made, by the error that says so: the state and reason of a mailing. Nobody's data, and no word of the error, stands in it."""

import errno
from collections.abc import Iterator

from dashboard import warehouse
from dashboard.documents.errors import DocumentError
from dashboard.sending.recipients import NotSentError

FOR_NOW: tuple[tuple[type[Exception], str], ...] = (
    (warehouse.NoReleaseError, "release"),
    (warehouse.TooMuchAskedError, "too_much"),
    (DocumentError, "document"),
)
"""What somebody may have put right before the next attempt."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def outcome(error: BaseException) -> tuple[str, str] | None:
    """State and reason; None: it is a defect of the program."""
    if isinstance(error, NotSentError):
        return "skipped", error.code
    known = next((reason for kind, reason in FOR_NOW if isinstance(error, kind)), None)
    if known is None and any(isinstance(each, OSError) and each.errno in FULL for each in _told(error)):
        known = "disk"
    return None if known is None else ("waiting", known)


def _told(error: BaseException) -> Iterator[object]:
    """The error, what it wraps, and what it came of: who writes workbooks wraps what the disk said."""
    here: BaseException | None = error
    while here is not None:
        yield from (here, *here.args)
        here = here.__cause__ or here.__context__
