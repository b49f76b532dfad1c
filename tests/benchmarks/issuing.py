"""Unit reports in a batch: python -m tests.benchmarks.issuing [--warehouse DIR] [--units 25]

Prints a Markdown row: seconds for the whole ZIP, and of one unit, each with its number, figures and file, PDF alone and with Word beside it. The ledger is SQLite; every
document is new to it and asked against what one session has seen. The batch runs in the thread of its own that a page starts, with nothing beside it.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

from dashboard import shown_before, warehouse
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.documents.order import UNIT_REPORT
from dashboard.issuing import batch, issue, told
from dashboard.issuing.batch import Batch, Order, Unit, Worker
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.ledger import accounts, engine
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.issued_documents import Given
from dashboard.queries import choices
from tests.serving import build_sample

YEAR = 2021


def _batch(folder: Path, units: tuple[Unit, ...], suffixes: tuple[str, ...], ended: list[float]) -> Batch:
    """A batch of the secretariat on a ledger of its own; `ended`: when each unit began, and the last one ended."""
    folder.mkdir()
    ledger = engine.open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    engine.upgrade(ledger)
    now = datetime.now(UTC)
    actor = Actor(accounts.add(ledger, "ukur@contoh.go.id", actor=COMMAND_LINE, now=now).account_no)
    held = Right(UNIT_REPORT, EVERYTHING, "secretariat")

    def issued(asked: Asked) -> Given:
        with shown_before.of_session(len(suffixes)):
            return issue.issued(ledger, held, Viewer(), asked, actor=actor, on=date(YEAR, 4, 20), now=now, check=partial(told.check, held.viewer))

    def may_go_on() -> bool:
        ended.append(time.perf_counter())
        return True

    asked = Asked(UNIT_REPORT, "", YEAR, warehouse.current_id(), "id")
    worker = Worker(issued, lambda given: issue.document(ledger, Viewer(), given.document), may_go_on, lambda _count: None)
    return Batch(Order(asked, units, suffixes, "batch.zip"), worker, folder)


def measured(folder: Path, units: tuple[Unit, ...], suffixes: tuple[str, ...]) -> str:
    """The row of one batch."""
    warehouse.forget()
    moments: list[float] = []
    running = _batch(folder, units, suffixes, moments)
    made = running.run()
    moments.append(time.perf_counter())
    each = [after - before for before, after in pairwise(moments)]
    failed = sum(1 for result in running.results if result.outcome == batch.FAILED)
    whole, size = sum(each), made.byte_count / 1024 / 1024
    named = " and ".join(suffix.upper() for suffix in suffixes)
    return f"| {named} | {len(units)} | {failed} | {whole:.1f} | {statistics.median(each):.2f} | {max(each):.2f} | {size:.1f} |"


def main() -> None:
    """Measure both kinds of batches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, help="releases to read; the committed sample when not given")
    parser.add_argument("--units", type=int, default=25)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["IPASN_SECRET_FILE"] = str(Path(work) / "secret.key")
        os.environ["IPASN_WAREHOUSE"] = str(asked.warehouse or Path(work) / "warehouse")
        if asked.warehouse is None:
            build_sample(Path(work) / "warehouse")
        shown = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING)
        rows = warehouse.fetch(choices.units(shown, YEAR, 2)).itertuples()
        units = tuple(Unit(str(row.unit_id), str(row.unit_name)) for row in rows)[: asked.units]
        for suffixes in ((batch.PDF,), batch.KINDS_OF_FILES):
            print(measured(Path(work) / "-".join(suffixes), units, suffixes))
        warehouse.close()


if __name__ == "__main__":
    main()
