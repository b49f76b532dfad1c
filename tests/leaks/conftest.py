"""The marked release behind a server that asks everybody to sign in, on each kind of ledger."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.dashboard.ledger.conftest import own_database
from tests.dashboard.web.conftest import Guarded, guarding
from tests.leaks import marked, marked_ledger

LEDGERS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def marked_warehouse(shared_folder: Path) -> Path:
    """The marked releases, built once for the whole run. Read them, never write to them."""
    folder = shared_folder / "marked"
    with (shared_folder / "marked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            aside = folder.with_suffix(".part")
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            marked.build(aside)
            aside.rename(folder)
    return folder / "warehouse"


@contextmanager
def filled(warehouse: Path, folder: Path, ledger_url: str, settings: dict[str, str] | None = None) -> Iterator[Guarded]:
    """A server with sign-in on this warehouse and this ledger, with the marked people in both."""
    given = {"IPASN_PSEUDONYM_KEY": str(folder / "pseudonym.key"), **(settings or {})}
    with guarding(warehouse, folder, ledger_url, settings=given) as running:
        marked_ledger.fill(running.ledger)
        yield running


@pytest.fixture(scope="module")
def guarded(marked_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """On SQLite."""
    folder = tmp_path_factory.mktemp("guarded")
    with filled(marked_warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
        yield running


@pytest.fixture(scope="module", params=LEDGERS)
def guarded_by_each(request: pytest.FixtureRequest, marked_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """On each ledger, one after the other."""
    folder = tmp_path_factory.mktemp("guarded")
    if request.param == "sqlite":
        with filled(marked_warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
            yield running
        return
    with own_database(request.getfixturevalue("postgresql_url")) as url, filled(marked_warehouse, folder, url) as running:
        yield running
