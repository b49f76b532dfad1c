"""One read-only transaction of a database, and how its rows come into the workbench: PostgreSQL by COPY, every other by batches of rows."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import duckdb
import pyarrow as pa
from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from pipelines.sources.cells import cell_text
from pipelines.sources.relation import BATCH_ROWS, file_literal, insert_batch, name
from pipelines.sources.request import Content, scratch_folder

_MYSQL_SESSION = ("SET SESSION TRANSACTION READ ONLY", "SET SESSION time_zone = '+07:00'")

_SESSION = {"sqlite": ("PRAGMA query_only = ON", "BEGIN"), "mysql": _MYSQL_SESSION, "mariadb": _MYSQL_SESSION}
"""What a session begins with: nothing can be written, times are those of Jakarta. SQLite's driver begins no transaction for a question alone."""

_POSTGRESQL_SESSION = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", "SET LOCAL datestyle = 'ISO, YMD'")

_POSTGRESQL_BOOLEAN, _POSTGRESQL_MOMENT = 16, 1184
"""Type numbers of boolean and timestamp with time zone."""


class DatabaseRows(Protocol):
    """What is asked of a database within one transaction: every question sees the same state of it, where the database can."""

    def quote(self, heading: str) -> str:
        """A heading as the database's own identifier."""

    def headings(self, query: str) -> list[str]:
        """The columns of a query."""

    def numbers(self, query: str) -> tuple[int, ...]:
        """The one row of whole numbers that a query gives."""

    def fetch(self, workbench: duckdb.DuckDBPyConnection, query: str, positions: Sequence[int], table: str) -> Content:
        """The columns of a query at these positions, as the table `table` of the workbench with columns c<position>, all text; what identifies them."""


@contextmanager
def reading(engine: Engine) -> Iterator[DatabaseRows]:
    """One transaction that cannot write."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            for statement in _POSTGRESQL_SESSION:
                cursor.execute(statement)
            yield _Copied(engine, cursor)
        return
    with engine.connect().execution_options(stream_results=True, no_parameters=True, max_row_buffer=BATCH_ROWS) as connection:
        for statement in _SESSION.get(engine.dialect.name, ()):
            connection.exec_driver_sql(statement)
        yield _Streamed(engine, connection)


def selected(query: str, columns: Sequence[str]) -> str:
    """The same rows, of which only these columns."""
    return f"SELECT {', '.join(columns)} FROM ({query}) AS source_rows"  # noqa: S608 - the query is configuration


class _Copied:
    """PostgreSQL: COPY into a file beside the workbench, three times as fast as fetching rows; then one table of text."""

    def __init__(self, engine: Engine, cursor: Any) -> None:
        self._cursor = cursor
        self.quote = engine.dialect.identifier_preparer.quote_identifier

    def _described(self, query: str) -> list[Any]:
        self._cursor.execute(f"{selected(query, ['*'])} LIMIT 0")
        return list(self._cursor.description or ())

    def headings(self, query: str) -> list[str]:
        return [column[0] for column in self._described(query)]

    def numbers(self, query: str) -> tuple[int, ...]:
        return tuple(map(int, self._cursor.execute(query).fetchone()))

    def fetch(self, workbench: duckdb.DuckDBPyConnection, query: str, positions: Sequence[int], table: str) -> Content:
        described = self._described(query)
        columns = [self._text(described[position]) for position in positions]
        with scratch_folder(workbench) as folder:
            file = folder / "rows.csv"
            hashed, size = hashlib.sha256(), 0
            copied = f"COPY ({selected(query, columns)}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
            with file.open("wb") as written, self._cursor.copy(copied) as blocks:
                for block in blocks:
                    written.write(block)
                    hashed.update(block)
                    size += len(block)
            declared = ", ".join(f"'c{position}': 'VARCHAR'" for position in positions)
            source = f"read_csv({file_literal(file)}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', columns={{{declared}}})"
            workbench.execute(f"CREATE TABLE {name(table)} AS SELECT * FROM {source}")  # noqa: S608 - a quoted path
        return Content(hashed.hexdigest(), size)

    def _text(self, described: Any) -> str:
        """A column in SQL such that COPY writes it as cells.cell_text would."""
        quoted = self.quote(described[0])
        if described[1] == _POSTGRESQL_BOOLEAN:
            return f"CASE WHEN {quoted} THEN 'ya' WHEN NOT {quoted} THEN 'tidak' END"
        if described[1] == _POSTGRESQL_MOMENT:
            return f"{quoted} AT TIME ZONE 'Asia/Jakarta'"
        return str(quoted)


class _Streamed:
    """Any other database: batches of rows, each inserted into the workbench before the next is fetched."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        self._connection = connection
        self.quote = engine.dialect.identifier_preparer.quote_identifier

    def headings(self, query: str) -> list[str]:
        return list(self._connection.exec_driver_sql(selected(query, ["*"]) + " WHERE 1 = 0").keys())

    def numbers(self, query: str) -> tuple[int, ...]:
        return tuple(map(int, self._connection.exec_driver_sql(query).one()))

    def fetch(self, workbench: duckdb.DuckDBPyConnection, query: str, positions: Sequence[int], table: str) -> Content:
        headings = self.headings(query)
        fetched = self._connection.exec_driver_sql(selected(query, [self.quote(headings[position]) for position in positions]))
        declared = ", ".join(f"c{position} VARCHAR" for position in positions)
        workbench.execute(f"CREATE TABLE {name(table)} ({declared})")
        hashed, size = hashlib.sha256(), 0
        for rows in fetched.partitions(BATCH_ROWS):
            columns = [[cell_text(cell) for cell in column] for column in zip(*rows, strict=True)]
            insert_batch(workbench, table, [pa.array(column, pa.string()) for column in columns])
            written = "\x1e".join("\x1f".join(row) for row in zip(*columns, strict=True)).encode()
            hashed.update(written + b"\x1e")
            size += len(written)
        return Content(hashed.hexdigest(), size)
