"""The measurement year as the current release has it, for the application and its ledger: whatever release somebody looks at, people measure by the current one."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Select

from dashboard import warehouse
from dashboard.ledger.measured_year import Answer, Deadline, Eligibility, Indicator, MeasuredYear, Stage, of_jakarta
from dashboard.queries import choices
from dashboard.queries import measured_year as queries

MOST_YEARS = 16


def years() -> tuple[int, ...]:
    """Measurement years of the current release, newest first. Raises NoReleaseError."""
    return tuple(int(row["period_year"]) for row in _rows(warehouse.current_id(), choices.years()))


def current() -> MeasuredYear:
    """The newest year of the current release: the one that is measured. Raises NoReleaseError."""
    return of(years()[0])


def of(period_year: int) -> MeasuredYear:
    """A year of the current release. Raises NoReleaseError, and KeyError when it has no such year."""
    return _known(warehouse.current_id(), period_year)


def in_release(release_id: str, period_year: int) -> MeasuredYear:
    """A year of a release by name, whichever is current. Raises NoReleaseError when it is gone, and KeyError when it has no such year."""
    return _known(release_id, period_year)


def as_of(period_year: int) -> datetime:
    """What counted as now when the year was built, aware. Raises NoReleaseError, KeyError."""
    found = {int(row["period_year"]): row["as_of"] for row in _rows(warehouse.current_id(), choices.years())}
    moment: datetime = pd.Timestamp(found[period_year]).to_pydatetime()
    return of_jakarta(moment)


def are_samples() -> bool:
    """Whether there is something to show and all of it is invented."""
    try:
        published = warehouse.published()
        return bool(published) and all(_is_sample(each.release_id) for each in published)
    except warehouse.NoReleaseError:
        return False


@lru_cache(maxsize=256)
def _is_sample(release_id: str) -> bool:
    """Asked once: a release never changes."""
    return bool(_rows(release_id, choices.release())[0]["is_sample"])


@lru_cache(maxsize=MOST_YEARS)
def _known(release_id: str, period_year: int) -> MeasuredYear:
    """Read once: a release never changes."""
    rules = _rows(release_id, choices.rules(period_year))
    if not rules:
        raise KeyError(period_year)
    owners: dict[int, tuple[str, ...]] = {}
    for row in _rows(release_id, queries.owners(period_year)):
        owners[int(row["stage_no"])] = (*owners.get(int(row["stage_no"]), ()), str(row["unit_id"]))
    return MeasuredYear(
        period_year=period_year,
        release_id=release_id,
        rule_version=str(rules[0]["rule_version"]),
        indicators=tuple(_indicators(release_id, period_year)),
        eligibility=tuple(Eligibility(**row) for row in _rows(release_id, queries.eligibility(period_year))),
        stages=tuple(_stages(release_id, period_year)),
        owners=owners,
    )


def _rows(release_id: str, select: Select) -> list[dict[str, Any]]:
    """Rows of a query on a release, None for what is missing."""
    frame = warehouse.fetch_of(release_id, select)
    return [{str(name): None if pd.isna(value) else value for name, value in row.items()} for row in frame.to_dict("records")]


def _indicators(release_id: str, period_year: int) -> Iterable[Indicator]:
    answers: dict[tuple[str, str], list[Answer]] = {}
    for row in _rows(release_id, queries.answers(period_year)):
        bounds = _decimal(row["lower_bound"]), _decimal(row["upper_bound"])
        answer = Answer(row["answer_code"], _decimal(row["points"]) or Decimal(0), *bounds)
        answers.setdefault((row["indicator_code"], row["position_group"]), []).append(answer)
    for row in _rows(release_id, queries.indicators(period_year)):
        yield Indicator(
            indicator_code=row["indicator_code"],
            dimension_code=row["dimension_code"],
            position_group=row["position_group"],
            answers=tuple(answers[row["indicator_code"], row["position_group"]]),
            window_years=None if row["window_years"] is None else int(row["window_years"]),
            minimum_hours=_decimal(row["minimum_hours"]),
            lowest_value=_decimal(row["lowest_value"]),
            highest_value=_decimal(row["highest_value"]),
            evidence=tuple(row["evidence"].split(",")) if row["evidence"] else (),
            is_evidence_confirmed=bool(row["is_evidence_confirmed"]),
        )


def _stages(release_id: str, period_year: int) -> Iterable[Stage]:
    deadlines: dict[int, list[Deadline]] = {}
    for row in _rows(release_id, queries.deadlines(period_year)):
        deadlines.setdefault(int(row["stage_no"]), []).append(Deadline(_required_day(row["due_on"]), _day(row["decided_on"])))
    before: dict[int, list[int]] = {}
    for row in _rows(release_id, queries.dependencies(period_year)):
        before.setdefault(int(row["stage_no"]), []).append(int(row["depends_on_no"]))
    for row in _rows(release_id, queries.stages(period_year)):
        number = int(row["stage_no"])
        named = row["stage_name"], row["stage_name_en"], row["counts"]
        yield Stage(number, *named, _day(row["starts_on"]), tuple(deadlines[number]), tuple(before.get(number, ())))


def _decimal(value: float | None) -> Decimal | None:
    """Exact: decimals of a release have four places, of which a float keeps every one."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.0001")).normalize() + 0


def _day(value: Any) -> date | None:
    return None if value is None else _required_day(value)


def _required_day(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return day
