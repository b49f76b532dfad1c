"""Completion, against the published table and plain SQL on the release."""

from typing import Any

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import completion
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

YEAR = Filters(2021)


@pytest.mark.parametrize("unit_id", ["0111", "011101"])
def test_stages_of_a_unit_are_the_published_ones(ask: Ask, unit_id: str) -> None:
    frame = warehouse.fetch(completion.stages(READER, Filters(2021, unit_id)))
    published = ask(
        "SELECT stage_no, done_count, due_count, completed_at, state FROM completion WHERE period_year = 2021 AND unit_id = :unit_id ORDER BY 1",
        unit_id=unit_id,
    )
    for (_place, row), (stage_no, done, due, completed_at, state) in zip(frame.iterrows(), published, strict=True):
        assert (row["stage_no"], row["done_count"], row["due_count"]) == (stage_no, done, due)
        assert (None if pd.isna(row["state"]) else row["state"]) == (state if due else None)
        assert pd.isna(row["completed_at"]) if completed_at is None else row["completed_at"] == completed_at


def test_all_units_together_are_their_top(warehouse_of_sample: object) -> None:
    pd.testing.assert_frame_equal(warehouse.fetch(completion.stages(READER, YEAR)), warehouse.fetch(completion.stages(READER, Filters(2021, "0111"))))


def test_two_visible_tops_are_added_and_the_gravest_state_stands(ask: Ask) -> None:
    pair = ("011101", "011102")
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=pair))
    frame = warehouse.fetch(completion.stages(viewer, YEAR))
    for stage_no, done, due, states in ask(
        "SELECT stage_no, sum(done_count), sum(due_count), list(state) FILTER (due_count > 0) FROM completion WHERE period_year = 2021 AND unit_id IN ('011101', '011102') GROUP BY 1"
    ):
        row = frame[frame["stage_no"] == stage_no].iloc[0]
        assert (row["done_count"], row["due_count"]) == (done, due)
        assert states is None or row["state"] == min(states, key=completion.STATES.index)


def test_whoever_sees_nothing_owes_nothing(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(completion.stages(Viewer(), YEAR))
    assert frame["due_count"].tolist() == [0] * 5
    assert frame["state"].isna().all()
    assert warehouse.fetch(completion.unit_counts(Viewer(), YEAR, reach="owners"))["unit_count"].tolist() == [0]


REACHES = {
    "below": "unit_id IN (SELECT unit_id FROM unit WHERE period_year = 2021 AND parent_unit_id = '0111')",
    "owners": "unit_id IN (SELECT unit_id FROM stage_owner JOIN unit USING (period_year, unit_no) WHERE period_year = 2021)",
    "mine": "unit_id IN ('011101', '01110101')",
}


@pytest.mark.parametrize("reach", REACHES)
def test_the_matrix_has_the_published_stages_of_its_units(ask: Ask, reach: str) -> None:
    frame = warehouse.fetch(completion.matrix(READER, YEAR, reach=reach, mine=("011101", "01110101", "nowhere")))
    published = ask(f"SELECT unit_id, stage_no, done_count, due_count, state FROM completion WHERE period_year = 2021 AND {REACHES[reach]}")
    found = {(row.unit_id, row.stage_no): (row.done_count, row.due_count, row.state) for row in frame.itertuples()}
    assert {key: value[:2] for key, value in found.items()} == {(unit_id, stage): (done, due) for unit_id, stage, done, due, _state in published}
    assert all(found[unit_id, stage][2] == state for unit_id, stage, _done, due, state in published if due)
    counts = warehouse.fetch(completion.unit_counts(READER, YEAR, reach=reach, mine=("011101", "01110101"))).iloc[0]
    assert counts["unit_count"] == frame["unit_id"].nunique() == counts.drop("unit_count").sum()


def _urgency(unit: pd.DataFrame) -> tuple[Any, ...]:
    """What a unit is ordered by, computed row by row: group, days overdue, most open, most behind in people and in days, place in the tree."""
    owed = unit[unit["due_count"] > 0]
    overdue, running = owed[owed["state"] == "overdue"], owed[owed["state"] == "not_due"]
    behind = running[running["ahead_count"] < 0]
    group = 0 if len(overdue) else 1 if len(behind) else 2 if len(running) else 3 if len(owed) else 4
    late = (-max(overdue["late_days"]), -max(overdue["due_count"] - overdue["done_count"])) if len(overdue) else (0, 0)
    return group, *late, *((min(behind["ahead_count"]), min(behind["ahead_days"])) if len(behind) else (0, 0)), unit["unit_no"].iloc[0]


@pytest.mark.parametrize("day", [None, 13, 17, 19])
def test_units_that_need_a_call_stand_first(warehouse_of_sample: object, day: int | None) -> None:
    filters = YEAR if day is None else Filters(2021, as_of=pd.Timestamp(2021, 4, day, 23, 59, 59, 999999).to_pydatetime())
    frame = warehouse.fetch(completion.matrix(READER, filters, reach="owners"))
    keys = [_urgency(unit) for _place, unit in frame.groupby("place")]
    assert keys == sorted(keys)
    assert len({key[:3] for key in keys}) > 1
    groups = frame.groupby("place")["urgency_code"].first().map(completion.URGENCIES.index)
    assert groups.tolist() == [key[0] for key in keys]
    turned = warehouse.fetch(completion.matrix(READER, filters, reach="owners", is_descending=True))
    assert turned["urgency_code"].map(completion.URGENCIES.index).is_monotonic_decreasing


@pytest.mark.parametrize(("order", "counts"), [("measured_pct", "measured"), ("verified_pct", "verified")])
def test_units_are_ordered_by_their_share(warehouse_of_sample: object, order: str, counts: str) -> None:
    frame = warehouse.fetch(completion.matrix(READER, YEAR, order=order))
    assert frame.loc[frame["counts"] == counts, "done_pct"].dropna().is_monotonic_increasing


def test_pages_hold_every_unit_once(warehouse_of_sample: object, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = warehouse.fetch(completion.matrix(READER, YEAR, order="tree"))
    monkeypatch.setattr(completion, "PAGE_SIZE", 7)
    viewer = Viewer(permissions=READER.permissions | {"paged"}, scope=READER.scope)
    pages = [warehouse.fetch(completion.matrix(viewer, YEAR, order="tree", page=page)) for page in (1, 2, 3, 4)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)


@pytest.mark.parametrize("reach", completion.REACHES)
def test_a_viewer_of_one_unit_sees_no_other(warehouse_of_sample: object, reach: str) -> None:
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("011102",)))
    frame = warehouse.fetch(completion.matrix(viewer, YEAR, reach=reach, mine=("011101", "011102")))
    assert frame["unit_id"].str.startswith("011102").all()
    assert warehouse.fetch(completion.matrix(viewer, Filters(2021, "011101"), reach=reach)).empty


def test_what_is_unknown_is_refused() -> None:
    with pytest.raises(KeyError):
        completion.matrix(READER, YEAR, order="nip")
    with pytest.raises(KeyError):
        completion.matrix(READER, YEAR, reach="elsewhere")
