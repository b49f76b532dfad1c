"""A release on request: built outside the web process, one at a time, with an end that is written whatever happens, and the last good release served meanwhile."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from dashboard import clock, publishing, text
from dashboard import warehouse as dashboard_warehouse
from dashboard.__main__ import main
from dashboard.ledger import engine, publish_requests
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.publish_requests import PublishRequest
from dashboard.text.publishing import sentence
from pipelines.build import KEPT
from pipelines.warehouse import engine as release_engine
from pipelines.warehouse import release
from tests import rows
from tests.serving import ROOT

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
SECONDS = 60


@pytest.fixture
def own_warehouse(tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample's releases that may be written to, at the real time."""
    folder = tmp_path / "warehouse"
    shutil.copytree(warehouse, folder)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(folder))
    monkeypatch.delenv("IPASN_CLOCK", raising=False)
    monkeypatch.delenv("IPASN_SIGN_IN", raising=False)
    clock.start()
    text.use("id")
    dashboard_warehouse.forget()
    yield folder
    dashboard_warehouse.close()
    clock._started.clear()


@pytest.fixture
def ledger(tmp_path: Path, own_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty ledger that IPASN_LEDGER names."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    monkeypatch.setenv("IPASN_LEDGER", url)
    opened = engine.open_ledger(url)
    engine.upgrade(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    """Options of a build of a few people, for what has to be seen twice."""

    def written(measurements: list[rows.Row]) -> tuple[str, ...]:
        entries = ""
        for kind, content in {"measurements": measurements, "personnel": rows.personnel(*[{}] * 4), "units": rows.units()}.items():
            path = rows.write(tmp_path / f"{kind}.csv", content, rows.HEADINGS[kind])
            entries += f'[[source]]\nname = "{kind}"\nkind = "{kind}"\npath = "{path}"\n'
        (tmp_path / "sources.toml").write_text(entries, encoding="utf-8")
        return ("--catalog", str(tmp_path / "sources.toml"))

    return written


def asked(ledger: Engine, year: int = 2021) -> PublishRequest:
    return publish_requests.request(ledger, year, actor=COMMAND_LINE, now=NOW)


def worked(ledger: Engine, *options: str, scheduled_year: int | None = None) -> list[str | None]:
    finished = publishing.work(ledger, scheduled_year=scheduled_year, options=options)
    assert finished is not None
    assert all(each.finished_at and each.started_at for each in finished)
    return [each.outcome for each in finished]


def test_a_request_becomes_a_release(ledger: Engine, own_warehouse: Path) -> None:
    before = release.current_id(own_warehouse)
    asked(ledger)
    assert worked(ledger) == ["published"]
    (request,) = publish_requests.listed(ledger)
    assert request.release_id == release.current_id(own_warehouse) != before
    assert sentence(request) == f"Rilis {request.release_id} terbit."
    assert worked(ledger) == []


def test_the_timer_asks_for_one_itself_and_findings_leave_the_last_good_release(ledger: Engine, own_warehouse: Path, small: Callable) -> None:
    before = release.current_id(own_warehouse)
    assert worked(ledger, *small(rows.measurements({"seminar": "?"}, {"seminar": "?"})), scheduled_year=2021) == ["stopped:too_many_rejected"]
    assert release.current_id(own_warehouse) == before
    (request,) = publish_requests.listed(ledger)
    assert (request.account_no, request.release_id) == (None, None)
    assert "too_many_rejected; rilis baik yang terakhir tetap tampil" in sentence(request)


def test_what_cannot_be_read_and_a_year_without_rules_fail(ledger: Engine, own_warehouse: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = release.current_id(own_warehouse)
    asked(ledger, 1999)
    assert worked(ledger) == ["failed:refused"]
    assert capfd.readouterr().err.startswith("Data pegawai belum disebut")
    assert release.current_id(own_warehouse) == before


def test_a_build_that_takes_too_long_is_ended(ledger: Engine, own_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_PUBLISH_SECONDS", "0.3")
    asked(ledger)
    assert worked(ledger) == ["failed:time"]
    assert not [process for process in psutil.Process().children() if "pipelines" in process.cmdline()]
    monkeypatch.setenv("IPASN_PUBLISH_SECONDS", "sebentar")
    with pytest.raises(ValueError, match="IPASN_PUBLISH_SECONDS=sebentar"):
        publishing.work(ledger)


def test_the_second_worker_leaves_the_request_to_the_first(ledger: Engine, own_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "WAIT_SECONDS", 0.2)
    asked(ledger)
    with (own_warehouse / "PUBLISH").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert publishing.work(ledger) is None
    (request,) = publish_requests.listed(ledger)
    assert (request.started_at, request.outcome) == (None, None)
    assert sentence(request) == "Menunggu giliran dibangun."


def test_what_was_kept_of_a_ledger_goes_when_a_copy_takes_its_place(tmp_path: Path, ledger: Engine, own_warehouse: Path) -> None:
    """Its numbers of events would be given once more, and be taken for those that were read."""
    asked(ledger)
    worked(ledger)
    assert list((own_warehouse / KEPT).iterdir())
    assert main(["ledger", "backup", str(tmp_path / "copy.sqlite")]) == 0
    ledger.dispose()
    for file in tmp_path.glob("ledger.sqlite*"):
        file.unlink()
    assert main(["ledger", "restore", str(tmp_path / "copy.sqlite")]) == 0
    assert not (own_warehouse / KEPT).exists()
    assert publishing.ARRIVED == KEPT


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.05)


def builders(worker: int) -> list[psutil.Process]:
    try:
        return [process for process in psutil.Process(worker).children() if "build" in process.cmdline()]
    except psutil.Error:
        return []


def test_a_killed_worker_leaves_a_request_that_the_next_one_knows_is_dead(ledger: Engine, own_warehouse: Path) -> None:
    before = release.current_id(own_warehouse)
    asked(ledger)
    worker = subprocess.Popen([sys.executable, "-m", "dashboard", "publish"], cwd=ROOT, start_new_session=True)
    until(lambda: bool(builders(worker.pid)) and builders(worker.pid)[0].nice() == publishing.NICE)
    (request,) = publish_requests.listed(ledger)
    assert sentence(request) == "Sedang dibangun; sementara itu rilis baik yang terakhir tetap tampil."
    assert builders(worker.pid)[0].ionice().ioclass == psutil.IOPRIO_CLASS_IDLE
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert release.current_id(own_warehouse) == before
    assert worked(ledger, scheduled_year=2021) == ["failed:died", "published"]
    assert [each.outcome for each in publish_requests.listed(ledger)] == ["published", "failed:died"]


def test_the_worker_that_a_page_starts_outlives_it(ledger: Engine, own_warehouse: Path) -> None:
    publish_requests.request(ledger, 2021, actor=Actor(), now=NOW)
    started = publishing.start_worker(ledger)
    assert os.getsid(started) == started != os.getsid(0)
    until(lambda: publish_requests.listed(ledger)[0].outcome is not None)
    assert publish_requests.listed(ledger)[0].outcome == "published"
    until(lambda: not psutil.pid_exists(started))
    assert (own_warehouse / "publish.log").stat().st_mode & 0o777 == 0o600
    assert "terbit." in (own_warehouse / "publish.log").read_text(encoding="utf-8")


def test_the_worker_of_a_demonstration_builds_at_the_time_of_its_clock(ledger: Engine, own_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is another process: without being told it would begin its clock anew, and leave out what people entered meanwhile."""
    monkeypatch.setenv("IPASN_CLOCK", "2021-04-14T09:59:30")
    clock.start()
    monkeypatch.setenv("IPASN_CLOCK", "2021-04-12T00:00")
    asked(ledger)
    publishing.start_worker(ledger)
    until(lambda: publish_requests.listed(ledger)[0].outcome is not None)
    (request,) = publish_requests.listed(ledger)
    assert request.outcome == "published"
    with release_engine.open_release(release.path_of(own_warehouse, request.release_id or "")).connect() as connection:
        as_of = connection.exec_driver_sql("SELECT as_of FROM run").scalar_one()
    assert datetime(2021, 4, 14, 9, 59) < as_of < datetime(2021, 4, 14, 10, 5)


def test_the_command_line(ledger: Engine, own_warehouse: Path, small: Callable, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["publish"]) == 0
    assert capfd.readouterr().out == ""
    assert main(["publish", "--scheduled", *small(rows.measurements(*[{}] * 4))]) == 0
    assert "tahun 2021: Rilis" in capfd.readouterr().out
    assert main(["publish", "--scheduled", "--year", "2021", *small(rows.measurements({"seminar": "?"}))]) == 1
    assert "Dihentikan oleh temuan" in capfd.readouterr().out


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "outcome", [None, "published", "unchanged", "stopped:unit_cycle", *(f"failed:{why}" for why in ("time", "died", "refused", "defect"))]
)
def test_every_end_has_its_sentence(language: str, outcome: str | None) -> None:
    text.use(language)
    request = PublishRequest(1, NOW, None, 2021, NOW, NOW if outcome else None, outcome, "20211102T030000000000")
    said = sentence(request)
    text.use("id")
    assert said.endswith(".")
    assert "{" not in said
