"""Which sources a build was asked for: those of the command line, each a file or a name of the catalog, else the whole catalog."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.parser import UsageError
from pipelines.sources import SourceSpec, read_catalog


def sources(named: Mapping[str, Sequence[str]], catalog: Path, year: int) -> dict[str, list[SourceSpec]]:
    """The sources by kind for one measurement year. When any is named, the catalog only lends its names. Raises UsageError, SourceError."""
    if not any(named.values()):
        return _of_catalog(list(named), catalog, year)
    found = {kind: [_one(text, kind, catalog, year) for text in texts] for kind, texts in named.items()}
    return _told_apart(found)


def _of_catalog(kinds: Sequence[str], catalog: Path, year: int) -> dict[str, list[SourceSpec]]:
    specs = [spec for spec in read_catalog(catalog) if spec.year in {None, year} and not _is_left_out(spec)]
    if not specs:
        raise UsageError(f"{catalog} tidak menyebut sumber untuk tahun {year}; tambahkan di sana atau beri --measurements dan --personnel.")
    return {kind: [spec for spec in specs if spec.kind == kind] for kind in kinds}


def _is_left_out(spec: SourceSpec) -> bool:
    """Whether an optional database is not there: its environment variable is not set."""
    return spec.optional and not os.environ.get(spec.url_env or "")


def _one(text: str, kind: str, catalog: Path, year: int) -> SourceSpec:
    path = Path(text)
    if path.is_file():
        return SourceSpec(name=path.name, kind=kind, path=path)
    entries = [spec for spec in read_catalog(catalog) if spec.name == text] if catalog.is_file() else []
    for spec in entries:
        if spec.kind == kind and spec.year in {None, year}:
            return spec
    if entries:
        raise UsageError(
            f"Sumber '{text}' di {catalog} bukan sumber {kind} tahun {year}, melainkan {entries[0].kind} {entries[0].year or ''}".rstrip() + "."
        )
    raise UsageError(f"--{kind} '{text}' bukan berkas yang ada dan bukan nama sumber di {catalog}.")


def _told_apart(found: dict[str, list[SourceSpec]]) -> dict[str, list[SourceSpec]]:
    """Two files of one name in different folders are called by their paths, so that a finding says which."""
    counts = Counter(spec.name for specs in found.values() for spec in specs)
    return {
        kind: [replace(spec, name=str(spec.path)) if counts[spec.name] > 1 and spec.path else spec for spec in specs] for kind, specs in found.items()
    }
