"""What changed since the last release, as pages ask for it: the published figures, of whom something changed, and nothing outside a scope."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import changes
from dashboard.queries.filters import Filters
from tests import rows
from tests.dashboard import changed_release
from tests.dashboard.conftest import LookAt
from tests.rows import nip_of

DUTY = Viewer(permissions=frozenset({"aggregates", "people", "discipline"}), scope=EVERYTHING, people=EVERYTHING, duty=EVERYTHING)
NO_DUTY = Viewer(permissions=frozenset({"aggregates", "people"}), scope=EVERYTHING, people=EVERYTHING)
YEAR = Filters(2021)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> rows.Built:
    return changed_release.build(tmp_path_factory.mktemp("changed"))


@pytest.fixture
def changed(built: rows.Built, look_at: LookAt) -> rows.Built:
    """The dashboard looks at the second of the two releases."""
    look_at(built.warehouse)
    return built


def people(viewer: Viewer, filters: Filters = YEAR, kind: str | None = None) -> list[tuple[int, str]]:
    """Numbers of the people of the list, and their kinds of change."""
    number = {nip_of(number): number for number in range(10)}
    frame = warehouse.read(changes.people(viewer, filters, kind))
    return [(number[row.nip], row.change_code) for row in frame.itertuples()]


def of_scope(scope: Scope) -> Viewer:
    return Viewer(permissions=DUTY.permissions, scope=scope, people=scope, duty=scope)


def of_units(*unit_ids: str) -> Viewer:
    return of_scope(Scope(unit_ids=unit_ids))


def test_the_two_releases_are_named(changed: rows.Built) -> None:
    row = warehouse.fetch(changes.compared(YEAR)).iloc[0]
    ((former,),) = changed.rows("SELECT previous_release_id FROM run")
    assert (row["release_id"], row["compared_release_id"]) == (changed.release.stem, former)
    assert (str(row["as_of"]), str(row["compared_as_of"])) == ("2021-04-17 12:00:00", "2021-04-16 12:00:00")


@pytest.mark.parametrize("unit_id", ["01", "0101", "0102", "09"])
def test_a_unit_has_its_published_figures(changed: rows.Built, unit_id: str) -> None:
    names = [name for name in changes.COLUMNS if not name.endswith("_pct") and name != "mean_difference"]
    ((*published,),) = changed.rows(f"SELECT {', '.join(names)} FROM unit_change WHERE unit_id = '{unit_id}'")
    row = warehouse.fetch(changes.unit(DUTY, Filters(2021, unit_id))).iloc[0]
    assert [None if pd.isna(row[name]) else row[name] for name in names] == [
        None if value is None else pytest.approx(float(value)) for value in published
    ]


def test_counts_coverage_and_the_way_of_the_mean_are_those_worked_by_hand(changed: rows.Built) -> None:
    """Before: six times 90. One is corrected to 80: 88.333333; two of 90 come: 88.75; two of 90 go: 88.333333."""
    row = warehouse.fetch(changes.unit(DUTY, YEAR)).iloc[0]
    assert (row["former_measured_count"], row["former_eligible_count"], row["measured_count"], row["eligible_count"]) == (6, 7, 6, 7)
    assert (row["new_count"], row["corrected_count"], row["moved_in_count"], row["removed_count"], row["withdrawn_count"]) == (2, 1, 0, 1, 1)
    assert [row[name] for name in changes.EFFECTS] == pytest.approx([-1.666667, 0.416667, 0, -0.416667])
    assert row["mean_difference"] == pytest.approx(-1.666667)
    assert row["coverage_pct"] == pytest.approx(100 * 6 / 7)
    assert row["changed_unit_count"] == 4


def test_units_right_below_are_those_of_the_tree(changed: rows.Built) -> None:
    frame = warehouse.fetch(changes.by_unit(DUTY, YEAR))
    assert frame["unit_id"].tolist() == ["0101", "0102"]
    assert warehouse.fetch(changes.unit_count(DUTY, YEAR))["unit_count"].tolist() == [2]
    assert warehouse.fetch(changes.by_unit(DUTY, Filters(2021, "0101")))["unit_id"].tolist() == ["09"]
    assert warehouse.fetch(changes.by_unit(DUTY, Filters(2021, "09"))).empty


@pytest.mark.parametrize("order", changes.ORDERS)
def test_units_are_ordered(changed: rows.Built, order: str) -> None:
    column = "unit_no" if order == "tree" else order
    for is_descending in (False, True):
        values = warehouse.fetch(changes.by_unit(DUTY, YEAR, order=order, is_descending=is_descending))[column].dropna().tolist()
        assert values == sorted(values, reverse=is_descending)
        assert len(values) == 2


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(KeyError):
        changes.by_unit(DUTY, YEAR, order="asn_name")


def test_everybody_changed_stands_once_for_each_kind(changed: rows.Built) -> None:
    everybody = people(DUTY)
    assert sorted(everybody) == [(1, "new"), (2, "corrected"), (3, "moved"), (4, "removed"), (5, "withdrawn"), (6, "moved"), (7, "new")]
    for kind in changes.KINDS:
        assert people(DUTY, kind=kind) == [(number, code) for number, code in everybody if code == kind]
    kinds = warehouse.fetch(changes.kinds(DUTY, YEAR))
    assert dict(zip(kinds["change_code"], kinds["person_count"], strict=True)) == {"new": 2, "corrected": 1, "moved": 2, "removed": 1, "withdrawn": 1}


def test_a_unit_lists_those_who_are_in_it_and_those_who_were(changed: rows.Built) -> None:
    """3 and 6 left the Sekretariat; 4 and 5 are of the Balai below it."""
    assert {number for number, _kind in people(DUTY, Filters(2021, "0101"))} == {1, 2, 3, 4, 5, 6}
    assert {number for number, _kind in people(DUTY, Filters(2021, "0102"))} == {3, 6, 7}
    assert {number for number, _kind in people(DUTY, Filters(2021, "09"))} == {4, 5}


def test_a_row_says_where_somebody_was_and_is_and_both_indexes(changed: rows.Built) -> None:
    frame = warehouse.read(changes.people(DUTY, YEAR)).set_index("nip")
    moved, gone, new, corrected = (frame.loc[nip_of(number)] for number in (3, 4, 7, 2))
    assert (moved["unit_name"], moved["former_unit_name"], moved["former_total_score"], moved["present_total_score"]) == (
        "Pusat",
        "Sekretariat",
        90,
        90,
    )
    assert (gone["asn_name"], gone["former_unit_name"], gone["former_total_score"]) == ("Pegawai 5", "Balai Makassar", 90)
    assert gone[["unit_name", "present_total_score", "total_difference"]].isna().all()
    assert (new["unit_name"], new["present_total_score"]) == ("Pusat", 90)
    assert new[["former_unit_name", "former_total_score", "total_difference"]].isna().all()
    assert (corrected["former_total_score"], corrected["present_total_score"], corrected["total_difference"]) == (90, 80, -10)


def test_pages_hold_everybody_once(changed: rows.Built, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = people(DUTY)
    changes.people.cache_clear()
    monkeypatch.setattr(changes, "PEOPLE_PAGE_SIZE", 3)
    pages = [warehouse.read(changes.people(DUTY, YEAR, page=page)) for page in (1, 2, 3)]
    every = warehouse.read(changes.people(DUTY, YEAR, page=None))
    changes.people.cache_clear()
    assert [len(page) for page in pages] == [3, 3, 1]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), every, check_dtype=False)
    assert len(every) == len(whole)


def test_without_the_permission_no_index_of_a_person_leaves_the_release(changed: rows.Built) -> None:
    frame = warehouse.read(changes.people(NO_DUTY, YEAR))
    assert set(frame.columns) == {*changes.columns(NO_DUTY), "unit_id"}
    assert not [name for name in frame.columns if "score" in name or "difference" in name]


def test_only_people_who_are_in_scope_now_are_listed(changed: rows.Built) -> None:
    """Who left the Sekretariat is not its verifier's to see any more; its counts are."""
    verifier = of_units("0101")
    assert {number for number, _kind in people(verifier)} == {1, 2, 4, 5}
    assert {number for number, _kind in people(of_units("0102"))} == {3, 6, 7}
    assert people(verifier, Filters(2021, "0102")) == []
    row = warehouse.fetch(changes.unit(verifier, YEAR)).iloc[0]
    assert (row["unit_name"], row["moved_out_count"]) == ("Sekretariat", 1)
    assert has_nothing(verifier, Filters(2021, "01"))


