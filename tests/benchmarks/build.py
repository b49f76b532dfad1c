"""How long a build takes against the floor, reading the same files into tables and nothing else, in the same run.

python -m tests.benchmarks.build --people 1500 100000 5000000 [--memory-limit 1GiB] [--again] [--runs 3]

Prints a Markdown table: seconds are wall clock of whole processes, memory is the highest sum over the process tree. Floor and build take turns; the
fastest of the runs of each counts.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.inputs import DAY_BEFORE, KINDS, build_arguments, pipelines, sample
from tests.serving import ROOT

FLOOR = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
for number, path in enumerate(sys.argv[2:]):
    connection.execute(f"CREATE TABLE raw_{number} AS SELECT * FROM read_csv(?, all_varchar = true)", [path])
connection.close()
"""
"""A DuckDB file with every input as a table of text: types of its own choosing stumble over the dirt."""


@dataclass(frozen=True)
class Measured:
    """One process: seconds and the highest memory of its tree in MiB."""

    seconds: float
    peak_mib: float


def measured(command: list[str]) -> Measured:
    """Run a command to its end. Raises CalledProcessError when it fails."""
    began = time.perf_counter()
    process = psutil.Popen(command, cwd=ROOT, stdout=sys.stderr)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process))
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(seconds, peak / 2**20)


def _memory(process: psutil.Process) -> int:
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total


def floor(people: int) -> Measured:
    """Reading the inputs into tables of a new file."""
    folder = sample(people)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        return measured([sys.executable, "-c", FLOOR, f"{work}/floor.duckdb", *(str(folder / f"{kind}.csv") for kind in KINDS)])


def build(people: int, memory_limit: str | None, *, again: bool) -> Measured:
    """A whole build, published, into an empty warehouse; `again`: into one that holds the release of the day before."""
    folder = sample(people)
    warehouse = Path(tempfile.mkdtemp(dir=folder))
    limit = ["--memory-limit", memory_limit] if memory_limit else []
    try:
        if again:
            pipelines(*build_arguments(people, warehouse, as_of=DAY_BEFORE))
        return measured([sys.executable, "-m", "pipelines", *build_arguments(people, warehouse, *limit)])
    finally:
        shutil.rmtree(warehouse)


def line(people: int, memory_limit: str | None, runs: int, *, again: bool) -> str:
    """One row of the table."""
    pairs = [(floor(people), build(people, memory_limit, again=again)) for _ in range(runs)]
    ground = min((pair[0] for pair in pairs), key=lambda one: one.seconds)
    whole = min((pair[1] for pair in pairs), key=lambda one: one.seconds)
    megabytes = sum((sample(people) / f"{kind}.csv").stat().st_size for kind in KINDS) / 1e6
    cells = [
        f"{people:,}",
        f"{megabytes:,.1f}",
        memory_limit or "-",
        f"{ground.seconds:.1f}",
        f"{whole.seconds:.1f}",
        f"{whole.seconds / ground.seconds:.2f}",
    ]
    cells += [f"{ground.peak_mib:,.0f}", f"{whole.peak_mib:,.0f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure every size and limit that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_500, 100_000])
    parser.add_argument("--memory-limit", help="also given to the build: 1GiB")
    parser.add_argument("--again", action="store_true", help="build into a warehouse that holds the release of the day before")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    print("| People | CSV, MB | Memory limit | Floor, s | Build, s | Ratio | Floor, peak MiB | Build, peak MiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for people in asked.people:
        print(line(people, asked.memory_limit, asked.runs, again=asked.again), flush=True)


if __name__ == "__main__":
    main()
