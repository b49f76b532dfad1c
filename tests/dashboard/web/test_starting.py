"""uvicorn starts the same server, and one that nobody signs in to serves its own machine alone, whatever it is bound to."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from dashboard.ledger import accounts, engine, second_factor
from dashboard.ledger.audit import COMMAND_LINE
from tests.dashboard.web.asking import ask, handshake
from tests.serving import ROOT, free_port


def own_address() -> str:
    """An address of this machine that is not loopback; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no network")
        return str(probe.getsockname()[0])


@pytest.fixture(scope="module")
def everywhere(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of a server that uvicorn has bound to every network."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard.server:app", "--host", "0.0.0.0", "--port", str(port)]
    environment = {**os.environ, "IPASN_WAREHOUSE": str(warehouse), "IPASN_ALLOWED_HOSTS": f"{own_address()},127.0.0.1"}
    with (tmp_path_factory.mktemp("uvicorn") / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if ask(f"http://127.0.0.1:{port}", "/livez").status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def not_started(settings: dict[str, str]) -> str:
    """What a server says that does not start; it must end by itself."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.address=127.0.0.1", f"--server.port={free_port()}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    return done.stdout + done.stderr


def test_a_wrong_key_stops_the_start_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"IPASN_SIGN_IN": "required", "IPASN_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}", "IPASN_WAREHOUSE": str(tmp_path)}
    for key in (Fernet.generate_key().decode(), "no key"):
        monkeypatch.setenv("IPASN_SECRET_KEY", Fernet.generate_key().decode())
        ledger, now = engine.open_ledger(settings["IPASN_LEDGER"]), datetime.now(UTC)
        engine.upgrade(ledger)
        added = accounts.add(ledger, f"{len(key)}@example.go.id", actor=COMMAND_LINE, now=now)
        second_factor.begin(ledger, added.account_no, now=now)
        ledger.dispose()
        said = not_started({**settings, "IPASN_SECRET_KEY": key})
        assert "IPASN_SECRET_KEY" in said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"IPASN_SIGN_IN": "sometimes"}, "IPASN_SIGN_IN=sometimes: tulis salah satu dari none, demonstration, required."),
        ({"IPASN_SIGN_IN": "required", "IPASN_LEDGER": "postgresql://somebody:secret@127.0.0.1:9/ledger"}, "Buku besar tidak menjawab"),
        ({"IPASN_SIGN_IN": "required", "IPASN_SECOND_FACTOR": "sometimes"}, "IPASN_SECOND_FACTOR=sometimes"),
        ({"IPASN_SIGN_IN": "required", "IPASN_HSTS": "no"}, "IPASN_HSTS=no"),
    ],
)
def test_what_is_wrong_with_an_installation_is_one_sentence(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    answer = not_started({"IPASN_WAREHOUSE": str(tmp_path), "IPASN_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}", **settings})
    assert said in answer
    assert not [word for word in ("Traceback", "secret") if word in answer]


def test_the_person_at_the_machine_is_served(everywhere: int) -> None:
    url = f"http://127.0.0.1:{everywhere}"
    assert ask(url, "/units").status == 200
    assert handshake(url, url) == 101


def test_nobody_else_is(everywhere: int) -> None:
    url = f"http://{own_address()}:{everywhere}"
    assert ask(url, "/units").status == 403
    assert handshake(url, url) == 403


def test_nobody_is_through_a_proxy_on_the_machine(everywhere: int) -> None:
    url = f"http://127.0.0.1:{everywhere}"
    assert ask(url, "/units", headers={"X-Forwarded-For": "192.0.2.1"}).status == 403
    assert handshake(url, url, {"X-Forwarded-For": "127.0.0.1"}) == 403
