"""What happens to entries and reports arrives in the pipeline: read bit by bit as read whole, on both databases, after whatever history."""

import random
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Engine

from dashboard.ledger import entries, issued_documents, stage_reports, verification
from dashboard.ledger.acting import Acting
from dashboard.ledger.engine import writing
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_errors import MeasurementError
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.issued_documents import Draft
from dashboard.ledger.moves import REPORTED, VERIFIED
from dashboard.ledger.stage_reports import Report
from pipelines.sources import open_source, read_catalog, referenced
from tests.dashboard.ledger.measured import ANI, BUDI, GIVEN, JAKARTA, OPEN, SITI, YEAR, acting, asn, load, year
from tests.pipelines.sources.opened import Opened

PEOPLE = (SITI, BUDI, ANI)
STEPS = 75

MOVES = ("measure", "measure", "verify", "verify", "verify", "send_back", "correct", "report", "report", "take_back", "reopen", "reopen")


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch, ledger_url: str, ledger: Engine) -> None:
    """The ledger of the test is the one that data/sources.toml reads, with the people of the office in it."""
    monkeypatch.setenv("IPASN_LEDGER", ledger_url)
    load(ledger)


def arrived(folder: Path, kept: Path | None, kind: str = "measurements") -> tuple[list[dict[str, Any]], str]:
    """Rows of the shipped source of a kind, with their content hash."""
    (spec,) = (spec for spec in read_catalog() if spec.url_env == "IPASN_LEDGER" and spec.kind == kind)
    folder.mkdir(exist_ok=True)
    (folder / "workbench.duckdb").unlink(missing_ok=True)
    with duckdb.connect(folder / "workbench.duckdb") as workbench:
        source = open_source(workbench, spec, kind, year=YEAR, kept=kept)
        assert source.layout_code == f"ledger_{kind}"
        assert source.may_be_empty
        return Opened(source, workbench).rows, source.sha256


def local(moment: datetime) -> str:
    return moment.astimezone(JAKARTA).strftime("%Y-%m-%dT%H:%M:%S")


def expected(ledger: Engine) -> list[dict[str, Any]]:
    """What must arrive, told by the entries themselves: who has a version in force, when it was made, and whether it stands verified."""
    found = []
    everybody = acting(ledger, "secretariat")
    for nip in PEOPLE:
        own = entries.of_person(ledger, YEAR, nip)
        if own is None or own.version is None:
            continue
        moves = [event for event in entries.history(ledger, own.entry.entry_no, by=everybody).events if event.move in {"verify", "correct"}]
        row = {"nip": str(nip), "nilai_kinerja": str(own.version.given.performance_value), "waktu_ukur": local(own.version.made_at)}
        found.append(row | ({"waktu_verifikasi": local(moves[-1].at)} if own.entry.state in {VERIFIED, REPORTED} else {}))
    return sorted(found, key=lambda row: row["nip"])


class Office:
    """People who measure, verify, return and report, by chance but repeatably; what the table of moves refuses is left out."""

    def __init__(self, ledger: Engine, seed: int) -> None:
        self.ledger, self.chance, self.now = ledger, random.Random(seed), OPEN
        self.verifier = acting(ledger, "verifier", "BADAN", name="verifikator@contoh.go.id")
        self.head = replace(acting(ledger, "unit_head", "BALAI", name="kepala@contoh.go.id"), stages=(2,))
        self.above = replace(acting(ledger, "unit_head", "PUSAT", name="pusat@contoh.go.id"), stages=(2,))
        self.secretariat = acting(ledger, "secretariat")
        self.done: set[str] = set()

    def move(self) -> None:
        """One move of somebody, a little later."""
        self.now += timedelta(seconds=self.chance.randrange(1, 90))
        name = self.chance.choice(MOVES)
        try:
            getattr(self, name)(self.chance.choice(PEOPLE))
        except MeasurementError:
            return
        self.done.add(name)

    def given(self, nip: int) -> Any:
        value = Decimal(self.chance.randrange(6100, 9900)) / 100
        return replace(GIVEN, performance_value=value, has_functional_training=True if nip == SITI else None)

    def step(self, by: Acting, nip: int, reason: str | None = None) -> tuple[int, Step]:
        own = entries.of_person(self.ledger, YEAR, nip)
        assert own is not None
        return own.entry.entry_no, Step(by, self.now, own.entry.change_no, None, reason)

    def measure(self, nip: int) -> None:
        own = entries.start(self.ledger, year(), by=asn(self.ledger, nip), now=self.now)
        write = entries.submit if own.entry.state in {"draft", "returned"} else entries.edit
        entry_no, step = self.step(asn(self.ledger, nip), nip)
        write(self.ledger, year(), entry_no, Submission(self.given(nip), own.save_no, "Benar."), step)

    def verify(self, nip: int) -> None:
        if entries.of_person(self.ledger, YEAR, nip):
            verification.verify(self.ledger, *self.step(self.verifier, nip))

    def send_back(self, nip: int) -> None:
        if entries.of_person(self.ledger, YEAR, nip):
            verification.send_back(self.ledger, *self.step(self.verifier, nip, "Sertifikat tidak terbaca."))

    def correct(self, nip: int) -> None:
        if entries.of_person(self.ledger, YEAR, nip):
            entry_no, step = self.step(self.verifier, nip, "Nilai menurut PPK.")
            verification.correct(self.ledger, year(), entry_no, self.given(nip), step)

    def reopen(self, nip: int) -> None:
        if entries.of_person(self.ledger, YEAR, nip):
            verification.reopen(self.ledger, *self.step(self.secretariat, nip, "Diperiksa lagi."))

    def report(self, _nip: int) -> None:
        report = Report(2, "BALAI", "Budi", {"release_id": "2021-a"}, incomplete_reason="Belum semua terverifikasi.")
        stage_reports.make(self.ledger, year(), report, Step(self.head, self.now))

    def take_back(self, _nip: int) -> None:
        (standing,) = stage_reports.in_force(self.ledger, YEAR, by=self.above) or (None,)
        if standing:
            stage_reports.send_back(self.ledger, year(), standing.report_no, Step(self.above, self.now, reason="Belum lengkap."))


