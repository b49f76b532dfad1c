"""A TOML file of tables [[roles]] read into a frozen dataclass: its fields are the file's keys, and everything read knows its line."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar, get_type_hints

LISTED = "roles"
"""The name of the tables."""

TYPE_WORDS = {str: "teks dalam tanda kutip yang tidak kosong", bool: "true atau false"}

Value = TypeVar("Value")


class RolesError(ValueError):
    """The file of roles cannot be used. Says file, line, what is wrong and what to do, in Indonesian."""


@dataclass(frozen=True)
class Entry(Generic[Value]):
    """One table of the file and the lines of its keys."""

    value: Value
    file: Path
    lines: dict[str, int]

    def refuse(self, key: str, sentence: str) -> NoReturn:
        """Raises RolesError at a key of this table."""
        _refuse(self.file, self.lines.get(key, self.lines[""]), sentence)

    def one_of(self, key: str, found: Iterable[str], known: tuple[str, ...]) -> None:
        """Raises RolesError when anything found is not one of those known."""
        for each in found:
            if each not in known:
                self.refuse(key, f'"{each}" tidak dikenal; yang dikenal: {", ".join(known)}')


def read(file: Path, kind: type[Value]) -> list[Entry[Value]]:
    """The file's tables in order, no code twice. Raises RolesError when it is missing, no TOML, or does not fit."""
    text = _text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        _refuse(file, int(line[1]) if line else len(text.splitlines()), f"bukan TOML yang sah ({error}); perbaiki tulisannya")
    tables = content.get(LISTED)
    if set(content) != {LISTED} or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        _refuse(file, 1, f"berkas ini hanya memuat tabel [[{LISTED}]], sedikitnya satu")
    entries = [_entry(file, table, lines, kind) for table, lines in zip(tables, _line_numbers(text), strict=True)]
    _unique(entries)
    return entries


def _refuse(file: Path, line: int, sentence: str) -> NoReturn:
    raise RolesError(f"{file}:{line}: {sentence}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RolesError(f"{file}: tidak dapat dibaca sebagai teks UTF-8 ({error}); periksa berkas atau IPASN_ROLES") from error


def _line_numbers(text: str) -> list[dict[str, int]]:
    """Of each table the line of its heading, under "", and of its keys."""
    tables: list[dict[str, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[\[\s*{LISTED}\s*\]\]", line):
            tables.append({"": number})
        elif (key := re.match(r"\s*([\w-]+)\s*=", line)) and tables:
            tables[-1].setdefault(key[1], number)
    return tables


def _entry(file: Path, table: dict[str, Any], lines: dict[str, int], kind: type[Value]) -> Entry[Value]:
    wanted = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    for name in table:
        if name not in wanted:
            _refuse(file, lines.get(name, lines[""]), f'kunci "{name}" tidak dikenal; yang dikenal: {", ".join(wanted)}')
    for name in wanted:
        if name not in table:
            _refuse(file, lines[""], f'kunci "{name}" belum ada; tambahkan')
    hints = get_type_hints(kind)
    values = {name: _value(table[name], hints[name], file, lines[name]) for name in wanted}
    return Entry(kind(**values), file, lines)


def _value(value: Any, hint: Any, file: Path, line: int) -> Any:
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value) or len(set(value)) < len(value):
            _refuse(file, line, "di sini harus ada daftar teks tanpa pengulangan, seperti [ ... ]")
        return tuple(value)
    if hint == tuple[int, ...]:
        if not isinstance(value, list) or not all(type(each) is int for each in value) or len(set(value)) < len(value):
            _refuse(file, line, "di sini harus ada daftar bilangan bulat tanpa pengulangan, seperti [2, 3]")
        return tuple(value)
    if type(value) is not hint or value == "":
        _refuse(file, line, f'"{value}" bukan {TYPE_WORDS[hint]}')
    return value


def _unique(entries: list[Entry[Value]]) -> None:
    seen: set[str] = set()
    for entry in entries:
        code = str(getattr(entry.value, "code", ""))
        if code in seen:
            entry.refuse("code", f'peran "{code}" ditulis dua kali; hapus salah satu')
        seen.add(code)
