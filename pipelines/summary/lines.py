"""JSON lines for another program: a person's data may stand in them, so a file is its owner's alone, and there whole or not at all."""

import os
from pathlib import Path

import duckdb

from pipelines import workbench


def write(connection: duckdb.DuckDBPyConnection, folder: str, step: str, out: Path) -> None:
    """Writes the one column of pipelines/<folder>/<step>.sql, one JSON object a line, and gives the file its name when it is whole.

    JSON has no control characters, so one of them parts columns that are not there, and nothing is quoted.
    """
    written = out.with_name(f".{out.name}.part")
    written.unlink(missing_ok=True)
    os.close(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        connection.execute(
            f"COPY (\n{workbench.statement(folder, step)}\n) TO {workbench.literal(written)} "
            "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER e'\\x1f', USE_TMP_FILE false)"
        )
        written.replace(out)
    finally:
        written.unlink(missing_ok=True)
