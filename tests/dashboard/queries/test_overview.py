"""The first page's queries against the published figures and against plain SQL."""

import pandas as pd
import pytest
from sqlalchemy import Select

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import overview, reasons, summary, visible
from dashboard.queries.filters import Filters
from dashboard.queries.summary import COLUMNS
from dashboard.text.overview import by_dimension
from tests.dashboard.conftest import Ask


def best(unit_id: str | None) -> Select:
    """The reasons of 2021 against 2020."""
    now, before = (warehouse.fetch(overview.index(READER, Filters(year=year, unit_id=unit_id))).iloc[0] for year in (2021, 2020))
    return reasons.best(READER, Filters(year=2021, unit_id=unit_id), reasons.known(now), reasons.known(before))


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
    frame = by_dimension(warehouse.fetch(overview.index(READER, Filters(year=2021))).iloc[0])
    ((mean,),) = ask("SELECT avg(total_score) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured")
    assert frame["mean_score"].sum() == pytest.approx(mean, abs=1e-5)
    assert frame["maximum_score"].tolist() == [25, 40, 30, 5]


def test_people_summed_up_are_what_was_published_of_their_unit(ask: Ask) -> None:
    scores = visible.scores(READER)
    for (unit_id,) in ask("SELECT unit_id FROM unit WHERE period_year = 2021 AND unit_level <= 2"):
        filters = Filters(year=2021, unit_id=unit_id)
        summed = warehouse.fetch(summary.by(scores, visible.chosen(scores, filters), [], 2021))
        published = warehouse.fetch(overview.index(READER, filters))[list(COLUMNS)]
        pd.testing.assert_frame_equal(summed, published, atol=1e-6, check_dtype=False)


def test_several_tops_together_are_everybody_in_them(ask: Ask) -> None:
    viewer = Viewer(scope=Scope(unit_ids=("011101", "011102")))
    row = warehouse.fetch(overview.index(viewer, Filters(year=2021))).iloc[0]
    ((mean, n),) = ask(
        "SELECT avg(total_score), count(*) FROM asn_score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND is_eligible AND is_measured "
        "AND (unit.unit_id LIKE '011101%' OR unit.unit_id LIKE '011102%')"
    )
    assert (row["mean_total_score"], row["measured_count"]) == (pytest.approx(mean), n)


def test_the_first_reason_about_training_is_the_costliest_indicator(ask: Ask) -> None:
    found = warehouse.fetch(best(None))
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
        found = warehouse.fetch(best(unit_id))
        assert 1 <= len(found) <= reasons.MOST_REASONS
        assert found["stake"].is_monotonic_decreasing
