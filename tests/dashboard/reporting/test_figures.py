"""What a report freezes: the figures that one query on the release gives, without small groups, whoever reports."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.ledger.answers import canonical, checksum
from dashboard.reporting import figures, making, shown
from tests.dashboard.conftest import Ask

BADAN, BALAI = "0111", "1010"
SMALLEST = 5

EVERYBODY = Viewer(permissions=frozenset({"aggregates", "report"}), scope=EVERYTHING)

OF_UNIT = """
SELECT asn_count, eligible_count, measured_count, verified_count, round(mean_total_score, 2), category_code
FROM unit_score WHERE period_year = 2021 AND unit_id = :unit
"""


@pytest.mark.parametrize("unit_id", [BADAN, BALAI])
def test_one_query_on_the_release_gives_the_same(ask: Ask, unit_id: str) -> None:
    found = figures.of_unit(EVERYBODY, 2021, unit_id, with_parts=False)
    row = ask(OF_UNIT, unit=unit_id)[0]
    assert (found["asn_count"], found["eligible_count"], found["measured_count"], found["verified_count"]) == tuple(row[:4])
    assert round(Decimal(found["mean_total_score"]), 2) == row[4]
    assert found["category_code"] == row[5]
    assert found["release_id"] == ask("SELECT release_id FROM run")[0][0]
    assert found["unit_name"] == ask("SELECT unit_name FROM unit WHERE period_year = 2021 AND unit_id = :unit", unit=unit_id)[0][0]


FEW = """
SELECT s.unit_id, s.sangat_tinggi_count FROM unit_score s JOIN unit u USING (period_year, unit_id)
WHERE period_year = 2021 AND u.unit_level = 2 AND s.measured_count >= 30 AND s.sangat_tinggi_count BETWEEN 1 AND 4 ORDER BY s.unit_id
"""


def test_whoever_reports_the_report_has_no_small_group(ask: Ask) -> None:
    unit_id, few = ask(FEW)[0]
    head = replace(EVERYBODY, duty=Scope(unit_ids=(unit_id,)), people=Scope(unit_ids=(unit_id,)))
    assert figures.of_unit(head, 2021, unit_id, with_parts=False)["sangat_tinggi_count"] == few
    assert figures.of_unit(making.as_receiver(head), 2021, unit_id, with_parts=False)["sangat_tinggi_count"] is None


def test_units_right_below_stand_in_it_small_ones_withheld(ask: Ask) -> None:
    found = figures.of_unit(making.as_receiver(EVERYBODY), 2021, BADAN, with_parts=True)["units"]
    below = {
        row[0]: row[1]
        for row in ask(
            """
        SELECT unit_id, measured_count FROM unit_score JOIN unit USING (period_year, unit_id)
        WHERE period_year = 2021 AND parent_unit_id = :unit
    """,
            unit=BADAN,
        )
    }
    assert {row["unit_id"]: row["measured_count"] for row in found if row["unit_id"] != BADAN} == below
    assert all(row["measured_count"] >= SMALLEST for row in found if row["mean_total_score"] is not None)
    assert {row["withheld"] for row in found if row["mean_total_score"] is None and row["measured_count"]} <= {"few", "others"}
    assert any("withheld" in row for row in found)


@pytest.mark.usefixtures("warehouse_of_sample")
def test_a_statement_is_the_same_after_it_was_kept() -> None:
    found = figures.of_unit(EVERYBODY, 2021, BADAN, with_parts=True)
    kept = json.loads(canonical(found))
    assert kept == found
    assert checksum(kept) == checksum(found)
    table = shown.table(kept["units"])
    assert list(table["unit_id"]) == [row["unit_id"] for row in found["units"]]
    assert table["mean_total_score"].dtype.kind == "f"
