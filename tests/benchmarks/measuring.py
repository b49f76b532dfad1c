"""Many people measuring at once, over the real websocket: python -m tests.benchmarks.measuring [--people 200] [--think 10] [--ledger URL]

Prints a Markdown row. Each person opens the page, begins, answers every step, reviews, agrees and submits: 21 interactions, each after thinking 0.5 to 1.5 times as
long as --think. An interaction is what a browser sends and everything it gets back until the run has ended. Sessions are begun beforehand: signing in is measured by
tests.benchmarks.door. The readers share the machine with the server; their processor time is told apart.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, func, select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from dashboard.ledger import accounts, engine, identities, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_models import entry_version, receipt
from dashboard.ledger.identities import PersonRow, UnitRow
from tests.serving import Server, build_sample, serving

UNIT_ID, YEAR = "1010", 2021
FIRST_NIP = 198001012005010001
WAY: tuple[tuple[str, str, object], ...] = (
    ("measure_start", "press", None),
    ("answer_education_code", "text", "Magister (S-2)"),
    ("measure_next", "press", None),
    ("answer_has_functional_training", "list", ["Sudah"]),
    ("answer_functional_training_reference_no", "text", "DF-12/2019"),
    ("answer_functional_training_dated_on", "list", ["2019/05/06"]),
    ("answer_technical_training_hours", "number", 24.0),
    ("answer_technical_training_reference_no", "text", "DT-7/2020"),
    ("answer_technical_training_dated_on", "list", ["2020/11/02"]),
    ("answer_has_seminar", "list", ["Belum"]),
    ("measure_next", "press", None),
    ("answer_performance_value", "number", 88.5),
    ("answer_performance_dated_on", "list", ["2021/01/15"]),
    ("measure_next", "press", None),
    ("answer_discipline_code", "text", "Tidak pernah dihukum"),
    ("measure_back", "press", None),
    ("measure_next", "press", None),
    ("measure_next", "press", None),
    ("measure_truth", "yes", None),
    ("measure_submit", "press", None),
)
"""What somebody does, by the key of the field. The education is SIMPEG's, which asks for no diploma."""

FIELDS = {"text": "string_value", "number": "double_value"}


@dataclass
class Told:
    """Seconds and bytes of every interaction, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    byte_counts: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Person:
    """Somebody at a browser: what stands on the page, and what was filled in. As a browser does, it forgets what was filled in where the page has no such field any more."""

    def __init__(self, connection: ClientConnection, told: Told) -> None:
        self._connection, self._told = connection, told
        self._ids: dict[str, str] = {}
        self._filled: dict[str, tuple[str, object]] = {}
        self._fragment_id, self._query = "", ""

    async def ask(self, key: str = "", kind: str = "", value: object = None) -> None:
        """One interaction: open the page, or use a field of it."""
        question = BackMsg()
        rerun = question.rerun_script
        rerun.page_name, rerun.query_string = "measure", self._query
        if key:
            self._use(question, self._ids[key], kind, value)
        if key and self._fragment_id and key != "measure_start":
            rerun.fragment_id = self._fragment_id
        self._there: set[str] = set()
        began, count = time.perf_counter(), 0
        await self._connection.send(question.SerializeToString())
        is_ended = False
        while not is_ended:
            received = await asyncio.wait_for(self._connection.recv(decode=False), 60)
            count += len(received)
            self._heard_bytes(received)
            is_ended = self._heard(ForwardMsg.FromString(received))
        self._told.seconds.append(time.perf_counter() - began)
        self._told.byte_counts.append(count)
        self._filled = {widget_id: filled for widget_id, filled in self._filled.items() if widget_id in self._there}

    def _use(self, question: BackMsg, widget_id: str, kind: str, value: object) -> None:
        widgets = question.rerun_script.widget_states.widgets
        if kind == "press":
            widgets.add(id=widget_id).trigger_value = True
        else:
            self._filled[widget_id] = kind, value
        for each, (sort, filled) in self._filled.items():
            state = widgets.add(id=each)
            if sort == "list":
                state.string_array_value.data.extend(filled)
            elif sort == "yes":
                state.bool_value = True
            else:
                setattr(state, FIELDS[sort], filled)

    def _heard_bytes(self, received: bytes) -> None:
        """Whatever else is to be noted of what came."""

    def _heard(self, message: ForwardMsg) -> bool:
        """Note what a message says; whether it was the last of a run that is not followed by another."""
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = getattr(message.delta.new_element, str(message.delta.new_element.WhichOneof("type")))
            widget_id = getattr(element, "id", "")
            self._ids[widget_id.rsplit("-", 1)[-1]] = widget_id
            self._there.add(widget_id)
            self._fragment_id = message.delta.fragment_id or self._fragment_id
            if message.delta.new_element.WhichOneof("type") == "exception":
                self._told.errors.append("exception")
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        return bool(kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)


async def measure(server: Server, token: str, think: float, told: Told) -> None:
    """One person's whole way."""
    address = server.url.replace("http://", "ws://") + "/_stcore/stream"
    await asyncio.sleep(random.uniform(0, think))
    async with connect(
        address, origin=Origin(server.url), additional_headers={"Cookie": f"ipasn={token}"}, subprotocols=[Subprotocol("streamlit")], max_size=None
    ) as connection:
        person = Person(connection, told)
        await person.ask()
        for key, kind, value in WAY:
            await asyncio.sleep(think * random.uniform(0.5, 1.5))
            try:
                await person.ask(key, kind, value)
            except (KeyError, TimeoutError, ConnectionClosed) as error:
                told.errors.append(f"{type(error).__name__} {error if isinstance(error, ConnectionClosed) else ''} at {key}")
                return


