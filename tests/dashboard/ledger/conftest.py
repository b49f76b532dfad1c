"""A ledger on both databases: each test gets an empty one, brought up to date as the server does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, make_url, text

from dashboard.ledger import engine, passwords


@pytest.fixture(autouse=True)
def secret_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key of this test's own, made when it is first needed."""
    monkeypatch.delenv("IPASN_SECRET_KEY", raising=False)
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    return tmp_path / "secret.key"


@contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """An empty database on a PostgreSQL, dropped on the way out."""
    name = f"ledger_{uuid4().hex}"
    administration = create_engine(make_url(server_url), isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty ledger may be made: a file, or a database of its own on the session's PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
        return
    with own_database(request.getfixturevalue("postgresql_url")) as url:
        yield url


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Engine]:
    """An empty ledger."""
    opened = engine.open_ledger(ledger_url)
    engine.upgrade(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2id at its lowest cost, for tests of everything but the cost."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()
