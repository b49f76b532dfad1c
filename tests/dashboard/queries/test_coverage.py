"""Groups with coverage and bounds: they hold everybody once, and an overlap is counted where a second count finds it."""

from itertools import combinations

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import coverage, ranks, units
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

GROUPS = ("unit", "rank_group", "rank", "position_group", "position_kind", "employment_kind", "sex", "education")


def overlaps(rows: pd.DataFrame) -> list[int | None]:
    """How many other rows each one's bounds overlap, counted pair by pair."""
    valued = rows.reset_index(drop=True)
    counts = dict.fromkeys(valued.index[valued["mean_total_score"].notna()], 0)
    for one, other in combinations(counts, 2):
        if valued["lowest_mean"][one] < valued["highest_mean"][other] and valued["lowest_mean"][other] < valued["highest_mean"][one]:
            counts[one] += 1
            counts[other] += 1
    return [counts.get(place) for place in valued.index]


def counted(frame: pd.DataFrame) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in frame["overlap_count"]]


@pytest.mark.parametrize("group", GROUPS)
def test_groups_hold_everybody_once_with_the_overlaps_of_a_second_count(ask: Ask, group: str) -> None:
    frame = warehouse.fetch(coverage.by_group(READER, Filters(2021), group))
    ((people, eligible, measured),) = ask(
        "SELECT asn_count, eligible_count, measured_count FROM unit_score WHERE period_year = 2021 AND unit_id = '0111'"
    )
    assert (frame["asn_count"].sum(), frame["eligible_count"].sum(), frame["measured_count"].sum()) == (people, eligible, measured)
    assert counted(frame) == overlaps(frame)
    assert frame["group_count"].tolist() == [len(frame)] * len(frame)


def test_a_group_has_the_bounds_of_its_people(ask: Ask) -> None:
    frame = warehouse.fetch(coverage.by_group(READER, Filters(2021), "position_group")).set_index("group_code")
    for code, lowest, mean, highest in ask(
        "SELECT position_group, avg(lowest_score), avg(total_score) FILTER (is_measured), avg(highest_score) FROM score WHERE period_year = 2021 "
        "AND is_eligible GROUP BY position_group"
    ):
        row = frame.loc[code]
        assert (row["lowest_mean"], row["mean_total_score"], row["highest_mean"]) == pytest.approx((float(lowest), float(mean), float(highest)))


def test_units_side_by_side_and_ranks_are_judged_alike(warehouse_of_sample: object) -> None:
    beside = warehouse.fetch(units.side_by_side(READER, Filters(2021), ("011101", "1012", "1010")))
    assert counted(beside) == overlaps(beside)
    assert counted(beside)[beside["unit_id"].tolist().index("1012")] is None
    by_rank = warehouse.fetch(ranks.by_rank(READER, Filters(2021), "rank"))
    assert counted(by_rank) == overlaps(by_rank)
    compared = warehouse.fetch(units.comparison(READER, Filters(2021)))
    assert counted(compared) == overlaps(compared)


@pytest.mark.parametrize(
    ("filters", "group"),
    [(Filters(2021, categories=("tinggi",)), "sex"), (Filters(2021, is_measured=True), "sex"), (Filters(2021), "competence_level")],
)
def test_whoever_is_chosen_or_grouped_by_result_is_not_judged(warehouse_of_sample: object, filters: Filters, group: str) -> None:
    assert coverage.is_by_result(filters, group)
    assert warehouse.fetch(coverage.by_group(READER, filters, group))["overlap_count"].isna().all()
    assert not coverage.is_by_result(Filters(2021, sexes=("female",)), "sex")


def test_of_many_groups_the_largest_are_shown_and_judged_against_all(warehouse_of_sample: object, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = warehouse.fetch(coverage.by_group(READER, Filters(2021), "unit"))
    coverage.by_group.cache_clear()
    monkeypatch.setattr(coverage, "MOST_GROUPS", 5)
    few = warehouse.fetch(coverage.by_group(READER, Filters(2021), "unit"))
    coverage.by_group.cache_clear()
    assert set(few["group_code"]) == set(whole.nlargest(5, "asn_count")["group_code"])
    assert few["group_count"].tolist() == [len(whole)] * 5
    judged = whole.set_index("group_code")["overlap_count"]
    assert few["overlap_count"].tolist() == judged[few["group_code"]].tolist()


def test_only_people_in_scope_are_in_a_group(warehouse_of_sample: object) -> None:
    viewer = Viewer(permissions=frozenset({"aggregates"}), scope=Scope(unit_ids=("1010",)))
    seen = warehouse.fetch(coverage.by_group(viewer, Filters(2021), "sex"))
    assert seen["asn_count"].sum() == warehouse.fetch(coverage.by_group(READER, Filters(2021, "1010"), "sex"))["asn_count"].sum()
    assert warehouse.fetch(coverage.by_group(Viewer(permissions=frozenset({"aggregates"})), Filters(2021), "sex")).empty
