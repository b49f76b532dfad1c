"""How a release is opened for reading: one engine a release, which no statement can lead to other files or other settings."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
from sqlalchemy import Engine, RowMapping, create_engine, event, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from pipelines.warehouse import limits, tables
from pipelines.warehouse.refusals import FormatError, ReleaseError

_READING = {"read_only": True, "config": {"enable_external_access": "false"}}
"""Alike for every engine: DuckDB refuses a second configuration for a file that the process has open."""

_FORMAT = frozenset((table.name, column.name) for table in tables.metadata.tables.values() for column in table.columns)

COLUMNS = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = {} AND NOT internal"
"""Asks for the tables and columns of an attached release; {} is its name as an SQL expression."""

_first_connection = Lock()
"""DuckDB shares one instance per file among all connections of the process: its settings are made once, by the first."""


def open_release(path: Path, *, memory_limit: str | None = None, threads: int | None = None, pool_size: int = 10) -> Engine:
    """An engine for one release: read-only, Jakarta time, no other file reachable, settings locked; each thread gets a connection of its own.

    Memory and threads are those of limits.py unless they are given. Keep one engine per release and dispose of it when the release is no longer asked.
    Raises ReleaseError when the file is missing, does not open or is not the release it is named for, FormatError when its tables are not those of
    tables.py, LimitError when the environment's limits cannot be read.
    """
    allowed = limits.read()
    if not path.is_file():
        raise ReleaseError(f"Rilis {path} tidak ada; lihat daftarnya dengan `python -m pipelines releases`.")
    settings = {"memory_limit": memory_limit or allowed.memory, "threads": threads or allowed.threads}
    engine = create_engine(
        URL.create("duckdb", database=str(path)), connect_args=_READING, poolclass=QueuePool, pool_size=pool_size, max_overflow=2 * pool_size
    )
    event.listen(engine, "connect", partial(_settle, settings))
    try:
        _check(engine, path)
    except ReleaseError:
        engine.dispose()
        raise
    except (duckdb.Error, SQLAlchemyError) as error:
        engine.dispose()
        raise ReleaseError(f"Rilis {path} tidak dapat dibuka; pilih yang lain dengan `python -m pipelines rollback RILIS`.") from error
    return engine


def _settle(settings: dict[str, str | int | None], connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Set what DuckDB takes only after opening, then lock. TimeZone has to be global: a connection opened after the lock could not set its own."""
    with _first_connection:
        (is_locked,) = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if is_locked:
            return
        connection.execute("SET GLOBAL TimeZone = 'Asia/Jakarta'")
        (whole,) = connection.execute("SELECT current_setting('memory_limit')").fetchone()
        connection.execute(f"SET memory_limit = '{limits.share(whole)}'")
        for name, value in settings.items():
            if value is not None:
                connection.execute(f"SET {name} = '{value}'")
        connection.execute("SET lock_configuration = true")


def _check(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        found = connection.execute(select(tables.run.c.release_id)).scalars().all()
        columns = connection.exec_driver_sql(COLUMNS.format("current_database()")).all()
    if found != [path.stem]:
        raise ReleaseError(f"Isi {path} bukan rilis {path.stem}; pilih yang lain dengan `python -m pipelines rollback RILIS`.")
    if not has_format(columns):
        raise FormatError(
            f"Rilis {path} dibangun dengan versi lain perangkat lunak ini dan tidak dapat dibaca; bangun lagi dengan `python -m pipelines build --fresh`."
        )


def has_format(columns: Iterable[Iterable[str]]) -> bool:
    """Whether these pairs of table and column, as COLUMNS asks for them, are exactly those of tables.py."""
    return {tuple(pair) for pair in columns} == _FORMAT


def run_of(path: Path) -> RowMapping:
    """The one row of table `run` of a release, by column. Raises ReleaseError as open_release does."""
    engine = open_release(path, pool_size=1)
    try:
        with engine.connect() as connection:
            return connection.execute(select(tables.run)).mappings().one()
    finally:
        engine.dispose()


def warm(engine: Engine) -> None:
    """Touch every published table once, so that the first person to ask does not wait for the file."""
    with engine.connect() as connection:
        for table in tables.metadata.tables.values():
            if not table.info.get("is_view"):
                connection.execute(table.select().limit(1)).all()
