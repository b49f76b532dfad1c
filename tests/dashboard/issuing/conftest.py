"""A ledger in a file, accounts that issue, and what they ask for of the sample release."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard import text, warehouse
from dashboard.access import duties, roles
from dashboard.access.identity import Identity
from dashboard.documents.order import UNIT_REPORT
from dashboard.issuing import issue, rights
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.ledger import accounts, engine
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.issued_documents import Given

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2021, 4, 20)
BALAI, SECRETARIAT_UNIT, TOP = "1010", "011101", "0111"

Ask = Callable[..., Asked]
Issue = Callable[..., Given]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty ledger with a key of its own."""
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(opened)
    yield opened
    opened.dispose()


def identity(*grants: Grant, account_no: int | None = 1) -> Identity:
    """Somebody who holds these roles."""
    return Identity(account_no, account_no, "", roles.viewer_of(grants), duties.of(grants))


def right(kind: str, *grants: Grant) -> Right:
    """Their right to a kind."""
    found = rights.right_of(identity(*grants), kind)
    assert found is not None
    return found


def asked(kind: str = UNIT_REPORT, unit_id: str = BALAI, *, release_id: str | None = None, language: str = "id", nip: int | None = None) -> Asked:
    """A document of the sample's newest year."""
    return Asked(kind, unit_id, 2021, release_id or warehouse.current_id(), language, nip)


@pytest.fixture
def actor(ledger: Engine) -> Actor:
    """An account of the ledger."""
    made = accounts.add(ledger, "penerbit@contoh.go.id", actor=COMMAND_LINE, now=NOW)
    return Actor(made.account_no, None, "192.0.2.1")


@pytest.fixture
def issued(ledger: Engine, actor: Actor, warehouse_of_sample: Path) -> Issue:
    """Issues what is asked for, as somebody with these roles."""
    text.use("id")

    def done(what: Asked, *grants: Grant) -> Given:
        held = identity(*(grants or (Grant("secretariat"),)))
        return issue.issued(ledger, right(what.kind, *(grants or (Grant("secretariat"),))), held.viewer, what, actor=actor, on=DAY, now=NOW)

    return done
