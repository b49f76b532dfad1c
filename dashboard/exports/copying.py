"""Rows written by the database itself into CSV, Parquet or a database of their own. Nothing but a connection is needed: this runs in a process that has little else."""

from collections.abc import Sequence
from typing import Any

DATA, ABOUT = "data", "keterangan"
"""Tables of a database that is taken away: the rows, and what they are."""


def csv(connection: Any, sql: str, parameters: Sequence[Any], path: str, *, separator: str = ",") -> int:
    """The rows of a statement as UTF-8 CSV under one heading row, missing values empty; how many they are."""
    return _copied(connection, sql, parameters, path, f"FORMAT csv, HEADER, DELIMITER {quoted(separator)}")


def parquet(connection: Any, sql: str, parameters: Sequence[Any], path: str) -> int:
    """The rows of a statement as Parquet, compressed, every value of its own type; how many they are."""
    return _copied(connection, sql, parameters, path, "FORMAT parquet, COMPRESSION zstd")


def _copied(connection: Any, sql: str, parameters: Sequence[Any], path: str, options: str) -> int:
    (count,) = connection.execute(f"COPY ({sql}) TO {quoted(path)} ({options})", list(parameters)).fetchone()
    return int(count)


def database(
    connection: Any, sql: str, parameters: Sequence[Any], name: str, *, columns: Sequence[tuple[str, str]], notes: Sequence[tuple[str, str]]
) -> int:
    """The rows of a statement as the table DATA of the attached database `name`, each column with its description, and `notes` as the table ABOUT; how many rows
    they are."""
    table = f"{identifier(name)}.{DATA}"
    connection.execute(f"CREATE TABLE {table} AS {sql}", list(parameters))
    for column, description in columns:
        connection.execute(f"COMMENT ON COLUMN {table}.{identifier(column)} IS {quoted(description)}")
    connection.execute(
        f"CREATE TABLE {identifier(name)}.{ABOUT} AS SELECT unnest(?) AS butir, unnest(?) AS isi", [*map(list, zip(*notes, strict=True))]
    )
    (count,) = connection.table(table).aggregate("count(*)").fetchone()
    connection.execute(f"CHECKPOINT {identifier(name)}")
    return int(count)


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def identifier(name: str) -> str:
    """A name as SQL writes it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
