"""data/reference to a checked Reference of one measurement year."""

from dataclasses import replace
from pathlib import Path

from pipelines.reference.entries import ReferenceFileError, has_key, read
from pipelines.reference.facts import EducationLevels, Ranks, Reference, SameRules, Schedule, ScoringRules, UnitAliases, Words
from pipelines.reference.rows import rows
from pipelines.reference.validate import check


def years(folder: Path) -> list[int]:
    """The measurement years that have scoring rules, oldest first."""
    return sorted(int(file.stem) for file in (folder / "scoring").glob("*.toml") if file.stem.isdigit())


def load(folder: Path, year: int) -> Reference:
    """Everything of `year`, checked. Raises ReferenceFileError with file and line when a file is missing, unreadable or contradicts itself."""
    if year not in years(folder):
        known = ", ".join(map(str, years(folder))) or "tidak ada"
        raise ReferenceFileError(f"{folder / 'scoring'}: aturan tahun {year} belum ada; yang ada: {known}. Cara menambah tahun: docs/rules.md")
    reference = Reference(
        year=year,
        rules=_rules(folder, year),
        schedule=read(folder / "schedule" / f"{year}.toml", Schedule),
        ranks=read(folder / "ranks.toml", Ranks),
        education=read(folder / "education.toml", EducationLevels),
        words=read(folder / "words.toml", Words),
        unit_aliases=read(folder / "units_alias.toml", UnitAliases),
    )
    check(reference)
    rows(reference)  # refuses a spelling that means two things
    return reference


def _rules(folder: Path, year: int) -> ScoringRules:
    """The rules of `year`; those of another year under this year's number where its file says `as_in`."""
    file = folder / "scoring" / f"{year}.toml"
    if not has_key(file, "as_in"):
        return read(file, ScoringRules)
    same = read(file, SameRules)
    other = folder / "scoring" / f"{same.as_in}.toml"
    if not other.exists() or has_key(other, "as_in"):
        same.refuse(f"as_in {same.as_in}: tahun itu tidak mempunyai berkas aturan yang lengkap; tunjuk tahun yang lengkap")
    return replace(read(other, ScoringRules), year=same.year, note=same.note, file=same.file, line=same.line)
