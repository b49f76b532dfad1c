"""People row by row: everybody once, found by name and NIP, discipline only for those who may see it."""

import pytest

from dashboard import warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import people
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

DUTY = Viewer(permissions=frozenset({"people", "discipline"}), people=EVERYTHING, duty=EVERYTHING)
NO_DUTY = Viewer(permissions=frozenset({"people"}), people=EVERYTHING)


def test_pages_hold_everybody_once_in_order(ask: Ask) -> None:
    expected = [str(nip) for (nip,) in ask("SELECT nip FROM score WHERE period_year = 2021 ORDER BY unit_no, nip")]
    shown: list[str] = []
    for page in range(1, -(-len(expected) // people.PAGE_SIZE) + 1):
        shown += warehouse.fetch(people.listing(DUTY, Filters(2021), page=page))["nip"].tolist()
    assert shown == expected
    assert warehouse.fetch(people.totals(DUTY, Filters(2021)))["asn_count"].tolist() == [len(expected)]


def test_a_row_is_the_person_of_the_release(ask: Ask) -> None:
    row = warehouse.fetch(people.listing(DUTY, Filters(2021), order="total_score", is_descending=True)).iloc[0]
    ((name, unit_id, total, category, verified),) = ask(
        "SELECT asn_name, unit_id, total_score, category_code, verified_at FROM asn_score WHERE period_year = 2021 AND nip = :nip",
        nip=int(row["nip"]),
    )
    assert (row["asn_name"], row["unit_id"], row["total_score"], row["category_code"]) == (name, unit_id, float(total), category)
    assert (row["verified_at"] == verified) or verified is None
    assert ask("SELECT max(total_score) FROM score WHERE period_year = 2021")[0][0] == total


@pytest.mark.parametrize("order", people.ORDERS)
def test_missing_values_come_last_in_every_order(warehouse_of_sample: object, order: str) -> None:
    column = {"unit": "nip", "rank": "rank_code"}.get(order, order)
    for is_descending in (False, True):
        values = warehouse.fetch(people.listing(DUTY, Filters(2021), order=order, is_descending=is_descending))[column]
        assert len(values) == people.PAGE_SIZE
        assert not values.isna().any()


def test_words_of_a_name_are_found_in_any_order_and_case(ask: Ask) -> None:
    name = ask("SELECT asn_name FROM person WHERE period_year = 2021 AND asn_name LIKE '% % %' ORDER BY nip LIMIT 1")[0][0]
    first, second, *_rest = name.split()
    found = warehouse.fetch(people.listing(DUTY, Filters(2021), search=f" {second.upper()}  {first[:3].lower()}"))
    assert name in found["asn_name"].tolist()
    assert warehouse.fetch(people.totals(DUTY, Filters(2021), f"{second.upper()} {first[:3].lower()}"))["asn_count"].iloc[0] >= 1


@pytest.mark.parametrize("digits", [18, 9, 4])
def test_a_nip_is_found_by_its_first_digits_however_written(ask: Ask, digits: int) -> None:
    nip = str(ask("SELECT nip FROM score WHERE period_year = 2021 ORDER BY nip DESC LIMIT 1")[0][0])
    written = f"{nip[:2]} {nip[2:digits]}".replace(nip[:2], f"{nip[:2]}.", 1)
    expected = ask("SELECT count(*) FROM score WHERE period_year = 2021 AND CAST(nip AS VARCHAR) LIKE :prefix", prefix=f"{nip[:digits]}%")[0][0]
    assert warehouse.fetch(people.totals(DUTY, Filters(2021), written))["asn_count"].tolist() == [expected]
    shown = warehouse.fetch(people.listing(DUTY, Filters(2021), search=written))["nip"]
    assert len(shown) == min(expected, people.PAGE_SIZE)
    assert all(one.startswith(nip[:digits]) for one in shown)


@pytest.mark.parametrize("search", ["%", "_", "1" * 19, "' OR 1=1 --", "\\"])
def test_what_is_searched_for_is_text_and_nothing_else(warehouse_of_sample: object, search: str) -> None:
    assert warehouse.fetch(people.totals(DUTY, Filters(2021), search))["asn_count"].tolist() == [0]


def test_without_the_permission_neither_discipline_nor_total_leave_the_release(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(people.listing(NO_DUTY, Filters(2021)))
    assert not {"discipline_score", "total_score", "category_code"} & set(frame.columns)
    assert {"qualification_score", "competence_score", "performance_score"} <= set(frame.columns)
    assert "total_score" not in people.orders(NO_DUTY)
    by_total = warehouse.fetch(people.listing(NO_DUTY, Filters(2021), order="total_score", is_descending=True))
    by_unit = warehouse.fetch(people.listing(NO_DUTY, Filters(2021), order="unit", is_descending=True))
    assert by_total["nip"].tolist() == by_unit["nip"].tolist()


def test_only_people_in_scope_are_listed(ask: Ask) -> None:
    verifier = Viewer(permissions=DUTY.permissions, people=Scope(unit_ids=("011102",)))
    count = ask("SELECT asn_count FROM unit_score WHERE period_year = 2021 AND unit_id = '011102'")[0][0]
    assert warehouse.fetch(people.totals(verifier, Filters(2021)))["asn_count"].tolist() == [count]
    assert len(warehouse.fetch(people.listing(verifier, Filters(2021)))) == min(count, people.PAGE_SIZE)
    assert warehouse.fetch(people.listing(verifier, Filters(2021, "011101"))).empty
    assert warehouse.fetch(people.listing(Viewer(permissions=DUTY.permissions), Filters(2021))).empty


def test_every_filter_narrows_the_rows(ask: Ask) -> None:
    chosen = Filters(2021, "0111", ("III",), ("fungsional",), ("pns",), ("female",), ("sedang", "tinggi"), is_measured=True)
    expected = ask(
        "SELECT count(*) FROM score WHERE period_year = 2021 AND rank_group = 'III' AND position_group = 'fungsional' AND employment_kind = 'pns' "
        "AND sex_code = 'female' AND category_code IN ('sedang', 'tinggi') AND is_measured"
    )[0][0]
    assert warehouse.fetch(people.totals(DUTY, chosen))["asn_count"].tolist() == [expected]
    assert 0 < expected < 1000
