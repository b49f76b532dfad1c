"""Dimensions and indicators, against plain SQL on the release; what is lost adds up."""

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.queries import dimensions
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

COUNTED = "FROM score WHERE period_year = 2021 AND is_eligible AND is_measured"
CHOICES = (
    Filters(2021),
    Filters(2020),
    Filters(2019),
    Filters(2021, "011101"),
    Filters(2021, position_groups=("pelaksana",)),
    Filters(2021, categories=("sangat_rendah",)),
)


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_mean_and_all_that_is_lost_make_100(warehouse_of_sample: object, chosen: Filters) -> None:
    means = warehouse.fetch(dimensions.by_dimension(READER, chosen))["mean_score"]
    lost = warehouse.fetch(dimensions.by_indicator(READER, chosen))["lost_points"]
    by_position = warehouse.fetch(dimensions.by_indicator(READER, chosen, by_position_group=True))["lost_points"]
    assert means.sum() + lost.sum() == pytest.approx(100)
    assert by_position.sum() == pytest.approx(lost.sum())


def test_a_dimension_has_the_mean_of_everybody_counted(ask: Ask) -> None:
    frame = warehouse.fetch(dimensions.by_dimension(READER, Filters(2021))).set_index("dimension_code")
    for code, maximum in (("qualification", 25), ("competence", 40), ("performance", 30), ("discipline", 5)):
        ((mean, count),) = ask(f"SELECT avg({code}_score), count(*) {COUNTED}")
        assert frame.loc[code, "mean_score"] == pytest.approx(float(mean))
        assert frame.loc[code, "share_pct"] == pytest.approx(100 * float(mean) / maximum)
        assert frame.loc[code, "measured_count"] == count


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("leadership_training", "has_leadership_training"),
        ("functional_training", "has_functional_training"),
        ("technical_training", "has_technical_training"),
        ("seminar", "has_seminar"),
    ],
)
def test_who_has_no_training_is_counted_among_those_asked(ask: Ask, indicator: str, column: str) -> None:
    row = warehouse.fetch(dimensions.by_indicator(READER, Filters(2021))).set_index("indicator_code").loc[indicator]
    ((asked, full, missing, unknown),) = ask(
        f"SELECT count(*), count(*) FILTER ({column}), count(*) FILTER (NOT {column}), count(*) FILTER ({column} IS NULL) {COUNTED} "
        "AND position_group IN (SELECT position_group FROM rule_indicator WHERE period_year = 2021 AND indicator_code = :indicator)",
        indicator=indicator,
    )
    assert (row["asked_count"], row["full_count"], row["missing_count"], row["unknown_count"]) == (asked, full, missing, unknown)
    assert missing > 0


def test_competence_reported_as_one_number_has_a_row_of_its_own(ask: Ask) -> None:
    row = warehouse.fetch(dimensions.by_indicator(READER, Filters(2021))).set_index("indicator_code").loc[dimensions.NOT_ITEMISED]
    ((count, lost),) = ask(f"SELECT count(*), sum(40 - competence_score) {COUNTED} AND score_source = 'reported'")
    assert (row["asked_count"], row["unknown_count"]) == (count, count)
    assert row["lost_sum"] == pytest.approx(float(lost))
    assert pd.isna(row["missing_pct"])


@pytest.mark.parametrize("indicator", list(dimensions.LEVELS))
def test_every_answer_has_a_row_and_all_people_are_counted(ask: Ask, indicator: str) -> None:
    frame = warehouse.fetch(dimensions.levels(READER, Filters(2021), indicator))
    counts = dict(ask(f"SELECT {dimensions.LEVELS[indicator]}, count(*) {COUNTED} GROUP BY 1"))
    known = {
        code
        for (code,) in ask(
            "SELECT DISTINCT answer_code FROM rule_point WHERE period_year = 2021 AND indicator_code = :indicator", indicator=indicator
        )
    }
    shown = {None if pd.isna(row.answer_code) else row.answer_code: row.asn_count for row in frame.itertuples()}
    assert shown == {code: counts.get(code, 0) for code in known | set(counts)}
    assert frame["points"].dropna().is_monotonic_decreasing


def test_groups_have_the_means_of_their_people(ask: Ask) -> None:
    frame = warehouse.fetch(dimensions.by_group(READER, Filters(2021), "position_group"))
    for group, mean in ask(f"SELECT position_group, avg(competence_score) {COUNTED} GROUP BY 1"):
        shown = frame[(frame["group_code"] == group) & (frame["dimension_code"] == "competence")]
        assert shown["mean_score"].tolist() == [pytest.approx(float(mean))]
