"""Whatever people do to entries, in whatever order: the ledger is in the state that a model of a few lines is in, and everything that happened is still there."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dashboard.ledger import engine, entries, entry_damage, stage_reports, verification
from dashboard.ledger.acting import Acting
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_errors import ChangedMeanwhileError, IncompleteError, MeasurementError, MoveRefusedError, ReportStandsError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.stage_reports import Report
from tests.dashboard.ledger.measured import BUDI, GIVEN_OF, OPEN, SITI, YEAR, acting, asn, load, reporting, year

PEOPLE = (SITI, BUDI)
WAITING = {"submitted", "edited", "reopened"}
AFTER = {
    "submit": ({"draft", "returned"}, "submitted"),
    "edit": (WAITING, "edited"),
    "return": (WAITING | {"verified"}, "returned"),
    "verify": (WAITING, "verified"),
    "correct": (WAITING | {"returned"}, "verified"),
    "reopen": ({"reported"}, "reopened"),
}


@dataclass
class Model:
    """One entry as it should be."""

    state: str = "draft"
    versions: int = 0
    events: list[str] = field(default_factory=lambda: ["start"])

    def happens(self, code: str) -> bool:
        """Make the move if it may be made; whether it was."""
        before, after = AFTER[code]
        if self.state not in before:
            return False
        self.state = after
        self.versions += code in {"submit", "edit", "correct"}
        self.events.append(code)
        return True


class Entries(RuleBasedStateMachine):
    """Two people of one unit, their verifier, the head of the unit and the secretariat."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = engine.open_ledger(f"sqlite:///{Path(self.folder.name) / 'ledger.sqlite'}")
        self.moment = OPEN
        self.models: dict[int, Model] = {}
        self.numbers: dict[int, int] = {}
        self.report_no: int | None = None

    @initialize()
    def begin(self) -> None:
        engine.upgrade(self.ledger)
        load(self.ledger)
        self.verifier = acting(self.ledger, "verifier", "BALAI")
        self.secretariat = acting(self.ledger, "secretariat")
        for nip in PEOPLE:
            self.numbers[nip] = entries.start(self.ledger, year(), by=asn(self.ledger, nip), now=OPEN).entry.entry_no
            self.models[nip] = Model()

    def _try(self, nip: int, code: str, by: Acting, make: Callable[[Step], object]) -> None:
        """The move on the entry as it is; it happens exactly when the model says so. Seen before the last change it never does."""
        self.moment += timedelta(seconds=1)
        seen = verification.waiting(self.ledger, self.numbers[nip], by=self.secretariat).change_no
        old = Step(by, self.moment, seen - 1, None, "Alasan.")
        try:
            make(old)
            raise AssertionError("what was seen before the last change was written")
        except ChangedMeanwhileError:
            pass
        try:
            make(replace(old, seen_change_no=seen))
            happened = True
        except MoveRefusedError:
            happened = False
        assert happened == self.models[nip].happens(code), code

    @rule(nip=st.sampled_from(PEOPLE), code=st.sampled_from(["submit", "edit"]))
    def the_person_writes(self, nip: int, code: str) -> None:
        own = entries.of_person(self.ledger, YEAR, nip)
        assert own is not None
        submission = Submission(GIVEN_OF[nip], own.save_no, "Benar.")
        made = entries.submit if code == "submit" else entries.edit
        self._try(nip, code, asn(self.ledger, nip), lambda step: made(self.ledger, year(), self.numbers[nip], submission, step))

    @rule(nip=st.sampled_from(PEOPLE))
    def the_person_saves(self, nip: int) -> None:
        own = entries.of_person(self.ledger, YEAR, nip)
        assert own is not None
        may_save = self.models[nip].state not in {"verified", "reported"}
        try:
            entries.save_draft(
                self.ledger, year(), self.numbers[nip], GIVEN_OF[nip], by=asn(self.ledger, nip), seen_save_no=own.save_no, now=self.moment
            )
            assert may_save
        except MoveRefusedError:
            assert not may_save

    @rule(nip=st.sampled_from(PEOPLE), code=st.sampled_from(["return", "verify", "correct"]))
    def the_verifier_decides(self, nip: int, code: str) -> None:
        number = self.numbers[nip]
        making: dict[str, Callable[[Step], object]] = {
            "return": lambda step: verification.send_back(self.ledger, number, step),
            "verify": lambda step: verification.verify(self.ledger, number, step),
            "correct": lambda step: verification.correct(self.ledger, year(), number, GIVEN_OF[nip], step),
        }
        self._try(nip, code, self.verifier, making[code])

    @rule(nip=st.sampled_from(PEOPLE))
    def the_secretariat_opens_again(self, nip: int) -> None:
        self._try(nip, "reopen", self.secretariat, lambda step: verification.reopen(self.ledger, self.numbers[nip], step))

    @rule(has_reason=st.booleans())
    def the_unit_reports(self, has_reason: bool) -> None:
        self.moment += timedelta(seconds=1)
        is_complete = all(model.state in {"verified", "reported"} for model in self.models.values())
        report = Report(2, "BALAI", "Kepala", {}, incomplete_reason="Belum semua." if has_reason else None)
        try:
            made = stage_reports.make(self.ledger, year(), report, Step(reporting(self.ledger, "verifier", 2, "BALAI"), self.moment))
        except IncompleteError:
            assert not is_complete
            assert not has_reason
            return
        assert is_complete or has_reason
        self.report_no = made.report_no
        for model in self.models.values():
            if model.state == "verified":
                model.state = "reported"
                model.events.append("report")

    @precondition(lambda self: self.report_no is not None)
    @rule()
    def the_head_returns_the_report(self) -> None:
        self.moment += timedelta(seconds=1)
        step = Step(reporting(self.ledger, "unit_head", 2, "BALAI"), self.moment, None, None, "Periksa lagi.")
        assert self.report_no is not None
        try:
            stage_reports.send_back(self.ledger, year(), self.report_no, step)
        except (ReportStandsError, MeasurementError) as error:
            raise AssertionError(type(error).__name__) from error
        self.report_no = None
        for model in self.models.values():
            if model.state == "reported":
                model.state = "reopened"
                model.events.append("reopen")

    @invariant()
    def everything_is_as_the_model_has_it(self) -> None:
        for nip, model in self.models.items():
            history = entries.history(self.ledger, self.numbers[nip], by=self.secretariat)
            assert (history.entry.state, history.entry.version_no) == (model.state, model.versions)
            assert [event.move for event in history.events] == model.events
            assert history.entry.change_no == len(model.events)
            assert [receipt.version_no for receipt in history.receipts] == list(range(1, model.versions + 1))
            assert [version.checksum() for version in history.versions] == [receipt.checksum for receipt in history.receipts]

    def teardown(self) -> None:
        if self.models:
            assert entry_damage.found(self.ledger) is None
        self.ledger.dispose()
        self.folder.cleanup()


Entries.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
test_whatever_people_do = Entries.TestCase
