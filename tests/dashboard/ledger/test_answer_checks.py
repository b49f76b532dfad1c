"""What answers are refused for, answer by answer, on the rules of 2021 and of a year of predicates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.ledger.answer_checks import problems
from dashboard.ledger.answers import Evidence, Given, only_asked
from dashboard.ledger.entry_errors import Problem
from dashboard.ledger.measured_year import Answer
from tests.dashboard.ledger.measured import GIVEN, OPEN, year


def found(
    given: Given, *, group: str | None = "fungsional", education: str | None = "S-1", is_paper: bool = False
) -> set[tuple[str, str, str | None]]:
    asked = only_asked(year(), given, group)
    return {
        (each.indicator_code, each.code, each.limit)
        for each in problems(year(), asked, group, known_education=education, now=OPEN, is_paper=is_paper)
    }


def shown(indicator_code: str, **values: Any) -> Given:
    """GIVEN with other evidence of one indicator."""
    kept = tuple(each for each in GIVEN.evidence if each.indicator_code != indicator_code)
    return replace(GIVEN, evidence=(*kept, Evidence(indicator_code, **values)))


def test_complete_answers_are_taken() -> None:
    assert found(GIVEN) == set()


def test_everything_that_is_asked_is_answered() -> None:
    missing = {"education", "functional_training", "technical_training", "seminar", "performance", "discipline"}
    assert found(Given()) == {(code, "missing", None) for code in missing}
    assert found(Given(), is_paper=True) == {("education", "missing", None), ("performance", "missing", None)}


def test_without_a_position_nothing_can_be_asked() -> None:
    assert found(GIVEN, group=None) == {("", "position_unknown", None)}


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"education_code": "S-9"}, ("education", "unknown", None)),
        ({"discipline_code": "kadang"}, ("discipline", "unknown", None)),
        ({"performance_value": Decimal("-0.01")}, ("performance", "too_low", "0")),
        ({"performance_value": Decimal("100.01")}, ("performance", "too_high", "100")),
        ({"performance_value": Decimal("NaN")}, ("performance", "unknown", None)),
        ({"performance_value": Decimal("88.12345")}, ("performance", "unknown", None)),
        ({"performance_value": None, "performance_predicate": "baik"}, ("performance", "missing", None)),
        ({"technical_training_hours": Decimal(-1)}, ("technical_training", "too_low", "0")),
        ({"technical_training_hours": Decimal(9000)}, ("technical_training", "too_high", "8784")),
        ({"technical_training_hours": Decimal("1e3")}, ("technical_training", "hours_differ", None)),
        ({"technical_training_hours": Decimal("Infinity")}, ("technical_training", "unknown", None)),
    ],
)
def test_a_value_that_cannot_be(changed: dict[str, Any], wanted: tuple[str, str, str | None]) -> None:
    assert found(replace(GIVEN, **changed)) == {wanted}


@pytest.mark.parametrize("value", [Decimal(0), Decimal(100), Decimal("50.01")])
def test_the_bounds_themselves_are_values(value: Decimal) -> None:
    assert found(replace(GIVEN, performance_value=value)) == set()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (shown("functional_training"), {("functional_training", "reference_missing", None), ("functional_training", "date_missing", None)}),
        (shown("functional_training", reference_no="  ", dated_on=date(1990, 1, 1)), {("functional_training", "reference_missing", None)}),
        (shown("functional_training", reference_no="x" * 201, dated_on=date(1990, 1, 1)), {("functional_training", "too_long", "200")}),
        (shown("functional_training", reference_no="x", dated_on=date(2021, 4, 15)), {("functional_training", "in_future", "2021-04-14")}),
        (shown("technical_training", reference_no="x", dated_on=date(2020, 4, 12), hours=Decimal(24)), set()),
        (
            shown("technical_training", reference_no="x", dated_on=date(2020, 4, 11), hours=Decimal(24)),
            {("technical_training", "too_old", "2020-04-12")},
        ),
        (shown("technical_training", reference_no="x", dated_on=date(2020, 5, 1)), {("technical_training", "hours_missing", None)}),
        (shown("technical_training", reference_no="x", dated_on=date(2020, 5, 1), hours=Decimal(25)), {("technical_training", "hours_differ", None)}),
        (shown("performance"), {("performance", "date_missing", None)}),
        (shown("performance", dated_on=date(2019, 12, 31)), {("performance", "too_old", "2020-01-01")}),
        (shown("performance", dated_on=date(2021, 4, 14)), set()),
        (replace(shown("seminar", reference_no="x", dated_on=date(2019, 4, 12)), has_seminar=True), set()),
        (replace(shown("seminar", reference_no="x", dated_on=date(2019, 4, 11)), has_seminar=True), {("seminar", "too_old", "2019-04-12")}),
    ],
)
def test_what_claims_points_is_shown_within_its_window(given: Given, wanted: set[tuple[str, str, str | None]]) -> None:
    assert found(given) == wanted


@pytest.mark.parametrize(
    "given",
    [
        replace(GIVEN, technical_training_hours=Decimal("19.99"), evidence=(GIVEN.evidence[0], GIVEN.evidence[2])),
        replace(GIVEN, has_functional_training=False, evidence=GIVEN.evidence[1:]),
    ],
)
def test_what_claims_none_needs_nothing(given: Given) -> None:
    assert found(given) == set()


def test_education_is_shown_where_simpeg_does_not_know_it() -> None:
    higher = replace(GIVEN, education_code="S-2")
    assert found(higher) == {("education", "reference_missing", None), ("education", "date_missing", None)}
    diploma = Evidence("education", "IJ-1/2018", date(2018, 8, 1))
    assert found(replace(higher, evidence=(*GIVEN.evidence, diploma))) == set()
    assert found(GIVEN, education=None) == {("education", "reference_missing", None), ("education", "date_missing", None)}


def test_on_paper_evidence_stays_on_paper() -> None:
    assert found(replace(GIVEN, evidence=(), education_code="S-2"), is_paper=True) == set()


def test_what_the_group_is_not_asked_counts_for_nothing() -> None:
    asked = only_asked(year(), replace(GIVEN, has_leadership_training=True), "pelaksana")
    assert (asked.has_leadership_training, asked.has_functional_training) == (None, None)
    assert [each.indicator_code for each in asked.evidence] == ["performance", "technical_training"]


def test_a_year_of_predicates_takes_a_predicate_and_no_value() -> None:
    answers = (Answer("baik", Decimal(25)), Answer("kurang", Decimal(5)))
    plain = [
        replace(each, answers=answers, lowest_value=None, highest_value=None) if each.indicator_code == "performance" else each
        for each in year().indicators
    ]
    later = replace(year(), indicators=tuple(plain))
    given = replace(GIVEN, performance_value=None, performance_predicate="baik")
    assert problems(later, given, "fungsional", known_education="S-1", now=OPEN) == ()
    both = replace(given, performance_value=Decimal(80))
    assert only_asked(later, both, "fungsional").performance_value is None
    assert only_asked(year(), both, "fungsional").performance_predicate is None
    for wrong, code in ((replace(given, performance_predicate="istimewa"), "unknown"), (GIVEN, "missing")):
        assert problems(later, wrong, "fungsional", known_education="S-1", now=OPEN) == (Problem("performance", code),)
