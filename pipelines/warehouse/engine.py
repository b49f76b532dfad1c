"""How a release is opened for reading: one engine a release, which no statement can lead to other files or other settings."""

from pathlib import Path
from threading import Lock

import duckdb
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from pipelines.warehouse import tables
from pipelines.warehouse.release import ReleaseError

_first_connection = Lock()
"""DuckDB shares one instance per file among all connections of the process: its settings are made once, by the first."""


def open_release(path: Path, *, memory_limit: str | None = None, threads: int | None = None, pool_size: int = 10) -> Engine:
    """An engine for one release: read-only, Jakarta time, no other file reachable, settings locked; each thread gets a connection of its own.

    Keep one engine per release and dispose of it when the release is no longer asked. Raises ReleaseError when the file is missing or does not open.
    """
    if not path.is_file():
        raise ReleaseError(f"Rilis {path} tidak ada; lihat daftarnya dengan `python -m pipelines releases`.")
    settings: dict[str, str] = {"enable_external_access": "false"}
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    if threads is not None:
        settings["threads"] = str(threads)
    engine = create_engine(
        URL.create("duckdb", database=str(path)),
        connect_args={"read_only": True, "config": settings},
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=2 * pool_size,
    )
    event.listen(engine, "connect", _settle)
    _try(engine, path)
    return engine


def _settle(connection: object, _entry: ConnectionPoolEntry) -> None:
    """Set what DuckDB takes only after opening, then lock. TimeZone has to be global: a connection opened after the lock could not set its own."""
    with _first_connection:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("SELECT current_setting('lock_configuration')")
        (is_locked,) = cursor.fetchone()
        if not is_locked:
            cursor.execute("SET GLOBAL TimeZone = 'Asia/Jakarta'")
            cursor.execute("SET lock_configuration = true")


def _try(engine: Engine, path: Path) -> None:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT release_id FROM run")).one()
    except (duckdb.Error, SQLAlchemyError) as error:
        engine.dispose()
        raise ReleaseError(f"Rilis {path} tidak dapat dibuka; pilih yang lain dengan `python -m pipelines rollback RILIS`.") from error


def warm(engine: Engine) -> None:
    """Touch every published table once, so that the first person to ask does not wait for the file."""
    with engine.connect() as connection:
        for table in tables.metadata.tables.values():
            if not table.info.get("is_view"):
                connection.execute(table.select().limit(1)).all()
