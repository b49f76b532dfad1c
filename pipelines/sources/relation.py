"""From a source's own columns to the relation that arrival.Arrived promises: the SQL of each field, the view of all, the table of rows read one by one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.sources.cells import BLANKS
from pipelines.sources.layouts import LayoutColumn
from pipelines.sources.recognition import Match
from pipelines.sources.rows import NUMBER_FIELDS, DataRow
from pipelines.workbench import literal

TIME_FIELDS = frozenset(("waktu_ukur", "waktu_verifikasi", "waktu"))

BATCH_ROWS = 20_000
"""Rows held in memory at once, of a source that is read row by row: about 10 MiB of the widest layout."""

_ANY_DECIMAL_COMMA = r"[+-]?\d+,\d+"
_SURE_DECIMAL_COMMA = r"[+-]?\d{1,3},\d{1,2}"
"""One or two digits behind a comma cannot be thousands."""

_WALL_CLOCK_LENGTH = 19
"""2021-04-12 08:00:00: a longer text may end with an offset."""


@dataclass(frozen=True)
class Reading:
    """How the workbench reads a source: a FROM clause, and the text of each position in SQL."""

    source: str
    texts: dict[int, str]
    is_clean: bool = False
    """No cell has a blank at its edge, and empty marks are NULL already."""
    may_hold_commas: bool = True
    """False when no cell can hold a comma, so that none need be looked for."""
    source_row: str = "NULL"
    surplus: str = "NULL"


def file_literal(path: Path) -> str:
    """A path as an SQL literal that names this file alone: a browser's second download is called "Data Pegawai[1].csv", which would be a pattern."""
    return literal(re.sub(r"[\[*?]", r"[\g<0>]", str(path)))


