"""Whether answers may be submitted: codes that the rules know, values within their bounds, evidence where points are claimed, dates within the rules' windows.

Dates count in Asia/Jakarta. A training or seminar counts from the same day `window_years` before the first day of the measurement, up to today, so that nothing
runs out while people measure. A performance report is that of the year before: it cannot have been approved before that year began, nor after today.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from dashboard.ledger.answers import ANSWERS_OF, Evidence, Given
from dashboard.ledger.entry_errors import Problem
from dashboard.ledger.measured_year import Indicator, MeasuredYear, local_date, years_before

POSITION_UNKNOWN, MISSING, UNKNOWN, TOO_LOW, TOO_HIGH = "position_unknown", "missing", "unknown", "too_low", "too_high"
REFERENCE_MISSING, DATE_MISSING, HOURS_MISSING, HOURS_DIFFER = "reference_missing", "date_missing", "hours_missing", "hours_differ"
TOO_OLD, IN_FUTURE, TOO_LONG, NOT_SCORED = "too_old", "in_future", "too_long", "not_scored"
CODES = (
    *(POSITION_UNKNOWN, MISSING, UNKNOWN, TOO_LOW, TOO_HIGH, REFERENCE_MISSING, DATE_MISSING, HOURS_MISSING, HOURS_DIFFER),
    *(TOO_OLD, IN_FUTURE, TOO_LONG, NOT_SCORED),
)

NEEDED = {"reference_no": REFERENCE_MISSING, "dated_on": DATE_MISSING, "hours": HOURS_MISSING}
LONGEST = {"reference_no": 200, "note": 500}
MOST_HOURS = Decimal(8784)
"""Hours of a year: more than that is a slip of the pen."""


def problems(
    year: MeasuredYear, given: Given, position_group: str | None, *, known_education: str | None, now: datetime, is_paper: bool = False
) -> tuple[Problem, ...]:
    """What is wrong with answers, in the order of the indicators; nothing: they may be submitted. They must be those of `answers.only_asked`.

    On paper an answer may be empty where the rules say what that means, and its evidence stays on paper. `known_education`: SIMPEG's, which needs no evidence.
    """
    asked = year.asked_of(position_group)
    if not asked:
        return (Problem("", POSITION_UNKNOWN),)
    found: list[Problem] = []
    for indicator in asked:
        wrong = list(_answer(indicator, given, is_paper=is_paper))
        if not wrong and not is_paper and claims(indicator, given, known_education):
            wrong = list(_shown(year, indicator, given, local_date(now)))
        found += wrong or _lengths(given.evidence_of(indicator.indicator_code))
    return tuple(found)


def claims(indicator: Indicator, given: Given, known_education: str | None) -> bool:
    """Whether the answer claims points that only evidence can show: more than the fewest, and not what SIMPEG knows anyway."""
    values = [getattr(given, name) for name in ANSWERS_OF[indicator.indicator_code]]
    code = indicator.indicator_code
    if code == "education":
        return given.education_code is not None and given.education_code != known_education
    if code == "technical_training":
        return values[0] is not None and values[0] >= (indicator.minimum_hours or 0) and values[0] > 0
    return any(value not in (None, False) for value in values)


def _answer(indicator: Indicator, given: Given, *, is_paper: bool) -> Iterator[Problem]:
    """What is wrong with the answer itself."""
    code = indicator.indicator_code
    if code == "performance":
        value: object = given.performance_value if indicator.has_bands else given.performance_predicate
    else:
        value = getattr(given, ANSWERS_OF[code][0])
    if value is None:
        if not is_paper or code in {"education", "performance"}:
            yield Problem(code, MISSING)
    elif isinstance(value, Decimal):
        yield from _number(indicator, value)
    elif isinstance(value, str) and indicator.points_of(value) is None:
        yield Problem(code, UNKNOWN)


def _number(indicator: Indicator, value: Decimal) -> Iterator[Problem]:
    is_hours = indicator.indicator_code == "technical_training"
    lowest = Decimal(0) if is_hours else indicator.lowest_value
    highest = MOST_HOURS if is_hours else indicator.highest_value
    if not value.is_finite():
        yield Problem(indicator.indicator_code, UNKNOWN)
    elif lowest is not None and value < lowest:
        yield Problem(indicator.indicator_code, TOO_LOW, format(lowest.normalize(), "f"))
    elif highest is not None and value > highest:
        yield Problem(indicator.indicator_code, TOO_HIGH, format(highest.normalize(), "f"))
    elif -value.as_tuple().exponent > (2 if is_hours else 4):  # type: ignore[operator]
        yield Problem(indicator.indicator_code, UNKNOWN)


def _shown(year: MeasuredYear, indicator: Indicator, given: Given, today: date) -> Iterator[Problem]:
    """What is wrong with the evidence of an answer that claims points."""
    code, evidence = indicator.indicator_code, given.evidence_of(indicator.indicator_code)
    yield from (Problem(code, NEEDED[name]) for name in indicator.evidence if getattr(evidence, name) is None)
    if evidence.hours is not None and code == "technical_training" and evidence.hours != given.technical_training_hours:
        yield Problem(code, HOURS_DIFFER)
    if evidence.dated_on is not None:
        first = first_day(year, indicator)
        if evidence.dated_on > today:
            yield Problem(code, IN_FUTURE, today.isoformat())
        elif first is not None and evidence.dated_on < first:
            yield Problem(code, TOO_OLD, first.isoformat())


def first_day(year: MeasuredYear, indicator: Indicator) -> date | None:
    """The first day that evidence of an indicator may carry; None: any day."""
    if indicator.window_years is None:
        return None
    if indicator.indicator_code == "performance":
        return date(year.period_year - indicator.window_years, 1, 1)
    starts_on = year.measurement.starts_on
    return None if starts_on is None else years_before(starts_on, indicator.window_years)


def _lengths(evidence: Evidence) -> list[Problem]:
    return [Problem(evidence.indicator_code, TOO_LONG, str(most)) for name, most in LONGEST.items() if len(getattr(evidence, name) or "") > most]
