"""The folder of finished exports: its owner's alone, gone with its server, and never taken from one that lives."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.exporting import folder

SERVER = """
import sys, time
from dashboard.exporting import folder
(folder.of_job() / "data.csv").write_text("nip")
print(folder.own(), flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of all servers, of this test."""
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "exports"))
    folder.own.cache_clear()
    yield tmp_path / "exports"
    folder.own.cache_clear()


def test_what_is_made_is_for_the_owner_alone(exports: Path) -> None:
    job = folder.of_job()
    assert {path.stat().st_mode & 0o777 for path in (exports, folder.own(), job)} == {0o700}
    assert job.parent == folder.own()
    assert folder.own().parent == exports
    folder.remove(job)
    folder.remove(job)
    assert not job.exists()
    folder.end()
    folder.end()
    assert not list(exports.glob("server-*"))
    assert folder.of_job().exists()


def test_a_server_that_was_killed_leaves_nothing_and_one_that_lives_keeps_all(exports: Path) -> None:
    folder.sweep()
    assert not exports.exists()
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        theirs = Path(server.stdout.readline().strip())
        own = folder.of_job()
        folder.sweep()
        assert list(theirs.glob("export-*/data.csv"))
        server.kill()
    folder.sweep()
    assert not theirs.exists()
    assert own.exists()


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(exports: Path) -> None:
    exports.write_text("a file stands here")
    folder.sweep()
    with pytest.raises(OSError, match="exports"):
        folder.of_job()
