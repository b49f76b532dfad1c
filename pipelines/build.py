"""The whole flow from sources to a published release, top to bottom."""

import hashlib
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

import duckdb

from pipelines import __version__, clock, reference, scoring, workbench
from pipelines.checks import catalog
from pipelines.marts import write
from pipelines.order import BuildOrder, BuildOutcome
from pipelines.progress import Progress, Step
from pipelines.sources import Arrived, SourceError, SourceSpec, open_source, referenced
from pipelines.staging import load
from pipelines.summary import lines
from pipelines.summary.outcome import list_findings, outcome, unchanged
from pipelines.warehouse import publish, release

KEPT = "arrived"
"""Folder of the warehouse for what growing sources keep between two builds (`dashboard.publishing` knows its name); only its owner may enter it."""

ROW_CHECKS = (
    "nip_malformed",
    "nip_numeric_cell",
    "unreadable_value",
    "unknown_unit",
    "ended_unit",
    "unknown_stage",
    "other_year",
    "score_out_of_range",
)


def build(order: BuildOrder, progress: Progress) -> BuildOutcome:
    """Builds one year and publishes it beside the other years of the current release; with `order.fresh` alone, as if there were none.

    Nothing is published when a check stops the build, when `order.publish` is false, or when the same inputs were published before; the current release is
    then untouched. Raises SourceError, ReferenceFileError, BuilderBusyError and ReleaseError, each with one sentence.
    """
    _require_sources(order)
    with publish.building(order.warehouse) as draft, workbench.opened(draft.work_dir, order.memory_limit) as connection:
        current = None if order.fresh else release.current(order.warehouse)
        try:
            with progress.step("sources"):
                write.attach_current(connection, current)
                arrived = _open(connection, order)
                _identify(connection, order, arrived, draft)
            if order.publish and not order.force and _is_published(connection):
                return unchanged(connection, order, progress, current.stem if current else None)
            with progress.step("staging") as step:
                stage(connection, arrived, step)
            with progress.step("units"):
                place_units(connection, arrived)
            with progress.step("checks"):
                check_rows(connection)
            with progress.step("scoring"):
                _score(connection, order.year)
            with progress.step("warnings"):
                catalog.run(connection, *catalog.warnings(), "too_many_rejected")
                list_findings(connection)
            if order.publish:
                with progress.step("marts"):
                    write.write_release(connection, draft.path)
                with progress.step("publishing"):
                    _publish(connection, draft, order, progress)
            published = order.publish
        except catalog.StoppedByFindingsError:
            list_findings(connection)
            published = False
        _write_lines(connection, order)
        return outcome(connection, order, progress, draft.release_id if published else None)


