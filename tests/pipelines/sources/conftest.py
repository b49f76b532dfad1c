"""What tests of sources share: a workbench, and opening content as a user's file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sources import FIELDS, SourceSpec, open_source
from tests.pipelines.sources.opened import Opened

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
