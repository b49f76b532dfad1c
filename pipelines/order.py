"""What a build is asked for and what it gives back: plain values between the command line, the build and its callers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.sources import SourceSpec


@dataclass(frozen=True)
class BuildOrder:
    """One build of one measurement year. `as_of` is the wall clock of Asia/Jakarta, without an offset; `publish` false only checks; `fresh` leaves out the
    other years of the current release, and compares with nothing."""

    year: int
    sources: dict[str, list[SourceSpec]]
    as_of: datetime
    warehouse: Path
    reference: Path
    publish: bool = True
    force: bool = False
    fresh: bool = False
    memory_limit: str | None = None
    keep: int = 5
    findings: Path | None = None
    """Where to write every finding as JSON lines."""
    rows: Path | None = None
    """Where to write the results that would be loaded as JSON lines; none when the build stops before they are scored."""


@dataclass(frozen=True)
class SourceCount:
    """One source of a build, in rows: read = loaded + rejected."""

    name: str
    kind: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did. `release_id` is the release now current for the order, None when nothing was published.

    `findings` counts by check code, `severities` gives each code's stop, reject or warn, `seconds` the time of each step; `stop_findings` are sentences in
    Indonesian that say why nothing was published. `unchanged`: the same inputs had been published before, nothing was done.
    """

    release_id: str | None
    published: bool
    unchanged: bool
    year: int
    as_of: datetime
    sources: list[SourceCount]
    findings: dict[str, int] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    peak_memory_mib: float = 0.0
    stop_findings: list[str] = field(default_factory=list)
    findings_path: Path | None = None
    """Where every finding of this build stands as CSV, also when nothing was published."""
