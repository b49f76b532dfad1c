"""What hiding small groups costs: pages of viewers from whom they are hidden against the same pages of one who sees everything, in the same run.

python -m tests.benchmarks.hiding --people 1500 5000000 [--runs 5]

Prints a Markdown table. The viewers take turns. Cold: nothing cached, a new session, the fastest of the runs; milliseconds of all questions are those of
`warehouse.fetch`, the rest of a page is figures and the rule itself. Before the table every page is asked once, so that nobody pays for a file read first.
"""

import argparse
import os
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard.navigation import PAGES
from tests.benchmarks.inputs import release
from tests.benchmarks.pages import Clock
from tests.benchmarks.session import Reader
from tests.benchmarks.viewers import HEADED, VIEWERS
from tests.serving import Server, serving

ASKED = (
    *((entry.name, "") for entry in PAGES if entry.permission == "aggregates"),
    ("overview", f"unit={HEADED}"),
    ("units", f"unit={HEADED}"),
    ("units", "rank_group=III"),
    ("distribution", "row=unit&column=rank&view=table&group=unit"),
    ("ranks", "by=rank"),
)
"""Pages, and choices in their address."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one page for one viewer: cold, of it questions, and cached; and how many questions."""

    cold: float
    questions: float
    cached: float
    question_count: int


class Turn:
    """Who asks next: what timed_app.py reads."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "viewer"
        os.environ["BENCHMARK_VIEWER"] = str(self._file)

    def take(self, name: str) -> None:
        """From now on this viewer asks."""
        self._file.write_text(name)


def cost(server: Server, clock: Clock, page: str, query: str) -> Cost:
    """One page, cold in a new session and again. Raises RuntimeError when the page failed: a broken page is quick."""
    name = "" if page == PAGES[0].name else page
    with Reader(server.url) as reader:
        clock.be_cold(cold=True)
        run = reader.run(name, query)
        questions, number = clock.questions()
        if run.is_failed or not number:
            raise RuntimeError(f"{page} failed or asked nothing: {server.log.read_text()[-2000:]}")
        clock.be_cold(cold=False)
        reader.run(name, query)
        cached = statistics.median(reader.run(name, query).seconds for _ in range(3))
    return Cost(run.seconds * 1000, questions, cached * 1000, number)


def line(server: Server, clock: Clock, turn: Turn, page: str, query: str, runs: int) -> str:
    """One row of the table."""
    found: dict[str, list[Cost]] = {name: [] for name in VIEWERS}
    for _ in range(runs):
        for name, costs in found.items():
            turn.take(name)
            costs.append(cost(server, clock, page, query))
    best = {
        name: (min(one.cold for one in costs), min(one.questions for one in costs), min(one.cached for one in costs)) for name, costs in found.items()
    }
    cells = [f"{page} {query}".strip()]
    cells += [f"{best['whole'][0]:.0f} ({best['whole'][1]:.0f}, {found['whole'][0].question_count})"]
    for name in list(VIEWERS)[1:]:
        cells += [f"{best[name][0]:.0f} ({best[name][1]:.0f}, {found[name][0].question_count})"]
        cells += [f"{mine / whole:.2f}" for mine, whole in zip(best[name], best["whole"], strict=True)]
    return f"| {' | '.join(cells)} |"


def table(people: int, runs: int) -> None:
    """Print the table of one release."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        clock, turn = Clock(work), Turn(work)
        turn.take("whole")
        with serving(release(people), work / "server.log", "tests/benchmarks/timed_app.py") as server:
            heads = [f"{name}: {what}" for name in list(VIEWERS)[1:] for what in ("cold, ms", "cold", "questions", "cached")]
            for page, query in ASKED:
                cost(server, clock, page, query)
            print(
                f"\n{people:,} people. In brackets: milliseconds and number of the questions. The others are ratios to the viewer who sees everything.\n"
            )
            print(f"| {' | '.join(['Page', 'whole: cold, ms', *heads])} |\n| --- |{' ---: |' * (len(heads) + 1)}")
            for page, query in ASKED:
                print(line(server, clock, turn, page, query, runs), flush=True)


def main() -> None:
    """Measure every size that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_500])
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    for people in asked.people:
        table(people, asked.runs)


if __name__ == "__main__":
    main()