def people(ledger: Engine, count: int) -> list[str]:
    """So many invented people with an account and a session each: the tokens."""
    now = datetime.now(UTC)
    rows = [
        PersonRow(FIRST_NIP + number, UNIT_ID, f"Orang {number}", education_code="S-2", position_group="fungsional", employment_status="PNS")
        for number in range(count)
    ]
    identities.load(ledger, YEAR, [UnitRow(UNIT_ID, "Balai")], rows, source_name="bench", actor=COMMAND_LINE, now=now)
    tokens = []
    for row in rows:
        added = accounts.add(ledger, str(row.nip), actor=COMMAND_LINE, now=now)
        accounts.grant(ledger, added.account_no, Grant("asn", nip=row.nip), actor=COMMAND_LINE, now=now)
        tokens.append(sessions.begin(ledger, added.account_no, address="127.0.0.1", agent="", now=now))
    return tokens


@contextmanager
def office(url: str, folder: Path) -> Iterator[tuple[Server, Engine]]:
    """A server on the sample on a day of the measurement, and its ledger."""
    build_sample(folder / "warehouse")
    settings = {
        "IPASN_SIGN_IN": "required",
        "IPASN_LEDGER": url,
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
        "IPASN_CLOCK": "2021-04-14T09:00",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        engine.upgrade(ledger)
        with serving(folder / "warehouse", folder / "server.log", settings=settings) as server:
            yield server, ledger
        ledger.dispose()


async def everybody(server: Server, tokens: list[str], think: float, told: Told) -> None:
    """All at once."""
    await asyncio.gather(*(measure(server, token, think, told) for token in tokens))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--think", type=float, default=10.0, help="seconds between two interactions")
    parser.add_argument("--ledger", default="", help="database address; SQLite in a temporary folder when not given")
    return parser.parse_args()


def main() -> None:
    """Measure what the command line asks for."""
    asked, told = _arguments(), Told()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with office(asked.ledger or f"sqlite:///{folder / 'ledger.sqlite'}", folder) as (server, ledger):
            tokens = people(ledger, asked.people)
            process, own, began = psutil.Process(server.process.pid), psutil.Process(), time.perf_counter()
            before = sum(process.cpu_times()[:2]), sum(own.cpu_times()[:2])
            asyncio.run(everybody(server, tokens, asked.think, told))
            lasted = time.perf_counter() - began
            used = sum(process.cpu_times()[:2]) - before[0], sum(own.cpu_times()[:2]) - before[1]
            with ledger.connect() as connection:
                receipts = connection.execute(select(func.count()).select_from(receipt)).scalar_one()
                versions = connection.execute(select(func.count()).select_from(entry_version)).scalar_one()
            memory = process.memory_info().rss / 2**20
            logged = [
                line for line in server.log.read_text(errors="replace").splitlines() if line.strip() and "URL" not in line and "browser" not in line
            ]
    centiles = statistics.quantiles(told.seconds, n=100)
    print(
        "| People | Think, s | Interactions | Median, ms | p95, ms | p99, ms | Errors | Receipts | CPU each, ms | KB each | Cores busy | Server, MiB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    cells = (
        asked.people,
        asked.think,
        len(told.seconds),
        *(f"{1000 * centiles[place]:.0f}" for place in (49, 94, 98)),
        len(told.errors),
        f"{receipts} of {versions}",
        f"{1000 * used[0] / len(told.seconds):.0f}",
        f"{statistics.mean(told.byte_counts) / 1000:.1f}",
        f"{used[0] / lasted:.2f} + {used[1] / lasted:.2f} readers",
        f"{memory:.0f}",
    )
    print(f"| {' | '.join(map(str, cells))} |")
    for error in sorted({*told.errors, *logged}):
        print(f"{(told.errors + logged).count(error)} × {error}")


if __name__ == "__main__":
    main()
