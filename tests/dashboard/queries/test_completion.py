"""Completion, against the published table and plain SQL on the release."""

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import completion
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask


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
    pd.testing.assert_frame_equal(
        warehouse.fetch(completion.stages(READER, Filters(2021))), warehouse.fetch(completion.stages(READER, Filters(2021, "0111")))
    )


def test_two_visible_tops_are_added_and_the_gravest_state_stands(ask: Ask) -> None:
    pair = ("011101", "011102")
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=pair))
    frame = warehouse.fetch(completion.stages(viewer, Filters(2021)))
    for stage_no, done, due, states in ask(
        "SELECT stage_no, sum(done_count), sum(due_count), list(state) FILTER (due_count > 0) FROM completion WHERE period_year = 2021 AND unit_id IN ('011101', '011102') GROUP BY 1"
    ):
        row = frame[frame["stage_no"] == stage_no].iloc[0]
        assert (row["done_count"], row["due_count"]) == (done, due)
        assert states is None or row["state"] == min(states, key=completion.STATES.index)


def test_units_have_their_published_stages(ask: Ask) -> None:
    frame = warehouse.fetch(completion.by_unit(READER, Filters(2021)))
    assert warehouse.fetch(completion.unit_count(READER, Filters(2021)))["unit_count"].tolist() == [len(frame)]
    published = {
        (unit_id, stage): values
        for unit_id, stage, *values in ask("SELECT unit_id, stage_no, done_count, due_count, state FROM completion WHERE period_year = 2021")
    }
    for row in frame.itertuples():
        done, due, state = published[row.unit_id, 1]
        assert (row.measured_count, row.due_count) == (done, due)
        assert row.measured_state == state or not due
        assert row.verified_count == published[row.unit_id, 2][0]
        assert row.report_count == sum(published[row.unit_id, stage][0] for stage in (3, 4, 5))
        assert row.report_due_count == sum(published[row.unit_id, stage][1] for stage in (3, 4, 5))


@pytest.mark.parametrize("unit_id", [None, "011101"])
def test_days_add_up_to_those_measured_and_verified(ask: Ask, unit_id: str | None) -> None:
    frame = warehouse.fetch(completion.by_day(READER, Filters(2021, unit_id)))
    ((eligible, measured, verified),) = ask(
        "SELECT eligible_count, measured_count, verified_count FROM unit_score WHERE period_year = 2021 AND unit_id = :u", u=unit_id or "0111"
    )
    last = frame.iloc[-1]
    assert last["eligible_count"] == eligible
    assert last["measured_total"] + last["undated_count"] == measured
    assert frame["measured_count"].cumsum().tolist() == frame["measured_total"].tolist()
    assert frame["verified_count"].cumsum().tolist() == frame["verified_total"].tolist()
    assert last["verified_total"] <= verified
    assert frame["on_date"].is_monotonic_increasing


def test_units_are_ordered_by_their_share(warehouse_of_sample: object) -> None:
    shares = warehouse.fetch(completion.by_unit(READER, Filters(2021), order="measured_pct"))["measured_pct"].dropna()
    assert shares.is_monotonic_increasing
