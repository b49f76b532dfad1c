"""An arrived source as tests look at it."""

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.sources import Arrived


@dataclass(frozen=True)
class Opened:
    """An arrived source with its rows as dictionaries, empty fields left out."""

    arrived: Arrived
    connection: duckdb.DuckDBPyConnection

    @property
    def rows(self) -> list[dict[str, Any]]:
        cursor = self.connection.execute(f"SELECT * FROM {self.arrived.relation}")
        names = [column[0] for column in cursor.description or ()]
        return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in cursor.fetchall()]

    def column(self, field: str) -> list[str | None]:
        return [row.get(field) for row in self.rows]

    @property
    def row_numbers(self) -> list[int]:
        """The row of the source as a person sees it there, as arrival.Arrived defines it."""
        return [row.get("source_row", self.arrived.first_row + position) for position, row in enumerate(self.rows)]

    @property
    def is_read_in_place(self) -> bool:
        """Whether the workbench holds no copy of the rows."""
        return self.connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
