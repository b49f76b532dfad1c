"""A Reference into the workbench: the published tables it fills, and the tables that only the build needs."""

from datetime import datetime

from duckdb import DuckDBPyConnection
from duckdb_sqlalchemy import Dialect
from sqlalchemy import Table
from sqlalchemy.schema import CreateTable

from pipelines import workbench
from pipelines.reference import lookups
from pipelines.reference.facts import Reference
from pipelines.reference.rows import rows
from pipelines.reference.spelling import SPELLING_MACRO
from pipelines.warehouse import tables


def insert(connection: DuckDBPyConnection, reference: Reference, as_of: datetime | None = None) -> None:
    """The reference as it held at `as_of`: its deadlines are those in force then; without it, the first ones.

    Creates and fills the rule, schedule, rank and education tables of pipelines/warehouse/tables.py, all of lookups.py, and the macro `spelling_of`.

    Raises duckdb.CatalogException when the tables are there already.
    """
    connection.execute(SPELLING_MACRO)
    for name, its_rows in rows(reference, as_of).items():
        metadata = lookups.metadata if name in lookups.metadata.tables else tables.metadata
        _create(connection, metadata.tables[name])
        workbench.insert(connection, metadata.tables[name], its_rows)


def _create(connection: DuckDBPyConnection, table: Table) -> None:
    connection.execute(str(CreateTable(table).compile(dialect=Dialect())))
