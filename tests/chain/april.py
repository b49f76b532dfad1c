"""The office's April: a server that begins on another day of the schedule each time, with one ledger and one warehouse, and browsers that stay signed in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from sqlalchemy import Engine

from dashboard.ledger import accounts, engine
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from tests.chain import office
from tests.chain.walking import watched
from tests.conftest import SOUGHT
from tests.dashboard.web.conftest import PASSWORD
from tests.dashboard.web.visitor import Visitor
from tests.serving import ROOT, Server, serving

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass
class April:
    """One agency's month. `problems`: what any browser's console called an error."""

    folder: Path
    settings: dict[str, str]
    ledger: Engine
    browser: Browser
    problems: list[str] = field(default_factory=list)
    server: Server | None = None
    _desks: dict[str, BrowserContext] = field(default_factory=dict)

    @property
    def warehouse(self) -> Path:
        """Where releases are."""
        return self.folder / "warehouse"

    @property
    def url(self) -> str:
        """Of the server that runs now."""
        assert self.server is not None
        return self.server.url

    @contextmanager
    def on(self, moment: str) -> Iterator[None]:
        """A server whose clock begins at a moment of Jakarta."""
        log = self.folder / f"server-{moment.replace(':', '')}.log"
        with serving(self.warehouse, log, settings={**self.settings, "IPASN_CLOCK": moment}) as running:
            self.server = running
            yield
        self.server = None
        said = log.read_text(errors="replace")
        assert not re.findall(r"^\w*(?:Error|Exception)\b.*", said, re.MULTILINE), said[-3000:]

    def account(self, name: str, *grants: Grant) -> None:
        """A new account with these roles."""
        now = datetime.now(UTC)
        added = accounts.add(
            self.ledger,
            name,
            actor=COMMAND_LINE,
            now=now,
            password=PASSWORD,
            shown_name=name.split("@", maxsplit=1)[0].title(),
            must_change_password=False,
        )
        for grant in grants:
            accounts.grant(self.ledger, added.account_no, grant, actor=COMMAND_LINE, now=now)

    def phone(self) -> Page:
        """A telephone of somebody's own, not signed in."""
        context = self.browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="id-ID")
        return watched(self._heard(context).new_page())

    def desk(self, name: str) -> Page:
        """A window of somebody with a second factor; signed in once, and again only when the session has ended."""
        if name not in self._desks:
            visitor = Visitor(self.url)
            visitor.sign_in(name, PASSWORD)
            visitor.follow()
            code = re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", "")
            visitor.send({"code": pyotp.TOTP(code).now()})
            assert visitor.is_in()
            self._desks[name] = self._heard(self.browser.new_context(viewport=DESK, locale="id-ID"))
            self._desks[name].add_cookies([{"name": key, "value": value, "url": self.url} for key, value in visitor.cookies.items()])
        return watched(self._desks[name].new_page())

    def _heard(self, context: BrowserContext) -> BrowserContext:
        context.on("console", lambda said: None if said.type != "error" or _is_sought(said.location) else self.problems.append(said.text))
        return context

    def leave(self) -> None:
        """Close every window."""
        for context in self.browser.contexts:
            context.close()


def _is_sought(location: object) -> bool:
    return str(getattr(location, "get", lambda *_: "")("url", "")).endswith(SOUGHT)


def run(environment: dict[str, str], *arguments: str) -> None:
    """A command as an operator gives it. It must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def beginning(folder: Path, ledger_url: str, browser: Browser) -> Iterator[April]:
    """The office before anybody measures: its people in the ledger, its first release without anything measured."""
    settings = {
        "IPASN_SIGN_IN": "required",
        "IPASN_LEDGER": ledger_url,
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
        "IPASN_SOURCES": str(office.write(folder)),
        "IPASN_WAREHOUSE": str(folder / "warehouse"),
    }
    (folder / "warehouse").mkdir()
    run(settings, "dashboard", "ledger", "upgrade")
    run(settings, "pipelines", "build", "--year", str(office.YEAR), "--as-of", "2021-04-11T20:00")
    run(settings, "pipelines", "identities", "--year", str(office.YEAR), "--out", str(folder / "identities.jsonl"))
    run(settings, "dashboard", "identities", "load", str(folder / "identities.jsonl"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        april = April(folder, settings, ledger, browser)
        yield april
        april.leave()
        ledger.dispose()
    assert not april.problems, april.problems
