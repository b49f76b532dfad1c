"""A release of the committed sample and a real server on it, for tests, screenshots and benchmarks."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

SAMPLE_BUILDS = (("2019", "2019-12-31T12:00"), ("2020", "2020-12-31T12:00"), ("2021", "2021-04-16T12:00"), ("2021", "2021-04-20T12:00"))
"""Year and as-of of each build of the sample, as `make run` builds it."""


@dataclass(frozen=True)
class Server:
    """A running dashboard: its address, its process and the file its output goes to."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


def command_line(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m pipelines` with these arguments, as a user runs it; its output is kept, its exit status is the caller's to judge."""
    command = [sys.executable, "-m", "pipelines", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def build_sample(warehouse: Path) -> None:
    """Build the committed sample, all years, into `warehouse`, whatever ledger a test has named, and write its people for one. Raises RuntimeError."""
    environment = {name: value for name, value in os.environ.items() if name != "IPASN_LEDGER"}
    last_year = SAMPLE_BUILDS[-1][0]
    commands = [("build", "--year", year, "--as-of", as_of) for year, as_of in SAMPLE_BUILDS]
    for command in (*commands, ("identities", "--year", last_year, "--out", str(warehouse / f"identities-{last_year}.jsonl"))):
        done = command_line(*command, "--warehouse", str(warehouse), environment=environment)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(warehouse: Path, log: Path, script: str = "dashboard/server.py", settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server on `warehouse`, ready to answer; it is ended on the way out. `settings` stand in its environment. Raises RuntimeError when it does not come up."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.address=127.0.0.1", f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    environment = {**os.environ, "IPASN_WAREHOUSE": str(warehouse), **(settings or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            server = Server(f"http://127.0.0.1:{port}", process, log)
            _wait_until_ready(server, "/livez" if Path(script).name == "server.py" else "/_stcore/health")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_ready(server: Server, path: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while server.process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{server.url}{path}", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up:\n{server.log.read_text(errors='replace')[-3000:]}")
