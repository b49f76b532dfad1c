"""Entries, verifications and reports of the ledger in a release, beside results from a file: what people did last is what it shows."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.ledger import entries, stage_reports, verification
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.stage_reports import Report
from pipelines.__main__ import main
from pipelines.sources.catalog import CATALOG_FILE
from tests.dashboard.ledger.measured import ANI, BUDI, GIVEN, JAKARTA, OPEN, PEOPLE, SITI, UNITS, YEAR, acting, asn, load, started, submitted, year
from tests.rows import HEADINGS, Built, write


class Flow:
    """The office's ledger, and builds of what it holds by then."""

    def __init__(self, folder: Path, ledger: Engine) -> None:
        self.folder, self.ledger = folder, ledger
        load(ledger)
        kinds = {"struktural": "pengawas"}
        people = [
            {
                "nip": str(each.nip),
                "nama": each.asn_name or "",
                "unit_id": each.unit_id,
                "golongan": each.rank_code or "",
                "jenis_jabatan": kinds.get(each.position_group or "", each.position_group or ""),
                "pendidikan": each.education_code or "",
                "status_pegawai": each.employment_status or "",
            }
            for each in PEOPLE
        ]
        units = [{"unit_id": each.unit_id, "nama": each.unit_name, "induk": each.parent_unit_id or ""} for each in UNITS]
        paper = {"nip": str(BUDI), "tahun": str(YEAR), "nilai_kinerja": "70", "waktu_ukur": "2021-04-13T08:00:00"}
        for kind, rows in {"personnel": people, "units": units, "measurements": [paper]}.items():
            write(folder / f"{kind}.csv", rows, HEADINGS[kind])
        shipped = CATALOG_FILE.read_text(encoding="utf-8")
        sources = "".join(f'[[source]]\nname = "{kind}"\nkind = "{kind}"\npath = "{kind}.csv"\n' for kind in ("personnel", "units", "measurements"))
        (folder / "sources.toml").write_text(sources + shipped[shipped.index("# The ledger of") : shipped.index("# A database: its URL")])

    def built(self, as_of: datetime) -> Built:
        moment = as_of.astimezone(JAKARTA).replace(tzinfo=None).isoformat(timespec="seconds")
        options = ["--warehouse", str(self.folder / "warehouse"), "--catalog", str(self.folder / "sources.toml"), "--as-of", moment]
        assert main(["build", "--year", str(YEAR), *options]) == 0
        return Built(0, {}, self.folder / "warehouse")

    def measured(self, nip: int, as_of: datetime) -> tuple[Any, ...]:
        """Whether somebody is measured, the points of performance, the index, and when it was measured and verified."""
        (row,) = self.built(as_of).rows(
            f"SELECT is_measured, performance_score, total_score, measured_at, verified_at FROM asn_score WHERE nip = {nip}"
        )
        return row

    def step(self, role: str, nip: int, now: datetime, reason: str | None = None) -> tuple[int, Step]:
        own = entries.of_person(self.ledger, YEAR, nip)
        assert own is not None
        by = asn(self.ledger, nip) if role == "asn" else acting(self.ledger, role, "BADAN", name=f"{role}@contoh.go.id")
        return own.entry.entry_no, Step(by, now, own.entry.change_no, None, reason)


