"""Killed in the middle of 200 submissions at once, again and again: every receipt that was shown is in the ledger, once, and no half entry is."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from dashboard.ledger import audit, entry_damage, identities
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_models import entry, entry_draft, entry_event, entry_version, evidence, receipt
from dashboard.ledger.identities import PersonRow
from tests.dashboard.ledger.measured import GIVEN, OPEN, UNITS, YEAR, asn

PROCESSES, PEOPLE_EACH, ROUNDS = 2, 100, 2
NIPS = [197001010000000000 + place for place in range(PROCESSES * PEOPLE_EACH)]


@pytest.fixture
def office(ledger: Engine) -> Engine:
    people = [PersonRow(nip, "BALAI", education_code="S-1", position_group="fungsional", employment_status="PNS") for nip in NIPS]
    identities.load(ledger, YEAR, UNITS, people, source_name="uji", actor=COMMAND_LINE, now=OPEN)
    for nip in NIPS:
        asn(ledger, nip)
    return ledger


class Submitting:
    """One process, and what it has shown."""

    def __init__(self, url: str, nips: list[int]) -> None:
        environment = {**os.environ, "IPASN_LEDGER": url, "PYTHONPATH": str(Path.cwd())}
        command = [sys.executable, "-m", "tests.dashboard.ledger.submitting", *map(str, nips)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)

    def shown(self, most: int | None = None) -> Iterator[tuple[int, str]]:
        """Receipts as they come, until the process ends; after `most` of them it is killed, and what it had shown by then still counts."""
        assert self._process.stdout is not None
        for place, line in enumerate(self._process.stdout, start=1):
            nip, receipt_no = line.split()
            yield int(nip), receipt_no
            if place == most:
                self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _round(url: str, rng: random.Random, shown: dict[int, set[str]], *, is_last: bool, server: str | None) -> None:
    """All processes at once; each is killed after some of its receipts, but in the last round."""
    begun = [Submitting(url, NIPS[place::PROCESSES]) for place in range(PROCESSES)]
    mosts = [None if is_last else rng.randint(1, PEOPLE_EACH // 2) for _process in begun]
    for place, (process, most) in enumerate(zip(begun, mosts, strict=True)):
        for nip, receipt_no in process.shown(most):
            shown.setdefault(nip, set()).add(receipt_no)
            if server is not None and is_last and place == 0 and len(shown) > PEOPLE_EACH // 2:
                _kill_backend(server, url)
                server = None


def _kill_backend(server: str, url: str) -> None:
    """Kill -9 a process of PostgreSQL that serves this ledger; the server then ends them all and recovers."""
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with _connected(administration) as connection:
        rows = connection.execute(text("SELECT pid FROM pg_stat_activity WHERE datname = :name"), {"name": make_url(url).database})
        pids = list(rows.scalars())
    administration.dispose()
    assert pids
    os.kill(pids[0], signal.SIGKILL)


def _connected(administration: Engine) -> Connection:
    """A connection as soon as there is one to be had: those who submit may hold all that the server gives."""
    while True:
        try:
            return administration.connect()
        except OperationalError:
            time.sleep(0.05)


def test_every_receipt_shown_is_there_once_and_no_half_entry_is(office: Engine, ledger_url: str, request: pytest.FixtureRequest) -> None:
    seed = random.SystemRandom().randrange(10**9)
    rng, shown = random.Random(seed), dict[int, set[str]]()
    is_postgresql = office.dialect.name == "postgresql"
    server = request.getfixturevalue("postgresql_url") if is_postgresql else None
    office.dispose()
    for turn in range(ROUNDS):
        _round(ledger_url, rng, shown, is_last=turn == ROUNDS - 1, server=server)
        check(office, shown)
    assert set(shown) == set(NIPS), f"seed {seed}"


def check(ledger: Engine, shown: dict[int, set[str]]) -> None:
    """Every receipt that was shown is in the ledger, once, and no entry is half there."""
    assert {nip for nip, numbers in shown.items() if len(numbers) != 1} == set(), "the same request gave two receipts"
    with ledger.connect() as connection:
        kept = connection.execute(select(entry.c.nip, receipt.c.receipt_no).join(receipt, receipt.c.entry_no == entry.c.entry_no)).all()
        assert len({nip for nip, _number in kept}) == len(kept), "submitted twice"
        there = {nip: {number} for nip, number in kept}
        assert {nip for nip, numbers in shown.items() if there.get(nip) != numbers} == set(), "a receipt was shown that is not there"
        counts = {
            table.name: connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            for table in (entry, entry_draft, entry_event, entry_version, evidence, receipt)
        }
        begun = connection.execute(select(entry.c.state, entry.c.version_no, entry.c.change_no).distinct()).all()
    assert set(map(tuple, begun)) <= {("draft", 0, 1), ("submitted", 1, 2)}
    assert counts["receipt"] == counts["entry_version"] == counts["evidence"] / len(GIVEN.evidence)
    assert counts["entry_event"] == counts["entry"] + counts["receipt"]
    assert counts["entry_draft"] <= counts["entry"] - counts["receipt"]
    assert entry_damage.found(ledger) is None
    assert audit.verify(ledger).first_broken is None
    ledger.dispose()
