"""The index by golongan, against plain SQL on the release."""

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.queries import ranks
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask


@pytest.mark.parametrize(("group", "column"), [("rank_group", "rank_group"), ("rank", "rank_code")])
def test_every_rank_has_the_mean_of_its_people(ask: Ask, group: str, column: str) -> None:
    frame = warehouse.fetch(ranks.by_rank(READER, Filters(2021), group))
    expected = ask(
        f"SELECT {column}, count(*), count(*) FILTER (is_eligible), count(*) FILTER (is_eligible AND is_measured), avg(total_score) FILTER (is_eligible AND is_measured), "
        "avg(lowest_score) FILTER (is_eligible), avg(highest_score) FILTER (is_eligible) FROM score WHERE period_year = 2021 GROUP BY 1"
    )
    assert len(frame) == len(expected)
    shown = {None if pd.isna(row.group_code) else row.group_code: row for row in frame.itertuples()}
    for code, people, eligible, measured, *means in expected:
        row = shown[code]
        assert (row.asn_count, row.eligible_count, row.measured_count) == (people, eligible, measured)
        for value, mean in zip((row.mean_total_score, row.lowest_mean, row.highest_mean), means, strict=True):
            assert pd.isna(value) if mean is None else value == pytest.approx(float(mean))


def test_ranks_stand_in_order_and_pppk_apart(ask: Ask) -> None:
    frame = warehouse.fetch(ranks.by_rank(READER, Filters(2021), "rank"))
    order = dict(ask("SELECT rank_code, rank_order FROM rank"))
    places = [order[code] for code in frame["group_code"].dropna()]
    assert places == sorted(places)
    groups = warehouse.fetch(ranks.by_rank(READER, Filters(2021)))["group_code"].tolist()
    assert groups[-1] == "PPPK"
    assert groups[:-1] == sorted(groups[:-1])


def test_the_category_of_a_mean_comes_from_the_exact_sum(ask: Ask) -> None:
    frame = warehouse.fetch(ranks.by_rank(READER, Filters(2021), "rank")).dropna(subset=["mean_total_score"])
    bounds = ask("SELECT category_code, lower_bound, upper_bound FROM rule_category WHERE period_year = 2021 AND convention_code = 'lower_inclusive'")
    for row in frame.itertuples():
        held = [code for code, low, high in bounds if float(low) <= row.mean_total_score < float(high) or row.mean_total_score == high == 100]
        assert held == [row.category_code]