def test_histories_read_bit_by_bit_are_those_read_whole(tmp_path: Path, ledger: Engine) -> None:
    office = Office(ledger, seed=20210412)
    for number in range(STEPS):
        office.move()
        if number % 5 == 0:
            grown = arrived(tmp_path / "grown", tmp_path / "arrived")
            assert grown == arrived(tmp_path / "whole", None)
            assert [{key: row.get(key) for key in wanted} for row, wanted in zip(grown[0], expected(ledger), strict=True)] == expected(ledger)
            assert [("waktu_verifikasi" in row) for row in grown[0]] == [("waktu_verifikasi" in row) for row in expected(ledger)]
            reports, _ = arrived(tmp_path / "whole", None, "reports")
            standing = stage_reports.in_force(ledger, YEAR, by=office.secretariat)
            assert [(row["unit_id"], row["tahap"], row["waktu"]) for row in reports] == [
                (each.unit_id, str(each.stage_no), local(each.at)) for each in standing
            ]
    assert office.done >= {"measure", "verify", "send_back", "correct", "report", "take_back", "reopen"}


def test_the_pipeline_knows_the_releases_that_documents_and_standing_reports_rest_on(ledger: Engine) -> None:
    assert referenced.releases() == frozenset()
    office = Office(ledger, seed=1)
    office.report(SITI)
    assert referenced.releases() == frozenset({"2021-a"})
    draft = Draft("unit_report", YEAR, "BALAI", "2021-b", "id", OPEN.date(), {"n": 2})
    for language in ("id", "en"):
        issued_documents.issue(ledger, replace(draft, language=language), "series", str, by=office.secretariat, now=OPEN)
    assert referenced.releases() == frozenset({"2021-a", "2021-b"})
    office.now += timedelta(seconds=1)
    office.take_back(SITI)
    assert referenced.releases() == frozenset({"2021-b"})


def test_a_ledger_that_cannot_say_leaves_the_pipeline_without_an_answer(ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(ledger) as connection:
        connection.exec_driver_sql("DROP VIEW release_source")
    assert referenced.releases() is None
    for address in ("nowhere", "postgresql://reader:secret@127.0.0.1:9/ledger?connect_timeout=2"):
        monkeypatch.setenv("IPASN_LEDGER", address)
        assert referenced.releases() is None
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert referenced.releases() == frozenset()
    assert not (tmp_path / "none.sqlite").exists()
    monkeypatch.delenv("IPASN_LEDGER")
    assert referenced.releases() == frozenset()


def test_an_entry_that_was_only_begun_is_no_measurement(tmp_path: Path, ledger: Engine) -> None:
    entries.start(ledger, year(), by=asn(ledger), now=OPEN)
    assert arrived(tmp_path / "whole", tmp_path / "arrived")[0] == []


def test_the_pipeline_reads_while_the_server_writes(tmp_path: Path, ledger: Engine) -> None:
    """A writer in the middle of its transaction neither stops the reading nor shows what it has not finished."""
    office = Office(ledger, seed=1)
    office.measure(SITI)
    with ledger.connect().execution_options(is_writing=True) as writer, writer.begin():
        writer.exec_driver_sql(f"UPDATE identity SET asn_name = 'Lain' WHERE nip = {SITI}")
        assert len(arrived(tmp_path / "whole", tmp_path / "arrived")[0]) == 1
    if ledger.dialect.name == "sqlite":
        with sqlite3.connect(ledger.url.database or "") as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_personal_of_an_identity_is_in_the_views(ledger: Engine) -> None:
    with ledger.connect() as connection:
        for view in ("measurement_source", "report_source"):
            columns = set(connection.exec_driver_sql(f"SELECT * FROM {view}").keys())
            assert not columns & {"email", "religion", "asn_name", "rank_name", "agama", "nama"}
