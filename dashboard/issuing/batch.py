"""Documents of all units at once, issued one after the other into one ZIP, outside the run of a page (dashboard.exporting.jobs).

A unit whose document cannot be made does not stop the others: what became of each stands in the list, on the page and in the ZIP. What was issued before it was
cancelled stays issued, and is given again when the batch is begun again.
"""

import errno
import hashlib
import logging
import threading
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from sqlalchemy.exc import SQLAlchemyError

from dashboard import text, warehouse
from dashboard.documents import files
from dashboard.documents.content import Document
from dashboard.documents.errors import DocumentError
from dashboard.exporting.making import MakingError
from dashboard.exports import csv_file
from dashboard.issuing.issue import Asked
from dashboard.ledger.issued_documents import Given
from dashboard.text import _

MOST_UNITS = 500
"""Units of one batch: a quarter of an hour."""

ISSUED, KNOWN, FAILED = "issued", "known", "failed"
"""What became of a unit: its document was issued, it had been before, it could not be."""

PDF, DOCX = "pdf", "docx"
KINDS_OF_FILES = (PDF, DOCX)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says of a disk that takes nothing more."""

LIST_NAME = "daftar.csv"
"""The list of results in the ZIP."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unit:
    """One unit of the batch."""

    unit_id: str
    unit_name: str


@dataclass(frozen=True)
class Result:
    """What became of one unit. why: a sentence, where it failed."""

    unit: Unit
    outcome: str
    number: str = ""
    checksum: str = ""
    why: str = ""


@dataclass(frozen=True)
class Order:
    """What is made: of each unit a document as `asked`, in these kinds of files, into a ZIP of this name."""

    asked: Asked
    units: tuple[Unit, ...]
    suffixes: tuple[str, ...]
    file_name: str


@dataclass(frozen=True)
class Worker:
    """How one document is issued and made, and whether whoever asked for it still may. Each is called in the batch's own thread."""

    issue: Callable[[Asked], Given]
    document: Callable[[Given], Document]
    may_go_on: Callable[[], bool]
    record: Callable[[int], None]
    """Writes down that so many documents are about to be taken away; an error of it ends the batch before it begins."""


@dataclass(frozen=True)
class Made:
    """The ZIP, and the list of results beside it (dashboard.exporting.jobs.Made)."""

    path: Path
    sidecar: Path
    row_count: int
    byte_count: int
    sha256: str


class Batch:
    """One batch (dashboard.exporting.jobs.Making): `run` in a thread of its own, the rest from any thread. Its release stays until it is run or cancelled."""

    def __init__(self, order: Order, worker: Worker, folder: Path) -> None:
        self.order = order
        self._worker = worker
        self._path = folder / order.file_name
        self._ended = threading.Event()
        self._results: list[Result] = []
        self._held = warehouse.hold(order.asked.release_id)

    @property
    def results(self) -> tuple[Result, ...]:
        """What became of the units so far, in their order."""
        return tuple(self._results)

    @property
    def rows_done(self) -> int:
        """Units that are done."""
        return len(self._results)

    @property
    def share(self) -> float:
        """Of all units those that are done."""
        return self.rows_done / max(1, len(self.order.units))

    def cancel(self) -> None:
        """End after the unit that is being made."""
        self._ended.set()
        self._held.close()

    def run(self) -> Made:
        """Issue all of them. Raises MakingError: "killed", "disk_full", "not_recorded", "broken" where no unit could be made; then nothing stays in the folder."""
        text.use(self.order.asked.language)
        try:
            self._record()
            with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as packed:
                for unit in self.order.units:
                    self._check_wanted()
                    self._results.append(self._one(unit, packed))
                packed.writestr(LIST_NAME, listed(self._results))
            return self._finished()
        except BaseException as error:
            self._path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise MakingError("disk_full" if error.errno in FULL else "broken") from None
            raise
        finally:
            self._held.close()

    def _record(self) -> None:
        try:
            self._worker.record(len(self.order.units))
        except SQLAlchemyError:
            raise MakingError("not_recorded") from None

    def _check_wanted(self) -> None:
        """Raises MakingError when it was cancelled, or whoever asked for it may no longer."""
        if self._ended.is_set() or not self._worker.may_go_on():
            raise MakingError("killed")

    def _one(self, unit: Unit, packed: zipfile.ZipFile) -> Result:
        """Raises OSError where the file cannot be written: that is no unit's fault."""
        try:
            given = self._worker.issue(replace(self.order.asked, unit_id=unit.unit_id))
            document = self._worker.document(given)
            contents = [(files.file_name(document, suffix), getattr(files, suffix)(document)) for suffix in self.order.suffixes]
        except DocumentError as error:
            return Result(unit, FAILED, why=str(error))
        except OSError as error:
            if error.errno in FULL:
                raise
            return self._unknown(unit, error)
        except SQLAlchemyError:
            return Result(unit, FAILED, why=_("The ledger cannot be written at the moment."))
        except Exception as error:  # noqa: BLE001 one unit does not stop the others; the words of the error may hold data and are written nowhere
            return self._unknown(unit, error)
        for name, content in contents:
            packed.writestr(name, content)
        return Result(unit, KNOWN if given.is_known else ISSUED, given.document.number, given.document.checksum)

    def _unknown(self, unit: Unit, error: Exception) -> Result:
        _log.error("a document of a batch could not be made: %s", type(error).__name__)
        return Result(unit, FAILED, why=_("It could not be made, for a reason that this program does not know."))

    def _finished(self) -> Made:
        """The ZIP with the list beside it. Raises MakingError where not one unit could be made."""
        if all(result.outcome == FAILED for result in self._results):
            raise MakingError("broken")
        beside = self._path.with_suffix(".csv")
        beside.write_bytes(listed(self._results))
        return Made(self._path, beside, len(self._results), self._path.stat().st_size, digest(self._path))


def listed(results: Sequence[Result]) -> bytes:
    """The results as CSV, formulas made harmless: one row per unit."""
    rows = [(each.unit.unit_id, each.unit.unit_name, each.outcome, each.number, each.checksum, each.why) for each in results]
    return csv_file.content(pd.DataFrame(rows, columns=["unit_id", "unit_name", "outcome", "number", "checksum", "why"], dtype="string"))


def digest(path: Path) -> str:
    """SHA-256 of a file, read in parts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
