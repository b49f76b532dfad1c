"""What was looked at and let stand: tests/hardening/allowed.toml, each entry with a reason and a day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("allowed.toml")

MOST_DAYS = 365


@dataclass(frozen=True)
class Allowed:
    """Findings of our code as (number, file) with how many of them, and advisories; and what is wrong with the list itself."""

    code: Mapping[tuple[str, str], int]
    advisories: tuple[str, ...]
    faults: tuple[str, ...]


def read(today: date, text: str | None = None) -> Allowed:
    """The list as it stands on a day: an entry without a reason, without a day, of a day to come or older than a year is a fault."""
    listed = tomllib.loads(FILE.read_text(encoding="utf-8") if text is None else text)
    code, advisories = listed.get("code", []), listed.get("advisory", [])
    return Allowed(
        code={(entry["finding"], entry["path"]): entry["count"] for entry in code},
        advisories=tuple(entry["finding"] for entry in advisories),
        faults=tuple(fault for entry in (*code, *advisories) if (fault := _fault(entry, today))),
    )


def _fault(entry: Mapping[str, Any], today: date) -> str:
    name = " ".join(str(entry[key]) for key in ("finding", "path") if key in entry)
    day = entry.get("day")
    if len(str(entry.get("reason", "")).split()) < 4:
        return f"{name}: give the reason in a sentence"
    if not isinstance(day, date) or not 0 <= (today - day).days <= MOST_DAYS:
        return f"{name}: looked at on {day}, more than a year ago or not yet; look again"
    return ""
