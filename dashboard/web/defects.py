"""What the server writes of a defect: where it happened and of what kind it was, never the words of the error, which may hold a person's name or NIP.

Streamlit writes every error that a page or a file ended with, words and all, and has no setting against it; so does uvicorn. Both write by way of `logging`.
"""

import logging
import traceback
from collections.abc import Iterator
from typing import Any

MOST_CAUSES = 10


class Record(logging.LogRecord):
    """A line of the log whose error, if it has one, has lost its words."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        error = self.exc_info[1] if isinstance(self.exc_info, tuple) else None
        if error is not None:
            self.exc_text, self.exc_info = "".join(_where(error)), None


def begin() -> None:
    """From here on all of this process is written so."""
    logging.setLogRecordFactory(Record)


def _where(error: BaseException) -> Iterator[str]:
    """The error and what led to it: lines of our code and the kind."""
    cause: BaseException | None = error
    for _number in range(MOST_CAUSES):
        if cause is None:
            return
        yield from traceback.format_tb(cause.__traceback__)
        yield f"{type(cause).__module__}.{type(cause).__qualname__}\n"
        cause = cause.__cause__ or cause.__context__
