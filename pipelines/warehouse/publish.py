"""A release is written aside, verified, and only then pointed to. Whatever ends a builder, readers keep the last good release and the next builder cleans up.

with publish.building(warehouse) as draft:
    ...                                             # write draft.path through the workbench, with create_tables
    publish.verify(draft.path, {"score": people}, year=2021)
    publish.publish(draft, keep=5)
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression, DuckDBPyConnection, DuckDBPyRelation
from duckdb_sqlalchemy import Dialect
from sqlalchemy import MetaData, Table
from sqlalchemy.schema import CreateTable, ExecutableDDLElement, SetColumnComment, SetTableComment

from pipelines.warehouse import engine, lock, release, tables
from pipelines.warehouse.refusals import VerificationError, not_writable

VERIFICATION = Path(__file__).with_name("verification")

_DIALECT = Dialect()

FEWEST_KEPT = 2
"""The current release and the one before, which readers may still ask."""


@dataclass(frozen=True)
class Draft:
    """A release being built: where to work, where to write, what to call it, and the release that is current meanwhile."""

    warehouse: Path
    release_id: str
    work_dir: Path
    path: Path
    previous_release_id: str | None


@contextmanager
def building(warehouse: Path) -> Iterator[Draft]:
    """Be the one builder of a warehouse folder: what dead builders left is removed before, what is not published is removed after.

    Raises BuilderBusyError when another builder lives, WarehouseError when the folder cannot be written.
    """
    with lock.held(warehouse):
        draft = _draft(warehouse)
        try:
            yield draft
        finally:
            _clear(warehouse)


def _draft(warehouse: Path) -> Draft:
    release_id = release.new_id(warehouse)
    draft = Draft(
        warehouse=warehouse,
        release_id=release_id,
        work_dir=warehouse / "work" / release_id,
        path=release.releases_dir(warehouse) / f".{release_id}.building",
        previous_release_id=_published_id(warehouse),
    )
    try:
        _clear(warehouse)
        draft.path.parent.mkdir(exist_ok=True, mode=0o750)
        draft.work_dir.mkdir(parents=True, mode=0o750)
    except OSError as error:
        raise not_writable(warehouse, error) from error
    return draft


def _published_id(warehouse: Path) -> str | None:
    path = release.current(warehouse)
    return path.stem if path else None


def _clear(warehouse: Path) -> None:
    """Remove all that no release needs: workbenches, half-written releases, spilled pages of releases that are gone. The caller holds the lock."""
    shutil.rmtree(warehouse / "work", ignore_errors=True)
    (warehouse / ".CURRENT.new").unlink(missing_ok=True)
    folder = release.releases_dir(warehouse)
    for leftover in [*folder.glob(".*.building*"), *folder.glob("*.duckdb.tmp")]:
        if leftover.suffix == ".tmp" and leftover.with_suffix("").exists():
            continue
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def create_tables(connection: DuckDBPyConnection, schema: str) -> None:
    """Create every published table, and the view asn_score, empty and with all comments, in the attached database `schema`.

    One transaction: each of the 300 statements on its own would wait for the disk.
    """
    copies = _copies(schema)
    statements = [*_definitions(copies), *(comment for table in copies for comment in _comments(table))]
    connection.execute("; ".join(["BEGIN", *statements, "COMMIT"]))


def _copies(schema: str) -> list[Table]:
    published = MetaData()
    return [table.to_metadata(published, schema=schema) for table in tables.metadata.tables.values()]


def _definitions(copies: list[Table]) -> Iterator[str]:
    """CREATE statements, views last: they need their tables."""
    for table in sorted(copies, key=_is_view):
        if _is_view(table):
            yield f"CREATE VIEW {table.fullname} AS {Path(__file__).with_name(f'{table.name}.sql').read_text(encoding='utf-8')}"
        else:
            yield str(CreateTable(table).compile(dialect=_DIALECT))


def _comments(table: Table) -> Iterator[str]:
    elements: list[ExecutableDDLElement] = [SetTableComment(table), *(SetColumnComment(column) for column in table.columns)]
    for element in elements:
        statement = str(element.compile(dialect=_DIALECT))
        yield statement.replace("COMMENT ON TABLE", "COMMENT ON VIEW", 1) if _is_view(table) else statement


def _is_view(table: Table) -> bool:
    return bool(table.info.get("is_view"))


def verify(path: Path, row_counts: Mapping[str, int] | None = None, *, year: int | None = None, total_score_sum: Decimal | None = None) -> None:
    """Read a written release as others will and raise VerificationError unless it is whole.

    Compared are its tables and columns with tables.py; its rows by table, and the sum of its indexes, with what the builder counted, of one measurement
    year when `year` is given; and its content with itself: the statements of folder verification, each of which returns the rows that break it.
    """
    try:
        with duckdb.connect(path, read_only=True) as connection:
            problems = _misshapen(connection) or [*_unexpected(connection, row_counts or {}, year, total_score_sum), *_broken(connection)]
    except duckdb.Error as error:
        raise VerificationError(
            f"Rilis {path.name} tidak dapat dibaca utuh ({type(error).__name__}); bangun ulang dengan `build --force`."
        ) from error
    if problems:
        raise VerificationError(f"Rilis {path.name} tidak benar: {'; '.join(problems)}.")


def _misshapen(connection: DuckDBPyConnection) -> list[str]:
    """What differs between the columns of the file and those of tables.py."""
    reference = duckdb.connect()
    reference.execute("ATTACH ':memory:' AS published")
    reference.execute("; ".join(_definitions(_copies("published"))))
    question = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ? AND NOT internal"
    wanted = set(reference.execute(question, ["published"]).fetchall())
    (database,) = connection.execute("SELECT current_database()").fetchall()[0]
    found = set(connection.execute(question, [database]).fetchall())
    return [f"kolom {table}.{column} ({kind}) tidak sesuai tables.py" for table, column, kind in sorted(wanted ^ found)]


def _unexpected(connection: DuckDBPyConnection, row_counts: Mapping[str, int], year: int | None, total_score_sum: Decimal | None) -> list[str]:
    """What differs between the rows and the sum of the file and those that the builder counted."""
    problems = []
    for table, wanted in row_counts.items():
        (found,) = _of_year(connection, table, year).aggregate("count(*)").fetchall()[0]
        if found != wanted:
            problems.append(f"tabel {table} berisi {found} baris, seharusnya {wanted}")
    if total_score_sum is not None:
        (found,) = _of_year(connection, "score", year).aggregate("coalesce(sum(total_score), 0)").fetchall()[0]
        if found != total_score_sum:
            problems.append(f"jumlah total_score adalah {found}, seharusnya {total_score_sum}")
    return problems


def _of_year(connection: DuckDBPyConnection, table: str, year: int | None) -> DuckDBPyRelation:
    rows = connection.table(table)
    return rows if year is None else rows.filter(ColumnExpression("period_year") == ConstantExpression(year))


def _broken(connection: DuckDBPyConnection) -> list[str]:
    """One sentence for each rule of folder verification that any row breaks."""
    problems = []
    for file in sorted(VERIFICATION.glob("*.sql")):
        (count,) = connection.sql(file.read_text(encoding="utf-8")).aggregate("count(*)").fetchall()[0]
        if count:
            problems.append(f"{file.stem} pada {count} baris")
    return problems


def publish(draft: Draft, keep: int, referenced: Callable[[], Collection[str] | None] = frozenset) -> Path:
    """Make a verified draft the current release, keep the newest `keep` releases, and return its file. All or nothing: an error leaves things as they were.

    `referenced`, asked when the release is there: names of releases that stay whatever their age; None: nobody knows them, so all stay. Raises
    VerificationError when the draft was not closed or is not the release it is named for, WarehouseError when the folder cannot be written.
    """
    path = release.path_of(draft.warehouse, draft.release_id)
    if draft.path.with_name(f"{draft.path.name}.wal").exists():
        raise VerificationError(f"Rilis {draft.release_id} belum ditutup oleh pembangunnya.")
    try:
        _move(draft.path, path)
        _warm(path)
        release.point_to(draft.warehouse, draft.release_id)
    except BaseException as error:
        _take_back(draft, path)
        if isinstance(error, OSError):
            raise not_writable(draft.warehouse, error) from error
        raise
    spared = referenced()
    if spared is not None:
        _prune(draft, keep, spared)
    return path


def _take_back(draft: Draft, path: Path) -> None:
    """Undo a failed publish, unless CURRENT already names the release: then readers have it, and it stays."""
    if release.current_id(draft.warehouse) != draft.release_id:
        path.unlink(missing_ok=True)


def _move(written: Path, path: Path) -> None:
    """Give a draft its name for good: on the disk before it has the name, readable by the group, writable by nobody."""
    written.chmod(0o440)
    descriptor = os.open(written, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    written.rename(path)
    release.sync_folder(path.parent)


def _warm(path: Path) -> None:
    """Open the release exactly as the dashboard will, and read it into memory."""
    engine.run_of(path)
    opened = engine.open_release(path)
    try:
        engine.warm(opened)
    finally:
        opened.dispose()


def _prune(draft: Draft, keep: int, spared: Collection[str]) -> None:
    """Remove all but the newest releases, never the current one or the one that was current until now: its readers may just be opening it."""
    found = release.list_releases(draft.warehouse)
    kept = {item.release_id for item in found[: max(keep, FEWEST_KEPT)]} | {draft.release_id, draft.previous_release_id, *spared}
    for item in found:
        if item.release_id not in kept:
            release.remove_unless_held(item.path)
