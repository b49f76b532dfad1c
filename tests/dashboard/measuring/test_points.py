"""Points while somebody answers are those of the one scoring, and what is said to raise them does."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ledger.answers import ANSWERS_OF, Given
from dashboard.measuring import points
from pipelines.scoring import preview
from tests import oracle
from tests.dashboard.ledger.measured import year

GROUPS = st.sampled_from(oracle.POSITION_GROUPS)
YES_NO = st.booleans()
WHOLE = st.builds(
    Given,
    education_code=st.sampled_from(oracle.EDUCATION_CODES),
    has_leadership_training=YES_NO,
    has_functional_training=YES_NO,
    technical_training_hours=st.sampled_from([Decimal("19.99"), Decimal(20)]) | st.decimals(0, 200, places=2),
    has_seminar=YES_NO,
    performance_value=st.sampled_from([Decimal("50.99"), Decimal(51), Decimal("90.9999"), Decimal(91), Decimal(100)]) | st.decimals(0, 100, places=4),
    discipline_code=st.sampled_from(oracle.DISCIPLINE_CODES),
)
ASKED = {group: [each.indicator_code for each in year().asked_of(group)] for group in oracle.POSITION_GROUPS}


def without(answers: Given, *indicators: str) -> Given:
    emptied: dict[str, Any] = dict.fromkeys(name for code in indicators for name in ANSWERS_OF[code])
    return replace(answers, **emptied)


@settings(max_examples=80, deadline=None)
@given(group=GROUPS, answers=WHOLE)
def test_complete_answers_have_the_points_of_the_one_scoring(group: str, answers: Given) -> None:
    found, wanted = points.points(year(), group, answers), preview(2021, answers.for_scoring(group))
    assert found.is_complete
    assert (found.total.lowest, found.total.highest, found.category_code) == (wanted.total_score, wanted.total_score, wanted.category_code)
    assert {code: each.lowest for code, each in found.dimensions.items()} == {code: getattr(wanted, f"{code}_score") for code in points.DIMENSIONS}


@settings(max_examples=40, deadline=None)
@given(group=GROUPS, answers=WHOLE, left_out=st.data())
def test_what_is_missing_leaves_a_range_that_the_points_come_to_lie_in(group: str, answers: Given, left_out: st.DataObject) -> None:
    missing = left_out.draw(st.lists(st.sampled_from(ASKED[group]), unique=True))
    found, whole = points.points(year(), group, without(answers, *missing)), points.points(year(), group, answers)
    assert sum(found.missing.values()) == len(missing)
    assert found.total.lowest <= whole.total.lowest <= found.total.highest
    assert (found.category_code is None) == bool(missing)
    for code, range_ in found.dimensions.items():
        assert range_.lowest <= whole.dimensions[code].lowest <= range_.highest
        assert range_.is_decided == (found.missing[code] == 0)


@settings(max_examples=40, deadline=None)
@given(group=GROUPS, answers=WHOLE)
def test_following_what_would_raise_the_points_adds_exactly_that_and_ends_at_the_most(group: str, answers: Given) -> None:
    found = points.gains(year(), group, answers)
    best = answers
    for gain in found:
        name = "performance_value" if gain.indicator_code == "performance" else ANSWERS_OF[gain.indicator_code][0]
        raised: dict[str, Any] = {name: gain.best}
        after = preview(2021, replace(answers, **raised).for_scoring(group)).total_score
        before = preview(2021, answers.for_scoring(group)).total_score
        assert after is not None
        assert before is not None
        assert after - before == gain.points > 0
        best = replace(best, **raised)
    assert points.points(year(), group, best).total.lowest == points.most(year(), group)["total"] == 100
    assert [gain.points for gain in found] == sorted((gain.points for gain in found), reverse=True)


@pytest.mark.parametrize("wrong", [{"performance_value": Decimal(101)}, {"performance_value": Decimal(-1)}, {"education_code": "S-9"}])
def test_an_answer_that_scores_nothing_counts_as_missing(wrong: dict[str, Any]) -> None:
    assert not points.points(year(), "pelaksana", replace(Given("S-1", performance_value=Decimal(80)), **wrong)).is_complete


def test_nothing_answered_is_no_points_yet_and_never_0() -> None:
    found = points.points(year(), "struktural", Given())
    assert (found.total.lowest, found.total.highest) == (Decimal(3), Decimal(100))
    assert found.category_code is None
    assert sum(found.missing.values()) == len(ASKED["struktural"])
