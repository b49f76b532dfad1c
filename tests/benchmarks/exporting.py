"""What it costs to take a million rows away: an export against DuckDB's own COPY of the same rows, in the same run.

python -m tests.benchmarks.exporting [--people 5000000] [--rows 1000000] [--runs 3]

Prints a Markdown table. The floor is COPY of the same columns, filter and order into the same kind of file, by a process of the same
priority that does nothing else and whose start is not counted.
An export is all that is waited for: its process is started, texts are made harmless, SHA-256 is computed, the file that says what it is is written.
They take turns; the fastest of the runs counts.
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
from dashboard.exporting import grains, wire
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
begun = time.perf_counter()
connection.execute(f"COPY ({order['sql']}) TO '{order['path']}' ({order['options']})", [wire.read(value) for value in order["parameters"]])
print(time.perf_counter() - begun)
"""

OPTIONS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}


def filtered(rows: int, most: int | None = None) -> Definition:
    """People of the groups that together are nearest to so many rows, and no more than `most`."""
    best, nearest = Definition((YEAR,), "person"), float("inf")
    for choice in _choices():
        count = int(warehouse.read(exported.counted(exported.people(READER, choice, ("nip",))))["row_count"].iloc[0])
        if abs(count - rows) < nearest and count <= (most or count):
            best, nearest = choice, abs(count - rows)
    return best


def _choices() -> Iterator[Definition]:
    for ranks in (ranks for size in (1, 2) for ranks in combinations(LABELS["rank_group"], size)):
        for positions in ((), *((code,) for code in LABELS["position_group"])):
            for sexes in ((), ("male",), ("female",)):
                yield Definition((YEAR,), "person", rank_groups=ranks, position_groups=positions, sexes=sexes)


def floor(definition: Definition, columns: tuple[str, ...], folder: Path, kind: str) -> float:
    """Seconds of COPY."""
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
    return float(done.stdout)


def taken(viewer: Viewer, definition: Definition, folder: Path, kind: str) -> tuple[float, int, int]:
    """Seconds, rows and bytes of an export."""
    ready = prepared(viewer, replace(definition, kind=kind))
    begun = time.perf_counter()
    made = Making(ready, folder, Maker(), lambda _details: None).run()
    seconds = time.perf_counter() - begun
    assert made.row_count == ready.row_count
    made.path.unlink()
    made.sidecar.unlink()
    return seconds, made.row_count, made.byte_count


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
    print("| Rows | Kind | Who | Columns | DuckDB's own COPY, s | Export, s | Ratio (aim 1.5) | MB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for who, viewer in (("by name", READER), ("under a pseudonym", roles.viewer_of([Grant("analyst")]))):
            columns = tuple(column for column in grains.names(viewer, "person", "wide") if column != "person_code")
            for kind in OPTIONS:
                turns = [(floor(definition, columns, Path(name), kind), taken(viewer, definition, Path(name), kind)) for _turn in range(given.runs)]
                least, (seconds, rows, size) = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
                print(f"| {rows:,} | {kind} | {who} | {len(columns)} | {least:.1f} | {seconds:.1f} | {seconds / least:.1f} | {size / 1e6:.0f} |")
            few = filtered(MOST_ROWS, MOST_ROWS)
            seconds, rows, size = min(taken(viewer, few, Path(name), "xlsx") for _turn in range(given.runs))
            print(f"| {rows:,} | xlsx | {who} | {len(grains.names(viewer, 'person', 'wide'))} | – | {seconds:.1f} | – | {size / 1e6:.0f} |")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory of any process started: {peak:.0f} MiB.")


if __name__ == "__main__":
    main()
