"""Readers through a publish: does any run fail, and how long until everybody sees the new release.

python -m tests.benchmarks.refresh --people 100000 [--readers 20] [--publishes 3]

Readers ask for pages over real websockets without a pause while releases are built and published beside them. Prints a Markdown table.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.access import READER
from dashboard.navigation import pages_of
from tests.benchmarks.inputs import build_arguments, pipelines, release
from tests.benchmarks.session import Reader
from tests.serving import serving


@dataclass
class Observed:
    """What the readers saw: seconds of each run, failures, and when each reader first met each release."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    first_seen: dict[str, dict[int, float]] = field(default_factory=dict)


def read(url: str, number: int, seen: Observed, releases: list[str], stop: threading.Event) -> None:
    """One reader: page after page until told to stop."""
    choice = random.Random(number)
    with Reader(url) as reader:
        while not stop.is_set():
            run = reader.run(choice.choice(["", *(entry.name for entry in pages_of(READER)[1:])]))
            seen.seconds.append(run.seconds)
            seen.failures += run.is_failed
            for release_id in tuple(releases):
                if release_id.encode() in run.content:
                    seen.first_seen.setdefault(release_id, {}).setdefault(number, time.monotonic())


def publish(people: int, warehouse: Path, releases: list[str]) -> float:
    """Build and publish once more; returns when the new release became the current one."""
    pipelines(*build_arguments(people, warehouse, "--force"))
    published = time.monotonic()
    releases.append((warehouse / "CURRENT").read_text().strip())
    return published


def observe(people: int, readers: int, publishes: int) -> str:
    """One row of the table."""
    seen, stop, releases = Observed(), threading.Event(), []
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(shutil.copytree(release(people), Path(folder) / "warehouse"))
        releases.append((warehouse / "CURRENT").read_text().strip())
        with serving(warehouse, Path(folder) / "server.log") as server:
            threads = [threading.Thread(target=read, args=(server.url, number, seen, releases, stop)) for number in range(readers)]
            for thread in threads:
                thread.start()
            time.sleep(5)
            published = [publish(people, warehouse, releases) for _ in range(publishes)]
            time.sleep(10)
            stop.set()
            for thread in threads:
                thread.join()
    latest = [max(seen.first_seen[name].values()) - moment for name, moment in zip(releases[1:], published, strict=True)]
    everybody = all(len(seen.first_seen.get(name, {})) == readers for name in releases[-1:])
    cells = [f"{people:,}", str(readers), str(publishes), f"{len(seen.seconds):,}", str(seen.failures), f"{statistics.median(seen.seconds):.2f}"]
    cells += [f"{sorted(seen.seconds)[int(len(seen.seconds) * 0.95)]:.2f}", f"{max(latest):.1f}", "yes" if everybody else "NO"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--publishes", type=int, default=3)
    asked = parser.parse_args()
    print(
        "| People | Readers | Publishes | Runs | Failed | Median run, s | 95th percentile, s | Last reader on the new release after, s | All readers on the last |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    print(observe(asked.people, asked.readers, asked.publishes))


if __name__ == "__main__":
    main()
