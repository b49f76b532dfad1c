"""The process that makes one file: `python -m dashboard.exporting.making_process`, told on standard input what to make.

The first line is an order (dashboard.exporting.making), after it a table of figures may follow. Its connection reads one release and can write into one folder;
nothing else can be reached by any statement. It answers lines of JSON: how far it is, and in the end what was made or a code of why not. No statement, no value
and no message of the database, which may hold either, leaves it.
"""

import errno
import hashlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from dashboard.exporting import wire
from dashboard.exports import copying

RELEASE = "release"
"""The name under which the release is attached."""

SECONDS_BETWEEN = 0.2
PART_ROWS = 2_000
"""Rows of a workbook between two words of how far it is."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("no space left", "disk quota", "file too large", "os error 28")


def main() -> None:
    """Make what is ordered and say what came of it."""
    os.umask(0o077)
    with suppress(OSError):
        os.nice(10)
    order = json.loads(sys.stdin.buffer.readline())
    figures = sys.stdin.buffer.read()
    try:
        row_count = _make(order, figures)
        with Path(order["path"]).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (Exception, MemoryError) as error:  # noqa: BLE001 - whatever it is: only its code leaves this process
        _say({"failed": _code(error), "kind": type(error).__name__})
    else:
        _say({"made": row_count, "sha256": digest, "byte_count": Path(order["path"]).stat().st_size})


def _say(told: dict[str, Any]) -> None:
    """One line; when nobody listens any more there is nobody to make a file for."""
    try:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    except OSError:
        os._exit(1)


def _code(error: BaseException) -> str:
    """Why it could not be made, a code of making.CODES."""
    said = str(error).lower()
    if (isinstance(error, OSError) and error.errno in _FULL) or any(word in said for word in _FULL_WORDS):
        return "disk_full"
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return "memory"
    if isinstance(error, FileNotFoundError):
        return "release_gone"
    return "too_many_rows" if isinstance(error, ValueError) and "more than" in said else "broken"


def _make(order: dict[str, Any], figures: bytes) -> int:
    connection = _connection(order, figures)
    parameters = [wire.read(value) for value in order["parameters"]]
    try:
        with _telling(connection, order["ordered_by"], is_asked=order["kind"] != "xlsx"):
            return _written(connection, order, parameters)
    finally:
        connection.close()


def _written(connection: Any, order: dict[str, Any], parameters: list[Any]) -> int:
    """The file, and how many rows are in it."""
    match order["kind"]:
        case "csv":
            return copying.csv(connection, order["sql"], parameters, order["path"], separator=order["separator"])
        case "parquet":
            return copying.parquet(connection, order["sql"], parameters, order["path"])
        case "duckdb":
            name = Path(order["path"]).stem
            return copying.database(connection, order["sql"], parameters, name, columns=order["columns"], notes=order["notes"])
    return _workbook(connection, order, parameters)


def _connection(order: dict[str, Any], figures: bytes) -> Any:
    """A connection that reads the release, and what was given as figures, and reaches no file outside the folder. Raises FileNotFoundError without the release."""
    if not Path(order["release"]).is_file():
        raise FileNotFoundError(errno.ENOENT, "release")
    connection = duckdb.connect(order["path"] if order["kind"] == "duckdb" else ":memory:")
    connection.execute(f"ATTACH {copying.quoted(order['release'])} AS {RELEASE} (READ_ONLY)")
    if figures:
        import pyarrow as pa

        connection.register("given", pa.ipc.open_stream(figures).read_all())
        connection.execute("CREATE TEMP TABLE figures AS SELECT * FROM given")
        connection.unregister("given")
    settings = {
        "TimeZone": "'Asia/Jakarta'",
        "memory_limit": copying.quoted(order["memory"]),
        "threads": str(int(order["threads"])),
        "temp_directory": copying.quoted(order["spill"]),
        "enable_progress_bar": "true",
        "enable_progress_bar_print": "false",
        "progress_bar_time": "100",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allowed_directories": f"[{copying.quoted(order['folder'] + os.sep)}]",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    connection.execute(f"USE {RELEASE}")
    for name, value in settings.items():
        connection.execute(f"SET {name} = {value}")
    return connection


@contextmanager
def _telling(connection: Any, ordered_by: int, *, is_asked: bool) -> Iterator[None]:
    """Inside, how far the statement is, is said again and again; when whoever ordered it has died, it ends."""
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(SECONDS_BETWEEN):
            if os.getppid() != ordered_by:
                os._exit(1)
            share = connection.query_progress() / 100 if is_asked else -1
            if 0 <= share <= 1:
                _say({"share": share})

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _workbook(connection: Any, order: dict[str, Any], parameters: list[Any]) -> int:
    """A workbook: 100,000 rows of it are a few megabytes, so they are written from memory. Raises ValueError for more."""
    from dashboard.exports import xlsx_file

    written = 0

    def parts() -> Iterator[Any]:
        nonlocal written
        for part in _frames(connection.execute(order["sql"], parameters).to_arrow_reader(PART_ROWS)):
            yield part
            written += len(part)
            _say({"share": written / max(1, order["row_count"])})

    content = xlsx_file.content(parts(), sheet=order["sheet"], notes=[tuple(note) for note in order["notes"]], notes_sheet=order["notes_sheet"])
    Path(order["path"]).write_bytes(content)
    return written


def _frames(reader: Any) -> Iterator[Any]:
    """The parts of an answer, an empty one first, hidden numbers in words."""
    import pandas as pd
    import pyarrow as pa

    from dashboard.exports.written import told

    kinds = {pa.bool_(): pd.BooleanDtype(), **dict.fromkeys((pa.int16(), pa.int32(), pa.int64()), pd.Int64Dtype())}
    yield told(reader.schema.empty_table().to_pandas(types_mapper=kinds.get))
    for batch in reader:
        yield told(pa.Table.from_batches([batch]).to_pandas(types_mapper=kinds.get))


if __name__ == "__main__":
    main()
