"""A TOML file read into frozen dataclasses: the dataclass is the file's format, and everything read knows its line.

A file's keys are the fields of its dataclass. A key that is no field, a field without a key and a value of another type are refused with the line.
"""

import re
import tomllib
import types
from collections import Counter
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

Key = tuple[str | int, ...]

TYPE_WORDS = {str: "teks dalam tanda kutip", int: "bilangan bulat", Decimal: "angka", bool: "true atau false", date: "tanggal seperti 2021-04-16"}


class ReferenceFileError(ValueError):
    """A file of data/reference cannot be used. Says file, line, what is wrong and what to do, in Indonesian."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Whatever stands in a reference file: `file` and `line` say where, so that a later check can say so too."""

    file: Path = field(default=Path(), repr=False, compare=False)
    line: int = field(default=1, repr=False, compare=False)

    def refuse(self, sentence: str) -> NoReturn:
        """Raises ReferenceFileError for this entry."""
        raise ReferenceFileError(f"{self.file}:{self.line}: {sentence}")


EntryType = TypeVar("EntryType", bound=Entry)


@dataclass(frozen=True)
class _Position:
    """A place in a file: the key that leads to it, and the line of the nearest key above it that has one."""

    file: Path
    lines: dict[Key, int]
    key: Key = ()

    def inside(self, name: str | int) -> "_Position":
        return _Position(self.file, self.lines, (*self.key, name))

    @property
    def line(self) -> int:
        return next((self.lines[self.key[:length]] for length in range(len(self.key), 0, -1) if self.key[:length] in self.lines), 1)

    def refuse(self, sentence: str) -> NoReturn:
        Entry(file=self.file, line=self.line).refuse(sentence)


def read(file: Path, kind: type[EntryType]) -> EntryType:
    """The whole file as one `kind`. Raises ReferenceFileError when it is missing, no TOML, or does not fit."""
    text = _text(file)
    return _entry(_values(file, text), kind, _Position(file, line_numbers(text)))


def has_key(file: Path, name: str) -> bool:
    """Whether `name` stands at the top of the file: which of two formats it has. Raises as `read` does."""
    return name in _values(file, _text(file))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ReferenceFileError(f"{file}: berkas tidak ada; buat berkas ini atau pilih folder acuan yang lain (--reference)") from None
    except (UnicodeDecodeError, OSError) as error:
        raise ReferenceFileError(f"{file}: tidak dapat dibaca sebagai teks UTF-8 ({error})") from error


def _values(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        number = line[1] if line else len(text.splitlines())
        raise ReferenceFileError(f"{file}:{number}: bukan TOML yang sah ({error}); perbaiki tulisannya") from error


def line_numbers(text: str) -> dict[Key, int]:
    """The line of every table, key and listed table: ("indicators", 2, "points", 0) -> 31. Listed tables stand on a line each."""
    lines: dict[Key, int] = {}
    counts: Counter[Key] = Counter()
    table: Key = ()
    key: Key = ()
    listed = 0
    for number, line in enumerate((line.strip() for line in text.splitlines()), start=1):
        if header := re.match(r"\[\[\s*([\w.-]+)\s*\]\]", line):
            table = _listed_table(header[1].split("."), counts)
            lines[table] = number
        elif header := re.match(r"\[\s*([\w-]+)\s*\]\s*(#|$)", line):
            table = (header[1],)
            lines[table] = number
        elif name := re.match(r"([\w-]+)\s*=", line):
            key, listed = (*table, name[1]), line.count("{")
            lines[key] = number
        elif line.startswith("{"):
            lines[(*key, listed)] = number
            listed += 1
    return lines


def _listed_table(names: list[str], counts: Counter[Key]) -> Key:
    """The key of the next table under [[names]], which belongs to the last one of the tables above: ("stages", 2, "moves", 0)."""
    key: Key = ()
    for name in names[:-1]:
        key = (*key, name, counts[*key, name] - 1)
    key = (*key, names[-1])
    counts[key] += 1
    return (*key, counts[key] - 1)


def _entry(values: Any, kind: type[EntryType], position: _Position) -> EntryType:
    if not isinstance(values, dict):
        position.refuse("di sini harus ada tabel, seperti { kunci = nilai }")
    hints = get_type_hints(kind)
    wanted = {each.name: each for each in fields(kind) if each.name not in {"file", "line"}}
    for name in values:
        if name not in wanted:
            position.inside(name).refuse(f'kunci "{name}" tidak dikenal; yang dikenal: {", ".join(wanted)}')
    for name, each in wanted.items():
        if name not in values and each.default is MISSING and each.default_factory is MISSING:
            position.refuse(f'kunci "{name}" belum ada; tambahkan')
    read_values = {name: _value(value, hints[name], position.inside(name)) for name, value in values.items()}
    return kind(file=position.file, line=position.line, **read_values)


def _value(value: Any, hint: Any, position: _Position) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            position.refuse(f'"{position.key[-1]}" harus berupa daftar, seperti [ ... ]')
        return tuple(_value(each, get_args(hint)[0], position.inside(number)) for number, each in enumerate(value))
    if issubclass(hint, Entry):
        return _entry(value, hint, position)
    if hint is Decimal and type(value) is int:
        return Decimal(value)
    if type(value) is not hint or (hint is Decimal and not value.is_finite()):
        position.refuse(f'"{value}" bukan {TYPE_WORDS[hint]}')
    return value
