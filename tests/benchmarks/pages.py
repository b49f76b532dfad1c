"""What each page costs the server, cold and cached, against two Streamlit pages without data in the same run, over the real websocket.

python -m tests.benchmarks.pages --people 1500 5000000 [--runs 10]

Prints a Markdown table. Cold: nothing cached, the fastest of three. Cached: asked before, the median. Seconds of questions are those of `warehouse.fetch`:
query, transfer and data frame. Payload is everything the first run sends.
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path

from dashboard.access import READER
from dashboard.navigation import PAGES, pages_of
from tests.benchmarks.inputs import release
from tests.benchmarks.session import Reader
from tests.serving import Server, serving

COLUMNS = ("Page", "Questions", "Cold, ms", "of it questions, ms", "Cached, ms", "of it questions, ms", "Times bare", "Times plain", "Payload, KB")


FURTHER = (("completion", "as_of=2021-04-15"), ("completion", "reach=all"), ("participation", "by=unit_kind"))
"""Pages measured a second time with other choices in the address."""


def milliseconds(script: str, warehouse: Path, log: Path, runs: int) -> float:
    """The median of a page without data: bare_page.py shows a title and a sentence, plain_page.py as much as our pages show."""
    with serving(warehouse, log, f"tests/benchmarks/{script}") as server, Reader(server.url) as reader:
        reader.run()
        return statistics.median(reader.run().seconds for _ in range(runs)) * 1000


class Clock:
    """What timed_app.py leaves and reads in a folder."""

    def __init__(self, folder: Path) -> None:
        self._cold, self._times = folder / "cold", folder / "times.json"
        os.environ["BENCHMARK_COLD"], os.environ["BENCHMARK_TIMES"] = str(self._cold), str(self._times)

    def be_cold(self, *, cold: bool) -> None:
        """Whether runs from now on forget what was asked before."""
        if cold:
            self._cold.touch()
        else:
            self._cold.unlink(missing_ok=True)

    def questions(self) -> tuple[float, int]:
        """Milliseconds and number of the questions of the last run."""
        last = json.loads(self._times.read_text())
        return last["seconds"] * 1000, last["questions"]


def line(server: Server, clock: Clock, page: str, query: str, runs: int, empty: tuple[float, float]) -> str:
    """One row of the table. Raises RuntimeError when the page failed: a broken page is quick."""
    name = "" if page == PAGES[0].name else page
    with Reader(server.url) as reader:
        clock.be_cold(cold=True)
        cold = []
        for _ in range(3):
            run = reader.run(name, query)
            cold.append((run.seconds * 1000, *clock.questions()))
            if run.is_failed or not cold[-1][2]:
                raise RuntimeError(f"{page} failed or asked nothing: {server.log.read_text()[-2000:]}")
        clock.be_cold(cold=False)
        reader.run(name, query)
        cached = [(reader.run(name, query).seconds * 1000, clock.questions()[0]) for _ in range(runs)]
    with Reader(server.url) as reader:
        payload = reader.run(name, query).byte_count / 1000
    cold_ms, cold_questions, number = min(cold)
    cached_ms, cached_questions = (statistics.median(column) for column in zip(*cached, strict=True))
    cells = [f"{page} {query}".strip(), str(number), *(f"{ms:.0f}" for ms in (cold_ms, cold_questions, cached_ms)), f"{cached_questions:.1f}"]
    return f"| {' | '.join([*cells, *(f'{cached_ms / one:.1f}' for one in empty), f'{payload:.0f}'])} |"


def table(people: int, runs: int) -> None:
    """Print the table of one release."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        clock = Clock(work)
        warehouse = release(people)
        empty = (milliseconds("bare_page.py", warehouse, work / "bare.log", runs), milliseconds("plain_page.py", warehouse, work / "plain.log", runs))
        with serving(warehouse, work / "server.log", "tests/benchmarks/timed_app.py") as server:
            print(
                f"\n{people:,} people. Bare page (title, sentence): {empty[0]:.1f} ms; plain page (as many elements, constant): {empty[1]:.1f} ms\n"
            )
            print(f"| {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * (len(COLUMNS) - 1)}")
            for page, query in (*((entry.name, "") for entry in pages_of(READER)), *FURTHER):
                print(line(server, clock, page, query, runs, empty), flush=True)


def main() -> None:
    """Measure every size that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_500])
    parser.add_argument("--runs", type=int, default=10)
    asked = parser.parse_args()
    for people in asked.people:
        table(people, asked.runs)


if __name__ == "__main__":
    main()
