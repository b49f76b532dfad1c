"""Opens one source: a file by what is in it, whatever it is called, or a database.

Readers are imported when they are needed: the process that reads a workbook imports this package too, and must stay small under its memory limit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.sources.arrival import Arrived, SourceError, SourceSpec
from pipelines.sources.layouts import LAYOUT_FOLDER, read_layouts

if TYPE_CHECKING:
    import duckdb

    from pipelines.sources.request import Request

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*[\"}]")

_OLD_EXCEL = bytes.fromhex("D0CF11E0A1B11AE1")


def open_source(
    connection: duckdb.DuckDBPyConnection,
    spec: SourceSpec,
    kind: str,
    *,
    year: int,
    layouts: Path = LAYOUT_FOLDER,
    is_personal: bool = False,
    kept: Path | None = None,
) -> Arrived:
    """One source as a relation of the workbench. `is_personal` adds PERSONAL_FIELDS, for the ledger's identities alone; in the folder `kept` stands what
    growing sources keep between two builds.

    Raises SourceError when it cannot be read or no layout fits. A source that fits a layout but lacks required headings arrives, with `missing` filled.
    """
    from pipelines.sources import databases
    from pipelines.sources.request import Request

    request = Request(connection, spec, kind, year, read_layouts(layouts), is_personal, kept)
    if spec.path is None:
        return databases.open_database(request)
    return _open_file(request, spec.path)


def _open_file(request: Request, path: Path) -> Arrived:
    from pipelines.sources import json_lines, parquet_files, text_files, workbooks

    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError as error:
        raise SourceError(f"{request.name}: berkas {path} tidak ditemukan.") from error
    except OSError as error:
        raise SourceError(f"{request.name}: berkas {path} tidak dapat dibaca ({error.strerror}).") from error
    if not start.strip():
        raise SourceError(f"{request.name}: berkas kosong.")
    if start.startswith(b"PAR1"):
        return parquet_files.open_parquet(request, path)
    if start.startswith(b"PK"):
        return workbooks.open_workbook(request, path)
    if _JSON.match(start):
        return json_lines.open_json_lines(request, path)
    _refuse_foreign(request, start)
    return text_files.open_text(request, path)


def _refuse_foreign(request: Request, start: bytes) -> None:
    if start.startswith(_OLD_EXCEL):
        raise SourceError(f"{request.name}: berkas Excel lama (.xls) atau terkunci kata sandi. Simpan sebagai .xlsx tanpa kata sandi.")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise SourceError(f"{request.name}: berkas ini halaman web atau XML, bukan tabel. Buka di Excel lalu simpan sebagai .xlsx atau CSV.")
    if start.startswith(b"%PDF"):
        raise SourceError(f"{request.name}: berkas ini PDF. Yang dapat dibaca: CSV, XLSX, Parquet, JSON lines.")
