"""Arrived sources into typed tables, and the table `source` that leads every staged row back to its file and row.

A table loaded_ is filled in the order of its sources, so that a row's rowid is its place there. Nothing is joined on the way: a left join gives the rows
that match nothing after the others, and numbering rows with row_number() costs half as much again as reading them.
"""

from collections.abc import Sequence

import duckdb

from pipelines import clock, workbench
from pipelines.sources import FIELDS, Arrived

KINDS = {"units": "unit", "personnel": "personnel", "measurements": "measurement", "reports": "report"}
"""Kinds of source in the order of loading, with the word in the names of their table loaded_ and of the view stg_, which shows its rowid as row_id."""

_SOURCE = """
CREATE TABLE source (
    source_no INTEGER, kind VARCHAR, source_name VARCHAR, layout_code VARCHAR, sha256 VARCHAR, byte_count BIGINT, loaded_at TIMESTAMP,
    first_row BIGINT, first_rowid BIGINT, last_rowid BIGINT, may_be_empty BOOLEAN
);
CREATE TABLE source_missing (source_no INTEGER, column_name VARCHAR);
"""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty staged tables, typed by their SELECT; `source` and `source_missing`; the macros that read cells and words."""
    connection.execute(_SOURCE)
    for macros in ("cells", "words"):
        connection.execute(workbench.statement("staging", macros))
    for kind, word in KINDS.items():
        columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in (*FIELDS[kind], "surplus"))
        connection.execute(f"CREATE OR REPLACE VIEW arrived_{kind} AS SELECT {columns}, NULL::BIGINT AS source_row LIMIT 0")
        workbench.create(connection, "staging", f"loaded_{word}")
        connection.execute(f"CREATE VIEW stg_{word} AS SELECT rowid AS row_id, * FROM loaded_{word}")  # noqa: S608 -- a name of our own


def record_missing(connection: duckdb.DuckDBPyConnection, arrived: Sequence[Arrived]) -> None:
    """Which required headings each source lacks. Such sources stand in `source` with no rows, because they cannot be staged."""
    lacking = [(no, source) for no, source in enumerate(arrived, start=1) if source.missing]
    for no, source in lacking:
        _record(connection, no, source, 0, -1)
    workbench.insert(connection, "source_missing", [{"source_no": no, "column_name": name} for no, source in lacking for name in source.missing])


def stage(connection: duckdb.DuckDBPyConnection, no: int, source: Arrived) -> int:
    """Adds one source to the staged table of its kind and returns how many rows it has; rows in = rows out, in the order of the source."""
    word = KINDS[source.kind]
    first = workbench.count(connection, f"loaded_{word}")
    connection.execute(f"CREATE OR REPLACE VIEW arrived_{source.kind} AS SELECT * FROM {source.relation}")  # noqa: S608 -- a name of our own
    connection.execute(f"INSERT INTO loaded_{word}\n{workbench.statement('staging', f'loaded_{word}')}")
    rows = workbench.count(connection, f"loaded_{word}") - first
    _record(connection, no, source, first, first + rows - 1)
    return rows


def stage_identities(connection: duckdb.DuckDBPyConnection, arrived: Sequence[Arrived]) -> None:
    """The table stg_identity: of every row of the personnel sources what the ledger alone may hold, under the row_id that it has in stg_personnel."""
    for no, source in enumerate(arrived):
        connection.execute(f"CREATE OR REPLACE VIEW arrived_personnel AS SELECT * FROM {source.relation}")  # noqa: S608 -- a name of our own
        into = "INSERT INTO loaded_identity" if no else "CREATE TABLE loaded_identity AS"
        connection.execute(f"{into}\n{workbench.statement('staging', 'loaded_identity')}")
    connection.execute("CREATE VIEW stg_identity AS SELECT rowid AS row_id, * FROM loaded_identity")


def _record(connection: duckdb.DuckDBPyConnection, no: int, source: Arrived, first_rowid: int, last_rowid: int) -> None:
    row = {
        "source_no": no,
        "kind": source.kind,
        "source_name": source.name,
        "layout_code": source.layout_code,
        "sha256": source.sha256,
        "byte_count": source.byte_count,
        "loaded_at": clock.now(),
        "first_row": source.first_row,
        "first_rowid": first_rowid,
        "last_rowid": last_rowid,
        "may_be_empty": source.may_be_empty,
    }
    workbench.insert(connection, "source", [row])
