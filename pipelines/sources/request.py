"""What every reader of sources is given, and what all of them do in the same way at the end."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.sources.arrival import FIELDS, PERSONAL_FIELDS, Arrived, SourceSpec
from pipelines.sources.layouts import Layout
from pipelines.sources.recognition import Match, recognise
from pipelines.sources.relation import Reading, create_view, insert_rows, new_relation
from pipelines.sources.rows import DataRows


@dataclass(frozen=True)
class Request:
    """One source to be opened in a workbench, as a kind, for a measurement year."""

    connection: duckdb.DuckDBPyConnection
    spec: SourceSpec
    kind: str
    year: int
    layouts: tuple[Layout, ...]
    is_personal: bool = False
    """Whether PERSONAL_FIELDS are read too."""
    kept: Path | None = None
    """Folder for what growing sources keep between two builds; None: they are read whole."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that the relation gets, in their order; no other column of the source is read."""
        return (*FIELDS[self.kind], *(PERSONAL_FIELDS.get(self.kind, ()) if self.is_personal else ()))

    @property
    def name(self) -> str:
        """The source's name, for messages."""
        return self.spec.name

    def recognise(self, rows: Sequence[Sequence[str]]) -> tuple[int, Match]:
        """The row of headings among the first rows, and its layout. Raises SourceError when none fits."""
        return recognise(self.spec, self.kind, self.layouts, rows, self.fields)


@dataclass(frozen=True)
class Content:
    """What identifies a source's content."""

    sha256: str
    byte_count: int | None


def content_of(path: Path) -> Content:
    """SHA-256 and size of a file."""
    with path.open("rb") as file:
        return Content(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def arrive_read(
    request: Request,
    found: Match,
    reading: Reading,
    content: Content,
    *,
    first_row: int,
    row_count: int,
    skipped: int = 0,
    relation: str | None = None,
) -> Arrived:
    """A source that the workbench reads itself, as the view `relation`; None: a new one."""
    relation = relation or new_relation(request.connection, request.kind)
    create_view(request.connection, relation, found, reading, fields=request.fields, year=request.year)
    return Arrived(
        name=request.name,
        kind=request.kind,
        layout_code=found.layout.code,
        sha256=content.sha256,
        byte_count=content.byte_count,
        relation=relation,
        first_row=first_row,
        row_count_known=row_count,
        missing=found.missing,
        skipped_row_count=skipped,
        may_be_empty=request.spec.optional,
    )


def arrive_rows(request: Request, found: Match, heading_row: int, rows: Iterable[tuple[int, Sequence[str]]], content: Content) -> Arrived:
    """A source that is read row by row: the data among `rows`, which follow the headings, as a table of the workbench."""
    relation = new_relation(request.connection, request.kind)
    data = DataRows(found)
    reading, row_count = insert_rows(request.connection, f"{relation}_rows", found, data.of(rows))
    return arrive_read(request, found, reading, content, first_row=heading_row + 1, row_count=row_count, skipped=data.skipped, relation=relation)


@contextmanager
def scratch_folder(connection: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """A folder for files between two steps, beside the workbench's file, so that what a killed build leaves goes with the workbench."""
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    beside = Path(row[0]).parent if row and row[0] else None
    with tempfile.TemporaryDirectory(prefix="source-", dir=beside) as folder:
        yield Path(folder)
