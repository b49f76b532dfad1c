"""SIMPEG's word on every person, and the units they belong to, as a file for the ledger: staged, checked and placed as a build does it, but read whole.

Names, e-mail addresses and religion stand in this file and nowhere else that the pipelines write. It belongs to whoever runs the command, and goes when the
ledger has taken it.
"""

import tempfile
from pathlib import Path

import duckdb

from pipelines import build, reference, workbench
from pipelines.checks import catalog
from pipelines.marts import write as marts
from pipelines.order import BuildOrder, BuildOutcome
from pipelines.progress import Progress
from pipelines.sources import SourceError, open_source
from pipelines.staging import load
from pipelines.summary import lines
from pipelines.summary.outcome import list_findings, outcome
from pipelines.warehouse import release

KINDS = ("units", "personnel")
"""Sources that are read, in the order of loading."""


def write(order: BuildOrder, out: Path, progress: Progress) -> BuildOutcome:
    """Writes the year's units and people into `out`, one JSON object a line, readable by its owner alone; all of it or nothing.

    The first line counts what follows: kind `year`, then `unit`, then `identity`. Without a units source the units are those of the current release. Nothing
    is written when a check stops it. Raises SourceError, ReferenceFileError and WarehouseError, each with one sentence.
    """
    if not order.sources.get("personnel"):
        raise SourceError("Data pegawai belum disebut: tambahkan --personnel SUMBER atau lengkapi data/sources.toml.")
    current = release.current(order.warehouse)
    if not order.sources.get("units") and current is None:
        raise SourceError("Daftar unit belum disebut dan tidak ada rilis yang memuatnya: tambahkan --units SUMBER.")
    with (
        tempfile.TemporaryDirectory(prefix=".identities-", dir=out.parent) as folder,
        workbench.opened(Path(folder), order.memory_limit) as connection,
    ):
        marts.attach_current(connection, current)
        try:
            _stage(connection, order, progress)
            with progress.step("identities") as step:
                workbench.create(connection, "joining", "identity", kind="VIEW")
                lines.write(connection, "joining", "identity_line", out)
                step.advance(workbench.count(connection, "personnel"))
        except catalog.StoppedByFindingsError:
            pass
        list_findings(connection)
        return outcome(connection, order, progress, None, listed_as=f"{order.year}-identities")


def _stage(connection: duckdb.DuckDBPyConnection, order: BuildOrder, progress: Progress) -> None:
    """The table `personnel` of a build, and beside it stg_identity: what else the ledger holds of each row."""
    with progress.step("sources"):
        reference.insert(connection, reference.load(order.reference, order.year), order.as_of)
        catalog.create_tables(connection)
        load.create_tables(connection)
        connection.execute("CREATE TABLE build (period_year SMALLINT, as_of TIMESTAMP)")
        workbench.insert(connection, "build", [{"period_year": order.year, "as_of": order.as_of}])
        arrived = [open_source(connection, spec, kind, year=order.year, is_personal=True) for kind in KINDS for spec in order.sources.get(kind, [])]
    with progress.step("staging") as step:
        build.stage(connection, arrived, step)
        load.stage_identities(connection, [source for source in arrived if source.kind == "personnel"])
    with progress.step("units"):
        build.place_units(connection, arrived)
    with progress.step("checks"):
        build.check_rows(connection)
        workbench.create(connection, "joining", "personnel")
        catalog.run(connection, "too_many_rejected")
