"""Reports of stages: frozen, made after what they rest on or with a reason, marked when late, returned from the top down."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.access.viewer import Scope
from dashboard.ledger import audit, entry_damage, stage_reports, verification
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Sought
from dashboard.ledger.engine import writing
from dashboard.ledger.entry_errors import ChangedMeanwhileError, EntryNotFoundError, IncompleteError, ReasonMissingError, ReportStandsError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import JAKARTA
from dashboard.ledger.stage_reports import Report, StageReport
from tests.dashboard.ledger.measured import ANI, BUDI, OPEN, SITI, YEAR, acting, load, reporting, submitted, year

DAY = timedelta(days=1)
FIGURES = {"release_id": "2021-a", "n": 2, "index": Decimal("70.00"), "categories": {"sedang": 1, "rendah": 1}}


@pytest.fixture(autouse=True)
def office(ledger: Engine) -> None:
    load(ledger)


def _verify(ledger: Engine, *nips: int) -> None:
    by = acting(ledger, "verifier", "BADAN")
    for nip in nips:
        submitted(ledger, nip)
    for waiting in verification.queue(ledger, YEAR, by=by):
        if waiting.nip in nips:
            verification.verify(ledger, waiting.entry_no, Step(by, OPEN, waiting.change_no))


def _make(ledger: Engine, stage_no: int, unit_id: str, role: str, *, reason: str | None = None, now: datetime = OPEN) -> StageReport:
    report = Report(stage_no, unit_id, "Ibu Kepala", FIGURES, comment="Catatan.", incomplete_reason=reason)
    return stage_reports.make(ledger, year(), report, Step(reporting(ledger, role, stage_no, unit_id), now))


def _back(ledger: Engine, report: StageReport, role: str, unit_id: str, reason: str | None = "Periksa lagi.") -> StageReport:
    step = Step(reporting(ledger, role, report.stage_no, unit_id), OPEN, None, None, reason)
    return stage_reports.send_back(ledger, year(), report.report_no, step)


def _states(ledger: Engine) -> dict[str, int]:
    counted = verification.counts(ledger, YEAR, by=acting(ledger, "verifier", "BADAN"))
    return {state: count for state, count in counted.items() if count}


def test_the_whole_chain_and_its_statement(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI, ANI)
    assert stage_reports.open_before(ledger, year(), 2, "BALAI").is_nothing
    second = _make(ledger, 2, "BALAI", "verifier")
    assert _states(ledger) == {"reported": 2, "verified": 1}
    _make(ledger, 2, "BADAN", "verifier")
    assert _states(ledger) == {"reported": 3}
    for stage_no, unit_id, role in (
        (3, "PUSAT", "unit_head"),
        (3, "SEKRETARIAT", "unit_head"),
        (4, "BADAN", "secretary"),
        (5, "BADAN", "agency_head"),
    ):
        made = _make(ledger, stage_no, unit_id, role)
        assert (made.incomplete_reason, made.is_late, made.is_in_force, made.is_sound) == (None, False, True, True)
    with ledger.connect() as connection:
        kept = connection.execute(text("SELECT statement FROM stage_report WHERE report_no = :no"), {"no": second.report_no}).scalar_one()
    assert json.loads(kept) == second.statement
    assert second.statement["figures"] == {"release_id": "2021-a", "n": 2, "index": "70.00", "categories": {"sedang": 1, "rendah": 1}}
    assert second.statement["entries"]["verified"] == 2
    assert (second.statement["unit_name"], second.statement["due_on"], second.reporter_name) == ("Balai", "2021-04-19", "Ibu Kepala")
    whole = reporting(ledger, "secretary", 3, "BADAN")
    assert [(each.stage_no, each.unit_id) for each in stage_reports.in_force(ledger, YEAR, by=whole)] == [
        (2, "BADAN"),
        (2, "BALAI"),
        (3, "PUSAT"),
        (3, "SEKRETARIAT"),
        (4, "BADAN"),
        (5, "BADAN"),
    ]
    with ledger.connect() as connection:
        shown = connection.execute(text("SELECT unit_id, tahap, waktu, keterangan FROM report_source ORDER BY report_no")).all()
    assert tuple(shown[0]) == ("BALAI", 2, "2021-04-14T09:00:00", "Catatan.")
    assert len(shown) == 6
    assert [found.row_count for found in audit.search(ledger, Sought(actions=["stage_report"])).entries][-1] == 2
    assert entry_damage.found(ledger) is None


def test_nothing_is_reported_before_what_it_rests_on_without_a_reason(ledger: Engine) -> None:
    _verify(ledger, SITI)
    submitted(ledger, BUDI)
    with pytest.raises(IncompleteError) as refused:
        _make(ledger, 2, "BALAI", "verifier")
    assert refused.value.open_count == 1
    with pytest.raises(IncompleteError) as refused:
        _make(ledger, 3, "PUSAT", "unit_head", reason="  ")
    assert (refused.value.open_reports, refused.value.open_count) == (((2, "PUSAT"),), 1)
    with pytest.raises(IncompleteError) as refused:
        _make(ledger, 4, "BADAN", "secretary")
    assert set(refused.value.open_reports) == {(3, "SEKRETARIAT"), (3, "PUSAT")}
    assert _states(ledger) == {"submitted": 1, "verified": 1}
    made = _make(ledger, 2, "BALAI", "verifier", reason="Satu orang sakit.")
    assert (made.incomplete_reason, made.statement["open_count"]) == ("Satu orang sakit.", 1)
    assert _states(ledger) == {"submitted": 1, "reported": 1}
    assert stage_reports.open_before(ledger, year(), 3, "PUSAT").open_reports == ((2, "PUSAT"),)
    _verify_again(ledger)
    assert stage_reports.open_before(ledger, year(), 3, "PUSAT").is_nothing


def _verify_again(ledger: Engine) -> None:
    by = acting(ledger, "verifier", "BADAN")
    for waiting in verification.queue(ledger, YEAR, by=by):
        verification.verify(ledger, waiting.entry_no, Step(by, OPEN, waiting.change_no))


def test_a_reason_is_not_kept_where_nothing_is_missing(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI)
    assert _make(ledger, 2, "BALAI", "verifier", reason="Tidak perlu.").incomplete_reason is None


@pytest.mark.parametrize(
    ("moment", "is_late"), [(datetime(2021, 4, 19, 23, 59, 59, tzinfo=JAKARTA), False), (datetime(2021, 4, 20, tzinfo=JAKARTA), True)]
)
def test_late_is_marked(ledger: Engine, moment: datetime, is_late: bool) -> None:
    _verify(ledger, SITI, BUDI)
    assert _make(ledger, 2, "BALAI", "verifier", now=moment).is_late is is_late


def test_who_may_not_report_finds_nothing(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI, ANI)
    good = reporting(ledger, "unit_head", 3, "PUSAT")
    tries: list[tuple[int, str, Acting]] = [
        (3, "SEKRETARIAT", good),
        (3, "BALAI", good),
        (4, "BADAN", good),
        (3, "PUSAT", replace(good, stages=(2,))),
        (3, "PUSAT", replace(good, scope=Scope())),
        (3, "X", replace(good, scope=Scope(is_everything=True))),
    ]
    for stage_no, unit_id, by in tries:
        with pytest.raises(EntryNotFoundError):
            stage_reports.make(ledger, year(), Report(stage_no, unit_id, "X", {}, incomplete_reason="Uji."), Step(by, OPEN))
    made = _make(ledger, 3, "PUSAT", "unit_head")
    for by in (reporting(ledger, "secretary", 4, "BADAN"), reporting(ledger, "secretary", 3, "SEKRETARIAT"), reporting(ledger, "secretary", 3, "X")):
        with pytest.raises(EntryNotFoundError):
            stage_reports.send_back(ledger, year(), made.report_no, Step(by, OPEN, None, None, "Alasan."))
    assert stage_reports.history(ledger, YEAR, by=reporting(ledger, "secretary", 3, "SEKRETARIAT")) == ()


def test_a_request_sent_twice_reports_once(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI)
    by = reporting(ledger, "verifier", 2, "BALAI")
    report = Report(2, "BALAI", "Ibu Kepala", FIGURES)
    first = stage_reports.make(ledger, year(), report, Step(by, OPEN, None, "r"))
    assert stage_reports.make(ledger, year(), report, Step(by, OPEN + DAY, None, "r")) == first
    assert len(stage_reports.history(ledger, YEAR, by=by)) == 1


def test_a_report_comes_back_from_the_top_down_and_opens_its_entries(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI, ANI)
    second = _make(ledger, 2, "BALAI", "verifier")
    third = _make(ledger, 3, "PUSAT", "unit_head")
    _make(ledger, 3, "SEKRETARIAT", "unit_head")
    fourth = _make(ledger, 4, "BADAN", "secretary")
    with pytest.raises(ReasonMissingError):
        _back(ledger, fourth, "agency_head", "BADAN", reason=" ")
    with pytest.raises(ReportStandsError):
        _back(ledger, third, "secretary", "BADAN")
    with pytest.raises(ReportStandsError):
        _back(ledger, second, "unit_head", "PUSAT")
    back = _back(ledger, fourth, "agency_head", "BADAN")
    assert (back.is_in_force, back.return_reason, back.returned_as) == (False, "Periksa lagi.", "agency_head")
    assert _states(ledger) == {"reported": 2, "verified": 1}
    with pytest.raises(ChangedMeanwhileError):
        _back(ledger, fourth, "agency_head", "BADAN")
    _back(ledger, third, "secretary", "BADAN")
    assert _states(ledger) == {"reopened": 2, "verified": 1}
    by = reporting(ledger, "secretary", 3, "BADAN")
    assert {each.report_no: each.is_in_force for each in stage_reports.history(ledger, YEAR, by=by, stage_no=2)} == {second.report_no: False}
    _verify_again(ledger)
    _make(ledger, 2, "BALAI", "verifier")
    assert _states(ledger) == {"reported": 2, "verified": 1}
    assert len(stage_reports.history(ledger, YEAR, by=by, unit_id="BALAI")) == 2
    assert entry_damage.found(ledger) is None


def test_a_second_report_replaces_the_first_and_its_return_opens_both(ledger: Engine) -> None:
    _verify(ledger, SITI)
    first = _make(ledger, 2, "BALAI", "verifier", reason="Satu orang menyusul.")
    _verify(ledger, BUDI)
    second = _make(ledger, 2, "BALAI", "verifier")
    with pytest.raises(ChangedMeanwhileError):
        _back(ledger, first, "unit_head", "BALAI")
    _back(ledger, second, "unit_head", "BALAI")
    assert _states(ledger) == {"reopened": 2}
    assert stage_reports.in_force(ledger, YEAR, by=reporting(ledger, "verifier", 2, "BALAI")) == ()


def test_the_report_above_leaves_the_entries_of_the_one_below_to_it(ledger: Engine) -> None:
    _verify(ledger, SITI, BUDI, ANI)
    _make(ledger, 2, "BALAI", "verifier")
    whole = _make(ledger, 2, "BADAN", "verifier")
    _back(ledger, whole, "unit_head", "BADAN")
    assert _states(ledger) == {"reported": 2, "reopened": 1}


@pytest.mark.parametrize("table", ["stage_report", "stage_return", "late_opening", "identity_check"])
def test_reports_returns_and_openings_never_change(ledger: Engine, table: str) -> None:
    _verify(ledger, SITI, BUDI)
    made = _make(ledger, 2, "BALAI", "verifier")
    _back(ledger, made, "unit_head", "BALAI")
    with writing(ledger) as connection:
        connection.execute(text("INSERT INTO identity_check (period_year, nip, at, account_no) SELECT 2021, 1, at, account_no FROM stage_report"))
        connection.execute(
            text(
                "INSERT INTO late_opening (period_year, unit_id, opens_at, closes_at, reason, account_no, at) "
                "SELECT 2021, unit_id, at, at, 'x', account_no, at FROM stage_report"
            )
        )
    for statement in (f"UPDATE {table} SET account_no = 1", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError), writing(ledger) as connection:
            connection.execute(text(statement))
