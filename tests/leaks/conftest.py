"""The marked release behind a server that asks everybody to sign in, on each kind of ledger."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from dashboard.ledger import engine
from tests.dashboard.web.conftest import Guarded
from tests.leaks import marked, marked_ledger
from tests.serving import serving

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
def guarding(warehouse: Path, folder: Path, ledger_url: str, settings: dict[str, str] | None = None) -> Iterator[Guarded]:
    """A server with sign-in on this warehouse and this ledger."""
    given = {
        "IPASN_SIGN_IN": "required",
        "IPASN_LEDGER": ledger_url,
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
        "IPASN_PSEUDONYM_KEY": str(folder / "pseudonym.key"),
        **(settings or {}),
    }
    with pytest.MonkeyPatch.context() as patch, serving(warehouse, folder / "server.log", settings=given) as running:
        for name, value in given.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        marked_ledger.fill(ledger)
        yield Guarded(running, ledger)
        ledger.dispose()


@pytest.fixture(scope="module")
def guarded(marked_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """On SQLite."""
    folder = tmp_path_factory.mktemp("guarded")
    with guarding(marked_warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
        yield running


@pytest.fixture(scope="module", params=LEDGERS)
def guarded_by_each(request: pytest.FixtureRequest, marked_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """On each ledger, one after the other."""
    folder = tmp_path_factory.mktemp("guarded")
    if request.param == "sqlite":
        with guarding(marked_warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
            yield running
        return
    server = make_url(request.getfixturevalue("postgresql_url"))
    name = f"leaks_{uuid4().hex}"
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    with guarding(marked_warehouse, folder, server.set(database=name).render_as_string(hide_password=False)) as running:
        yield running
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()
