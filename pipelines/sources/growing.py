"""A database that grows: what was read before is kept beside the releases, and only rows with a greater number are fetched.

A row that changes gets a greater number, as every event of the ledger does. Whether the kept rows and the new ones together are all there are is asked of the
database in the same transaction: where the count or the sum of the numbers differs (a report that was returned, a ledger that was restored from a copy),
everything is read anew. So an incremental reading gives the rows of a whole one, or is one.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.sources.arrival import SourceError
from pipelines.sources.cells import spelling
from pipelines.sources.database_rows import DatabaseRows, selected
from pipelines.sources.recognition import Match
from pipelines.sources.relation import name
from pipelines.sources.request import Content, Request
from pipelines.workbench import literal

KEYS = {"measurements": ("nip", "tahun"), "personnel": ("nip",), "units": ("unit_id",), "reports": ("unit_id", "tahap")}
"""What tells one row of a kind from another, as fields: a row with a greater number takes the place of the one before."""

_FORMAT = 1
"""Of kept files; one of another format is not read."""


@dataclass(frozen=True)
class _State:
    """How many rows there are, and the sum and the greatest of their numbers."""

    row_count: int
    number_sum: int
    newest: int


@dataclass(frozen=True)
class _Kept:
    """What a kept file holds."""

    state: _State
    content: Content


@dataclass(frozen=True)
class _Growing:
    """One growing source while it is read: its columns of the workbench, and the file of what is kept of it."""

    request: Request
    database: DatabaseRows
    query: str
    found: Match
    number: int
    """Position of the growing number."""
    file: Path | None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"c{position}" for position in dict.fromkeys((*self.found.positions, self.number)))

    @property
    def key(self) -> str:
        """The columns of the key, to join on and to sort by."""
        fields = KEYS[self.request.kind]
        return ", ".join(f"c{position}" for column, position in self.found.places if column.field in fields)

    @property
    def fingerprint(self) -> str:
        """What a kept file must have been read from: the same query and the same columns."""
        return hashlib.sha256("\x1f".join([str(_FORMAT), self.request.spec.url_env or "", self.query, *self.found.headings]).encode()).hexdigest()

    @property
    def quoted_number(self) -> str:
        return self.database.quote(self.found.headings[self.number])


def fetch(request: Request, database: DatabaseRows, query: str, found: Match, table: str) -> Content:
    """All rows of the source as the table `table` of the workbench, sorted by their key; what identifies them. Raises SourceError without the number's column."""
    growing = _Growing(request, database, query, found, _position(request, found), _file(request))
    if not growing.key:  # a source without its required headings, which a check reports
        return database.fetch(request.connection, query, found.positions, table)
    state = _State(*database.numbers(selected(query, _aggregates(growing.quoted_number))))
    kept = _kept(growing)
    if kept is not None and kept.state == state:
        request.connection.execute(f"CREATE TABLE {name(table)} AS FROM read_parquet({literal(growing.file)})")
        return kept.content
    if kept is None or kept.state.newest > state.newest or not _merge(growing, kept.state, state, table):
        _read(growing, f"{table}_new", query)
        _sort(growing, table, f"FROM {name(f'{table}_new')}")
    request.connection.execute(f"DROP TABLE {name(f'{table}_new')}")
    content = _content(growing, table)
    _keep(growing, table, content)
    return content


def _position(request: Request, found: Match) -> int:
    wanted = request.spec.grows or ""
    for position, heading in enumerate(found.headings):
        if spelling(heading) == spelling(wanted):
            return position
    raise SourceError(f'{request.name}: kolom "{wanted}" (grows) tidak ada pada sumber ini; yang ada: {", ".join(found.headings)}.')


def _file(request: Request) -> Path | None:
    if request.kept is None:
        return None
    request.kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", request.name)
    return request.kept / f"{request.kind}-{plain}-{request.year}.parquet"


def _aggregates(number: str) -> list[str]:
    return ["count(*)", f"coalesce(sum({number}), 0)", f"coalesce(max({number}), 0)"]


def _kept(growing: _Growing) -> _Kept | None:
    """None when there is no file that was read from this source as it is described today."""
    if growing.file is None or not growing.file.is_file():
        return None
    workbench, file = growing.request.connection, literal(growing.file)
    try:
        written = dict(workbench.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({file})").fetchall())  # noqa: S608 - a quoted path
        if written.get("fingerprint") != growing.fingerprint:
            return None
        return _Kept(_state(growing, f"read_parquet({file})"), Content(written["sha256"], int(written["byte_count"])))
    except duckdb.Error:  # a file that a power cut tore is as good as none
        return None


def _state(growing: _Growing, rows: str) -> _State:
    """Of rows in the workbench."""
    counted = growing.request.connection.execute(f"SELECT {', '.join(_aggregates(f'c{growing.number}::BIGINT'))} FROM {rows}").fetchall()  # noqa: S608
    return _State(*map(int, counted[0]))


def _merge(growing: _Growing, kept: _State, state: _State, table: str) -> bool:
    """Kept rows and those that are newer, into `table`; whether that is all there is."""
    new = f"{table}_new"
    _read(growing, new, f"SELECT * FROM ({growing.query}) AS all_rows WHERE {growing.quoted_number} > {kept.newest}")  # noqa: S608 - quoted, a number
    columns = ", ".join(growing.columns)
    _sort(
        growing,
        table,
        f"FROM (SELECT {columns} FROM {name(new)} UNION ALL SELECT {columns} FROM read_parquet({literal(growing.file)}) "  # noqa: S608 - quoted names
        f"ANTI JOIN {name(new)} USING ({growing.key}))",
    )
    if _state(growing, name(table)) == state:
        return True
    growing.request.connection.execute(f"DROP TABLE {name(table)}; DROP TABLE {name(new)}")
    return False


def _read(growing: _Growing, table: str, query: str) -> None:
    growing.database.fetch(growing.request.connection, query, tuple(int(column[1:]) for column in growing.columns), table)


def _sort(growing: _Growing, table: str, rows: str) -> None:
    growing.request.connection.execute(f"CREATE TABLE {name(table)} AS SELECT {', '.join(growing.columns)} {rows} ORDER BY {growing.key}")


def _keep(growing: _Growing, table: str, content: Content) -> None:
    """The rows as a file for its owner alone, in place of the one before."""
    if growing.file is None:
        return
    written = growing.file.with_suffix(".part")
    written.unlink(missing_ok=True)
    os.close(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    known = {"fingerprint": growing.fingerprint, "sha256": content.sha256, "byte_count": content.byte_count}
    metadata = ", ".join(f"{key}: {literal(value)}" for key, value in known.items())
    growing.request.connection.execute(
        f"COPY {name(table)} TO {literal(written)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{{metadata}}})"
    )
    written.replace(growing.file)


def _content(growing: _Growing, table: str) -> Content:
    """By the rows themselves, however they were read. They have one order only, so what they add up to identifies them."""
    cells = ", ".join(f"coalesce(c{position}, '')" for position in growing.found.positions)
    hashed = growing.request.connection.execute(
        "SELECT count(*), sum(md5_number_lower(line)::HUGEINT), sum(md5_number_upper(line)::HUGEINT), coalesce(sum(strlen(line)), 0) "  # noqa: S608
        f"FROM (SELECT concat_ws(chr(31), {cells}) AS line FROM {name(table)})"
    ).fetchall()[0]
    return Content(hashlib.sha256(repr(hashed).encode()).hexdigest(), int(hashed[3]))
