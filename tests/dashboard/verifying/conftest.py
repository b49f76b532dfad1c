"""Somebody who verifies at a browser: a session in a ledger with the office of four people, on a morning of their window."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard import clock
from dashboard.access import signed_in
from dashboard.access.viewer import Scope
from dashboard.ledger import accounts, audit, engine, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import COMMAND_LINE, Actor, Entry, Sought
from dashboard.recording import SEEN
from tests.dashboard.conftest import run_page
from tests.dashboard.ledger import measured


@dataclass
class Desk:
    """The ledger, and whose session the browser brings along."""

    ledger: Engine
    monkeypatch: pytest.MonkeyPatch
    account_no: int = 0

    def sit_down(self, name: str, *grants: Grant) -> None:
        """From here on this account asks, made when it is not there."""
        now = datetime.now(UTC)
        account = accounts.find(self.ledger, name) or accounts.add(
            self.ledger, name, actor=COMMAND_LINE, now=now, shown_name=name.split("@", maxsplit=1)[0]
        )
        for grant in grants:
            accounts.grant(self.ledger, account.account_no, grant, actor=COMMAND_LINE, now=now)
        token = sessions.begin(self.ledger, account.account_no, address="127.0.0.1", agent="", now=now)
        self.monkeypatch.setattr(ContextProxy, "cookies", {"ipasn": token})
        self.account_no = account.account_no

    def open(self, page: str, **parameters: str) -> AppTest:
        """A page's script as whoever sits here."""
        return run_page(page, **parameters)

    def seen(self) -> list[Entry]:
        """What the audit says whoever sits here has seen, oldest first."""
        found = audit.search(self.ledger, Sought(account_no=self.account_no, actions=[SEEN]))
        return list(reversed(found.entries))

    def other(self, role: str = "verifier", unit_id: str = "PUSAT") -> Acting:
        """Somebody else who acts beside."""
        return replace(measured.acting(self.ledger, role, unit_id), actor=Actor(self._colleague()), scope=Scope(unit_ids=(unit_id,)))

    def _colleague(self) -> int:
        name = "rekan@contoh.go.id"
        found = accounts.find(self.ledger, name) or accounts.add(self.ledger, name, actor=COMMAND_LINE, now=datetime.now(UTC))
        return found.account_no


@pytest.fixture
def desk(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A verifier of PUSAT, with BALAI below it."""
    monkeypatch.setenv("IPASN_SIGN_IN", "required")
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    monkeypatch.setattr(ContextProxy, "ip_address", "127.0.0.1")
    monkeypatch.setenv(clock.VARIABLE, "2021-04-14T12:00")
    signed_in.ledger.cache_clear()
    clock.start()
    ledger = signed_in.ledger()
    engine.upgrade(ledger)
    measured.load(ledger)
    made = Desk(ledger, monkeypatch)
    made.sit_down("verifikator@contoh.go.id", Grant("verifier", "PUSAT"))
    yield made
    ledger.dispose()
    signed_in.ledger.cache_clear()
    monkeypatch.delenv(clock.VARIABLE)
    clock.start()
