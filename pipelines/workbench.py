"""The DuckDB in which one build runs: a file of its own, so that memory stays bounded, thrown away when the build ends."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy
from duckdb_sqlalchemy import Dialect
from sqlalchemy import TableClause

CATALOG = "workbench"
HERE = Path(__file__).parent


@contextmanager
def opened(directory: Path, memory_limit: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty workbench in `directory`. Times without an offset are read as Asia/Jakarta."""
    directory.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(directory / "spill")}
    if memory_limit:
        config["memory_limit"] = memory_limit
    with duckdb.connect(config=config) as connection:
        attach(connection, directory / f"{CATALOG}.duckdb", CATALOG)
        connection.execute(f"USE {CATALOG}")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("SET TimeZone = 'Asia/Jakarta'")
        connection.execute("SET enable_progress_bar = false")
        yield connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """A file that is thrown away whole when the build stops, as the database `name`: no statement waits until the disk could bring it back."""
    connection.execute(f"ATTACH {literal(path)} AS {name} (RECOVERY_MODE no_wal_writes)")


def statement(folder: str, name: str) -> str:
    """The one SELECT (or the macros) of pipelines/<folder>/<name>.sql."""
    return (HERE / folder / f"{name}.sql").read_text(encoding="utf-8")


def literal(value: object) -> str:
    """A text or a path as an SQL literal, for statements that take no parameters: COPY, ATTACH, CREATE VIEW."""
    return "'" + str(value).replace("'", "''") + "'"


def create(connection: duckdb.DuckDBPyConnection, folder: str, name: str, kind: str = "TABLE") -> None:
    """Makes the workbench table (or view) `name` from its SELECT, in place of an earlier one."""
    connection.execute(f"CREATE OR REPLACE {kind} {name} AS\n{statement(folder, name)}")


def insert(connection: duckdb.DuckDBPyConnection, table: TableClause | str, rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows by column name, as literals quoted by SQLAlchemy.

    The first `?` parameter or Arrow table of a process imports pandas, which takes 1.4 s of a small build. Paramstyle `named`, because the dialect's own would
    double every per cent sign.
    """
    if rows:
        target = sqlalchemy.table(table, *map(sqlalchemy.column, rows[0])) if isinstance(table, str) else table
        literals = [{name: sqlalchemy.literal(value) for name, value in row.items()} for row in rows]
        statement = target.insert().values(literals).compile(dialect=Dialect(paramstyle="named"), compile_kwargs={"literal_binds": True})
        connection.execute(str(statement))


def value(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    """The one value of a query of one row; None without a row."""
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return int(value(connection, f"SELECT count(*) FROM {table}"))  # noqa: S608 -- a name of our own
