"""SQL databases through SQLAlchemy: one transaction a source, never more of it in memory than one batch.

Only the columns that a layout reads are fetched: what a release must not hold does not leave the database. Sessions are read-only where the database can.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import SQLAlchemyError

from pipelines.sources import database_rows, growing
from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.recognition import Match
from pipelines.sources.relation import Reading, name, new_relation
from pipelines.sources.request import Content, Request, arrive_read

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
"""The driver that stands in our requirements, for a URL that names none."""


def open_database(request: Request) -> Arrived:
    """The rows of a query or table. Rows are numbered from 1 in the order in which the database gives them. Raises SourceError."""
    engine = _engine(request)
    try:
        with _asked(request, engine), database_rows.reading(engine) as database:
            query = _query(request, engine)
            relation = new_relation(request.connection, request.kind)
            _, found = request.recognise([database.headings(query)])
            if request.spec.grows:
                content = growing.fetch(request, database, query, found, f"{relation}_rows")
            else:
                content = database.fetch(request.connection, query, found.positions, f"{relation}_rows")
            return _arrive(request, found, relation, content)
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
        return with_driver(address)
    except SQLAlchemyError:
        raise SourceError(f"{request.name}: isi {variable} bukan alamat basis data, misalnya postgresql://pengguna:sandi@server/simpeg.") from None


def with_driver(address: str) -> URL:
    """The address of a database, with the driver that is installed here where it names none. Raises SQLAlchemyError for what is none."""
    url = sqlalchemy.make_url(address)
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


def _arrive(request: Request, found: Match, relation: str, content: Content) -> Arrived:
    table = name(f"{relation}_rows")
    counted = request.connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - the name is quoted
    reading = Reading(table, {position: f"c{position}" for position in found.positions})
    return arrive_read(request, found, reading, content, first_row=1, row_count=counted[0] if counted else 0, relation=relation)
