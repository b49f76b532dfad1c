"""Units side by side, against the published figures; both ways to them, published and summed from people, agree."""

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import summary, tree, units
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

ROOT = "0111"
EVERYBODY = ("pns", "cpns", "pppk", "other")
"""A filter that leaves out nobody, but makes a query sum people instead of taking what was published."""


def fetched(chosen: Filters, **options: object) -> pd.DataFrame:
    return warehouse.fetch(units.comparison(READER, chosen, **options))


def test_children_have_their_published_figures(ask: Ask) -> None:
    columns = ", ".join(f"unit_score.{name}" for name in summary.COLUMNS)
    published = ask(
        f"SELECT unit_id, {columns} FROM unit_score JOIN unit USING (period_year, unit_no, unit_id) WHERE period_year = 2021 AND parent_unit_id = '{ROOT}' ORDER BY unit_no"
    )
    frame = fetched(Filters(2021))
    children = frame[~frame["is_own"]]
    assert children["unit_id"].tolist() == [row[0] for row in published]
    for (_place, shown), (_unit_id, *values) in zip(children.iterrows(), published, strict=True):
        for name, value in zip(summary.COLUMNS, values, strict=True):
            if value is None:
                assert pd.isna(shown[name])
            else:
                assert shown[name] == (value if isinstance(value, (int, str)) else pytest.approx(float(value), abs=1e-6))


@pytest.mark.parametrize("unit_id", [None, "011101"])
def test_summing_people_gives_the_published_figures(warehouse_of_sample: object, unit_id: str | None) -> None:
    published, summed = fetched(Filters(2021, unit_id)), fetched(Filters(2021, unit_id, employment_kinds=EVERYBODY))
    pd.testing.assert_frame_equal(published, summed, rtol=0, atol=1e-6, check_dtype=False)


@pytest.mark.parametrize("chosen", [Filters(2021), Filters(2021, "011101"), Filters(2021, "011101", position_groups=("pelaksana",))])
def test_the_parts_add_up_to_the_unit(ask: Ask, chosen: Filters) -> None:
    frame = fetched(chosen)
    where = "AND position_group = 'pelaksana'" if chosen.position_groups else ""
    inside = "SELECT u.unit_no, u.last_unit_no FROM unit u WHERE u.period_year = 2021 AND u.unit_id = :unit_id"
    ((people, measured, total),) = ask(
        "SELECT count(*), count(*) FILTER (is_eligible AND is_measured), sum(total_score) FILTER (is_eligible AND is_measured) "
        f"FROM score JOIN ({inside}) AS chosen ON score.unit_no BETWEEN chosen.unit_no AND chosen.last_unit_no WHERE period_year = 2021 {where}",
        unit_id=chosen.unit_id or ROOT,
    )
    assert (frame["asn_count"].sum(), frame["measured_count"].sum()) == (people, measured)
    assert (frame["mean_total_score"] * frame["measured_count"]).sum() == pytest.approx(float(total), abs=1e-2)
    assert warehouse.fetch(units.part_count(READER, chosen))["part_count"].tolist() == [len(frame)]


@pytest.mark.parametrize("order", [name for name in units.ORDERS if name != "tree"])
def test_units_are_ordered_and_those_without_a_value_come_last(warehouse_of_sample: object, order: str) -> None:
    for is_descending in (False, True):
        values = fetched(Filters(2021), order=order, is_descending=is_descending)[order]
        known = values.dropna()
        assert known.tolist() == sorted(known, reverse=is_descending)
        assert values.iloc[len(known) :].isna().all()


def test_pages_hold_every_unit_once(warehouse_of_sample: object, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fetched(Filters(2021))["unit_id"].tolist()
    units.comparison.cache_clear()
    monkeypatch.setattr(units, "PAGE_SIZE", 7)
    pages = [fetched(Filters(2021), page=page)["unit_id"].tolist() for page in range(1, 6)]
    units.comparison.cache_clear()
    assert [unit_id for page in pages for unit_id in page] == whole
    assert len(pages[0]) == 7


def test_comparisons_not_decided_are_counted_by_their_bounds(warehouse_of_sample: object) -> None:
    frame = fetched(Filters(2021)).dropna(subset=["mean_total_score"]).reset_index(drop=True)
    pairs = [(one, other) for one in frame.itertuples() for other in frame.itertuples() if one.unit_no < other.unit_no]
    overlapping = [pair for pair in pairs if pair[0].lowest_mean < pair[1].highest_mean and pair[1].lowest_mean < pair[0].highest_mean]
    row = warehouse.fetch(units.undecided(READER, Filters(2021))).iloc[0]
    assert (row["pair_count"], row["undecided_count"]) == (len(pairs), len(overlapping))
    assert frame["overlap_count"].sum() == 2 * len(overlapping)


def test_picked_units_come_from_anywhere_in_the_tree(ask: Ask) -> None:
    frame = warehouse.fetch(units.side_by_side(READER, Filters(2021), (ROOT, "011101", "nowhere")))
    published = dict(ask("SELECT unit_id, measured_count FROM unit_score WHERE period_year = 2021"))
    assert dict(zip(frame["unit_id"], frame["measured_count"], strict=True)) == {unit_id: published[unit_id] for unit_id in (ROOT, "011101")}


def test_a_viewer_of_one_unit_begins_there_and_cannot_pick_another(warehouse_of_sample: object) -> None:
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("011101",)))
    assert warehouse.fetch(units.comparison(viewer, Filters(2021)))["unit_id"].tolist()[0] == "011101"
    assert warehouse.fetch(units.side_by_side(viewer, Filters(2021), (ROOT, "011101")))["unit_id"].tolist() == ["011101"]
    assert warehouse.fetch(units.comparison(viewer, Filters(2021, ROOT))).empty
    assert warehouse.fetch(tree.path(viewer, Filters(2021, "01110101")))["unit_id"].tolist() == ["011101", "01110101"]


def test_a_viewer_of_two_units_sees_both_tops(warehouse_of_sample: object) -> None:
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("011101", "011102")))
    assert warehouse.fetch(units.comparison(viewer, Filters(2021)))["unit_id"].tolist() == ["011101", "011102"]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(KeyError):
        units.comparison(READER, Filters(2021), order="asn_name")
