"""XLSX: sheets are read by calamine in a process of its own, under limits, so that a hostile or broken workbook ends there."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.recognition import SEARCHED_ROWS, Match, best_match, layouts_for
from pipelines.sources.request import Request, arrive_rows, content_of, scratch_folder

MEMORY_BYTES = 2 << 30
"""Address space of the process that reads a workbook."""

READING_SECONDS: float = 300
"""Longest time a workbook may take; 100,000 rows of 30 columns take about 5 s."""

_REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of text in a file: the row's number in the sheet, then its cells."""

    name: str
    is_visible: bool
    file: Path

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number as the sheet shows it."""
        with self.file.open(encoding="utf-8", newline="") as file:
            for number, *cells in csv.reader(file):
                yield int(number), cells


def open_workbook(request: Request, path: Path) -> Arrived:
    """The one sheet whose headings are recognised, as a table of its data rows. Raises SourceError when the workbook is unreadable or two sheets fit."""
    content = content_of(path)
    with scratch_folder(request.connection) as folder:
        sheet = _chosen_sheet(request, read_sheets(path, folder, request.name))
        head = list(islice(sheet.rows(), SEARCHED_ROWS))
        index, found = request.recognise([cells for _, cells in head])
        return arrive_rows(request, found, head[index][0], islice(sheet.rows(), index + 1, None), content)


def read_sheets(path: Path, folder: Path, source: str) -> list[Sheet]:
    """Every sheet of a workbook, written into `folder` by a process with limits. Raises SourceError with the reason when that fails."""
    command = [sys.executable, "-m", "pipelines.sources.workbook_process", str(path.resolve()), str(folder), str(MEMORY_BYTES)]
    environment = {**os.environ, "PYTHONPATH": str(_REPOSITORY)}
    try:
        ended = subprocess.run(command, capture_output=True, cwd=folder, env=environment, timeout=READING_SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{source}: membaca berkas Excel ini melewati {READING_SECONDS} detik. Simpan sebagai CSV atau pecah berkasnya.") from error
    try:
        answer = json.loads(ended.stdout)
    except ValueError as error:
        raise SourceError(
            f"{source}: berkas Excel ini rusak atau memerlukan terlalu banyak memori; pembacaan dihentikan. Simpan ulang lembar datanya sebagai .xlsx baru atau CSV."
        ) from error
    if "refused" in answer:
        raise SourceError(f"{source}: {answer['refused']}")
    return [Sheet(sheet["name"], sheet["is_visible"], folder / sheet["file"]) for sheet in answer["sheets"]]


def _chosen_sheet(request: Request, sheets: list[Sheet]) -> Sheet:
    if request.spec.sheet is not None:
        named = [sheet for sheet in sheets if sheet.name == request.spec.sheet]
        if not named:
            raise SourceError(f'{request.name}: lembar "{request.spec.sheet}" tidak ada; yang ada: {", ".join(sheet.name for sheet in sheets)}.')
        return named[0]
    layouts = layouts_for(request.spec, request.kind, request.layouts)
    matches: list[tuple[Match, Sheet]] = []
    for sheet in (sheet for sheet in sheets if sheet.is_visible):
        found = best_match(layouts, [cells for _, cells in islice(sheet.rows(), SEARCHED_ROWS)])
        if found:
            matches.append((found[1], sheet))
    whole = [sheet for found, sheet in matches if not found.missing]
    if len(whole) > 1:
        names = ", ".join(f'"{sheet.name}"' for sheet in whole)
        raise SourceError(
            f"{request.name}: beberapa lembar berisi data ({names}). Gabungkan menjadi satu lembar, atau sebut `sheet` di data/sources.toml."
        )
    if matches:
        return max(matches, key=lambda entry: entry[0].rank)[1]
    visible = [sheet for sheet in sheets if sheet.is_visible and any(True for _ in sheet.rows())]
    if not visible:
        raise SourceError(f"{request.name}: berkas Excel ini tidak memuat lembar yang berisi.")
    return visible[0]
