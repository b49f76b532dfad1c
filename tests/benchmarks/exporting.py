"""What it costs to take a million rows away: an export against DuckDB's own COPY of the same rows, in the same run.

python -m tests.benchmarks.exporting [--people 5000000] [--rows 1000000] [--runs 3]

Prints a Markdown table. The floor is COPY of the same columns, filter and order into the same kind of file, by a process of the same
priority that does nothing else and whose start is not counted.
An export is all that is waited for: its process is started, texts are made harmless, SHA-256 is computed, the file that says what it is is written.
They take turns; the fastest of the runs counts. Seconds of processor time stand in brackets: they say the same on a machine that has other work.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from dashboard import text, warehouse
from dashboard.access import READER, roles
from dashboard.access.viewer import Viewer
from dashboard.exporting import figures, grains, wire
from dashboard.exporting.about import Maker
from dashboard.exporting.definition import Definition
from dashboard.exporting.making import THREADS, Making, limits
from dashboard.exporting.preparing import prepared
from dashboard.exports.xlsx_file import MOST_ROWS
from dashboard.ledger.accounts import Grant
from dashboard.queries import exported
from dashboard.text.labels import LABELS
from tests.benchmarks.inputs import release

YEAR = 2021

FLOOR = """
import duckdb, json, os, sys, time
from dashboard.exporting import wire
os.nice(10)
order = json.loads(sys.stdin.readline())
connection = duckdb.connect(order["release"], read_only=True)
connection.execute("SET enable_progress_bar = false")
connection.execute(f"SET threads = {order['threads']}")
connection.execute(f"SET memory_limit = '{order['memory']}'")
begun, used = time.perf_counter(), time.process_time()
connection.execute(f"COPY ({order['sql']}) TO '{order['path']}' ({order['options']})", [wire.read(value) for value in order["parameters"]])
print(time.perf_counter() - begun, time.process_time() - used)
"""

OPTIONS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}


def filtered(rows: int) -> Definition:
    """People of the rank and position groups that together are so many rows, and as few more as there are."""
    counts = {choice: int(warehouse.read(exported.counted(exported.people(READER, choice, ("nip",))))["row_count"].iloc[0]) for choice in _choices()}
    return min((choice for choice, count in counts.items() if count >= rows), key=counts.__getitem__, default=Definition((YEAR,), "person"))


def _choices() -> Iterator[Definition]:
    for ranks in (ranks for size in (1, 2) for ranks in combinations(LABELS["rank_group"], size)):
        for positions in ((), *((code,) for code in LABELS["position_group"])):
            yield Definition((YEAR,), "person", rank_groups=ranks, position_groups=positions)


def of_unit(most: int) -> Definition:
    """People of the largest unit that has no more than so many."""
    rows = figures.frame(READER, Definition((YEAR,), "unit"), remembers=False)
    fitting = rows[~rows["is_own"] & (rows["asn_count"] <= most)]
    return Definition((YEAR,), "person", unit_id=str(fitting.loc[fitting["asn_count"].astype(int).idxmax(), "unit_id"]))


def floor(definition: Definition, columns: tuple[str, ...], folder: Path, kind: str) -> tuple[float, float]:
    """Seconds of COPY, and of processor time."""
    question = warehouse.question(exported.people(READER, definition, columns))
    order = {
        "release": str(question.path),
        "sql": question.sql,
        "parameters": [wire.write(value) for value in question.parameters],
        "path": str(folder / f"floor.{kind}"),
        "options": OPTIONS[kind],
        "threads": THREADS,
        "memory": limits().memory,
    }
    done = subprocess.run([sys.executable, "-c", FLOOR], input=json.dumps(order) + "\n", capture_output=True, text=True, check=True)
    (folder / f"floor.{kind}").unlink()
    seconds, used = done.stdout.split()
    return float(seconds), float(used)


def taken(viewer: Viewer, definition: Definition, folder: Path, kind: str) -> tuple[float, float, int, int]:
    """Seconds, seconds of processor time, rows and bytes of an export."""
    ready = prepared(viewer, replace(definition, kind=kind))
    begun, used = time.perf_counter(), _used()
    made = Making(ready, folder, Maker(), lambda _details: None).run()
    seconds, processor = time.perf_counter() - begun, _used() - used
    assert made.row_count == ready.row_count
    made.path.unlink()
    made.sidecar.unlink()
    return seconds, processor, made.row_count, made.byte_count


def _used() -> float:
    """Seconds of processor time of this process and all that it has started."""
    own, started = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    os.environ["IPASN_WAREHOUSE"] = str(release(given.people))
    text.use("id")
    warehouse.begin_run(None)
    definition = filtered(given.rows)
    print("| Rows | Kind | Who | Columns | DuckDB's own COPY, s (processor) | Export, s (processor) | Ratio (aim 1.5) | MB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for who, viewer in (("by name", READER), ("under a pseudonym", roles.viewer_of([Grant("analyst")]))):
            columns = tuple(column for column in grains.names(viewer, "person", "wide") if column != "person_code")
            for kind in OPTIONS:
                turns = [(floor(definition, columns, Path(name), kind), taken(viewer, definition, Path(name), kind)) for _turn in range(given.runs)]
                least, (seconds, used, rows, size) = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
                both = f"{least[0]:.1f} ({least[1]:.1f}) | {seconds:.1f} ({used:.1f}) | {seconds / least[0]:.1f} ({used / least[1]:.1f})"
                print(f"| {rows:,} | {kind} | {who} | {len(columns)} | {both} | {size / 1e6:.0f} |", flush=True)
            seconds, used, rows, size = taken(viewer, of_unit(MOST_ROWS), Path(name), "xlsx")
            print(
                f"| {rows:,} | xlsx | {who} | {len(grains.names(viewer, 'person', 'wide'))} | – | {seconds:.1f} ({used:.1f}) | – | {size / 1e6:.0f} |",
                flush=True,
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory of any process started: {peak:.0f} MiB.")


if __name__ == "__main__":
    main()
