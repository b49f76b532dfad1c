"""One export made into a file, by a process of its own that is ended when it is cancelled or takes too long. It is recorded before there is a file.

Beside the file stands one that says what it is (about.About.sidecar). Both get their names when they are whole; until then, and when anything fails, there is none.
"""

import errno
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy.exc import SQLAlchemyError

from dashboard import clock, warehouse
from dashboard.exporting import wire
from dashboard.exporting.about import Maker
from dashboard.exporting.preparing import Prepared
from dashboard.ledger import audit
from dashboard.text import _, language, use

CODES = ("disk_full", "release_gone", "too_many_rows", "too_slow", "memory", "killed", "not_recorded", "broken")
"""Why there is no file; dashboard.text.exporting.failure says each in a sentence."""

MEMORY_VARIABLE, SECONDS_VARIABLE = "IPASN_EXPORT_MEMORY", "IPASN_EXPORT_SECONDS"
MEMORY, SECONDS, THREADS = "1GiB", 1800.0, 2

ROOT = Path(__file__).parents[2]

Record = Callable[[audit.Details], None]
"""Writes into the audit that rows are taken away, or raises SQLAlchemyError."""

SPILL = ".spill"
"""In the folder of a file: whatever its process lays aside, the database as well as the writer of workbooks."""

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""Of the server's environment; keys and addresses of databases stay out."""

_log = logging.getLogger(__name__)

_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)? ?([KMGT]i?B)")


