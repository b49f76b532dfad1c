"""The figures of one person's result sheet, from one release: points of every item that is asked, and what a better answer would add by the rules of that release.

An item that was answered with Not yet gives no points; one that is not asked of the position group is not applicable, and stands apart. Of a result that was
reported as four numbers nobody knows the items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboard import measured_years, warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents.errors import DocumentError
from dashboard.ledger.measured_year import Answer, Indicator, MeasuredYear
from dashboard.queries import choices, personal_sheet
from dashboard.reporting.figures import frozen
from dashboard.text import _

DIMENSIONS = ("qualification", "competence", "performance", "discipline")

ANSWERED = {
    "education": "education_code",
    "leadership_training": "has_leadership_training",
    "functional_training": "has_functional_training",
    "technical_training": "has_technical_training",
    "seminar": "has_seminar",
    "performance": "performance_code",
    "discipline": "discipline_code",
}
"""Indicator -> the column that has its answer."""

ORDER = tuple(ANSWERED)


class UnknownPersonError(DocumentError):
    """There is no such person in that year, or not one whose result the reader may know: one answer for both."""


class NotMeasuredError(DocumentError):
    """There is no result of this person in this release."""


@dataclass(frozen=True)
class Item:
    """One item that is asked of the person. answer_code none: not known which answer gave the points."""

    indicator: Indicator
    answer_code: str | None

    @property
    def points(self) -> Decimal | None:
        """What the answer gave."""
        return None if self.answer_code is None else self.indicator.points_of(self.answer_code)

    @property
    def best(self) -> Answer:
        """The answer of most points that is easiest to give: of equal ones the lowest."""
        most = max(answer.points for answer in self.indicator.answers)
        return [answer for answer in self.indicator.answers if answer.points == most][-1]

    @property
    def next(self) -> Answer | None:
        """The answer that gives the fewest points more; none: these are the most, or it is not known."""
        now = self.points
        better = [answer for answer in self.indicator.answers if now is not None and answer.points > now]
        least = min((answer.points for answer in better), default=None)
        return next((answer for answer in reversed(better) if answer.points == least), None)

    def gain(self, answer: Answer) -> Decimal:
        """What another answer would add."""
        return answer.points - (self.points or Decimal(0))


@dataclass(frozen=True)
class Found:
    """One person's result in one release. not_asked: codes of the items that are not asked of the position group."""

    row: Mapping[str, Any]
    year: MeasuredYear
    items: tuple[Item, ...]
    not_asked: tuple[str, ...]
    rules: Mapping[str, Any]
    as_of: datetime
    built_at: datetime
    is_sample: bool

    @property
    def is_itemised(self) -> bool:
        """Whether the answers are known."""
        return all(item.points is not None for item in self.items)

    def points(self, dimension_code: str) -> float:
        """Points of a dimension, or of all as "total"."""
        return float(self.row[f"{dimension_code}_score"])

    def most(self, dimension_code: str) -> Decimal:
        """The most points that people of the group can have in a dimension."""
        return sum((item.best.points for item in self.items if item.indicator.dimension_code == dimension_code), Decimal(0))

    @property
    def advice(self) -> tuple[Item, ...]:
        """What could be done about it, the next step that adds most first: not discipline, which no training mends."""
        found = [item for item in self.items if item.next is not None and item.indicator.dimension_code != "discipline"]
        return tuple(sorted(found, key=lambda item: (-item.gain(item.next or item.best), -item.gain(item.best))))


def read(viewer: Viewer, year: int, nip: int) -> Found:
    """The result of a person in the release of this run. Raises UnknownPersonError, NotMeasuredError."""
    rows = warehouse.read(personal_sheet.of_person(viewer, year, nip))
    if rows.empty:
        raise UnknownPersonError(_("There is no such person in this year, or their result is not yours to see."))
    row = {str(name): None if pd.isna(value) else value for name, value in rows.iloc[0].items()}
    if not row["is_measured"]:
        raise NotMeasuredError(_("There is no result in {year} in this release yet, so there is no result sheet.", year=year))
    known = measured_years.in_release(warehouse.release_id(), year)
    asked = sorted(known.asked_of(row["position_group"]), key=lambda each: ORDER.index(each.indicator_code))
    codes = {each.indicator_code for each in asked}
    periods = warehouse.fetch(choices.years())
    release = warehouse.fetch(choices.release()).iloc[0]
    return Found(
        row=row,
        year=known,
        items=tuple(Item(each, _answer(row, each)) for each in asked),
        not_asked=tuple(code for code in ORDER if code not in codes and any(each.indicator_code == code for each in known.indicators)),
        rules=dict(warehouse.fetch(choices.rules(year)).iloc[0]),
        as_of=periods.loc[periods["period_year"] == year, "as_of"].iloc[0].to_pydatetime(),
        built_at=release["built_at"].to_pydatetime(),
        is_sample=bool(release["is_sample"]),
    )


def _answer(row: Mapping[str, Any], indicator: Indicator) -> str | None:
    """The code of the answer that gave the points; of a result that was reported none."""
    value = row[ANSWERED[indicator.indicator_code]] if row["score_source"] == "answers" else None
    code = {True: "yes", False: "no"}[bool(value)] if value is not None and not isinstance(value, str) else value
    return code if code is not None and indicator.points_of(code) is not None else None


def sealed(found: Found) -> dict[str, Any]:
    """What the checksum of the sheet is of, beside its identity: whose it is, the points and the answers that gave them, by which rules."""
    scores = {name: frozen(found.points(name)) for name in (*DIMENSIONS, "total")}
    return {
        "as_of": found.as_of.isoformat(),
        "rule_version": str(found.rules["rule_version"]),
        "category_convention": str(found.rules["category_convention"]),
        "nip": str(found.row["nip"]),
        "position_group": found.row["position_group"],
        "score_source": found.row["score_source"],
        "scores": scores,
        "category_code": found.row["category_code"],
        "is_verified": bool(found.row["is_verified"]),
        "items": [
            {
                "indicator_code": item.indicator.indicator_code,
                "answer_code": item.answer_code,
                "points": None if item.points is None else format(item.points, "f"),
                "most": format(item.best.points, "f"),
            }
            for item in found.items
        ],
    }
