"""The workbench into a release file: this year's tables from their SELECTs, the other years as the current release has them."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines import workbench
from pipelines.warehouse import engine, publish, tables
from pipelines.warehouse.refusals import FormatError

RULES = (
    "rule_version",
    "rule_dimension",
    "rule_indicator",
    "rule_point",
    "rule_category",
    "rule_participation",
    "rule_eligibility",
    "schedule_stage",
    "schedule_deadline",
    "schedule_dependency",
    "schedule_day",
)
LASTING = ("rank", "education", "rule_check")
MARTS = (
    "unit",
    "score",
    "person",
    "unit_score",
    "person_change",
    "unit_change",
    "stage_owner",
    "report",
    "completion",
    "completion_day",
    "unit_review",
    "finding",
    "source_file",
    "period",
)
"""Published tables in the order in which they are made: a later one may read an earlier one."""


def attach_current(connection: duckdb.DuckDBPyConnection, current: Path | None) -> None:
    """The current release as `previous`, read-only; without one, an empty release of the same tables. Raises FormatError when it has other tables."""
    if current is not None:
        connection.execute(f"ATTACH {workbench.literal(current)} AS previous (READ_ONLY)")
        if not engine.has_format(connection.execute(engine.COLUMNS.format("'previous'")).fetchall()):
            raise FormatError(
                f"Rilis {current.stem} yang berlaku dibangun dengan versi lain perangkat lunak ini, sehingga tahun-tahun di dalamnya tidak dapat dibawa "
                "serta; bangun tahun ini tanpa yang lain dengan `build --fresh`, lalu bangun lagi tahun-tahun yang lain."
            )
    else:
        connection.execute("ATTACH ':memory:' AS previous")
        publish.create_tables(connection, "previous")


def write_release(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Writes the whole release file at `path`. The tables `build` and `run` of the workbench say which year and which release it is."""
    workbench.attach(connection, path, "draft")
    publish.create_tables(connection, "draft")
    connection.execute(f"SET search_path = '{workbench.CATALOG}.main,draft.main'")
    _copy((*LASTING, "run"), connection)
    for name in RULES:
        _fill(connection, name, f"SELECT * FROM {workbench.CATALOG}.{name}")  # noqa: S608 -- names of our own
    for name in MARTS:
        _fill(connection, name, workbench.statement("marts", name))
    connection.execute(f"USE {workbench.CATALOG}")
    connection.execute("CHECKPOINT draft")  # said here when the disk is full; a DETACH would keep it to itself
    connection.execute("DETACH draft")


def _copy(names: Iterable[str], connection: duckdb.DuckDBPyConnection) -> None:
    for name in names:
        connection.execute(f"INSERT INTO draft.{name} BY NAME SELECT * FROM {workbench.CATALOG}.{name}")  # noqa: S608 -- names of our own


def _fill(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """One table: earlier years as they were, then this year's rows, then later years, so that a table stays sorted by year."""
    columns = ", ".join(column.name for column in tables.metadata.tables[name].columns)
    other_years = f"SELECT {columns} FROM previous.{name} WHERE period_year {{}} (SELECT period_year FROM build)"  # noqa: S608 -- names of our own
    for rows in (other_years.format("<"), f"SELECT {columns} FROM (\n{select}\n)", other_years.format(">")):  # noqa: S608
        connection.execute(f"INSERT INTO draft.{name} BY NAME {rows}")