class MakingError(Exception):
    """There is no file. `code` of CODES says why; nothing of what was asked is in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Made:
    """A file and the one beside it that says what it is."""

    path: Path
    sidecar: Path
    row_count: int
    byte_count: int
    sha256: str


@dataclass(frozen=True)
class Limits:
    """What one export may use: memory as DuckDB writes it, seconds."""

    memory: str
    seconds: float


def limits() -> Limits:
    """The limits of IPASN_EXPORT_MEMORY and IPASN_EXPORT_SECONDS. Raises ValueError with one sentence."""
    memory, seconds = os.environ.get(MEMORY_VARIABLE, "").strip() or MEMORY, os.environ.get(SECONDS_VARIABLE, "").strip() or str(SECONDS)
    if not _MEMORY.fullmatch(memory):
        raise ValueError(f"{MEMORY_VARIABLE}={memory}: tulis angka dan satuan, misalnya 1GiB.")
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", seconds) or float(seconds) < 1:
        raise ValueError(f"{SECONDS_VARIABLE}={seconds}: tulis jumlah detik, misalnya 1800.")
    return Limits(memory, float(seconds))


class Making:
    """One file on its way. `run` makes it in the thread that calls it; `cancel` and `share` may be called in any other."""

    def __init__(self, prepared: Prepared, folder: Path, maker: Maker, record: Record, *, name: str | None = None) -> None:
        """`folder` is private, exists, and is this file's alone; `name`: of the file, if not Prepared.file_name. The release stays until it is run or cancelled."""
        self._name = name or prepared.file_name
        self._prepared, self._folder, self._maker, self._record = prepared, folder, maker, record
        self._language = language()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended_by: str | None = None
        self._share = 0.0
        self._spill = folder / SPILL
        self._held = warehouse.hold(prepared.release_id)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return self._share

    @property
    def rows_done(self) -> int:
        """About how many rows are done."""
        return int(self._share * self._prepared.row_count)

    def cancel(self) -> None:
        """End it, now or as soon as it begins; `run` then raises MakingError("killed")."""
        self._end("killed")
        self._held.close()

    def run(self) -> Made:
        """Record it, make it and return what was made. Raises MakingError; then nothing is left in the folder."""
        use(self._language)
        part = self._folder / f"part.{self._prepared.definition.kind}"
        try:
            order, figures = self._order(part)
            self._recorded()
            told = self._made(order, figures)
            return self._named(part, told)
        except OSError as error:
            raise MakingError("disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else "broken") from None
        finally:
            for left in (part, part.with_name(f"{part.name}.wal"), part.with_suffix(".json")):
                left.unlink(missing_ok=True)
            shutil.rmtree(self._spill, ignore_errors=True)
            self._held.close()

    def _order(self, part: Path) -> tuple[dict[str, Any], bytes]:
        """What the process is told. Raises MakingError for a release that is gone or rows that the kind of file cannot hold."""
        prepared, allowed = self._prepared, limits()
        if prepared.definition.kind not in prepared.kinds():
            raise MakingError("too_many_rows")
        try:
            question = prepared.question()
        except warehouse.NoReleaseError:
            raise MakingError("release_gone") from None
        order = {
            "ordered_by": os.getpid(),
            "kind": prepared.definition.kind,
            "release": str(question.path),
            "sql": question.sql,
            "parameters": [wire.write(value) for value in question.parameters],
            "folder": str(self._folder),
            "path": str(part),
            "row_count": prepared.row_count,
            "separator": ";" if prepared.definition.has_decimal_comma else ",",
            "memory": allowed.memory,
            "spill": str(self._spill),
            "threads": THREADS,
            "columns": [(column.name, column.description) for column in prepared.columns],
            "notes": prepared.about.notes(prepared.columns, self._maker, clock.now()),
            "sheet": _("Data"),
            "notes_sheet": _("About these data"),
        }
        return order, b"" if prepared.figures is None else _streamed(prepared.figures)

    def _recorded(self) -> None:
        try:
            self._record(self._prepared.details)
        except SQLAlchemyError:
            raise MakingError("not_recorded") from None

    def _made(self, order: dict[str, Any], figures: bytes) -> dict[str, Any]:
        """What the process says in the end. Raises MakingError."""
        self._spill.mkdir(mode=0o700, exist_ok=True)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "HOME": str(self._folder), "TMPDIR": str(self._spill)}
        with self._lock:
            if self._ended_by:
                raise MakingError(self._ended_by)
            self._process = subprocess.Popen(  # our own module, as a list
                [sys.executable, "-m", "dashboard.exporting.making_process"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        timer = threading.Timer(limits().seconds, self._end, ("too_slow",))
        timer.daemon = True
        timer.start()
        try:
            told = self._followed(self._process, order, figures)
        finally:
            timer.cancel()
            self._kill()
            self._process.wait()
        if "made" not in told:
            raise MakingError(self._ended_by or self._failed(told))
        return told

    def _failed(self, told: dict[str, Any]) -> str:
        """Why the process made no file; of what nobody has thought of the kind of error is written down, never its words."""
        code = str(told.get("failed", "broken"))
        if code == "broken":
            _log.error("an export could not be made: %s", told.get("kind", "its process ended"))
        return code

    def _followed(self, process: subprocess.Popen[bytes], order: dict[str, Any], figures: bytes) -> dict[str, Any]:
        """The last thing that the process says; how far it is, is kept."""
        if process.stdin is None or process.stdout is None:
            raise MakingError("broken")
        told: dict[str, Any] = {}
        with process.stdout:
            try:
                with process.stdin:
                    process.stdin.write(json.dumps(order).encode() + b"\n" + figures)
            except BrokenPipeError:
                return told
            for line in process.stdout:
                told = json.loads(line)
                self._share = max(self._share, min(1.0, float(told.get("share", 0.0))))
        return told

    def _named(self, part: Path, told: dict[str, Any]) -> Made:
        """The file under its name, with the one that says what it is."""
        prepared = self._prepared
        path = self._folder / self._name
        sidecar = path.with_name(f"{path.name}.json")
        file = {"name": path.name, "byte_count": told["byte_count"], "sha256": told["sha256"], "kind": prepared.definition.kind}
        beside = part.with_suffix(".json")
        beside.write_text(prepared.about.sidecar(prepared.columns, self._maker, clock.now(), file), encoding="utf-8")
        beside.chmod(0o600)
        beside.replace(sidecar)
        part.replace(path)
        self._share = 1.0
        return Made(path, sidecar, int(told["made"]), int(told["byte_count"]), str(told["sha256"]))

    def _end(self, code: str) -> None:
        with self._lock:
            self._ended_by = self._ended_by or code
            self._kill()

    def _kill(self) -> None:
        """The process with whatever it has started."""
        if self._process is not None and self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def _streamed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def remove_stale(parent: Path) -> None:
    """Remove everything in a folder of exports: what a server that was killed has left."""
    for left in parent.iterdir() if parent.is_dir() else ():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