@pytest.fixture
def flow(tmp_path: Path, ledger: Engine, ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> Flow:
    monkeypatch.setenv("IPASN_LEDGER", ledger_url)
    return Flow(tmp_path, ledger)


def at(minutes: int) -> datetime:
    return OPEN + timedelta(minutes=minutes)


def wall(minutes: int) -> datetime:
    return at(minutes).astimezone(JAKARTA).replace(tzinfo=None)


def test_an_empty_ledger_stops_nothing(flow: Flow) -> None:
    assert flow.measured(SITI, at(0))[:3] == (False, None, None)
    assert flow.built(at(0)).rows("SELECT rows_read FROM source_file WHERE source_name LIKE 'ledger_%'") == [(0,), (0,)]


def test_an_entry_goes_in_and_out_of_being_verified(flow: Flow) -> None:
    submitted(flow.ledger, now=at(1))
    assert flow.measured(SITI, at(2)) == (True, Decimal("25.0000"), Decimal("75.0000"), wall(1), None)
    verification.verify(flow.ledger, *flow.step("verifier", SITI, at(3)))
    assert flow.measured(SITI, at(4))[3:] == (wall(1), wall(3))
    verification.send_back(flow.ledger, *flow.step("verifier", SITI, at(5), "Sertifikat tidak terbaca."))
    assert flow.measured(SITI, at(6))[3:] == (wall(1), None)
    own = entries.of_person(flow.ledger, YEAR, SITI)
    assert own is not None
    entry_no, step = flow.step("asn", SITI, at(7))
    better = replace(GIVEN, performance_value=Decimal("91.25"))
    entries.submit(flow.ledger, year(), entry_no, Submission(better, own.save_no, "Benar."), step)
    assert flow.measured(SITI, at(8)) == (True, Decimal("30.0000"), Decimal("80.0000"), wall(7), None)
    entry_no, step = flow.step("verifier", SITI, at(9), "Nilai menurut PPK.")
    verification.correct(flow.ledger, year(), entry_no, GIVEN, step)
    assert flow.measured(SITI, at(10)) == (True, Decimal("25.0000"), Decimal("75.0000"), wall(9), wall(9))


def test_what_comes_after_the_moment_of_the_release_is_not_in_it(flow: Flow) -> None:
    submitted(flow.ledger, now=at(10))
    assert flow.measured(SITI, at(9))[:3] == (False, None, None)
    assert flow.measured(SITI, at(10))[0] is True


def test_of_paper_and_application_the_later_one_counts(flow: Flow) -> None:
    assert flow.measured(BUDI, at(0))[1:4:2] == (Decimal("15.0000"), datetime(2021, 4, 13, 8))
    given = replace(GIVEN, education_code="S-2", has_functional_training=None, has_leadership_training=False)
    given = replace(given, evidence=tuple(each for each in given.evidence if each.indicator_code != "functional_training"))
    submitted(flow.ledger, BUDI, given, now=at(1))
    assert flow.measured(BUDI, at(2))[1:4:2] == (Decimal("25.0000"), wall(1))
    built = flow.built(at(3))
    assert [finding[:3] for finding in built.findings("duplicate_nip")] == [("measurements", 2, "nip")]


def test_a_report_is_in_the_completion_until_it_is_returned(flow: Flow) -> None:
    submitted(flow.ledger, now=at(1))
    verification.verify(flow.ledger, *flow.step("verifier", SITI, at(2)))
    head = replace(acting(flow.ledger, "unit_head", "BALAI", name="kepala@contoh.go.id"), stages=(2,))
    above = replace(acting(flow.ledger, "unit_head", "PUSAT", name="pusat@contoh.go.id"), stages=(2,))
    report = Report(2, "BALAI", "Budi", {"release_id": "2021-a"}, incomplete_reason="Budi belum mengisi.")
    made = stage_reports.make(flow.ledger, year(), report, Step(head, at(3)))
    reported = "SELECT stage_no, reported_at, note FROM report JOIN unit USING (unit_no) WHERE unit_id = 'BALAI'"
    assert flow.built(at(4)).rows(reported) == [(2, wall(3), "Budi belum mengisi.")]
    assert flow.measured(SITI, at(4))[4] == wall(2)
    stage_reports.send_back(flow.ledger, year(), made.report_no, Step(above, at(5), reason="Belum lengkap."))
    assert flow.built(at(6)).rows(reported) == []
    assert flow.measured(SITI, at(6))[3:] == (wall(1), None)


def test_nobody_who_only_began_is_measured(flow: Flow) -> None:
    started(flow.ledger, ANI)
    assert flow.measured(ANI, at(5))[:3] == (False, None, None)
