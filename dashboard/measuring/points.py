"""Points while somebody answers, and what would raise them: looked up in a table of every possible set of answers, which the one scoring has made.

A position group has some thousand sets of answers that differ in points. They are scored at once when they are first needed; an hour or a value is put in the
place of the answer that scores alike, which scoring is asked once. Nothing here knows a point by itself, and no key names a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from threading import Lock
from typing import TypeAlias

from dashboard.ledger.answers import ANSWERS_OF, Given
from dashboard.ledger.measured_year import Indicator, MeasuredYear
from pipelines.scoring import Answers, Preview, previews

Value: TypeAlias = str | bool | Decimal
Chosen: TypeAlias = tuple[Value | None, ...]
"""One answer to each indicator asked, in order; None: none, or one that scores nothing."""

DIMENSIONS = ("qualification", "competence", "performance", "discipline")
MOST_VALUES = 20_000

_making = Lock()


@dataclass(frozen=True)
class Range:
    """From the fewest to the most points that the answers still leave; both the same when nothing is missing."""

    lowest: Decimal
    highest: Decimal

    @property
    def is_decided(self) -> bool:
        """Whether nothing is missing."""
        return self.lowest == self.highest


@dataclass(frozen=True)
class Points:
    """Points of each dimension and of all; the category is known when every answer is there, and only then."""

    dimensions: Mapping[str, Range]
    missing: Mapping[str, int]
    """Of each dimension how many answers are missing."""
    total: Range
    category_code: str | None

    @property
    def is_complete(self) -> bool:
        """Whether every answer is there."""
        return not any(self.missing.values())


@dataclass(frozen=True)
class Gain:
    """What the best answer to an indicator would add to what is answered so far; is_answered: it has an answer, though not the best one."""

    indicator_code: str
    points: Decimal
    best: Value
    is_answered: bool


def points(year: MeasuredYear, position_group: str, given: Given) -> Points:
    """The points of what is answered so far. Raises ReferenceFileError when the year has no usable rules."""
    asked = year.asked_of(position_group)
    chosen, scores = _chosen(year.period_year, asked, given), _scores(year.period_year, asked)
    low, high = scores[_filled(year.period_year, asked, chosen, best=False)], scores[_filled(year.period_year, asked, chosen, best=True)]
    missing = dict.fromkeys(DIMENSIONS, 0)
    for indicator, value in zip(asked, chosen, strict=True):
        missing[indicator.dimension_code] += value is None
    dimensions = {code: Range(_of(low, code), _of(high, code)) for code in DIMENSIONS}
    category = None if any(missing.values()) else low.category_code
    return Points(dimensions, missing, Range(_of(low, "total"), _of(high, "total")), category)


def gains(year: MeasuredYear, position_group: str, given: Given) -> list[Gain]:
    """What is not at its most points, what would add most first; a missing answer counts as its worst."""
    asked = year.asked_of(position_group)
    chosen, scores = _chosen(year.period_year, asked, given), _scores(year.period_year, asked)
    now = _filled(year.period_year, asked, chosen, best=False)
    found = []
    for place, indicator in enumerate(asked):
        best = _ordered(year.period_year, asked)[place][-1]
        better = (*now[:place], best, *now[place + 1 :])
        added = _of(scores[better], "total") - _of(scores[now], "total")
        found.append(Gain(indicator.indicator_code, added, best, chosen[place] is not None))
    return sorted((gain for gain in found if gain.points > 0), key=lambda gain: -gain.points)


def most(year: MeasuredYear, position_group: str) -> dict[str, Decimal]:
    """The most points of each dimension, and of all as "total", that people of the group can have."""
    asked = year.asked_of(position_group)
    best = _scores(year.period_year, asked)[_filled(year.period_year, asked, (None,) * len(asked), best=True)]
    return {code: _of(best, code) for code in (*DIMENSIONS, "total")}


def answer_of(indicator: Indicator, given: Given) -> Value | None:
    """What is answered to an indicator; None: nothing."""
    return next((value for name in ANSWERS_OF[indicator.indicator_code] if (value := getattr(given, name)) is not None), None)


def _of(scored: Preview, code: str) -> Decimal:
    """Raises ValueError where scoring gave nothing to a complete set of answers."""
    value = getattr(scored, f"{code}_score")
    if value is None:
        raise ValueError(f"no {code} points for complete answers")
    return Decimal(value)


def _chosen(period_year: int, asked: tuple[Indicator, ...], given: Given) -> Chosen:
    """For each indicator the answer of the table that scores like the one given."""
    return tuple(
        None if (value := answer_of(indicator, given)) is None else _alike(period_year, asked, place, value) for place, indicator in enumerate(asked)
    )


@lru_cache(maxsize=MOST_VALUES)
def _alike(period_year: int, asked: tuple[Indicator, ...], place: int, value: Value) -> Value | None:
    """The answer of the table that scores like this one; None: it is none that scores."""
    known = _choices(asked[place])
    if value in known:
        return value
    tried = _scored(period_year, asked, [_at(asked, place, each) for each in (value, *known)])
    alike = (each for each, scored in zip(known, tried[1:], strict=True) if scored == tried[0])
    return None if tried[0].total_score is None else next(alike, None)


def _at(asked: tuple[Indicator, ...], place: int, value: Value) -> Chosen:
    """A set of answers with this one at its place and the first of the table at every other."""
    return tuple(value if number == place else _choices(indicator)[0] for number, indicator in enumerate(asked))


def _filled(period_year: int, asked: tuple[Indicator, ...], chosen: Chosen, *, best: bool) -> Chosen:
    """The same with the best, or the worst, answer where none is given."""
    ordered = _ordered(period_year, asked)
    return tuple(values[-1 if best else 0] if value is None else value for value, values in zip(chosen, ordered, strict=True))


@lru_cache(maxsize=32)
def _ordered(period_year: int, asked: tuple[Indicator, ...]) -> tuple[tuple[Value, ...], ...]:
    """For each indicator the answers of the table, the one of fewest points first."""
    scores = _scores(period_year, asked)

    def total(place: int, value: Value) -> Decimal:
        return _of(scores[_at(asked, place, value)], "total")

    return tuple(tuple(sorted(_choices(each), key=lambda value: total(place, value))) for place, each in enumerate(asked))


def _scores(period_year: int, asked: tuple[Indicator, ...]) -> Mapping[Chosen, Preview]:
    """Every complete set of answers that differs in points, with its score. Of many who need it first at once, one makes it."""
    with _making:
        return _made_scores(period_year, asked)


@lru_cache(maxsize=32)
def _made_scores(period_year: int, asked: tuple[Indicator, ...]) -> Mapping[Chosen, Preview]:
    sets: list[Chosen] = list(product(*(_choices(indicator) for indicator in asked)))
    return dict(zip(sets, _scored(period_year, asked, sets), strict=True))


def _scored(period_year: int, asked: tuple[Indicator, ...], sets: Sequence[Chosen]) -> list[Preview]:
    group = asked[0].position_group
    names = [_field(indicator) for indicator in asked]
    return previews(period_year, [Answers(group, **dict(zip(names, chosen, strict=True))) for chosen in sets])  # type: ignore[arg-type]


def _field(indicator: Indicator) -> str:
    """The field that the indicator is answered in: a performance is a value where the rules have bands, else a predicate."""
    names = ANSWERS_OF[indicator.indicator_code]
    return names[0] if indicator.has_bands else names[-1]


@lru_cache(maxsize=128)
def _choices(indicator: Indicator) -> tuple[Value, ...]:
    """Answers of an indicator that may differ in points: codes, yes and no, hours below and at the minimum, the lowest value of each band."""
    if indicator.indicator_code == "technical_training":
        return Decimal(0), indicator.minimum_hours or Decimal(1)
    if indicator.has_bands:
        return tuple(each.lower_bound or Decimal(0) for each in indicator.answers)
    if {each.answer_code for each in indicator.answers} == {"yes", "no"}:
        return False, True
    return tuple(each.answer_code for each in indicator.answers)
