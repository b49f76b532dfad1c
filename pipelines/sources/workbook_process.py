"""The process that reads one workbook: `python -m pipelines.sources.workbook_process FILE FOLDER MEMORY`.

It looks at what the file claims before anything is unpacked into memory, sets its own limits, writes each sheet as rows of text into FOLDER, and answers on
standard output: {"sheets": [...]} or {"refused": "why"}. A 4.6 KB file with the two cells A1 and XFD1048576 would ask for 512 GiB.
"""

import csv
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from pipelines.sources.cells import cell_text

CPU_SECONDS = 240
UNPACKED_BYTES = 2 << 30
"""Largest size of all parts together; a sheet of 1,000,000 rows and 20 columns unpacks to about 1 GiB."""

SHEET_CELLS = 32_000_000
"""Largest rectangle of one sheet, from A1 to its last cell: it is held in memory, 32 bytes a cell."""

_BLOCK_BYTES = 1 << 20
_LONGEST_REFERENCE = 32
_REFERENCE = re.compile(rb'<(?:[a-z]+:)?c\b[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:[a-z]+:)?row\b[^<>]{0,200}?\br="([0-9]{1,7})"')


class RefusedError(Exception):
    """A workbook that is not read: one Indonesian sentence."""


def limit_process(memory_bytes: int) -> None:
    """Memory, processor time and size of written files; beyond them the system ends this process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (UNPACKED_BYTES, UNPACKED_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse_hostile(path: Path) -> None:
    """Refuses a file that claims more than a sheet of personnel data can need. Raises RefusedError."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > UNPACKED_BYTES:
                raise RefusedError(
                    f"isi berkas Excel ini {unpacked >> 20} MiB setelah dibuka; batasnya {UNPACKED_BYTES >> 20} MiB. Simpan sebagai CSV."
                )
            if not any(part.filename == "[Content_Types].xml" for part in archive.infolist()):
                raise RefusedError("berkas ZIP ini bukan berkas Excel (.xlsx). Keluarkan isinya lebih dahulu.")
            for part in archive.infolist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                    _refuse_wide(archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError("berkas Excel ini rusak: isinya tidak dapat dibuka. Simpan ulang dari aplikasi asalnya.") from error


def _refuse_wide(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """The largest cell reference of one sheet, whatever the sheet says of its own size."""
    rows = columns = 0
    rest = b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_BLOCK_BYTES):
            block = rest + piece
            rest = block[-256:]
            references = set(_REFERENCE.findall(block))
            columns = max([columns, *(_column_number(letters) for letters in {letters for letters, _ in references})])
            rows = max([rows, *(int(number) for _, number in references), *map(int, _ROW.findall(block))])
            if rows * columns > SHEET_CELLS:
                last = f"baris {rows:_}, kolom {columns:_}".replace("_", ".")
                raise RefusedError(
                    f"sel terakhir berada di {last}; lembar sebesar itu tidak dibaca. Hapus baris dan kolom kosong di luar tabel, atau simpan sebagai CSV."
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def write_sheets(path: Path, folder: Path) -> list[dict[str, Any]]:
    """Every sheet as a CSV of text with the row's number first."""
    workbook = load_workbook(str(path))
    sheets = []
    for number, about in enumerate(workbook.sheets_metadata):
        file = folder / f"sheet{number}.csv"
        _write_rows(workbook.get_sheet_by_name(about.name), file)
        sheets.append({"name": about.name, "is_visible": about.visible == SheetVisibleEnum.Visible, "file": file.name})
    return sheets


def _write_rows(sheet: CalamineSheet, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            writer.writerow((number, *map(cell_text, row)))


def main() -> None:
    """Reads the workbook that the command line names."""
    path, folder = map(Path, sys.argv[1:3])
    limit_process(int(sys.argv[3]))
    answer: dict[str, Any]
    try:
        refuse_hostile(path)
        answer = {"sheets": write_sheets(path, folder)}
    except RefusedError as error:
        answer = {"refused": str(error)}
    except CalamineError:
        answer = {"refused": "berkas Excel ini rusak atau terkunci kata sandi. Simpan ulang sebagai .xlsx tanpa kata sandi."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
