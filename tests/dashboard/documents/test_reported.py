"""Documents of what was reported: the frozen figures of the stage report in force, of its own release, with the remarks of whoever reported."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard import warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.documents import making, standing
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, SECRETARY_REPORT, UNIT_REPORT
from dashboard.ledger import engine, identities, stage_reports
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import UnitRow
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.ledger.stage_reports import Report, StageReport
from dashboard.reporting import figures
from tests.dashboard.documents.conftest import AGENCY, CENTRE, OrderOf
from tests.dashboard.documents.test_making import LEADER, tables_of, words_of
from tests.dashboard.ledger.measured import OPEN, PEOPLE, YEAR, reporting, year

RECEIVER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING)
ROLES = {3: "unit_head", 4: "secretary", 5: "agency_head"}


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A ledger that knows the agency and the centre of the sample."""
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(opened)
    places = (UnitRow(AGENCY, "Badan"), UnitRow(CENTRE, "Balai", AGENCY))
    identities.load(opened, YEAR, places, (replace(PEOPLE[0], unit_id=CENTRE),), source_name="pegawai.csv", actor=COMMAND_LINE, now=OPEN)
    yield opened
    opened.dispose()


def measured() -> MeasuredYear:
    return replace(year(), owners={3: (CENTRE,), 4: (AGENCY,), 5: (AGENCY,)})


def report(ledger: Engine, stage_no: int, unit_id: str, found: dict[str, Any], *, comment: str | None = None) -> StageReport:
    made = Report(stage_no, unit_id, "Ibu Kepala\u202e", found, comment=comment, incomplete_reason="Belum semua.")
    return stage_reports.make(ledger, measured(), made, Step(reporting(ledger, ROLES[stage_no], stage_no, unit_id), OPEN))


def frozen(unit_id: str, **changes: Any) -> dict[str, Any]:
    """The figures that whoever reports freezes now, with changes that no release has."""
    return figures.of_unit(RECEIVER, YEAR, unit_id, with_parts=unit_id == AGENCY) | changes


def test_what_was_reported_stands_in_the_document(order: OrderOf, ledger: Engine) -> None:
    oldest = warehouse.published()[1].release_id
    warehouse.begin_run(oldest)
    found = frozen(CENTRE, mean_total_score="64.250000", measured_count=47, category_code="rendah")
    report(ledger, 3, CENTRE, found, comment="Dua orang tugas belajar.\n\n#include \x00")
    asked = order(release_id=warehouse.current_id())
    standing_report = standing.report_of(ledger, LEADER, asked)
    assert standing_report is not None
    made = making.made(LEADER, asked, standing_report)
    said = words_of(made)
    assert "64,25" in said
    assert "n: 47 dari" in made.running
    assert made.order.release_id == oldest
    assert oldest in made.running
    assert "tahap 3, Ibu Kepala, 14 April 2021 09.00 WIB" in made.running
    assert "Dua orang tugas belajar." in said
    assert "Belum semua." in said
    assert "\x00" not in said
    assert made.figures["report_checksum"] == standing_report.checksum
    assert made.checksum == making.checksum_of(LEADER, asked, standing_report) != making.checksum_of(LEADER, order(release_id=oldest))


def test_units_below_are_the_reported_ones(order: OrderOf, ledger: Engine) -> None:
    found = frozen(AGENCY)
    parts = [each | {"mean_total_score": "99.500000"} if each["unit_id"] == CENTRE else each for each in found["units"]]
    report(ledger, 4, AGENCY, found | {"units": parts})
    asked = order(SECRETARY_REPORT, AGENCY)
    made = making.made(LEADER, asked, standing.report_of(ledger, LEADER, asked))
    rows = {row[0]: row for row in tables_of(made)["Indeks dan cakupan satuan kerja tepat di bawahnya"].rows}
    assert rows["Balai Diklat Keagamaan Makassar"][4] == "99,50"
    unchanged = {row[0]: row for row in tables_of(making.made(LEADER, asked))["Indeks dan cakupan satuan kerja tepat di bawahnya"].rows}
    changed = {name for name, row in rows.items() if unchanged[name] != row}
    assert changed == {"Balai Diklat Keagamaan Makassar"}


def test_what_the_document_hides_no_report_brings_back(order: OrderOf, ledger: Engine) -> None:
    hidden = {row["unit_id"]: row for row in making.figures_of(LEADER, order(SECRETARY_REPORT, AGENCY))["units"] if "hidden" in row}
    assert hidden
    found = frozen(AGENCY)
    told = [
        each | {"mean_total_score": "77.770000", "lowest_mean": "77.770000"}
        if each["unit_id"] in hidden and each["mean_total_score"] is None
        else each
        for each in found["units"]
    ]
    report(ledger, 4, AGENCY, found | {"units": [{name: value for name, value in each.items() if name != "withheld"} for each in told]})
    asked = order(SECRETARY_REPORT, AGENCY)
    assert "77,77" not in words_of(making.made(LEADER, asked, standing.report_of(ledger, LEADER, asked)))


def test_what_the_report_withheld_stays_withheld(order: OrderOf, ledger: Engine) -> None:
    nothing = dict.fromkeys(("mean_total_score", "lowest_mean", "highest_mean", "category_code", "other_category_code"))
    report(ledger, 3, CENTRE, frozen(CENTRE, withheld="few", **nothing))
    asked = order()
    made = making.made(LEADER, asked, standing.report_of(ledger, LEADER, asked))
    assert made.figures["unit"]["mean_total_score"] is None
    assert "68,42" not in "".join(block.value for section in made.sections for block in section.blocks if hasattr(block, "value"))
    assert "68,42" not in words_of(made)


def test_only_the_report_in_force_of_ones_own_units_stands(order: OrderOf, ledger: Engine) -> None:
    asked = order()
    assert standing.report_of(ledger, LEADER, asked) is None
    first = report(ledger, 3, CENTRE, frozen(CENTRE))
    found = standing.report_of(ledger, LEADER, asked)
    assert found is not None
    assert found.report_no == first.report_no
    assert standing.report_of(ledger, Viewer(scope=Scope(unit_ids=(CENTRE,))), asked) == found
    assert standing.report_of(ledger, Viewer(scope=Scope(unit_ids=("1009",))), asked) is None
    assert standing.report_of(ledger, Viewer(), asked) is None
    assert [standing.report_of(ledger, LEADER, order(kind)) for kind in (SECRETARY_REPORT, HEAD_REPORT, INFOGRAPHIC)] == [None] * 3
    back = Step(reporting(ledger, "secretary", 3, AGENCY), OPEN + timedelta(days=1), reason="Periksa lagi.")
    stage_reports.send_back(ledger, measured(), first.report_no, back)
    assert standing.report_of(ledger, LEADER, asked) is None
    again = report(ledger, 3, CENTRE, frozen(CENTRE))
    newest = standing.report_of(ledger, LEADER, replace(asked, kind=UNIT_REPORT))
    assert newest is not None
    assert newest.report_no == again.report_no
