"""The DuckDB in which one build runs: a file of its own, so that memory stays bounded, thrown away when the build ends."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

CATALOG = "workbench"
HERE = Path(__file__).parent


@contextmanager
def opened(directory: Path, memory_limit: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty workbench in `directory`. Times without an offset are read as Asia/Jakarta."""
    directory.mkdir(parents=True, exist_ok=True)
    config = {"temp_directory": str(directory / "spill")} | ({"memory_limit": memory_limit} if memory_limit else {})
    with duckdb.connect(directory / f"{CATALOG}.duckdb", config=config) as connection:
        connection.execute("SET TimeZone = 'Asia/Jakarta'")
        connection.execute("SET enable_progress_bar = false")
        yield connection


def statement(folder: str, name: str) -> str:
    """The one SELECT (or the macros) of pipelines/<folder>/<name>.sql."""
    return (HERE / folder / f"{name}.sql").read_text(encoding="utf-8")


def create(connection: duckdb.DuckDBPyConnection, folder: str, name: str) -> None:
    """Makes the workbench table `name` from its SELECT, in place of an earlier one."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS\n{statement(folder, name)}")


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows by column name, as an Arrow table: the first `?` parameter of a process makes DuckDB import pandas, which takes 1.4 s."""
    if not rows:
        return
    connection.register("inserted_rows", pa.Table.from_pylist(rows))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM inserted_rows")  # noqa: S608 -- a name of our own
    connection.unregister("inserted_rows")


def value(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    """The one value of a query of one row; None without a row."""
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return int(value(connection, f"SELECT count(*) FROM {table}"))  # noqa: S608 -- a name of our own
