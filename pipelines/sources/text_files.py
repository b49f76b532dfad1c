"""Delimited text: encoding, separator and the row of headings are found, not asked.

A sound file, however large, is read by DuckDB in place. Any other (titles above, blank rows, notes, ragged rows, another encoding) is read row by row.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.sources import soundness
from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.cells import BLANKS
from pipelines.sources.recognition import SEARCHED_ROWS, Match, best_match, layouts_for
from pipelines.sources.relation import Reading, file_literal, name
from pipelines.sources.request import Content, Request, arrive_read, arrive_rows, content_of
from pipelines.workbench import literal

SEPARATORS = (",", ";", "\t", "|")

_HEAD_BYTES = 1 << 18

csv.field_size_limit(1 << 17)


def _byte_by_byte(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read as Windows-1252, also in a file that mixes both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("else-windows-1252", _byte_by_byte)


@dataclass(frozen=True)
class TextForm:
    """How a text file is written."""

    encoding: str
    separator: str

    def rows(self, path: Path, source: str) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number, blank ones too; a quoted line break does not begin a new row. Raises SourceError at an unpaired quote."""
        with path.open(encoding=self.encoding, errors="else-windows-1252", newline="") as file:
            yield from _numbered(file, self.separator, source)


def _numbered(lines: io.TextIOBase, separator: str, source: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):
            yield number, row
    except csv.Error as error:
        raise SourceError(f"{source}, baris {number + 1}: tanda kutip tidak berpasangan. Perbaiki atau hapus tanda kutip di baris itu.") from error


def open_text(request: Request, path: Path) -> Arrived:
    """A text file as a relation: a view over the file where it is sound, else a table of its rows."""
    encoding = _encoding(path)
    form, index, found = _form(request, path, encoding)
    with ThreadPoolExecutor(max_workers=1) as background:
        hashing = background.submit(content_of, path)
        sound = soundness.examine(path, form.separator, found) if encoding == "utf-8-sig" and index == 0 else None
        content = hashing.result()
    if sound is not None:
        return _arrive_in_place(request, path, form, found, sound, content)
    rows = islice(form.rows(path, request.name), index + 1, None)
    return arrive_rows(request, found, index + 1, rows, content)


def _arrive_in_place(request: Request, path: Path, form: TextForm, found: Match, sound: soundness.Sound, content: Content) -> Arrived:
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(found.headings)))
    empty = ", ".join(map(literal, ("", *found.layout.empty)))
    source = (
        f"read_csv({file_literal(path)}, auto_detect=false, hive_partitioning=false, header=true, delim={literal(form.separator)}, quote='\"', escape='\"', "
        f"nullstr=[{empty}], columns={{{columns}}}, max_line_size={soundness.LONGEST_ROW})"
    )
    reading = Reading(
        source,
        {position: name(f"c{position}") for position in range(len(found.headings))},
        is_clean=not sound.has_edge_blanks,
        may_hold_commas=form.separator != "," or sound.has_quotes,
    )
    return arrive_read(request, found, reading, content, first_row=2, row_count=sound.row_count)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_HEAD_BYTES)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def _form(request: Request, path: Path, encoding: str) -> tuple[TextForm, int, Match]:
    """The separator under which the file is most like a layout, with the position of its headings. Raises SourceError when it is like none."""
    layouts = layouts_for(request.spec, request.kind, request.layouts)
    heads = {separator: _head(path, encoding, separator, request.name) for separator in SEPARATORS}
    if not any(heads.values()):
        raise SourceError(f"{request.name}, baris 1: tanda kutip tidak berpasangan. Perbaiki atau hapus tanda kutip di baris itu.")
    ranked = []
    for separator, rows in heads.items():
        found = best_match(layouts, rows)
        ranked.append((found is not None, found[1].rank if found else (), max(map(len, rows), default=0), separator))
    separator = max(ranked, key=lambda entry: entry[:3])[3]
    index, recognised = request.recognise(heads[separator])
    return TextForm(encoding, separator), index, recognised


def _head(path: Path, encoding: str, separator: str, source: str) -> list[list[str]]:
    """The first rows, trimmed. A quote that does not suit the separator ends them early; reading the whole file reports it."""
    rows: list[list[str]] = []
    with suppress(SourceError):
        rows.extend([cell.strip(BLANKS) for cell in row] for _, row in islice(TextForm(encoding, separator).rows(path, source), SEARCHED_ROWS))
    return rows
