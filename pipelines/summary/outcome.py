"""What a build did, told from its workbench."""

import resource
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines import workbench
from pipelines.order import BuildOrder, BuildOutcome, SourceCount
from pipelines.progress import Progress


def outcome(
    connection: duckdb.DuckDBPyConnection, order: BuildOrder, progress: Progress, release_id: str | None, listed_as: str | None = None
) -> BuildOutcome:
    """The outcome of a build that ran to its end or was stopped by findings; `release_id` when it published one. Memory in MiB, of this process.

    Every finding stands in the file `listed_as`, None: of the year.
    """
    told = _told(connection, order, progress, release_id, sources="source_count", findings="finding_count")
    stop_findings = [sentence for (sentence,) in connection.execute(workbench.statement("summary", "stop_sentence")).fetchall()]
    return replace(told, published=release_id is not None, stop_findings=stop_findings, findings_path=_write_findings(connection, order, listed_as))


def unchanged(connection: duckdb.DuckDBPyConnection, order: BuildOrder, progress: Progress, release_id: str | None) -> BuildOutcome:
    """The outcome of a build whose inputs the current release holds already: sources and findings as it has them."""
    told = _told(connection, order, progress, release_id, sources="published_source", findings="published_finding_count")
    return replace(told, unchanged=True)


def _told(
    connection: duckdb.DuckDBPyConnection, order: BuildOrder, progress: Progress, release_id: str | None, *, sources: str, findings: str
) -> BuildOutcome:
    """What every outcome tells; `sources` and `findings` name the SELECTs that count them."""
    counted = connection.execute(workbench.statement("summary", findings)).fetchall()
    return BuildOutcome(
        release_id=release_id,
        published=False,
        unchanged=False,
        year=order.year,
        as_of=order.as_of,
        sources=[SourceCount(*row) for row in connection.execute(workbench.statement("summary", sources)).fetchall()],
        findings={code: number for code, _, number in counted},
        severities={code: severity for code, severity, _ in counted},
        seconds=dict(progress.seconds),
        peak_memory_mib=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def list_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables staged_row and finding_list: every finding so far, with its place in its source."""
    for folder, name in (("joining", "staged_row"), ("summary", "finding_list")):
        workbench.create(connection, folder, name)


def _write_findings(connection: duckdb.DuckDBPyConnection, order: BuildOrder, listed_as: str | None) -> Path:
    """Every finding as CSV in a folder beside the releases that only its owner may enter: a cell of a person may stand in it."""
    folder = order.warehouse / "findings"
    order.warehouse.mkdir(mode=0o750, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{listed_as or order.year}.csv"
    written = path.with_suffix(".new")
    connection.execute(f"COPY (SELECT * EXCLUDE (kind, row_id) FROM finding_list) TO {workbench.literal(written)} (HEADER)")  # noqa: S608 -- a path of our own
    written.replace(path)
    return path
