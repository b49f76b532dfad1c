"""How scores are spread, against plain SQL on the release."""

import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Viewer
from dashboard.queries import distribution, groupings
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

COUNTED = "FROM asn_score WHERE period_year = 2021 AND is_eligible AND is_measured"


def test_every_category_has_a_row_and_all_people_are_counted(ask: Ask) -> None:
    frame = warehouse.fetch(distribution.by_category(READER, Filters(2021)))
    counts = dict(ask(f"SELECT category_code, count(*) {COUNTED} GROUP BY ALL"))
    assert frame["category_code"].tolist() == ["sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi"]
    assert frame["asn_count"].tolist() == [counts.get(code, 0) for code in frame["category_code"]]
    assert frame["share_pct"].sum() == pytest.approx(100)


def test_an_empty_choice_has_zeroes_and_no_shares(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(distribution.by_category(READER, Filters(2021, employment_kinds=("cpns",), is_measured=False)))
    assert frame["asn_count"].tolist() == [0] * 5
    assert frame["share_pct"].isna().all()


def test_the_histogram_holds_everybody_in_steps_of_one_point(ask: Ask) -> None:
    frame = warehouse.fetch(distribution.histogram(READER, Filters(2021)))
    expected = ask(f"SELECT floor(total_score)::INT AS points, category_code, count(*) {COUNTED} GROUP BY ALL ORDER BY ALL")
    assert [tuple(row) for row in frame.itertuples(index=False)] == [tuple(row) for row in expected]


@pytest.mark.parametrize(("group", "column"), [("position_group", "position_group"), ("rank", "rank_code"), ("sex", "sex_code")])
def test_quantiles_from_the_histogram_are_the_exact_ones(ask: Ask, group: str, column: str) -> None:
    frame = warehouse.fetch(distribution.spread(READER, Filters(2021), group)).set_index("group_code")
    shares = ", ".join(f"quantile_disc(total_score, {share / 100})" for share in distribution.QUANTILES.values())
    for code, count, mean, low, high, *quantiles in ask(
        f"SELECT {column}, count(*), avg(total_score), min(total_score), max(total_score), {shares} {COUNTED} GROUP BY 1"
    ):
        row = frame.loc[code]
        assert (row["asn_count"], row["lowest"], row["highest"]) == (count, float(low), float(high))
        assert row["mean_total_score"] == pytest.approx(float(mean))
        assert [row[name] for name in distribution.QUANTILES] == [float(value) for value in quantiles]


@pytest.mark.parametrize("row", groupings.GROUPINGS)
def test_a_cross_table_counts_everybody_once(ask: Ask, row: str) -> None:
    column = "category" if row != "category" else "position_group"
    frame = warehouse.fetch(distribution.cross(READER, Filters(2021), row, column))
    ((total, score),) = ask(f"SELECT count(*), sum(total_score) {COUNTED}")
    assert frame["asn_count"].sum() == total
    assert (frame["asn_count"] * frame["mean_total_score"]).sum() == pytest.approx(float(score))
    assert frame.groupby("row_order")["row_pct"].sum().tolist() == pytest.approx([100] * frame["row_order"].nunique())


@pytest.mark.parametrize("name", groupings.GROUPINGS)
def test_a_grouping_crossed_with_itself_has_its_diagonal(ask: Ask, name: str) -> None:
    frame = warehouse.fetch(distribution.cross(READER, Filters(2021), name, name))
    ((total,),) = ask(f"SELECT count(*) {COUNTED}")
    assert frame["asn_count"].sum() == total
    assert frame["row_code"].equals(frame["column_code"].rename("row_code"))
    assert (frame["row_pct"] == 100).all()


def test_levels_of_a_dimension_are_parts_of_its_maximum(ask: Ask) -> None:
    frame = warehouse.fetch(distribution.cross(READER, Filters(2021), "competence_level", "category"))
    expected = dict(
        ask(
            "SELECT CASE WHEN competence_score >= 40 THEN 'full' WHEN competence_score >= 30 THEN 'high' WHEN competence_score >= 20 THEN 'half' "
            f"WHEN competence_score > 0 THEN 'low' ELSE 'none' END, count(*) {COUNTED} GROUP BY 1"
        )
    )
    assert frame.groupby("row_code")["asn_count"].sum().to_dict() == expected
    assert frame["row_code"].drop_duplicates().tolist() == [code for code in groupings.LEVELS if code in expected]


def test_only_the_largest_groups_are_shown_and_all_are_counted(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = warehouse.fetch(distribution.spread(READER, Filters(2021), "rank"))
    monkeypatch.setattr(distribution, "MOST_GROUPS", 3)
    distribution.spread.cache_clear()
    cut = warehouse.fetch(distribution.spread(READER, Filters(2021), "rank"))
    distribution.spread.cache_clear()
    assert sorted(cut["asn_count"]) == sorted(whole["asn_count"])[-3:]
    assert set(cut["group_count"]) == {len(whole)}


def test_who_has_no_scope_sees_nobody(warehouse_of_sample: object) -> None:
    nobody = Viewer(permissions=frozenset({"aggregates"}))
    assert warehouse.fetch(distribution.by_category(nobody, Filters(2021)))["asn_count"].sum() == 0
    assert warehouse.fetch(distribution.cross(nobody, Filters(2021), "unit", "category")).empty


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(KeyError):
        distribution.spread(READER, Filters(2021), "religion")
