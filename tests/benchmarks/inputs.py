"""Invented inputs and releases of any size, made once and kept in .cache/benchmarks."""

import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

CACHE = ROOT / ".cache" / "benchmarks"
KINDS = ("measurements", "personnel", "units", "reports")


def sample(people: int) -> Path:
    """The folder with the four CSV files of so many people, seed 1, year 2021."""
    folder = CACHE / f"people-{people}"
    if not (folder / "reports.csv").exists():
        pipelines("sample", "--people", str(people), "--seed", "1", "--year", "2021", "--out", str(folder))
    return folder


AS_OF, DAY_BEFORE = "2021-04-20T12:00", "2021-04-19T12:00"
"""What counts as now in the releases measured, and in the release each of them is compared with."""


def build_arguments(people: int, warehouse: Path, *further: str, as_of: str = AS_OF) -> list[str]:
    """A build of that sample into `warehouse`, as the command line takes it."""
    folder = sample(people)
    sources = [word for kind in KINDS for word in (f"--{kind}", str(folder / f"{kind}.csv"))]
    return ["build", "--year", "2021", "--as-of", as_of, "--warehouse", str(warehouse), *sources, *further]


def release(people: int) -> Path:
    """A warehouse with that sample built, and before it that of the day before: the pages have changes to show."""
    warehouse = CACHE / f"warehouse-{people}"
    if not (warehouse / "CURRENT").exists():
        pipelines(*build_arguments(people, warehouse, as_of=DAY_BEFORE))
        pipelines(*build_arguments(people, warehouse))
    return warehouse


def pipelines(*arguments: str) -> None:
    """`python -m pipelines` in a process of its own; its words go to standard error. Raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", "pipelines", *arguments], cwd=ROOT, check=True, stdout=sys.stderr)
