"""Layouts are data: data/reference/layouts/*.toml say by which headings a source is recognised and which column fills which field.

The format is described in docs/layouts.md. Nothing here knows a particular layout.
"""

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.sources.arrival import FIELDS, KINDS, PERSONAL_FIELDS, SourceError
from pipelines.sources.cells import spelling

LAYOUT_FOLDER = Path(__file__).parents[2] / "data" / "reference" / "layouts"

_LAYOUT_KEYS = {"code", "kind", "title", "year", "empty", "footers", "required", "ignored", "column"}
_COLUMN_KEYS = {"field", "headings", "values", "only_listed", "optional"}


@dataclass(frozen=True)
class LayoutColumn:
    """One heading, with its spellings, and the field it fills. Several columns may fill one field: the first that has a value does."""

    field: str
    headings: tuple[str, ...]
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Values of the source that mean one of ours, keyed by their spelling."""
    only_listed: bool = False
    """A value that is not in `values` counts as empty, so that the next column of the field is asked."""
    optional: bool = False
    """Not part of the signature: its absence says nothing about the layout."""


@dataclass(frozen=True)
class Requirement:
    """What a source must bring: one of several sets of fields."""

    text: str
    alternatives: tuple[tuple[str, ...], ...]

    def is_met(self, fields: set[str]) -> bool:
        """Whether one of the sets is among the fields that a source fills."""
        return any(fields.issuperset(alternative) for alternative in self.alternatives)


@dataclass(frozen=True)
class Layout:
    """One way in which sources of a kind are written."""

    code: str
    kind: str
    title: str
    columns: tuple[LayoutColumn, ...]
    required: tuple[Requirement, ...]
    is_year_given: bool = False
    """The source names no year: it is of the year that is being built."""
    empty: tuple[str, ...] = ()
    """Marks that mean an empty cell."""
    footers: tuple[str, ...] = ()
    """Words that begin a row below the data, beside the usual ones."""
    ignored: tuple[str, ...] = ()
    """Headings that belong to the signature and are never read."""

    @property
    def required_fields(self) -> set[str]:
        """Every field that some requirement names."""
        return {name for requirement in self.required for alternative in requirement.alternatives for name in alternative}


def read_layouts(folder: Path = LAYOUT_FOLDER) -> tuple[Layout, ...]:
    """Every layout of a folder, by code. Raises SourceError with file and line when one is not sound."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SourceError(f"Tidak ada berkas tata letak (*.toml) di {folder}.")
    layouts = tuple(_LayoutFile(file).layout() for file in files)
    codes = [layout.code for layout in layouts]
    for file, code in zip(files, codes, strict=True):
        if codes.count(code) > 1:
            raise SourceError(f'{file.name}: kode tata letak "{code}" dipakai lebih dari satu berkas.')
    return layouts


