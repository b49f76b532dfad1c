"""SQL databases through SQLAlchemy: PostgreSQL by COPY, every other by batches, never more of a source in memory than one batch.

Only the columns that a layout reads are fetched: what a release must not hold does not leave the database. Sessions are read-only where the database can.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import SQLAlchemyError

from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.cells import cell_text
from pipelines.sources.recognition import Match
from pipelines.sources.relation import BATCH_ROWS, Reading, file_literal, insert_batch, name, new_relation
from pipelines.sources.request import Content, Request, arrive_read, scratch_folder

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
"""The driver that stands in our requirements, for a URL that names none."""

_MYSQL_SESSION = ("SET SESSION TRANSACTION READ ONLY", "SET SESSION time_zone = '+07:00'")

_SESSION = {"sqlite": ("PRAGMA query_only = ON",), "mysql": _MYSQL_SESSION, "mariadb": _MYSQL_SESSION}
"""What a session begins with: nothing can be written, times are those of Jakarta."""

_POSTGRESQL_BOOLEAN, _POSTGRESQL_MOMENT = 16, 1184
"""Type numbers of boolean and timestamp with time zone."""


def open_database(request: Request) -> Arrived:
    """The rows of a query or table. Rows are numbered from 1 in the order in which the database gives them. Raises SourceError."""
    engine = _engine(request)
    try:
        with _asked(request, engine):
            if engine.dialect.name == "postgresql":
                return _copy(request, engine)
            return _stream(request, engine)
    finally:
        engine.dispose()


@contextmanager
def _asked(request: Request, engine: Engine) -> Iterator[None]:
    """What the database says, as a SourceError without the URL or any value of a row."""
    try:
        yield
    except (SQLAlchemyError, _driver_error(engine)) as error:
        reason = _reason(getattr(error, "orig", None) or error, request)
        raise SourceError(
            f"{request.name}: basis data tidak dapat dibaca ({reason}). Periksa {request.spec.url_env}, jaringan dan kuerinya."
        ) from None


def _driver_error(engine: Engine) -> type[Exception]:
    error: type[Exception] = engine.dialect.loaded_dbapi.Error
    return error


def _reason(error: BaseException, request: Request) -> str:
    """The kind of error and its first line, without the password."""
    message = str(error.args[-1] if error.args else error).strip().partition("\n")[0][:200]
    password = _url(request).password
    return f"{type(error).__name__}: {message.replace(str(password), '***') if password else message}"


def _url(request: Request) -> URL:
    variable = request.spec.url_env or ""
    address = os.environ.get(variable)
    if not address:
        raise SourceError(
            f"{request.name}: isi variabel lingkungan {variable} dengan alamat basis data, misalnya postgresql://pengguna:sandi@server/simpeg."
        )
    try:
        url = sqlalchemy.make_url(address)
    except SQLAlchemyError:
        raise SourceError(f"{request.name}: isi {variable} bukan alamat basis data, misalnya postgresql://pengguna:sandi@server/simpeg.") from None
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _engine(request: Request) -> Engine:
    url = _url(request)
    if url.drivername.startswith("sqlite") and not (url.database and Path(url.database).is_file()):
        raise SourceError(f"{request.name}: berkas basis data SQLite {url.database} tidak ditemukan.")
    try:
        return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    except (SQLAlchemyError, ImportError) as error:
        raise SourceError(
            f'{request.name}: tidak ada penggerak untuk "{url.drivername}". Yang tersedia: postgresql, mysql, mariadb, sqlite; yang lain dipasang dengan pip.'
        ) from error


def _query(request: Request, engine: Engine) -> str:
    """The query of the source, or of all rows of its table; {year} in it is the year being built."""
    spec = request.spec
    if spec.query is not None:
        return spec.query.strip().rstrip(";").replace("{year}", str(request.year))
    quote = engine.dialect.identifier_preparer.quote_identifier
    return f"SELECT * FROM {'.'.join(map(quote, (spec.table or '').split('.')))}"  # noqa: S608 - quoted by the dialect


def _selected(query: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM ({query}) AS source_rows"  # noqa: S608 - the query is configuration


def _copy(request: Request, engine: Engine) -> Arrived:
    """PostgreSQL: COPY into a file beside the workbench, three times as fast as fetching rows; then one table of text."""
    query = _query(request, engine)
    relation = new_relation(request.connection, request.kind)
    with scratch_folder(request.connection) as folder, engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
        cursor.execute(f"SELECT * FROM ({query}) AS source_rows LIMIT 0")  # noqa: S608 - the query is configuration
        described = list(cursor.description or ())
        _, found = request.recognise([[column[0] for column in described]])
        columns = [_postgresql_text(engine, described[position]) for position in found.positions]
        file = folder / "rows.csv"
        content = _copy_to(cursor, _selected(query, columns), file)
        declared = ", ".join(f"'c{position}': 'VARCHAR'" for position in found.positions)
        source = f"read_csv({file_literal(file)}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', columns={{{declared}}})"
        request.connection.execute(f"CREATE TABLE {name(f'{relation}_rows')} AS SELECT * FROM {source}")  # noqa: S608 - a quoted path
    return _arrive(request, found, relation, content)


def _postgresql_text(engine: Engine, described: Any) -> str:
    """A column in SQL such that COPY writes it as cells.cell_text would."""
    quoted = engine.dialect.identifier_preparer.quote_identifier(described[0])
    if described[1] == _POSTGRESQL_BOOLEAN:
        return f"CASE WHEN {quoted} THEN 'ya' WHEN NOT {quoted} THEN 'tidak' END"
    if described[1] == _POSTGRESQL_MOMENT:
        return f"{quoted} AT TIME ZONE 'Asia/Jakarta'"
    return str(quoted)


def _copy_to(cursor: Any, query: str, file: Path) -> Content:
    hashed, size = hashlib.sha256(), 0
    with file.open("wb") as written, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')") as blocks:
        for block in blocks:
            written.write(block)
            hashed.update(block)
            size += len(block)
    return Content(hashed.hexdigest(), size)


def _stream(request: Request, engine: Engine) -> Arrived:
    """Any other database: batches of rows, each inserted into the workbench before the next is fetched."""
    query = _query(request, engine)
    relation = new_relation(request.connection, request.kind)
    table = f"{relation}_rows"
    with engine.connect().execution_options(stream_results=True, no_parameters=True, max_row_buffer=BATCH_ROWS) as connection:
        for statement in _SESSION.get(engine.dialect.name, ()):
            connection.exec_driver_sql(statement)
        headings = list(connection.exec_driver_sql(_selected(query, ["*"]) + " WHERE 1 = 0").keys())
        _, found = request.recognise([headings])
        quote = engine.dialect.identifier_preparer.quote_identifier
        fetched = connection.exec_driver_sql(_selected(query, [quote(headings[position]) for position in found.positions]))
        declared = ", ".join(f"c{position} VARCHAR" for position in found.positions)
        request.connection.execute(f"CREATE TABLE {name(table)} ({declared})")
        hashed, size = hashlib.sha256(), 0
        for rows in fetched.partitions(BATCH_ROWS):
            columns = [[cell_text(cell) for cell in column] for column in zip(*rows, strict=True)]
            insert_batch(request.connection, table, [pa.array(column, pa.string()) for column in columns])
            written = "\x1e".join("\x1f".join(row) for row in zip(*columns, strict=True)).encode()
            hashed.update(written + b"\x1e")
            size += len(written)
    return _arrive(request, found, relation, Content(hashed.hexdigest(), size))


def _arrive(request: Request, found: Match, relation: str, content: Content) -> Arrived:
    table = name(f"{relation}_rows")
    counted = request.connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - the name is quoted
    reading = Reading(table, {position: f"c{position}" for position in found.positions})
    return arrive_read(request, found, reading, content, first_row=1, row_count=counted[0] if counted else 0, relation=relation)