def test_several_tops_are_led_as_one(changed: rows.Built) -> None:
    """Sekretariat and Pusat together are the Badan, but who moved from one to the other is a move, in and out."""
    both, top = (warehouse.fetch(changes.unit(viewer, YEAR)).iloc[0] for viewer in (of_units("0102", "0101"), DUTY))
    differing = {"unit_name", "moved_in_count", "moved_out_count", "changed_unit_count"}
    assert both[[name for name in changes.COLUMNS if name not in differing]].tolist() == pytest.approx(
        top[[name for name in changes.COLUMNS if name not in differing]].tolist()
    )
    assert (both["moved_in_count"], both["moved_out_count"], top["moved_in_count"], top["moved_out_count"]) == (1, 1, 0, 0)
    assert pd.isna(both["unit_name"])
    assert warehouse.fetch(changes.by_unit(of_units("0102", "09"), YEAR))["unit_id"].tolist() == ["09", "0102"]


def has_nothing(viewer: Viewer, filters: Filters = YEAR) -> bool:
    """Whether the whole has no people, no means and no changes."""
    row = warehouse.fetch(changes.unit(viewer, filters)).iloc[0]
    counts = [*changes.PEOPLE_COUNTS, *changes.COUNTS, "changed_unit_count"]
    return not row[counts].any() and bool(row[["unit_name", "former_mean_total_score", "mean_total_score", *changes.EFFECTS]].isna().all())


def test_whoever_has_no_scope_sees_nothing(changed: rows.Built) -> None:
    nobody = Viewer(permissions=DUTY.permissions)
    assert has_nothing(nobody)
    assert warehouse.fetch(changes.by_unit(nobody, YEAR)).empty
    assert warehouse.fetch(changes.kinds(nobody, YEAR)).empty
    assert people(nobody) == []


def test_somebody_sees_what_changed_of_themselves(changed: rows.Built) -> None:
    own = of_scope(Scope(nip=int(nip_of(2))))
    assert people(own) == [(2, "corrected")]
    assert has_nothing(own)


def test_a_first_release_has_nothing(tmp_path: Path, look_at: LookAt) -> None:
    look_at(rows.build(tmp_path).warehouse)
    assert warehouse.fetch(changes.compared(YEAR))["compared_release_id"].isna().all()
    assert has_nothing(DUTY)
    assert people(DUTY) == []
