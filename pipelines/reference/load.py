"""data/reference to a checked Reference of one measurement year."""

import hashlib
from pathlib import Path

from pipelines.reference.entries import ReferenceFileError, read
from pipelines.reference.facts import EducationLevels, Ranks, Reference, Schedule, ScoringRules, UnitAliases, Words
from pipelines.reference.validate import check

SHARED_FILES = ("ranks.toml", "education.toml", "words.toml", "units_alias.toml")


def years(folder: Path) -> list[int]:
    """The measurement years that have scoring rules, oldest first."""
    return sorted(int(file.stem) for file in (folder / "scoring").glob("*.toml") if file.stem.isdigit())


def load(folder: Path, year: int) -> Reference:
    """Everything of `year`, checked. Raises ReferenceFileError with file and line when a file is missing, unreadable or contradicts itself."""
    if year not in years(folder):
        known = ", ".join(map(str, years(folder))) or "tidak ada"
        raise ReferenceFileError(f"{folder / 'scoring'}: aturan tahun {year} belum ada; yang ada: {known}. Cara menambah tahun: docs/rules.md")
    scoring, schedule = folder / "scoring" / f"{year}.toml", folder / "schedule" / f"{year}.toml"
    reference = Reference(
        year=year,
        rules=read(scoring, ScoringRules),
        schedule=read(schedule, Schedule),
        ranks=read(folder / "ranks.toml", Ranks),
        education=read(folder / "education.toml", EducationLevels),
        words=read(folder / "words.toml", Words),
        unit_aliases=read(folder / "units_alias.toml", UnitAliases),
        sha256=_sha256([scoring, schedule, *(folder / name for name in SHARED_FILES)]),
    )
    check(reference)
    return reference


def _sha256(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
