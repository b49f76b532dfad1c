"""A server that asks everybody to sign in, with a ledger of its own, and invented people who have an account in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, engine
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import COMMAND_LINE
from tests.dashboard.web.visitor import Visitor
from tests.serving import Server, serving

PASSWORD = "kuda laut biru tua"


@dataclass
class Guarded:
    """The server and the ledger that it asks."""

    server: Server
    ledger: Engine

    def account(self, name: str, *roles: Grant, must_change_password: bool = False) -> Account:
        """A new local account with these roles."""
        now = datetime.now(UTC)
        added = accounts.add(
            self.ledger,
            name,
            actor=COMMAND_LINE,
            now=now,
            password=PASSWORD,
            shown_name=name.split("@", maxsplit=1)[0],
            must_change_password=must_change_password,
        )
        for role in roles:
            accounts.grant(self.ledger, added.account_no, role, actor=COMMAND_LINE, now=now)
        return added

    def visitor(self) -> Visitor:
        """Somebody at a fresh browser."""
        return Visitor(self.server.url)

    def signed_in(self, name: str, *roles: Grant) -> Visitor:
        """Somebody with a new account who has signed in, with a telephone where the roles ask for one."""
        self.account(name, *roles)
        visitor = self.visitor()
        assert visitor.sign_in(name, PASSWORD).status == 303
        if not visitor.is_in():
            visitor.follow()
            telephone = pyotp.TOTP(re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", ""))
            visitor.send({"code": telephone.now()})
        return visitor


@contextmanager
def guarding(
    warehouse: Path, folder: Path, ledger_url: str, script: str = "dashboard/server.py", settings: dict[str, str] | None = None
) -> Iterator[Guarded]:
    """A server that asks everybody to sign in, with further settings; this process uses the same ones, ledger and key among them, meanwhile."""
    given = {"IPASN_SIGN_IN": "required", "IPASN_LEDGER": ledger_url, "IPASN_SECRET_FILE": str(folder / "secret.key"), **(settings or {})}
    with pytest.MonkeyPatch.context() as patch, serving(warehouse, folder / "server.log", script, given) as running:
        for name, value in given.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        yield Guarded(running, ledger)
        ledger.dispose()


@pytest.fixture(scope="module")
def guarded(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    with guarding(warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}") as running:
        yield running
