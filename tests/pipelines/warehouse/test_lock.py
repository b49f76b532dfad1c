"""One builder at a time, and no lock that outlives its process."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipelines.warehouse import lock, release
from pipelines.warehouse.refusals import BuilderBusyError, WarehouseError

ROOT = Path(__file__).parents[3]
HOLD = "import sys, time; from pathlib import Path; from pipelines.warehouse import lock\nwith lock.held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
FORK = HOLD.replace("print('held'", "os.fork() or time.sleep(5); time.sleep(1); print('held'").replace("import sys", "import os, sys")
"""The child needs a moment of processor time to let go, before it is asked whether it has."""


def _holder(warehouse: Path, program: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", program, str(warehouse)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    process = _holder(tmp_path, HOLD)
    try:
        with pytest.raises(BuilderBusyError, match=f"proses {process.pid}, sejak"), lock.held(tmp_path):
            pytest.fail("two builders at once")
        held_by = lock.holder(tmp_path)
        assert held_by is not None
        assert (held_by.pid, held_by.is_alive) == (process.pid, True)
        with pytest.raises(BuilderBusyError):
            release.rollback(tmp_path)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def test_a_second_builder_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with lock.held(tmp_path), pytest.raises(BuilderBusyError), lock.held(tmp_path):
        pytest.fail("two builders at once")


def test_the_lock_of_a_killed_process_is_recognised_and_taken(tmp_path: Path) -> None:
    process = _holder(tmp_path, HOLD)
    process.kill()
    process.wait()
    process.stdout.close()  # type: ignore[union-attr]
    left = lock.holder(tmp_path)
    assert left is not None
    assert not left.is_alive
    with lock.held(tmp_path):
        assert lock.holder(tmp_path) == lock.Holder(os.getpid(), psutil.Process().create_time(), lock.holder(tmp_path).since)  # type: ignore[union-attr]
    assert lock.holder(tmp_path) is None


def test_a_forked_child_does_not_keep_the_lock_of_a_killed_parent(tmp_path: Path) -> None:
    process = _holder(tmp_path, FORK)
    children = psutil.Process(process.pid).children()
    process.kill()
    process.wait()
    try:
        assert [child.is_running() for child in children] == [True]
        with lock.held(tmp_path):
            pass
    finally:
        for child in children:
            child.kill()
        process.stdout.close()  # type: ignore[union-attr]


def test_a_number_used_again_by_another_process_is_not_taken_for_the_builder(tmp_path: Path) -> None:
    (tmp_path / "LOCK").write_text(json.dumps({"pid": os.getpid(), "process_started": time.time() - 10**6, "since": "2021-04-16 12:00:00"}))
    left = lock.holder(tmp_path)
    assert left is not None
    assert not left.is_alive


@pytest.mark.parametrize("content", ["", "12345", "{}", '{"pid": 1', "\x00\x00"])
def test_a_lock_file_that_is_not_whole_stops_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "LOCK").write_text(content)
    assert lock.holder(tmp_path) is None
    with lock.held(tmp_path):
        pass


def test_a_folder_that_cannot_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="tidak dapat ditulisi"), lock.held(tmp_path / "file" / "warehouse"):
        pytest.fail("held a lock in a file")
