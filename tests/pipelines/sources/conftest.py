"""What tests of sources share: a workbench, and opening content as a user's file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sources import FIELDS, Arrived, SourceSpec, open_source


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


Open = Callable[..., Opened]


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty workbench in a file, as a build has it."""
    folder = tmp_path / "work"
    folder.mkdir()
    with duckdb.connect(folder / "workbench.duckdb") as connection:
        yield connection


@pytest.fixture
def opened(tmp_path: Path, workbench: duckdb.DuckDBPyConnection) -> Open:
    """Writes content to a file and opens it; every relation is checked to have the promised columns, all text."""

    def open_content(content: bytes | str | Path, kind: str = "measurements", name: str = "masukan.csv", year: int = 2021, **spec: Any) -> Opened:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        arrived = open_source(workbench, SourceSpec(path.name, kind, path=path, **spec), kind, year=year)
        described = workbench.execute(f"DESCRIBE {arrived.relation}").fetchall()
        assert [(column[0], column[1]) for column in described] == [
            *((field, "VARCHAR") for field in FIELDS[kind]),
            ("source_row", "BIGINT"),
            ("surplus", "VARCHAR"),
        ]
        return Opened(arrived, workbench)

    return open_content


@pytest.fixture
def kemenag_headings() -> list[str]:
    """The 30 headings of Kemenag's SIMPEG export, in their order."""
    return (
        "NIP NIP_BARU NAMA_LENGKAP AGAMA TEMPAT_LAHIR TANGGAL_LAHIR JENIS_KELAMIN PENDIDIKAN JENJANG_PENDIDIKAN LEVEL_JABATAN PANGKAT GOL_RUANG "
        "TMT_CPNS TMT_PANGKAT MK_TAHUN MK_BULAN TIPE_JABATAN TAMPIL_JABATAN TMT_JABATAN SATKER_1 SATKER_2 SATKER_3 SATKER_4 SATKER_5 USIA_PENSIUN "
        "TMT_PENSIUN STATUS_PEGAWAI NO_HP EMAIL HARI_KERJA"
    ).split()
