"""The releases of a warehouse folder: where they lie, which one is current, and how to go back.

    <warehouse>/CURRENT                      one line: the name of the current release
    <warehouse>/releases/<release_id>.duckdb immutable, complete and verified, or not there
    <warehouse>/releases/.<id>.building      being written; the next builder removes it when its builder is dead
    <warehouse>/work/<id>/                   the workbench of a running build, likewise
    <warehouse>/LOCK                         held by the one builder, empty when there is none

Nothing but CURRENT says which release is served, so publishing and rolling back are the same atomic step.
"""

import fcntl
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from pipelines import clock
from pipelines.warehouse import engine, lock
from pipelines.warehouse.refusals import ReleaseError

_NAME = re.compile(r"\d{8}T\d{12}")
_NAME_FORMAT = "%Y%m%dT%H%M%S%f"
_SUFFIX = ".duckdb"


@dataclass(frozen=True)
class Release:
    """One complete release in a warehouse folder, as the file system knows it."""

    release_id: str
    path: Path
    byte_count: int
    is_current: bool


def directory() -> Path:
    """The warehouse folder when none is named: IPASN_WAREHOUSE, else data/warehouse of this installation."""
    return Path(os.environ.get("IPASN_WAREHOUSE") or Path(__file__).parents[2] / "data" / "warehouse")


def releases_dir(warehouse: Path) -> Path:
    """The folder that holds the release files."""
    return warehouse / "releases"


def path_of(warehouse: Path, release_id: str) -> Path:
    """Where the release of that name lies, whether or not it exists. Raises ReleaseError for what cannot be a release's name."""
    if not _NAME.fullmatch(release_id):
        raise ReleaseError(f"'{release_id}' bukan nama rilis; lihat daftarnya dengan `python -m pipelines releases`.")
    return releases_dir(warehouse) / f"{release_id}{_SUFFIX}"


def list_releases(warehouse: Path) -> list[Release]:
    """All complete releases, newest first; none when the folder does not exist. One that a builder removes meanwhile is left out."""
    served = current_id(warehouse)
    found = []
    for path in sorted(releases_dir(warehouse).glob(f"*{_SUFFIX}"), reverse=True):
        with suppress(FileNotFoundError):
            facts = path.stat()
            if _NAME.fullmatch(path.stem) and S_ISREG(facts.st_mode):
                found.append(Release(path.stem, path, facts.st_size, path.stem == served))
    return found


def current_id(warehouse: Path) -> str | None:
    """The name in CURRENT, whether or not that release exists; None before the first release. Raises ReleaseError when CURRENT holds anything else."""
    try:
        name = (warehouse / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"Berkas {warehouse / 'CURRENT'} tidak dapat dibaca; jalankan `python -m pipelines rollback RILIS`.") from error
    if not _NAME.fullmatch(name):
        raise ReleaseError(f"Berkas {warehouse / 'CURRENT'} tidak berisi nama rilis; jalankan `python -m pipelines rollback RILIS`.")
    return name


def current(warehouse: Path) -> Path | None:
    """The file of the current release; None before the first. Raises ReleaseError when CURRENT names a release that is not there."""
    name = current_id(warehouse)
    if name is None:
        return None
    path = path_of(warehouse, name)
    if not path.is_file():
        remedy = "jalankan `python -m pipelines rollback RILIS`" if list_releases(warehouse) else f"hapus {warehouse / 'CURRENT'} lalu bangun lagi"
        raise ReleaseError(f"CURRENT menunjuk rilis {name} yang tidak ada di {path.parent}; {remedy}.")
    return path


def hold(path: Path) -> BinaryIO:
    """A release that no builder removes until what this returns is closed, or the process has ended, however. Raises OSError when it is gone."""
    file = path.open("rb")
    fcntl.flock(file, fcntl.LOCK_SH)
    if not path.is_file():
        file.close()
        raise FileNotFoundError(path.name)
    return file


def remove_unless_held(path: Path) -> None:
    """Remove a release, but not one that somebody holds; where the file system knows no locks nobody can."""
    with suppress(OSError), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:
            pass
        path.unlink()


def new_id(warehouse: Path) -> str:
    """A name for the next release: the time in Jakarta, and later than every release there is, even when the clock was set back."""
    now = clock.now()
    newest = max((item.release_id for item in list_releases(warehouse)), default=None)
    if newest is not None:
        now = max(now, datetime.strptime(newest, _NAME_FORMAT) + timedelta(microseconds=1))
    return now.strftime(_NAME_FORMAT)


def point_to(warehouse: Path, release_id: str) -> None:
    """Make a release the current one, atomically and durably: readers see the old name or the new one, after a power cut too. The caller holds the lock."""
    written = warehouse / ".CURRENT.new"
    try:
        with written.open("w", encoding="ascii") as file:
            file.write(f"{release_id}\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(warehouse / "CURRENT")
    finally:
        written.unlink(missing_ok=True)
    sync_folder(warehouse)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rollback(warehouse: Path, release_id: str | None = None) -> str:
    """Make an earlier release current and return its name: the named one, or the one that was current before. Writes nothing but CURRENT.

    Raises ReleaseError when there is no such release or it does not open, BuilderBusyError while a build runs: it would undo the rollback when it publishes.
    """
    with lock.held(warehouse):
        chosen = release_id or _previous_id(warehouse)
        path = path_of(warehouse, chosen)
        if not path.is_file():
            raise ReleaseError(f"Rilis {chosen} tidak ada di {path.parent}; lihat daftarnya dengan `python -m pipelines releases`.")
        engine.run_of(path)
        point_to(warehouse, chosen)
    return chosen


def _previous_id(warehouse: Path) -> str:
    """The release that was current before the current one, or the newest older one when that was removed. Raises ReleaseError when there is none."""
    served = current(warehouse)
    if served is None:
        raise ReleaseError(f"Belum ada rilis di {warehouse}; jalankan `python -m pipelines build` dahulu.")
    before = engine.run_of(served)["previous_release_id"]
    if isinstance(before, str) and path_of(warehouse, before).is_file():
        return before
    older = [item.release_id for item in list_releases(warehouse) if item.release_id < served.stem]
    if not older:
        raise ReleaseError(f"Tidak ada rilis sebelum {served.stem} di {served.parent}.")
    return older[0]
