"""Opening the ledger: SQLite in a file of its own unless a URL names a PostgreSQL, both with the same tables.

Write inside `writing(ledger)`: SQLite then takes its one writer's place at the beginning and waits for it, instead of failing in the middle.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dashboard.ledger.turns import Turns

FOLDER = Path(__file__).parents[2] / "data" / "ledger"
URL_VARIABLE = "IPASN_LEDGER"
MIGRATIONS = Path(__file__).parent / "migrations"

WAIT_MS = 15_000
"""How long a writer waits for the one before it."""

POOL = {"pool_size": 20, "max_overflow": 40, "pool_timeout": 30}
"""Connections of one server: two hundred people who measure at once ask at the same moment; five and ten, SQLAlchemy's own, made them wait until they were refused.
A PostgreSQL with its hundred connections has room for one such server and everything beside it."""

UPGRADES, ACCOUNTS, PUBLISHING, MAIL, DOCUMENTS = 4_011_202_101, 4_011_202_102, 4_011_202_103, 4_011_202_104, 4_011_202_105
"""Advisory locks of PostgreSQL: of servers that start together and all bring the tables up to date, of whoever changes an account, of whoever asks for a
release or for mail that comes again, and of whoever gives a document its number."""


_turns: dict[str, Turns] = {}
"""Whose turn it is to write, by file of SQLite."""


class LedgerError(Exception):
    """The ledger cannot be opened or read: one sentence in Indonesian, without a password and without anybody's data."""


def open_ledger(url: str | None = None) -> Engine:
    """The ledger of `url`, of IPASN_LEDGER, or of data/ledger/ledger.sqlite. Opening changes no table. Raises LedgerError."""
    given = url or os.environ.get(URL_VARIABLE) or f"sqlite:///{FOLDER / 'ledger.sqlite'}"
    try:
        parsed = make_url(given)
    except ArgumentError:
        raise LedgerError(f"{URL_VARIABLE} bukan alamat basis data; tulis postgresql://... atau sqlite:///berkas.") from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed)
    raise LedgerError(f"{URL_VARIABLE} menyebut {parsed.get_backend_name()}; yang didukung hanya postgresql dan sqlite.")


def _postgresql(url: URL) -> Engine:
    """Nobody waits for ever: neither for a server that does not answer nor for somebody else's lock."""
    limits = {"connect_timeout": "10", "options": f"-c lock_timeout={WAIT_MS} -c idle_in_transaction_session_timeout={4 * WAIT_MS}"}
    bounded = url.set(drivername="postgresql+psycopg", query={**limits, **url.query})
    return create_engine(bounded, pool_pre_ping=True, hide_parameters=True, **POOL)


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise LedgerError(f"{URL_VARIABLE} tidak menyebut berkas; tulis sqlite:///folder/ledger.sqlite.")
    _make_private(Path(url.database))
    engine = create_engine(url, hide_parameters=True, **POOL)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(file: Path) -> None:
    """The file, readable by its owner alone from its first moment on; SQLite gives the same mode to what it writes beside it.

    A file that is there is not opened: closing it again would give up the locks that SQLite holds for other engines of this process, and the next process to
    close the ledger would take away what they write (sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise LedgerError(f"Buku besar {file} tidak dapat dibuka: {error.strerror}; jalankan sebagai pemiliknya, atau beri {URL_VARIABLE}.") from None


def _prepare(connection: Any, _record: object) -> None:
    """A connection whose transactions SQLAlchemy begins itself."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    _switch_to_wal(connection)
    for setting in ("foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {setting}")


def _switch_to_wal(connection: Any) -> None:
    """Once in the life of a file: readers no longer wait for the writer. Several who switch a new file at once are refused, without SQLite's own wait."""
    last = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    """SQLite lets nobody change within a transaction how safe it is."""
    options = connection.get_execution_options()
    if options.get("is_writing"):
        connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get('is_synced', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("is_writing") else "BEGIN")


@contextmanager
def writing(ledger: Engine, *, is_synced: bool = True) -> Iterator[Connection]:
    """One transaction that writes: all of it or nothing. What was committed survives a power cut; with is_synced=False only the end of the server or of its
    database, and a second before a power cut may be lost: for what is written often and lost lightly, the disk is not waited for."""
    with _queued(ledger), ledger.connect().execution_options(is_writing=True, is_synced=is_synced) as connection, connection.begin():
        if not is_synced and ledger.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL synchronous_commit = off"))
        yield connection


@contextmanager
def _queued(ledger: Engine) -> Iterator[None]:
    """Writers of one process to a SQLite file, one after the other. Left to SQLite they ask again after pauses of up to 100 ms, and whoever is unlucky is refused
    in the end; here the next one goes on at once. Writers of other processes are waited for as before, and so is one that takes longer than WAIT_MS."""
    if ledger.dialect.name != "sqlite":
        yield
        return
    with _turns.setdefault(str(ledger.url.database), Turns()).taken(WAIT_MS / 1000):
        yield


def take_turn(connection: Connection, lock: int) -> None:
    """Wait until nobody else holds this lock; it is held to the end of the transaction. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@contextmanager
def snapshot(ledger: Engine) -> Iterator[Connection]:
    """One transaction that reads, and sees one state of the ledger from its first question to its last."""
    isolation = {"isolation_level": "REPEATABLE READ"} if ledger.dialect.name == "postgresql" else {}
    with ledger.connect().execution_options(**isolation) as connection, connection.begin():
        yield connection


def upgrade(ledger: Engine) -> None:
    """Bring the tables up to date; nothing happens where they are. Servers that start together wait for each other."""
    with writing(ledger) as connection:
        take_turn(connection, UPGRADES)
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def is_ready(ledger: Engine) -> bool:
    """Whether the ledger answers and its tables are those of this program."""
    try:
        with ledger.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == newest_revision()
    except (SQLAlchemyError, OSError):
        return False


def damage(ledger: Engine) -> str | None:
    """What SQLite finds wrong with its file, as one sentence; PostgreSQL checks its pages itself. None: nothing."""
    if ledger.dialect.name != "sqlite":
        return None
    try:
        with ledger.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except SQLAlchemyError as error:
        found = [type(error).__name__]
    return None if found == ["ok"] else f"Berkas buku besar rusak ({len(found)} temuan); kembalikan salinan terakhir."


def newest_revision() -> str | None:
    """Name of the last migration of this program."""
    return ScriptDirectory.from_config(_configuration()).get_current_head()