def name(text: str) -> str:
    """A name as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'


def new_relation(connection: duckdb.DuckDBPyConnection, kind: str) -> str:
    """A name that no relation of the workbench has yet."""
    taken = {row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() UNION ALL SELECT table_name FROM duckdb_tables()").fetchall()}
    return next(
        f"arrived_{kind}_{number}" for number in range(1, len(taken) + 2) if not {f"arrived_{kind}_{number}", f"arrived_{kind}_{number}_rows"} & taken
    )


def create_view(connection: duckdb.DuckDBPyConnection, relation: str, found: Match, reading: Reading, *, fields: Sequence[str], year: int) -> None:
    """The view `relation`: the fields in their order, then source_row and surplus."""
    decimal_comma = _decimal_comma(connection, found, reading)
    columns = ",\n    ".join(f"{_field_sql(found, field, reading, decimal_comma, year)} AS {name(field)}" for field in fields)
    connection.execute(
        f"CREATE VIEW {name(relation)} AS SELECT\n    {columns},\n    CAST({reading.source_row} AS BIGINT) AS source_row,\n"
        f"    CAST({reading.surplus} AS VARCHAR) AS surplus\nFROM {reading.source}"
    )


def _field_sql(found: Match, field: str, reading: Reading, decimal_comma: str | None, year: int) -> str:
    columns = [(column, reading.texts[position]) for column, position in found.places if column.field == field]
    if not columns:
        return f"'{int(year)}'" if field == "tahun" and found.layout.is_year_given else "CAST(NULL AS VARCHAR)"
    texts = [_column_sql(column, text, found, reading, decimal_comma) for column, text in columns]
    return texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"


def _column_sql(column: LayoutColumn, text: str, found: Match, reading: Reading, decimal_comma: str | None) -> str:
    if not reading.is_clean:
        trimmed = f"trim({text}, {literal(BLANKS)})"
        empty = ", ".join(map(literal, ("", *found.layout.empty)))
        text = f"CASE WHEN {_has_edge_blank(text)} THEN CASE WHEN {trimmed} NOT IN ({empty}) THEN {trimmed} END WHEN {text} NOT IN ({empty}) THEN {text} END"
    if column.values:
        listed = " ".join(f"WHEN {literal(key)} THEN {literal(value)}" for key, value in column.values.items())
        otherwise = "NULL" if column.only_listed else text
        text = f"CASE lower(regexp_replace({text}, '[^0-9A-Za-z]', '', 'g')) {listed} ELSE {otherwise} END"
    if decimal_comma and column.field in NUMBER_FIELDS:
        text = f"CASE WHEN regexp_full_match({text}, {literal(decimal_comma)}) THEN replace({text}, ',', '.') ELSE {text} END"
    if column.field in TIME_FIELDS:
        text = _wall_clock(text)
    return text


def _has_edge_blank(text: str) -> str:
    """Whether a text may have a blank at its edge: true whenever it has one. `trim` takes thirty times as long, which counts at fifty million cells."""
    blanks = " OR ".join(f"suffix({text}, {literal(blank)})" for blank in BLANKS if blank.isascii())
    return f"({text} < '!' OR {blanks} OR strlen({text}) <> length({text}))"


def _wall_clock(text: str) -> str:
    """A time with an offset as wall-clock time of Asia/Jakarta; any other text as it is."""
    offset = r".*\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)"
    local = f"CAST(timezone('Asia/Jakarta', try_cast({text} AS TIMESTAMPTZ)) AS VARCHAR)"
    return (
        f"CASE WHEN (length({text}) > {_WALL_CLOCK_LENGTH} OR suffix({text}, 'Z')) AND regexp_full_match({text}, {literal(offset)}) "
        f"THEN coalesce({local}, {text}) ELSE {text} END"
    )


def _decimal_comma(connection: duckdb.DuckDBPyConnection, found: Match, reading: Reading) -> str | None:
    """The pattern of numbers whose comma is a decimal comma; None when no number of the source has a comma.

    Where more numbers have a comma than a point, every one comma is decimal; elsewhere only one that can be nothing else.
    """
    numbers = [reading.texts[position] for column, position in found.places if column.field in NUMBER_FIELDS]
    if not numbers or not reading.may_hold_commas:
        return None
    commas = " + ".join(f"count(*) FILTER (contains({text}, ','))" for text in numbers)
    points = " + ".join(f"count(*) FILTER (contains({text}, '.'))" for text in numbers)
    counted = connection.execute(f"SELECT {commas}, {points} FROM {reading.source}").fetchone()  # noqa: S608 - texts are quoted names
    if counted is None or not counted[0]:
        return None
    return _ANY_DECIMAL_COMMA if counted[0] > counted[1] else _SURE_DECIMAL_COMMA


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, found: Match, rows: Iterable[DataRow]) -> tuple[Reading, int]:
    """A table of the rows, inserted in batches, with how it is read and the number of rows."""
    columns = [f"c{position}" for position in found.positions]
    declared = ", ".join(f"{column} VARCHAR" for column in columns)
    connection.execute(f"CREATE TABLE {name(table)} (source_row BIGINT, {declared}, surplus VARCHAR)")
    count = 0
    for batch in _batches(rows):
        insert_batch(
            connection,
            table,
            [
                pa.array([row.number for row in batch], pa.int64()),
                *(pa.array(cells, pa.string()) for cells in zip(*(row.cells for row in batch), strict=True)),
                pa.array([row.surplus for row in batch], pa.string()),
            ],
        )
        count += len(batch)
    return Reading(name(table), dict(zip(found.positions, columns, strict=True)), source_row="source_row", surplus="surplus"), count


def insert_batch(connection: duckdb.DuckDBPyConnection, table: str, arrays: Sequence[pa.Array]) -> None:
    """Rows appended to a table of the workbench, columns by position."""
    batch = pa.Table.from_arrays(arrays, names=[str(number) for number in range(len(arrays))])
    connection.register("arriving_batch", batch)
    connection.execute(f"INSERT INTO {name(table)} SELECT * FROM arriving_batch")  # noqa: S608 - the name is quoted
    connection.unregister("arriving_batch")


def _batches(rows: Iterable[DataRow]) -> Iterator[list[DataRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH_ROWS)):
        yield batch
