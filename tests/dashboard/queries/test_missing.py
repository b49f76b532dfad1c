"""Who is missing at a moment: exactly those whom completion counts as open, without their scores, within the scope."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from dashboard import warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import completion, missing
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

SECRETARIAT = Viewer(permissions=frozenset({"missing"}), scope=EVERYTHING, missing=EVERYTHING)
DAYS = (date(2021, 4, 11), date(2021, 4, 13), date(2021, 4, 16), date(2021, 4, 19))


def at(day: date, unit_id: str | None = None) -> Filters:
    return Filters(2021, unit_id, as_of=datetime.combine(day, time.max))


def nips(filters: Filters, view: str, viewer: Viewer = SECRETARIAT) -> list[str]:
    return list(warehouse.read(missing.listing(viewer, filters, view, page=None))["nip"])


@pytest.mark.parametrize("filters", [Filters(2021), *map(at, DAYS), at(DAYS[2], "1010")], ids=str)
def test_the_missing_are_those_whom_completion_counts_as_open(warehouse_of_sample: object, filters: Filters) -> None:
    stages = warehouse.fetch(completion.stages(SECRETARIAT, filters)).set_index("counts")
    totals = warehouse.fetch(missing.totals(SECRETARIAT, filters)).iloc[0]
    assert totals["due_count"] == stages.loc["measured", "due_count"]
    assert totals["measured_count"] == stages.loc["measured", "done_count"]
    assert totals["verified_count"] == stages.loc["verified", "done_count"]
    assert totals["unmeasured_count"] == totals["due_count"] - totals["measured_count"] == len(nips(filters, "unmeasured"))
    assert totals["unverified_count"] == totals["measured_count"] - totals["verified_count"] == len(nips(filters, "unverified"))


def test_before_the_first_day_everybody_is_missing_and_nobody_waits(ask: Ask) -> None:
    expected = [str(nip) for (nip,) in ask("SELECT nip FROM score WHERE period_year = 2021 AND is_eligible ORDER BY unit_no, nip")]
    assert nips(at(date(2021, 4, 1)), "unmeasured") == expected
    assert nips(at(date(2021, 4, 1)), "unverified") == []


def test_the_missing_of_a_day_are_those_without_a_time_up_to_its_end(ask: Ask) -> None:
    expected = ask(
        "SELECT nip FROM score WHERE period_year = 2021 AND is_eligible AND NOT (is_measured AND coalesce(first_measured_at < '2021-04-15', true)) "
        "ORDER BY unit_no, nip"
    )
    assert nips(at(date(2021, 4, 14)), "unmeasured") == [str(nip) for (nip,) in expected]


def test_days_waiting_are_calendar_days_to_the_day_looked_at(ask: Ask) -> None:
    filters = at(date(2021, 4, 16))
    rows = warehouse.read(missing.listing(SECRETARIAT, filters, "unverified", order="waiting_day_count", is_descending=True, page=None))
    waited = rows["waiting_day_count"].dropna().tolist()
    assert waited == sorted(waited, reverse=True)
    assert len(set(waited)) > 2
    for row in rows.dropna(subset=["measured_at"]).head(40).itertuples():
        ((first, last),) = ask("SELECT first_measured_at, measured_at FROM score WHERE period_year = 2021 AND nip = :nip", nip=int(row.nip))
        since = last if last <= filters.as_of else first
        assert row.measured_at.to_pydatetime() == since
        assert row.waiting_day_count == (date(2021, 4, 16) - since.date()).days


def test_no_score_leaves_the_release(warehouse_of_sample: object) -> None:
    for view in missing.VIEWS:
        columns = set(warehouse.read(missing.listing(SECRETARIAT, Filters(2021), view)).columns)
        assert columns - {"unit_id"} == set(missing.columns(view))
        assert not {name for name in columns if "score" in name or "category" in name}


@pytest.mark.parametrize("view", missing.VIEWS)
def test_pages_hold_everybody_once(warehouse_of_sample: object, view: str) -> None:
    everybody = nips(Filters(2021), view)
    pages = range(1, -(-len(everybody) // missing.PAGE_SIZE) + 1)
    assert [nip for page in pages for nip in warehouse.read(missing.listing(SECRETARIAT, Filters(2021), view, page=page))["nip"]] == everybody
    assert len(set(everybody)) == len(everybody) > missing.PAGE_SIZE


@pytest.mark.parametrize(("view", "order"), [(view, order) for view, orders in missing.ORDERS.items() for order in orders])
def test_every_order_has_everybody(warehouse_of_sample: object, view: str, order: str) -> None:
    rows = warehouse.read(missing.listing(SECRETARIAT, Filters(2021), view, order=order, page=None))
    assert sorted(rows["nip"]) == sorted(nips(Filters(2021), view))
    if order == "asn_name":
        names = rows["asn_name"].dropna().str.lower().tolist()
        assert names == sorted(names)


def test_an_order_that_a_view_does_not_have_is_that_by_unit(warehouse_of_sample: object) -> None:
    rows = warehouse.read(missing.listing(SECRETARIAT, Filters(2021), "unmeasured", order="waiting_day_count", page=None))
    assert rows["nip"].tolist() == nips(Filters(2021), "unmeasured")


@pytest.mark.parametrize("view", missing.VIEWS)
def test_units_add_up_and_those_with_most_stand_first(warehouse_of_sample: object, view: str) -> None:
    totals = warehouse.fetch(missing.totals(SECRETARIAT, Filters(2021))).iloc[0]
    units = warehouse.fetch(missing.by_unit(SECRETARIAT, Filters(2021), view))
    counts = units[f"{view}_count"].tolist()
    assert counts == sorted(counts, reverse=True)
    assert min(counts) > 0
    assert sum(counts) == totals[f"{view}_count"]
    assert units["unit_count"].tolist() == [len(units)] * len(units)
    for row in units[~units["is_own"]].itertuples():
        of_unit = warehouse.fetch(missing.totals(SECRETARIAT, Filters(2021, row.unit_id))).iloc[0]
        assert of_unit[f"{view}_count"] == getattr(row, f"{view}_count")


def test_at_most_so_many_units_and_how_many_there_are(warehouse_of_sample: object, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = warehouse.fetch(missing.by_unit(SECRETARIAT, Filters(2021), "unmeasured"))
    missing.by_unit.cache_clear()
    monkeypatch.setattr(missing, "MOST_UNITS", 3)
    few = warehouse.fetch(missing.by_unit(SECRETARIAT, Filters(2021), "unmeasured"))
    missing.by_unit.cache_clear()
    assert few["unit_id"].tolist() == whole["unit_id"].tolist()[:3]
    assert few["unit_count"].tolist() == [len(whole)] * 3


def test_filters_narrow_list_and_counts_alike(ask: Ask) -> None:
    chosen = Filters(2021, "0111", ("III",), ("fungsional",), ("pns",), ("female",))
    ((expected,),) = ask(
        "SELECT count(*) FROM score WHERE period_year = 2021 AND is_eligible AND NOT is_measured AND rank_group = 'III' AND position_group = 'fungsional' "
        "AND employment_kind = 'pns' AND sex_code = 'female'"
    )
    assert expected > 0
    assert len(nips(chosen, "unmeasured")) == expected
    assert warehouse.fetch(missing.totals(SECRETARIAT, chosen))["unmeasured_count"].tolist() == [expected]
    assert warehouse.fetch(missing.by_unit(SECRETARIAT, chosen, "unmeasured"))["unmeasured_count"].sum() == expected


def test_only_people_in_scope_are_missing(warehouse_of_sample: object) -> None:
    verifier = Viewer(permissions=frozenset({"missing"}), scope=Scope(unit_ids=("1010",)), missing=Scope(unit_ids=("1010",)))
    assert nips(Filters(2021), "unmeasured", verifier) == nips(Filters(2021, "1010"), "unmeasured")
    assert nips(Filters(2021, "1012"), "unmeasured", verifier) == []
    units = warehouse.fetch(missing.by_unit(verifier, Filters(2021), "unmeasured"))
    whole = warehouse.fetch(missing.totals(SECRETARIAT, Filters(2021, "1010"))).iloc[0]
    assert units["unmeasured_count"].sum() == whole["unmeasured_count"]
    nobody = Viewer(permissions=frozenset({"missing"}))
    assert nips(Filters(2021), "unmeasured", nobody) == []
    assert warehouse.fetch(missing.totals(nobody, Filters(2021)))["due_count"].tolist() == [0]
    assert warehouse.fetch(missing.by_unit(nobody, Filters(2021), "unmeasured")).empty


def test_found_are_those_with_the_name_or_the_nip(warehouse_of_sample: object) -> None:
    first = warehouse.read(missing.listing(SECRETARIAT, Filters(2021), "unmeasured")).iloc[0]
    for search in (first["nip"], first["asn_name"].split()[0]):
        found = warehouse.read(missing.listing(SECRETARIAT, Filters(2021), "unmeasured", search=search, page=None))
        assert first["nip"] in found["nip"].tolist()
        count = warehouse.read(missing.found_count(SECRETARIAT, Filters(2021), "unmeasured", search))["asn_count"].tolist()
        assert count == [len(found)]


def test_the_deadline_is_that_of_the_moment(ask: Ask) -> None:
    for view, counts in missing.VIEWS.items():
        ((number, due_on),) = ask("SELECT stage_no, due_on FROM schedule_stage WHERE period_year = 2021 AND counts = :counts", counts=counts)
        found = warehouse.fetch(missing.stage(Filters(2021), view)).iloc[0]
        assert (found["stage_no"], found["due_on"]) == (number, due_on)
    assert warehouse.fetch(missing.stage(replace(Filters(2021), year=1999), "unmeasured")).empty
