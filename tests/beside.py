"""What a release says, asked beside the dashboard: of a copy, as one process opens a file of DuckDB with one configuration only."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse import release


def asked(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the current release of a warehouse."""
    path = release.current(warehouse)
    assert path is not None
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, folder)
        with duckdb.connect(copy, read_only=True) as connection:
            return connection.execute(query).fetchall()
