"""The web server killed in the middle of 200 submissions over its WebSocket, twice: every receipt that a page showed is in the ledger, once, and no half entry is."""

import asyncio
import os
import random
import re
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from dashboard.ledger import entries, sessions
from tests.benchmarks.measuring import Person, Told
from tests.dashboard.ledger import test_crashes
from tests.dashboard.ledger.measured import GIVEN, OPEN, asn, year
from tests.dashboard.ledger.test_crashes import NIPS
from tests.serving import serving

office = test_crashes.office

RECEIPT = re.compile(rb"2021-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
KILLS = 2
WHOLE_SECONDS = 300


@dataclass
class Street:
    """The server that is up now, if any, the receipts that pages have shown, and the one at whose moment the server is killed."""

    url: str | None = None
    server_pid: int = 0
    last_receipt: int = 0
    shown: dict[int, set[str]] = field(default_factory=dict)

    def show(self, nip: int, receipts: set[str]) -> None:
        self.shown[nip] = receipts
        if self.url is not None and len(self.shown) >= self.last_receipt:
            os.kill(self.server_pid, signal.SIGKILL)
            self.url = None

    def has_all(self) -> bool:
        return len(self.shown) == len(NIPS)


class Submitting(Person):
    """Somebody whose working copy is complete, at the last step."""

    def __init__(self, connection: ClientConnection) -> None:
        super().__init__(connection, Told())
        self._query = "step=5"
        self.receipts: set[str] = set()

    def _heard_bytes(self, received: bytes) -> None:
        self.receipts |= {found.decode() for found in RECEIPT.findall(received)}


async def submit(street: Street, nip: int, token: str) -> None:
    """Open the last step, agree and submit, again and again until a page shows a receipt."""
    while nip not in street.shown:
        url, receipts = street.url, set[str]()
        with suppress(OSError, TimeoutError, WebSocketException, KeyError):
            if url is not None:
                receipts = await _tried(url, token)
        if receipts:
            street.show(nip, receipts)
        else:
            await asyncio.sleep(0.3)


async def _tried(url: str, token: str) -> set[str]:
    address, cookies = url.replace("http://", "ws://") + "/_stcore/stream", {"Cookie": f"ipasn={token}"}
    async with connect(address, origin=Origin(url), additional_headers=cookies, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        person = Submitting(connection)
        await person.ask()
        if not person.receipts:
            await person.ask("measure_truth", "yes", True)
            await person.ask("measure_submit", "press")
        return person.receipts


async def everybody(street: Street, tokens: dict[int, str]) -> None:
    """All at once."""
    await asyncio.wait_for(asyncio.gather(*(submit(street, nip, token) for nip, token in tokens.items())), WHOLE_SECONDS)


def prepared(ledger: Engine) -> dict[int, str]:
    """Everybody's working copy, complete but not submitted, and a session each: the tokens."""
    tokens = {}
    for nip in NIPS:
        by = asn(ledger, nip)
        own = entries.start(ledger, year(), by=by, now=OPEN)
        entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=by, seen_save_no=own.save_no, now=OPEN)
        tokens[nip] = sessions.begin(ledger, by.actor.account_no or 0, address="127.0.0.1", agent="", now=datetime.now(UTC))
    return tokens


def test_a_killed_server_has_shown_no_receipt_that_is_not_there(office: Engine, ledger_url: str, warehouse: Path, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**9)
    rng, street, tokens = random.Random(seed), Street(), prepared(office)
    office.dispose()
    settings = {"IPASN_SIGN_IN": "required", "IPASN_LEDGER": ledger_url, "IPASN_CLOCK": "2021-04-14T09:00"}
    people = threading.Thread(target=lambda: asyncio.run(everybody(street, tokens)))
    people.start()
    for turn in range(KILLS + 1):
        with serving(warehouse, tmp_path / f"server{turn}.log", settings=settings) as server:
            street.server_pid = server.process.pid
            street.last_receipt = len(NIPS) + 1 if turn == KILLS else len(street.shown) + rng.randint(1, len(NIPS) // 3)
            street.url = server.url
            while people.is_alive() and street.url is not None:
                time.sleep(0.02)
    people.join(timeout=WHOLE_SECONDS)
    assert street.has_all(), f"seed {seed}"
    test_crashes.check(office, street.shown)
