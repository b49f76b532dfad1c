"""A ledger with invented accounts, the sample's release, and a real mail server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, audit, engine, subscriptions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import Actor
from dashboard.ledger.measured_year import JAKARTA
from dashboard.ledger.subscriptions import Subscription, Wanted
from dashboard.sending import work
from dashboard.sending.settings import MailServer, Places
from dashboard.sending.work import Done, Sender
from tests.mail_server import HOST, Inbox, MailBox, receiving
from tests.serving import ROOT

SECONDS = 180
"""So long a sender may take to come to its first mail."""

FRIDAY = date(2021, 4, 16)
MADE = datetime(2021, 4, 15, tzinfo=UTC)
EVERY_FRIDAY = Wanted("completion", "id", (5,), 7, date(2021, 4, 1), date(2021, 4, 30))
OFFICE = Places(("contoh.go.id",), "https://ipasn.contoh.go.id")


def at(hour: int, minute: int = 0, on: date = FRIDAY) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=JAKARTA)


@dataclass
class Office:
    """Accounts, what they asked for, and a sender."""

    ledger: Engine
    box: MailBox
    places: Places = OFFICE

    @property
    def inbox(self) -> Inbox:
        return self.box.inbox

    def account(self, name: str, *held: Grant) -> int:
        no = accounts.add(self.ledger, name, actor=audit.COMMAND_LINE, now=MADE).account_no
        for each in held:
            accounts.grant(self.ledger, no, each, actor=audit.COMMAND_LINE, now=MADE)
        return no

    def subscribe(self, account_no: int, **changed: Any) -> Subscription:
        return subscriptions.make(self.ledger, replace(EVERY_FRIDAY, **changed), actor=Actor(account_no), today=FRIDAY, now=MADE)

    def sender(self, now: datetime, **server: Any) -> Sender:
        known = MailServer(HOST, self.box.port, "none", "ipasn@contoh.go.id", seconds=10, answer_seconds=10)
        return Sender(self.ledger, replace(known, **server), self.places, lambda: now)

    def send(self, now: datetime | None = None, **server: Any) -> list[tuple[int, str, str | None]]:
        """Account, state and reason of every mail of one run."""
        return [(each.key.account_no, each.state, each.reason) for each in self.run(now, **server)]

    def run(self, now: datetime | None = None, **server: Any) -> tuple[Done, ...]:
        return work.run(self.sender(now or at(7, 1), **server))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty ledger in a file, named by the environment too."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    monkeypatch.setenv("IPASN_LEDGER", url)
    monkeypatch.delenv("IPASN_SECRET_KEY", raising=False)
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    opened = engine.open_ledger(url)
    engine.upgrade(opened)
    yield opened
    opened.dispose()


COMMAND = [sys.executable, "-m", "dashboard", "send", "--now", "2021-04-16T07:01"]


def started(office: Office, command: Sequence[str] = COMMAND) -> subprocess.Popen[str]:
    """`python -m dashboard send` in a process of its own, on the ledger and the release that the environment names."""
    settings = {
        "IPASN_SMTP_HOST": HOST,
        "IPASN_SMTP_PORT": str(office.box.port),
        "IPASN_SMTP_SECURITY": "none",
        "IPASN_MAIL_FROM": "ipasn@contoh.go.id",
    }
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def thinking(office: Office, count: int = 1) -> Iterator[list[subprocess.Popen[str]]]:
    """So many senders at once, each of which has handed the mail server a mail that it thinks about."""
    office.inbox.slow_seconds = SECONDS
    senders = [started(office) for _place in range(count)]
    until = time.monotonic() + SECONDS
    while len(office.inbox.taken) < count and all(each.poll() is None for each in senders) and time.monotonic() < until:
        time.sleep(0.05)
    try:
        assert len(office.inbox.taken) == count
        yield senders
    finally:
        office.inbox.slow_seconds = 0
        for each in senders:
            each.kill()
            each.communicate()


@pytest.fixture
def office(ledger: Engine, warehouse_of_sample: Path) -> Iterator[Office]:
    """An office on the sample's release."""
    with receiving() as box:
        yield Office(ledger, box)


def sheets(message: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every attached workbook below its heading, by file name, read by another program's reader."""
    found = {}
    for part in message.iter_attachments():
        book = openpyxl.load_workbook(BytesIO(part.get_content()), read_only=True)
        found[part.get_filename()] = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    return found


def text_of(message: Any, kind: str = "plain") -> str:
    """The words of a mail."""
    return str(message.get_body((kind,)).get_content()).replace("\r\n", "\n")


Sheets = Callable[[Any], dict[str, list[tuple[Any, ...]]]]
