"""One builder at a time. The kernel holds the lock and frees it when the process dies, however it dies; the file's content only says who holds it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from pipelines import clock
from pipelines.warehouse.refusals import BuilderBusyError, not_writable


@dataclass(frozen=True)
class Holder:
    """Who wrote the lock file: a process is known by its number and its start, since numbers are used again."""

    pid: int
    process_started: float
    since: str

    @property
    def is_alive(self) -> bool:
        """Whether that very process still runs; one that ended and was not yet collected by its parent does not."""
        try:
            process = psutil.Process(self.pid)
            return bool(abs(process.create_time() - self.process_started) < 1 and process.status() != psutil.STATUS_ZOMBIE)
        except psutil.Error:
            return False


def holder(warehouse: Path) -> Holder | None:
    """Who wrote the lock file, dead or alive; None when nobody did or what stands there is not whole."""
    try:
        return Holder(**json.loads((warehouse / "LOCK").read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def held(warehouse: Path) -> Iterator[None]:
    """Hold the lock of a warehouse folder. Raises BuilderBusyError at once when another holds it, WarehouseError when the folder cannot be written.

    A dead holder needs no recognition to be replaced: its lock went with it, and its record is overwritten.
    """
    descriptor = _opened(warehouse)
    try:
        _take(descriptor, warehouse)
        _record(descriptor, warehouse)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
        _descriptors.discard(descriptor)


_descriptors: set[int] = set()


def _let_go_in_child() -> None:
    """A forked child shares the lock, and would hold it on when its parent was killed."""
    for descriptor in _descriptors:
        os.close(descriptor)
    _descriptors.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


def _opened(warehouse: Path) -> int:
    try:
        warehouse.mkdir(parents=True, exist_ok=True, mode=0o750)
        descriptor = os.open(warehouse / "LOCK", os.O_RDWR | os.O_CREAT, 0o640)
    except OSError as error:
        raise not_writable(warehouse, error) from error
    _descriptors.add(descriptor)
    return descriptor


def _take(descriptor: int, warehouse: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        other = holder(warehouse)
        who = f"proses {other.pid}, sejak {other.since}" if other else "proses lain"
        raise BuilderBusyError(f"Gudang {warehouse} sedang dipakai {who}; tunggu sampai selesai, lalu ulangi.") from error
    except OSError as error:
        raise not_writable(warehouse, error) from error


def _record(descriptor: int, warehouse: Path) -> None:
    record = Holder(os.getpid(), psutil.Process().create_time(), clock.now().isoformat(" ", "seconds"))
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(record)).encode("ascii"), 0)
    except OSError as error:
        raise not_writable(warehouse, error) from error
