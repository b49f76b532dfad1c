"""uvicorn starts the same server, and one that nobody signs in to serves its own machine alone, whatever it is bound to."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

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
