"""A Reference into the workbench: the published tables it fills, and the tables that only the build needs."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection
from duckdb_sqlalchemy import Dialect
from sqlalchemy import Table
from sqlalchemy.schema import CreateTable

from pipelines.reference import lookups
from pipelines.reference.facts import Reference
from pipelines.reference.rows import Row, rows
from pipelines.reference.spelling import SPELLING_MACRO
from pipelines.warehouse import tables


def insert(connection: DuckDBPyConnection, reference: Reference) -> None:
    """Creates and fills the rule, schedule, rank and education tables of pipelines/warehouse/tables.py, all of lookups.py, and the macro `spelling_of`.

    Raises duckdb.CatalogException when the tables are there already.
    """
    connection.execute(SPELLING_MACRO)
    for name, its_rows in rows(reference).items():
        metadata = lookups.metadata if name in lookups.metadata.tables else tables.metadata
        _create(connection, metadata.tables[name])
        _fill(connection, metadata.tables[name], its_rows)


def _create(connection: DuckDBPyConnection, table: Table) -> None:
    connection.execute(str(CreateTable(table).compile(dialect=Dialect())))


def _fill(connection: DuckDBPyConnection, table: Table, its_rows: Sequence[Row]) -> None:
    """As literals, quoted by SQLAlchemy: the first `?` parameter or Arrow table of a process imports pandas, which takes 1.4 s of a small build.

    Paramstyle `named`, because the dialect's own would double every per cent sign.
    """
    if its_rows:
        statement = table.insert().values(its_rows).compile(dialect=Dialect(paramstyle="named"), compile_kwargs={"literal_binds": True})
        connection.execute(str(statement))
