"""What the door costs: the server that asks everybody to sign in against the same pages without a door, in the same run, for the same viewer, a leader.

python -m tests.benchmarks.door --people 1500 [--runs 30]

Prints a Markdown table. Behind the door every handshake and every run of a page ask the ledger whose session it is, every answer gets its headers. Both
servers run at once and take turns; medians. Opening: a new WebSocket and its first run; again: a further run on it, cached. File: one of Streamlit's own.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pyotp

from dashboard.ledger import accounts, engine
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from tests.benchmarks.hiding import Turn
from tests.benchmarks.inputs import release
from tests.benchmarks.pages import Clock
from tests.benchmarks.session import Reader
from tests.dashboard.web.visitor import Visitor
from tests.serving import Server, serving

PAGES = ("", "units", "distribution", "completion", "method")
NAME, PASSWORD = "pimpinan@contoh.go.id", "kuda laut biru tua"
FILE = "/_stcore/host-config"


def signed_in(url: str) -> dict[str, str]:
    """The cookie of a leader with a new account, signed in with both factors."""
    ledger, now = engine.open_ledger(), datetime.now(UTC)
    added = accounts.add(ledger, NAME, actor=COMMAND_LINE, now=now, password=PASSWORD, shown_name="Pimpinan", must_change_password=False)
    accounts.grant(ledger, added.account_no, Grant("leader"), actor=COMMAND_LINE, now=now)
    ledger.dispose()
    visitor = Visitor(url)
    visitor.sign_in(NAME, PASSWORD)
    visitor.follow()
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", "")
    visitor.send({"code": pyotp.TOTP(secret).now()})
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}


def measured(server: Server, page: str, headers: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds of opening a page and of running it again. Raises RuntimeError when it failed: a broken page is quick."""
    began = time.perf_counter()
    with Reader(server.url, headers) as reader:
        first = reader.run(page)
        opened = time.perf_counter() - began
        again = reader.run(page)
    if first.is_failed or again.is_failed:
        raise RuntimeError(f"{page} failed: {server.log.read_text()[-2000:]}")
    return opened * 1000, again.seconds * 1000


def file(server: Server, headers: Mapping[str, str]) -> float:
    """Milliseconds of one file."""
    began = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(f"{server.url}{FILE}", headers=dict(headers)), timeout=30) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


def line(name: str, without: list[float], behind: list[float]) -> str:
    """One row of the table."""
    plain, guarded = statistics.median(without), statistics.median(behind)
    return f"| {name} | {plain:.1f} | {guarded:.1f} | {guarded / plain:.2f} |"


def table(people: int, runs: int) -> None:
    """Print the table of one release."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        settings = {"IPASN_SIGN_IN": "required", "IPASN_LEDGER": f"sqlite:///{work / 'ledger.sqlite'}", "IPASN_SECRET_FILE": str(work / "secret.key")}
        guarded = stack.enter_context(serving(release(people), work / "guarded.log", settings=settings))
        Clock(work)
        Turn(work).take("leader")
        plain = stack.enter_context(serving(release(people), work / "plain.log", "tests/benchmarks/timed_app.py"))
        os.environ.update(settings)
        cookie = signed_in(guarded.url)
        print(f"\n{people:,} people, milliseconds\n\n| | Without | Behind the door | Ratio |\n| --- | ---: | ---: | ---: |")
        for page in PAGES:
            pairs = [(measured(plain, page, {}), measured(guarded, page, cookie)) for _ in range(runs + 2)][2:]
            for place, name in enumerate(("opening", "again")):
                print(
                    line(f"{page or 'overview'}, {name}", [one[place] for one, _other in pairs], [other[place] for _one, other in pairs]), flush=True
                )
        files = [(file(plain, {}), file(guarded, cookie)) for _ in range(runs * 5)]
        print(line("file", [one for one, _other in files], [other for _one, other in files]), flush=True)


def main() -> None:
    """Measure every size that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_500])
    parser.add_argument("--runs", type=int, default=30)
    asked = parser.parse_args()
    for people in asked.people:
        table(people, asked.runs)


if __name__ == "__main__":
    main()