def _write_lines(connection: duckdb.DuckDBPyConnection, order: BuildOrder) -> None:
    """What whoever shows an upload before it is taken asks for: findings, and the rows that would be loaded."""
    if order.findings:
        lines.write(connection, "summary", "finding_line", order.findings)
    if order.rows and workbench.value(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'score_result'"):
        lines.write(connection, "summary", "accepted_line", order.rows)


def _require_sources(order: BuildOrder) -> None:
    if not order.sources.get("personnel"):
        raise SourceError("Data pegawai belum disebut: tambahkan --personnel SUMBER atau lengkapi data/sources.toml.")
    if not order.sources.get("units") and (order.fresh or release.current(order.warehouse) is None):
        raise SourceError("Daftar unit belum disebut dan tidak ada rilis yang memuatnya: tambahkan --units SUMBER.")


def _open(connection: duckdb.DuckDBPyConnection, order: BuildOrder) -> list[Arrived]:
    reference.insert(connection, reference.load(order.reference, order.year), order.as_of)
    catalog.create_tables(connection)
    load.create_tables(connection)
    specs = [(kind, spec) for kind in load.KINDS for spec in order.sources.get(kind, [])]
    return [open_source(connection, spec, kind, year=order.year, kept=order.warehouse / KEPT) for kind, spec in specs]


def _identify(connection: duckdb.DuckDBPyConnection, order: BuildOrder, arrived: Sequence[Arrived], draft: publish.Draft) -> None:
    """The tables `build` and `run`: which year, as of when, from exactly which inputs."""
    content_hash = _content_hash(order, arrived)
    connection.execute("CREATE TABLE build (period_year SMALLINT, as_of TIMESTAMP, content_hash VARCHAR)")
    workbench.insert(connection, "build", [{"period_year": order.year, "as_of": order.as_of, "content_hash": content_hash}])
    connection.execute("CREATE TABLE run AS SELECT * FROM previous.run LIMIT 0")
    is_sample = any(_is_sample(spec) for specs in order.sources.values() for spec in specs)
    row = {
        "release_id": draft.release_id,
        "built_at": clock.now(),
        "as_of": order.as_of,
        "software_version": __version__,
        "content_hash": content_hash,
        "is_sample": is_sample or bool(workbench.value(connection, "SELECT bool_or(is_sample) FROM previous.run")),
        "previous_release_id": draft.previous_release_id,
    }
    workbench.insert(connection, "run", [row])


def _content_hash(order: BuildOrder, arrived: Sequence[Arrived]) -> str:
    """SHA-256 over everything that decides what this year looks like in a release; the package holidays knows its working days."""
    rules = [
        f"{path.relative_to(order.reference)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(order.reference.rglob("*.toml"))
    ]
    sources = [f"{source.kind} {source.name} {source.layout_code} {source.sha256}" for source in arrived]
    parts = [__version__, version("holidays"), str(order.year), order.as_of.isoformat(), *rules, *sources]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_sample(spec: SourceSpec) -> bool:
    return spec.path is not None and (spec.path.parent / "SAMPLE.txt").exists()


def _is_published(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(workbench.value(connection, "SELECT count(*) FROM previous.period SEMI JOIN build USING (period_year, content_hash)"))


def stage(connection: duckdb.DuckDBPyConnection, arrived: Sequence[Arrived], step: Step) -> None:
    """Every source into the typed table of its kind. Raises StoppedByFindingsError when one lacks a column, is empty or is of another year."""
    load.record_missing(connection, arrived)
    catalog.run(connection, "missing_columns")
    for no, source in enumerate(arrived, start=1):
        step.advance(load.stage(connection, no, source))
    catalog.run(connection, "empty_source", "year_mismatch")


def place_units(connection: duckdb.DuckDBPyConnection, arrived: Sequence[Arrived]) -> None:
    """The tree of the year, and which unit each row belongs to. Without a units source the tree is the nearest year's of the current release."""
    if not any(source.kind == "units" for source in arrived):
        connection.execute(workbench.statement("joining", "previous_unit"))
    for check in ("duplicate_unit", "unknown_parent", "unit_cycle"):
        workbench.create(connection, "joining", "valid_unit")
        catalog.run(connection, check)
    workbench.create(connection, "joining", "valid_unit")
    workbench.create(connection, "marts", "unit")
    workbench.create(connection, "marts", "stage_owner")
    for name in ("unit_place", "ended_unit", "owed_stage"):
        workbench.create(connection, "joining", name)


def check_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Rejects the rows that cannot be used, whoever they belong to; of a person who stands more than once one row stays."""
    catalog.run(connection, *ROW_CHECKS)
    workbench.create(connection, "joining", "named_nip")
    catalog.run(connection, "duplicate_nip")


def _score(connection: duckdb.DuckDBPyConnection, year: int) -> None:
    for name in ("personnel", "measurement"):
        workbench.create(connection, "joining", name)
    catalog.run(connection, "unknown_person")
    workbench.create(connection, "joining", "first_measured")
    workbench.create(connection, "joining", "score_input", kind="VIEW")
    scoring.score(connection, year)
    catalog.run(connection, "missing_answers")


def _publish(connection: duckdb.DuckDBPyConnection, draft: publish.Draft, order: BuildOrder, progress: Progress) -> None:
    measured = workbench.value(connection, "SELECT sum(total_score) FROM measurement JOIN score_result USING (person_no) WHERE has_happened")
    publish.verify(draft.path, {"score": workbench.count(connection, "personnel")}, year=order.year, total_score_sum=measured)
    publish.publish(draft, keep=order.keep, referenced=partial(_referenced, progress))


def _referenced(progress: Progress) -> frozenset[str] | None:
    """Releases that documents and reports rest on; None, and a line of the log, when the ledger cannot say which."""
    found = referenced.releases()
    if found is None:
        progress.say("Buku besar tidak dapat ditanya rilis mana yang dirujuk dokumen dan laporan; tidak ada rilis lama yang dihapus.")
    return found
