"""What somebody answers: a value that is complete or not, that the working copy keeps as JSON, and that scoring takes. Nothing is scored or judged here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from dashboard.ledger.measured_year import MeasuredYear
from pipelines.scoring import Answers


@dataclass(frozen=True)
class Evidence:
    """What shows an answer: number or title, date (of a performance report the day on which the head of the satuan kerja approved it), hours (JP), a note."""

    indicator_code: str
    reference_no: str | None = None
    dated_on: date | None = None
    hours: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True)
class Given:
    """One person's answers by the codes of the rules; None: not answered. The position group is SIMPEG's and no answer."""

    education_code: str | None = None
    has_leadership_training: bool | None = None
    has_functional_training: bool | None = None
    technical_training_hours: Decimal | None = None
    has_seminar: bool | None = None
    performance_value: Decimal | None = None
    performance_predicate: str | None = None
    discipline_code: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def evidence_of(self, indicator_code: str) -> Evidence:
        """What shows the answer to an indicator; without anything in it where nothing does."""
        return next((each for each in self.evidence if each.indicator_code == indicator_code), Evidence(indicator_code))

    def for_scoring(self, position_group: str) -> Answers:
        """The same as pipelines.scoring takes it."""
        return Answers(position_group, **{name: getattr(self, name) for name in ANSWERED})


ANSWERED = tuple(field.name for field in fields(Given) if field.name != "evidence")
"""Columns of entry_version with answers."""

ANSWERS_OF = {
    "education": ("education_code",),
    "leadership_training": ("has_leadership_training",),
    "functional_training": ("has_functional_training",),
    "technical_training": ("technical_training_hours",),
    "seminar": ("has_seminar",),
    "performance": ("performance_value", "performance_predicate"),
    "discipline": ("discipline_code",),
}
"""The fields that answer an indicator."""

_DECIMALS = ("technical_training_hours", "performance_value")


def only_asked(year: MeasuredYear, given: Given, position_group: str | None) -> Given:
    """Without answers and evidence that the position group is not asked for, texts without blanks around them, empty evidence left out.

    Performance is a value in a year of bands and a predicate in a year of predicates, never both.
    """
    indicators = year.asked_of(position_group)
    asked = {each.indicator_code for each in indicators}
    unasked = {name: None for indicator_code, names in ANSWERS_OF.items() if indicator_code not in asked for name in names}
    has_bands = any(each.has_bands for each in indicators)
    unasked["performance_predicate" if has_bands else "performance_value"] = None
    shown = (_trimmed(each) for each in given.evidence if each.indicator_code in asked)
    evidence = sorted((each for each in shown if each != Evidence(each.indicator_code)), key=lambda each: each.indicator_code)
    return replace(given, **unasked, evidence=tuple(evidence))


def _trimmed(evidence: Evidence) -> Evidence:
    return replace(evidence, reference_no=(evidence.reference_no or "").strip() or None, note=(evidence.note or "").strip() or None)


def to_json(given: Given) -> str:
    """As the working copy is kept: canonical JSON without what is not answered."""
    values = {name: value for name, value in asdict(given).items() if value is not None}
    values["evidence"] = [{name: value for name, value in each.items() if value is not None} for each in values["evidence"]]
    return canonical(values)


def from_json(text: str) -> Given:
    """A working copy. What it cannot be read as, because another version of this program wrote it, counts as not answered."""
    values = json.loads(text)
    known = {name: values[name] for name in ANSWERED if name in values}
    for name in _DECIMALS:
        known[name] = _decimal(known.get(name))
    evidence = tuple(_evidence(each) for each in values.get("evidence", ()) if each.get("indicator_code") in ANSWERS_OF)
    return Given(**known, evidence=evidence)


def _evidence(values: Mapping[str, Any]) -> Evidence:
    try:
        dated_on = date.fromisoformat(values.get("dated_on", ""))
    except ValueError:
        dated_on = None
    texts = {name: values.get(name) for name in ("reference_no", "note")}
    return Evidence(values["indicator_code"], dated_on=dated_on, hours=_decimal(values.get("hours")), **texts)


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def canonical(value: Any) -> str:
    """One text per value: keys in order, no blanks, decimals as their digits, days and moments as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_text)


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date | datetime) else str(value)


def checksum(value: Any) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode(errors="replace")).hexdigest()
