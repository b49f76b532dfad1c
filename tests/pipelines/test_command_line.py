"""The command line as contract.md has it: commands, exit statuses, the summary, one clear line for what cannot be done."""

import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.__main__ import _parser, _stopped, main
from pipelines.warehouse import lock, release
from pipelines.warehouse.refusals import VerificationError
from tests import rows

ROOT = Path(__file__).parents[2]


def _one_line(capsys: pytest.CaptureFixture[str]) -> str:
    errors = capsys.readouterr().err.splitlines()
    assert len([line for line in errors if not line[:2].isdigit()]) == 1, errors
    return errors[-1]


def test_build_publishes_and_the_summary_has_the_keys_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = rows.build(tmp_path)
    assert built.status == 0
    assert list(built.summary) == ["release", "year", "as_of", "sources", "findings", "stopped_by", "seconds", "peak_memory_mib"]
    assert built.summary["release"] == release.current_id(built.warehouse)
    assert (built.summary["year"], built.summary["as_of"]) == (2021, "2021-04-16T12:00:00")
    for source in built.summary["sources"]:
        assert list(source) == ["name", "kind", "rows_read", "rows_loaded", "rows_rejected"]
        assert source["rows_read"] == source["rows_loaded"] + source["rows_rejected"]
    assert {source["kind"] for source in built.summary["sources"]} == {"measurements", "personnel", "units"}
    assert f"Rilis {built.summary['release']} terbit" in capsys.readouterr().out


def test_the_same_build_again_does_nothing_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dirty: Any = {"measurements": rows.measurements(*[{}] * 9, {"seminar": "?"}), "personnel": rows.personnel(*[{}] * 10)}
    first = rows.build(tmp_path, **dirty)
    capsys.readouterr()
    again = rows.build(tmp_path, **dirty)
    assert (again.status, again.summary["release"]) == (0, first.summary["release"])
    assert (again.summary["sources"], again.summary["findings"]) == (first.summary["sources"], first.summary["findings"])
    assert again.summary["seconds"]["sources"] > 0
    assert capsys.readouterr().out.startswith("Tidak ada yang berubah")
    forced = rows.build(tmp_path, **dirty, options=["--force"])
    assert forced.summary["release"] > first.summary["release"]


def test_a_build_stopped_by_findings_is_status_1_and_changes_nothing(tmp_path: Path) -> None:
    before = rows.build(tmp_path)
    stopped = rows.build(tmp_path, measurements=rows.measurements({"tahun": "2020"}, {"tahun": "2020"}))
    assert stopped.status == 1
    assert stopped.summary["release"] is None
    assert stopped.summary["findings"]["year_mismatch"] == 1
    assert release.current_id(before.warehouse) == before.summary["release"]


@pytest.mark.parametrize(("year", "status"), [("2021", 0), ("2020", 1)])
def test_check_publishes_nothing(tmp_path: Path, year: str, status: int) -> None:
    checked = rows.build(tmp_path, measurements=rows.measurements({"tahun": year}), command="check")
    assert (checked.status, checked.summary["release"]) == (status, None)
    assert release.current(checked.warehouse) is None


def test_keep_limits_the_releases(tmp_path: Path) -> None:
    for day in (12, 13, 14):
        rows.build(tmp_path, as_of=f"2021-04-{day}T12:00", options=["--keep", "2"])
    assert len(release.list_releases(tmp_path / "warehouse")) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "belum disebut: build|check"),
        (["bangun"], "'bangun' tidak dikenal; pilih salah satu dari 'build'"),
        (["build", "--yeer", "2021"], "--yeer 2021 tidak dikenal"),
        (["build", "--year", "x"], "--year: 'x' bukan bilangan bulat"),
        (["build", "--year"], "--year memerlukan satu nilai"),
        (["build", "--force=ya"], "--force tidak menerima nilai 'ya'"),
        (["build", "--me", "x"], "--me tidak jelas; maksudnya salah satu dari --measurements, --memory-limit"),
        (["build", "--measurements", "a.csv", "b.csv"], "ulangi pilihan itu untuk tiap sumber: --measurements ... --measurements b.csv"),
        (["build", "--year", "2020", "2021"], "2021 tidak dikenal"),
        (["releases", "x"], "x tidak dikenal"),
        (["sample", "--people", "5", "--out", "x", "--year"], "--year memerlukan sedikitnya satu nilai"),
        (["sample", "--people", "5", "--out", "x"], "belum disebut: --seed"),
        (["sample", "--format", "xlsx"], "'xlsx' tidak dikenal; pilih salah satu dari"),
        (["build", "--as-of", "2021-04-16"], "tulis tanggal dan jam"),
        (["build", "--as-of", "2021-04-31T12:00"], "bukan waktu yang ada"),
        (["build", "--keep", "1"], "sedikitnya 2"),
        (["build", "--memory-limit", "banyak"], "bukan ukuran memori"),
        (["build", "--summary", "/nowhere/summary.json", "--measurements", "x.csv"], "Ringkasan"),
        (["build", "--summary", "/", "--measurements", "x.csv"], "Ringkasan"),
        (["check", "--force"], "--force"),
        (["build", "--measurements", "tidak-ada.csv"], "bukan berkas yang ada"),
        (["build", "--measurements", "data"], "bukan berkas yang ada"),
        (["sample", "--people", "0", "--seed", "1", "--out", "x"], "mulai dari 1"),
        (["rollback", "../../etc/passwd"], "bukan nama rilis"),
        (["rollback"], "Belum ada rilis"),
        (["doctor", "--port", "70000"], "bukan port"),
    ],
)
def test_what_cannot_be_done_is_status_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path / "warehouse"))
    assert main(arguments) == 2
    said = _one_line(capsys)
    assert words in said
    assert not re.search(r"argument|invalid|expected|required|unrecognized|choose", said)


