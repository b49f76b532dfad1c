"""Bars on a terminal, log lines otherwise, and a table that says what a build did."""

import io
import os
import pty
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.order import BuildOutcome, SourceCount
from pipelines.progress import Progress, duration, number

ROOT = Path(__file__).parents[2]
STEPS = """
from pipelines.progress import Progress
progress = Progress()
with progress.step("staging", total_rows=2000) as step:
    step.advance(1000); step.advance(1000)
with progress.step("publishing"):
    pass
"""


def _outcome(**changes: object) -> BuildOutcome:
    values = {
        "release_id": "20210416T120000000000",
        "published": True,
        "unchanged": False,
        "year": 2021,
        "as_of": datetime(2021, 4, 16, 12, 0),
        "sources": [SourceCount("hasil [akhir].csv", "measurements", 1_234_567, 1_234_560, 7)],
        "findings": {"nip_sex": 9, "unknown_person": 3, "nip_malformed": 4},
        "severities": {"nip_sex": "warn", "unknown_person": "reject", "nip_malformed": "reject"},
        "seconds": {"staging": 3.04, "scoring": 1.0},
        "peak_memory_mib": 1234.5,
    }
    return BuildOutcome(**{**values, **changes})  # type: ignore[arg-type]


def _finished(outcome: BuildOutcome) -> str:
    output = io.StringIO()
    Progress(errors=io.StringIO(), output=output).finish(outcome)
    return output.getvalue()


def test_numbers_are_written_as_indonesians_write_them() -> None:
    assert [number(value) for value in (0, 999, 1_234_567)] == ["0", "999", "1.234.567"]
    assert duration(3.04) == "3,0 dtk"


def test_without_a_terminal_each_step_is_two_log_lines() -> None:
    errors = io.StringIO()
    progress = Progress(errors=errors, output=io.StringIO())
    with progress.step("staging", total_rows=10) as step:
        step.advance(4)
        step.advance(6)
    with progress.step("another"):
        pass
    lines = [line[9:] for line in errors.getvalue().splitlines()]
    assert lines[0] == "menata baris: mulai"
    assert lines[1].startswith("menata baris: 0,0 dtk, 10 baris, ")
    assert lines[1].endswith(" baris/dtk")
    assert lines[2:] == ["another: mulai", "another: 0,0 dtk"]
    assert "\x1b" not in errors.getvalue()
    assert list(progress.seconds) == ["staging", "another"]


def test_a_step_that_fails_says_so_and_is_counted() -> None:
    errors = io.StringIO()
    progress = Progress(errors=errors, output=io.StringIO())
    with pytest.raises(ZeroDivisionError), progress.step("scoring"):
        _ = 1 // 0
    assert "menghitung nilai: terhenti" in errors.getvalue().splitlines()[-1]
    assert list(progress.seconds) == ["scoring"]


def test_on_a_terminal_each_step_is_a_bar_with_rows_per_second() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-c", STEPS], cwd=ROOT, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "160"}, check=False)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "menata baris" in shown
    assert "━" in shown
    assert "2.000 baris, " in shown
    assert "menerbitkan" in shown


def test_the_table_has_sources_findings_gravest_first_and_steps() -> None:
    shown = _finished(_outcome())
    assert "hasil [akhir].csv" in shown
    assert "1.234.567" in shown
    places = [shown.index(word) for word in ("nip_malformed", "unknown_person", "nip_sex", "menata baris", "4,0 dtk", "memori tertinggi", "terbit")]
    assert places == sorted(places)
    assert "Rilis 20210416T120000000000 terbit (tahun 2021, per 2021-04-16 12:00)." in shown


def test_what_came_of_it_is_said_in_the_last_line() -> None:
    stopped = _finished(_outcome(published=False, release_id=None, stop_findings=["Berkas a.csv kosong."])).splitlines()
    assert stopped[-2] == "Berkas a.csv kosong."
    assert stopped[-1].startswith("Dihentikan oleh temuan")
    assert _finished(_outcome(published=False, release_id=None)).splitlines()[-1] == "Pemeriksaan selesai; tidak ada yang diterbitkan."
    listed = _finished(_outcome(findings_path=Path("gudang/findings/2021.csv"))).splitlines()
    assert listed[-2] == "Semua temuan, baris demi baris: gudang/findings/2021.csv"
    unchanged = _finished(_outcome(published=False, unchanged=True)).splitlines()
    assert len(unchanged) == 1
    assert "--force" in unchanged[0]
