"""The dashboard with a clock on its questions: app.py as it is, every answer of `warehouse.fetch` timed.

Before a run it forgets every cached answer when the file named in BENCHMARK_COLD exists; after it, it writes seconds and number of questions to the file
named in BENCHMARK_TIMES. Whoever asks may do what the file named in BENCHMARK_VIEWER says (tests.benchmarks.hiding), where there is one.
"""

import json
import os
import runpy
import time
from functools import wraps
from pathlib import Path

import pandas as pd
from sqlalchemy import Select

from dashboard import access, warehouse
from tests.benchmarks.viewers import VIEWERS

ROOT = Path(__file__).parents[2]

plain_fetch = getattr(warehouse.fetch, "__wrapped__", warehouse.fetch)
seconds: list[float] = []


@wraps(plain_fetch)
def _timed_fetch(select: Select) -> pd.DataFrame:
    began = time.perf_counter()
    try:
        return plain_fetch(select)
    finally:
        seconds.append(time.perf_counter() - began)


warehouse.fetch = _timed_fetch
if (asked := Path(os.environ.get("BENCHMARK_VIEWER", ""))).is_file():
    access.current_viewer = lambda: VIEWERS[asked.read_text()]
if Path(os.environ["BENCHMARK_COLD"]).exists():
    warehouse.forget()
try:
    runpy.run_path(str(ROOT / "dashboard" / "app.py"))
finally:
    Path(os.environ["BENCHMARK_TIMES"]).write_text(json.dumps({"seconds": sum(seconds), "questions": len(seconds)}))