class _LayoutFile:
    """One layout file while it is read and checked."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.text = file.read_text(encoding="utf-8")
            self.content: dict[str, Any] = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            raise SourceError(f"{file.name}: berkas tata letak harus UTF-8.") from error
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            place = f"baris {line[1]}" if line else "akhir berkas"
            raise SourceError(f"{file.name}, {place}: bukan TOML yang benar ({error}).") from error

    def layout(self) -> Layout:
        self._known_keys(self.content, _LAYOUT_KEYS, None)
        code, kind = self._text("code"), self._text("kind")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
            raise self._refusal("code", 'kode hanya huruf kecil, angka dan "_"')
        if kind not in KINDS:
            raise self._refusal("kind", f'jenis "{kind}" tidak dikenal; pilih salah satu dari {", ".join(KINDS)}')
        year = self._text("year", "column")
        if year not in ("column", "given"):
            raise self._refusal("year", 'isi "column" (tahun berdiri di kolom) atau "given" (berkas tidak menyebut tahun)')
        columns = self._columns(kind)
        layout = Layout(
            code=code,
            kind=kind,
            title=self._text("title"),
            columns=columns,
            required=self._required({column.field for column in columns}),
            is_year_given=year == "given",
            empty=self._texts(self.content, "empty", None),
            footers=self._texts(self.content, "footers", None),
            ignored=self._texts(self.content, "ignored", None),
        )
        self._headings_apart(layout)
        return layout

    def _columns(self, kind: str) -> tuple[LayoutColumn, ...]:
        tables = self.content.get("column")
        if not isinstance(tables, list) or not tables:
            raise self._refusal("column", "tidak ada [[column]]")
        return tuple(self._column(table, number, kind) for number, table in enumerate(tables))

    def _column(self, table: dict[str, Any], number: int, kind: str) -> LayoutColumn:
        self._known_keys(table, _COLUMN_KEYS, number)
        name = table.get("field")
        fields = (*FIELDS[kind], *PERSONAL_FIELDS.get(kind, ()))
        if name not in fields:
            raise self._refusal("field", f'kolom isian "{name}" tidak ada untuk {kind}; yang ada: {", ".join(fields)}', number)
        headings = self._texts(table, "headings", number)
        if not headings or not all(spelling(heading) for heading in headings):
            raise self._refusal("headings", "sebut sekurangnya satu judul kolom, dengan huruf atau angka", number)
        values = table.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise self._refusal("values", 'tulis nilai sebagai { "nilai di berkas" = "nilai kita" }', number)
        for flag in ("only_listed", "optional"):
            if not isinstance(table.get(flag, False), bool):
                raise self._refusal(flag, "isi true atau false", number)
        return LayoutColumn(
            str(name),
            headings,
            {spelling(key): value for key, value in values.items()},
            only_listed=table.get("only_listed", False),
            optional=table.get("optional", False),
        )

    def _required(self, fields: set[str]) -> tuple[Requirement, ...]:
        texts = self._texts(self.content, "required", None)
        if not texts:
            raise self._refusal("required", "sebut sekurangnya satu isian wajib")
        requirements = []
        for text in texts:
            alternatives = tuple(tuple(name.strip() for name in part.split("+")) for part in text.split("|"))
            for name in {name for alternative in alternatives for name in alternative} - fields:
                raise self._refusal("required", f'isian wajib "{name}" tidak diisi oleh satu [[column]] pun')
            requirements.append(Requirement(" atau ".join(" + ".join(alternative) for alternative in alternatives), alternatives))
        return tuple(requirements)

    def _headings_apart(self, layout: Layout) -> None:
        seen: dict[str, str] = {spelling(heading): "ignored" for heading in layout.ignored}
        for number, column in enumerate(layout.columns):
            for heading in column.headings:
                if seen.setdefault(spelling(heading), column.field) != column.field:
                    raise self._refusal("headings", f'judul "{heading}" sudah dipakai oleh {seen[spelling(heading)]}', number)

    def _text(self, key: str, otherwise: str | None = None) -> str:
        value = self.content.get(key, otherwise)
        if not isinstance(value, str) or not value:
            raise self._refusal(key, f'"{key}" harus ada dan berupa teks')
        return str(value)

    def _texts(self, table: dict[str, Any], key: str, column: int | None) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._refusal(key, f'"{key}" harus berupa daftar teks', column)
        return tuple(value)

    def _known_keys(self, table: dict[str, Any], known: set[str], column: int | None) -> None:
        for key in table:
            if key not in known:
                raise self._refusal(key, f'"{key}" tidak dikenal; yang ada: {", ".join(sorted(known))}', column)

    def _refusal(self, key: str, reason: str, column: int | None = None) -> SourceError:
        return SourceError(f"{self.file.name}, baris {self._line(key, column)}: {reason}.")

    def _line(self, key: str, column: int | None) -> int:
        """The line where a key stands: in the column-th [[column]], or above the first. Without the key: where its table begins."""
        lines = self.text.splitlines()
        starts = [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*column\s*\]\]", line)]
        begin = starts[column] if column is not None else 0
        end = next((start for start in starts if start > begin), len(lines))
        for number in range(begin, end):
            if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", lines[number]):
                return number + 1
        return begin + 1
