"""JSON lines, as BKN's service answers them: one object a line, or an answer whose `data` holds the objects."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.cells import cell_text
from pipelines.sources.request import Request, arrive_rows, content_of

_SEARCHED_OBJECTS = 1000
"""Names are collected from so many objects; a name that first comes later is not a heading."""


def open_json_lines(request: Request, path: Path) -> Arrived:
    """The objects of a file as a table of rows; names are the headings, the line is the row. Raises SourceError at a line that is no JSON object."""
    names: dict[str, None] = {}
    for _, item in islice(_objects(path, request.name), _SEARCHED_OBJECTS):
        names.update(dict.fromkeys(item))
    headings = list(names)
    _, found = request.recognise([headings])
    rows = ((line, [cell_text(item.get(heading)) for heading in headings]) for line, item in _objects(path, request.name))
    return arrive_rows(request, found, 0, rows, content_of(path))


def _objects(path: Path, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield from ((number, item) for item in _items(json.loads(line), source, number))
        except json.JSONDecodeError as error:
            raise SourceError(
                f"{source}, baris {number}: bukan satu objek JSON. Simpan jawaban layanan sebagai JSON lines: satu objek utuh pada satu baris."
            ) from error
        except UnicodeDecodeError as error:
            raise SourceError(f"{source}: berkas JSON harus UTF-8.") from error


def _items(value: Any, source: str, line: int) -> list[dict[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("data"), dict | list):
        return _items(value["data"], source, line)
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) for item in items):
        raise SourceError(f'{source}, baris {line}: diharapkan objek JSON dengan nama dan nilai, misalnya {{"nip_baru": "..."}}.')
    return items
