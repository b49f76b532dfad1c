"""A release on request, by the secretariat or a timer: `python -m dashboard publish` builds it outside the web process and writes into the ledger what came of it.

One worker at a time: the kernel frees its lock however it dies, so whoever holds the lock knows that a request which was begun and not ended is dead. The build is a
process of its own, at the lowest priority; while it runs, and when it stops or fails, the last good release is served.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import Engine

from dashboard import clock, warehouse
from dashboard.ledger import publish_requests
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.engine import URL_VARIABLE
from dashboard.ledger.measured_year import JAKARTA, local_time
from dashboard.ledger.publish_requests import PublishRequest

ROOT = Path(__file__).parents[1]

SECONDS_VARIABLE = "IPASN_PUBLISH_SECONDS"
LONGEST_SECONDS = 7200.0
"""How long a build may take when IPASN_PUBLISH_SECONDS does not say: fifty times what five million people took."""

WAIT_SECONDS = 10.0
"""How long a worker waits for the one before it, which may be about to end without having seen the newest request."""

NICE = 10

ARRIVED = "arrived"
"""Folder of the warehouse in which `python -m pipelines build` keeps what it has read of the ledger."""


@dataclass(frozen=True)
class Ended:
    """What became of a build: an outcome of publish_requests, and after a colon which check stopped it or why it failed; the release that is current for it."""

    outcome: str
    release_id: str | None = None


def limit() -> float:
    """Seconds that a build may take. Raises ValueError with one sentence."""
    text = os.environ.get(SECONDS_VARIABLE) or str(LONGEST_SECONDS)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{SECONDS_VARIABLE}={text}: tulis jumlah detik, misalnya 7200.")
    return seconds


def work(ledger: Engine, *, scheduled_year: int | None = None, options: Sequence[str] = ()) -> tuple[PublishRequest, ...] | None:
    """Carry out every open request, one after the other; with `scheduled_year` one more of the timer when there is none of that year.

    `options` are further ones of `python -m pipelines build`. The finished requests, dead ones first; None: another worker is at it. Raises ValueError for a
    limit that is none, SQLAlchemyError, OSError.
    """
    seconds = limit()
    with _alone(warehouse.folder()) as is_alone:
        if not is_alone:
            return None
        finished = _bury(ledger)
        if scheduled_year is not None:
            publish_requests.request(ledger, scheduled_year, actor=COMMAND_LINE, now=clock.now())
        while (taken := publish_requests.take(ledger, now=clock.now())) is not None:
            ended = _built(ledger, taken.period_year, seconds, options)
            finished.append(publish_requests.finish(ledger, taken.request_no, outcome=ended.outcome, release_id=ended.release_id, now=clock.now()))
    return tuple(finished)


def forget_arrived() -> None:
    """Throw away what builds keep of the ledger: after a restore numbers of events are given once more, to others."""
    shutil.rmtree(warehouse.folder() / ARRIVED, ignore_errors=True)


def start_worker(ledger: Engine) -> int:
    """Start `python -m dashboard publish` as a process that outlives this one, on the same ledger, warehouse and clock; its process number.

    What it says goes into publish.log of the warehouse. Raises OSError.
    """
    environment = {**os.environ, URL_VARIABLE: ledger.url.render_as_string(hide_password=False)}
    if abs(clock.now() - datetime.now(UTC)) > timedelta(minutes=1):
        environment[clock.VARIABLE] = clock.now().astimezone(JAKARTA).isoformat()
    log = os.open(warehouse.folder() / "publish.log", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        started = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "publish"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    finally:
        os.close(log)
    threading.Thread(target=started.wait, daemon=True).start()  # whoever collects it, so that it does not stay as a zombie
    return started.pid


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this is the only worker of the folder, from here to the end of the block."""
    descriptor = os.open(folder / "PUBLISH", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _locked(descriptor, time.monotonic() + WAIT_SECONDS)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        else:
            return True


def _bury(ledger: Engine) -> list[PublishRequest]:
    """Requests that a worker began and did not live to end, finished as failed."""
    dead = [each for each in publish_requests.listed(ledger) if each.started_at is not None and each.finished_at is None]
    return [publish_requests.finish(ledger, each.request_no, outcome="failed:died", release_id=None, now=clock.now()) for each in reversed(dead)]


def _built(ledger: Engine, period_year: int, seconds: float, options: Sequence[str]) -> Ended:
    """One build in a process of its own. What it says of its own refusal or defect goes to standard error; it holds nobody's data."""
    before = _current_id()
    with tempfile.TemporaryDirectory() as folder:
        summary = Path(folder) / "summary.json"
        as_of = local_time(clock.now()).isoformat(timespec="seconds")
        command = ["build", "--year", str(period_year), "--as-of", as_of, "--summary", str(summary), *options]
        status, said = _run(command, ledger, seconds)
        told = json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {}
    sys.stderr.write(said if status else "")
    match status:
        case 0:
            return Ended("unchanged" if told["release"] == before else "published", told["release"])
        case 1 if told:
            return Ended(f"stopped:{told['stopped_by'][0]}")
        case 2:
            return Ended("failed:refused")
        case None:
            return Ended("failed:time")
    return Ended("failed:defect")


def _current_id() -> str | None:
    with suppress(warehouse.NoReleaseError):
        return warehouse.current_id()
    return None


def _run(command: Sequence[str], ledger: Engine, seconds: float) -> tuple[int | None, str]:
    """Exit status of `python -m pipelines` and what it said on standard error; None: it was ended because it took too long."""
    environment = {**os.environ, URL_VARIABLE: ledger.url.render_as_string(hide_password=False)}
    with subprocess.Popen(  # noqa: S603 - our own module, as a list
        [sys.executable, "-m", "pipelines", *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        _yield_to_others(build.pid)
        try:
            _, said = build.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            build.kill()
            build.communicate()
            return None, ""
        except BaseException:
            build.kill()
            raise
    return build.returncode, said


def _yield_to_others(pid: int) -> None:
    """Whoever reads goes first: processor and disk only when nobody else wants them. Threads and processes that it starts inherit this."""
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        process.nice(NICE)
        process.ionice(psutil.IOPRIO_CLASS_IDLE)
