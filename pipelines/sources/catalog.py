"""data/sources.toml: which sources there are, by name. Secrets never stand in it: a database's URL comes from an environment variable."""

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.sources.arrival import KINDS, SourceError, SourceSpec

CATALOG_FILE = Path(__file__).parents[2] / "data" / "sources.toml"

_KEYS = {"name", "kind", "year", "years", "path", "sheet", "url_env", "query", "table", "layout", "grows", "optional"}


def default_file() -> Path:
    """The catalog when none is named: IPASN_SOURCES, else data/sources.toml of this installation."""
    return Path(os.environ.get("IPASN_SOURCES") or CATALOG_FILE)


def read_catalog(path: Path = CATALOG_FILE) -> list[SourceSpec]:
    """Every source of a catalog, one for each of its years. Paths count from the catalog's folder. Raises SourceError naming file and source."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SourceError(f"Daftar sumber {path} tidak ditemukan.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: bukan TOML yang benar ({error}).") from error
    entries = content.pop("source", [])
    if content or not isinstance(entries, list):
        raise SourceError(f"{path.name}: hanya boleh berisi [[source]]; ditemukan {', '.join(content) or 'source'}.")
    sources = [source for number, entry in enumerate(entries, start=1) for source in _sources(path, number, entry)]
    _refuse_repeated(path, sources)
    return sources


def _sources(path: Path, number: int, entry: dict[str, Any]) -> list[SourceSpec]:
    label = f"{path.name}, [[source]] ke-{number}"
    _refuse_unsound(label, entry)
    years = entry.get("years", [entry["year"]] if "year" in entry else [None])
    return [_source(path.parent, entry, year) for year in years]


def _source(folder: Path, entry: dict[str, Any], year: int | None) -> SourceSpec:
    file = entry.get("path")
    return SourceSpec(
        name=entry["name"],
        kind=entry["kind"],
        path=folder / file.replace("{year}", str(year)) if file else None,
        url_env=entry.get("url_env"),
        query=entry.get("query"),
        table=entry.get("table"),
        layout=entry.get("layout"),
        sheet=entry.get("sheet"),
        year=year,
        grows=entry.get("grows"),
        optional=entry.get("optional", False),
    )


def _refuse_unsound(label: str, entry: dict[str, Any]) -> None:
    """Raises SourceError when an entry is not one file and not one query or table."""
    _refuse_values(label, entry)
    if "name" not in entry or entry.get("kind") not in KINDS:
        raise SourceError(f'{label}: isi "name", dan "kind" dengan salah satu dari {", ".join(KINDS)}.')
    _refuse_years(label, entry)
    if ("path" in entry) == ("url_env" in entry):
        raise SourceError(f'{label}: isi salah satu dari "path" (berkas) atau "url_env" (basis data).')
    if "url_env" in entry and ("query" in entry) == ("table" in entry):
        raise SourceError(f'{label}: untuk basis data isi salah satu dari "query" atau "table".')
    if not {"grows", "optional"}.isdisjoint(entry) and "url_env" not in entry:
        raise SourceError(f'{label}: "grows" dan "optional" hanya untuk basis data ("url_env").')
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", entry.get("url_env", "_")):
        raise SourceError(f'{label}: "url_env" adalah nama variabel lingkungan, bukan alamatnya. Alamat dan sandi tidak ditulis di berkas ini.')
    if "{year}" in entry.get("path", "") and not {"year", "years"} & set(entry):
        raise SourceError(f'{label}: "path" memuat {{year}}, jadi "years" harus ada.')


def _refuse_values(label: str, entry: dict[str, Any]) -> None:
    for key in sorted(set(entry) - _KEYS):
        raise SourceError(f'{label}: "{key}" tidak dikenal; yang ada: {", ".join(sorted(_KEYS))}.')
    for key, value in entry.items():
        if key not in ("year", "years", "optional") and not (isinstance(value, str) and value):
            raise SourceError(f'{label}: "{key}" harus berupa teks.')
    if not isinstance(entry.get("optional", False), bool):
        raise SourceError(f'{label}: "optional" adalah true atau false.')


def _refuse_years(label: str, entry: dict[str, Any]) -> None:
    years = entry.get("years", [entry.get("year", 0)])
    if ("year" in entry and "years" in entry) or not isinstance(years, list) or not years or not all(type(year) is int for year in years):
        raise SourceError(f'{label}: isi "year" dengan satu tahun, atau "years" dengan daftar tahun, misalnya [2020, 2021].')


def _refuse_repeated(path: Path, sources: Sequence[SourceSpec]) -> None:
    seen: set[tuple[str, str, int | None]] = set()
    for source in sources:
        key = source.name, source.kind, source.year
        if key in seen:
            raise SourceError(f'{path.name}: sumber "{source.name}" ({source.kind}) ditulis dua kali untuk tahun {source.year or "yang sama"}.')
        seen.add(key)