def test_help_is_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(["build", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("pemakaian: python -m pipelines build")
    assert not re.search(r"usage:|options:|show this help", said)


def test_without_the_environment_one_line_says_how_to_make_it() -> None:
    """-S: Python without the installed packages."""
    done = subprocess.run([sys.executable, "-S", "-m", "pipelines", "releases"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["Modul Python duckdb tidak terpasang di sini: jalankan make setup, lalu .venv/bin/python -m pipelines ..."]


def test_a_second_builder_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with lock.held(tmp_path / "warehouse"):
        assert rows.build(tmp_path).status == 2
    assert "sedang dipakai" in _one_line(capsys)


def test_an_unreadable_input_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    assert (
        main(["build", "--warehouse", str(tmp_path / "w"), "--personnel", str(tmp_path / "broken.xlsx"), "--units", str(tmp_path / "broken.xlsx")])
        == 2
    )
    assert "broken.xlsx" in _one_line(capsys)
    assert release.current(tmp_path / "w") is None


def test_a_defect_is_neither_a_finding_nor_wrong_usage_and_shows_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    nip = rows.nip_of(0)
    with pytest.raises(duckdb.ConversionException, match=nip) as defect:
        duckdb.execute(f"SELECT 'NIP {nip}'::INTEGER")
    assert _stopped(defect.value) == 3
    said = capsys.readouterr().err
    assert "Kesalahan program (ConversionException)" in said
    assert nip not in said.replace(f"SELECT 'NIP {nip}'", "")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (duckdb.OutOfMemoryException("x"), 2, "--memory-limit"),
        (duckdb.IOException("Could not write file: No space left on device\nmore"), 2, "No space left on device"),
        (duckdb.TransactionException("Failed to commit: Could not write file"), 2, "Could not write"),
        (PermissionError(13, "Permission denied", "/x"), 2, "/x tidak dapat dibaca"),
        (VerificationError("salah"), 1, "salah"),
        (KeyboardInterrupt(), 130, "Dihentikan"),
    ],
)
def test_what_stops_a_command_has_its_status_and_one_line(capsys: pytest.CaptureFixture[str], error: BaseException, status: int, words: str) -> None:
    assert _stopped(error) == status
    assert words in _one_line(capsys)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-04-16T12:00", datetime(2021, 4, 16, 12, 0)),
        ("2021-04-16 12:00:30", datetime(2021, 4, 16, 12, 0, 30)),
        ("2021-04-16T05:00Z", datetime(2021, 4, 16, 12, 0)),
        ("2021-04-16T14:00+09:00", datetime(2021, 4, 16, 12, 0)),
    ],
)
def test_as_of_is_the_wall_clock_of_jakarta(text: str, moment: datetime) -> None:
    assert _parser().parse_args(["build", "--as-of", text]).as_of == moment


def test_releases_and_rollback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [rows.build(tmp_path, as_of=f"2021-04-{day}T12:00").summary["release"] for day in (13, 14)]
    warehouse = str(tmp_path / "warehouse")
    capsys.readouterr()
    assert main(["releases", "--warehouse", warehouse]) == 0
    assert [line[:23] for line in capsys.readouterr().out.splitlines()] == [f"* {names[1]}", f"  {names[0]}"]
    assert main(["rollback", "--warehouse", warehouse]) == 0
    assert capsys.readouterr().out == f"Rilis {names[0]} kini berlaku, menggantikan {names[1]}.\n"
    assert main(["rollback", names[1], "--warehouse", warehouse]) == 0
    assert release.current_id(tmp_path / "warehouse") == names[1]


def test_years_of_a_sample_may_be_listed_or_repeated(tmp_path: Path) -> None:
    """`--year 2019 2020 --year 2021` are three folders."""
    assert main(["sample", "--people", "60", "--seed", "1", "--out", str(tmp_path), "--year", "2019", "2020", "--year", "2021"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2019", "2020", "2021"]


def test_sample_writes_inputs_that_build(tmp_path: Path) -> None:
    assert main(["sample", "--people", "60", "--seed", "7", "--out", str(tmp_path / "in"), "--year", "2020", "2021", "--clean"]) == 0
    files = tmp_path / "in" / "2021"
    assert {path.name for path in files.iterdir()} >= {"measurements.csv", "personnel.csv", "units.csv", "reports.csv"}
    sources = [part for kind in ("measurements", "personnel", "units", "reports") for part in (f"--{kind}", str(files / f"{kind}.csv"))]
    assert main(["build", *sources, "--as-of", "2021-04-20T12:00", "--warehouse", str(tmp_path / "warehouse")]) == 0


def test_the_module_runs_as_a_program_and_its_status_is_the_exit_status(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "releases", "--warehouse", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Belum ada rilis" in done.stdout
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "rollback", "x", "--warehouse", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_the_summary_is_json_with_plain_numbers(tmp_path: Path) -> None:
    rows.build(tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert all(isinstance(seconds, float) for seconds in summary["seconds"].values())
    assert summary["peak_memory_mib"] > 10
