"""The first page's queries against the published figures and against plain SQL."""

import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.queries import overview, reasons
from dashboard.queries.filters import Filters
from dashboard.queries.summary import COLUMNS
from tests.dashboard.conftest import Ask


def test_the_index_of_every_unit_is_the_published_one(ask: Ask) -> None:
    columns = ", ".join(COLUMNS)
    for year, unit_id, *published in ask(f"SELECT period_year, unit_id, {columns} FROM unit_score WHERE period_year IN (2020, 2021)"):
        row = warehouse.fetch(overview.index(READER, Filters(year=year, unit_id=unit_id))).iloc[0]
        for name, value in zip(COLUMNS, published, strict=True):
            shown = None if row[name] != row[name] else row[name]
            assert shown == (value if value is None or isinstance(value, (int, str)) else pytest.approx(float(value), abs=1e-6)), (
                year,
                unit_id,
                name,
            )


def test_a_filtered_index_is_the_mean_of_those_people(ask: Ask) -> None:
    ((mean, n, eligible),) = ask(
        "SELECT avg(total_score) FILTER (is_eligible AND is_measured), count(*) FILTER (is_eligible AND is_measured), count(*) FILTER (is_eligible) "
        "FROM asn_score WHERE period_year = 2021 AND rank_group = 'III' AND sex_code = 'female'"
    )
    row = warehouse.fetch(overview.index(READER, Filters(year=2021, rank_groups=("III",), sexes=("female",)))).iloc[0]
    assert row["mean_total_score"] == pytest.approx(mean)
    assert (row["measured_count"], row["eligible_count"]) == (n, eligible)


def test_a_year_that_is_not_there_has_nobody_and_no_mean(ask: Ask) -> None:
    row = warehouse.fetch(overview.index(READER, Filters(year=1999))).iloc[0]
    assert row["asn_count"] == 0
    assert row["mean_total_score"] != row["mean_total_score"]


def test_the_four_dimensions_add_up_to_the_index(ask: Ask) -> None:
    frame = warehouse.fetch(overview.dimensions(READER, Filters(year=2021)))
    ((mean,),) = ask("SELECT avg(total_score) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured")
    assert frame["mean_score"].sum() == pytest.approx(mean)
    assert frame["dimension_code"].tolist() == ["qualification", "competence", "performance", "discipline"]


def test_the_first_reason_about_training_is_the_costliest_indicator(ask: Ask) -> None:
    found = warehouse.fetch(reasons.best(READER, Filters(year=2021), Filters(year=2020)))
    training = found[found["reason_code"] == "training"].iloc[0]
    costs = ask(
        """
        SELECT indicator_code, sum(CASE WHEN NOT answer THEN maximum_points - minimum_points ELSE 0 END)
               / (SELECT count(*) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured) AS lost, count(*) FILTER (NOT answer)
        FROM (SELECT position_group, unnest(['leadership_training', 'functional_training', 'technical_training', 'seminar']) AS indicator_code,
                     unnest([has_leadership_training, has_functional_training, has_technical_training, has_seminar]) AS answer
              FROM score WHERE period_year = 2021 AND is_eligible AND is_measured)
        JOIN rule_indicator USING (indicator_code, position_group) WHERE period_year = 2021
        GROUP BY indicator_code ORDER BY lost DESC LIMIT 1
        """
    )
    assert (training["subject_code"], training["part_count"]) == (costs[0][0], costs[0][2])
    assert training["stake"] == pytest.approx(float(costs[0][1]))


def test_reasons_are_three_at_most_and_the_gravest_first(ask: Ask) -> None:
    for unit_id in (None, "011101"):
        found = warehouse.fetch(reasons.best(READER, Filters(year=2021, unit_id=unit_id), Filters(year=2020, unit_id=unit_id)))
        assert 1 <= len(found) <= reasons.MOST_REASONS
        assert found["stake"].is_monotonic_decreasing
