"""Where this server keeps finished exports until they are taken away: a folder of its own, for its owner alone, which goes with the server.

The kernel frees the lock of a server however it dies, so whoever can take the lock of a folder knows that nobody serves from it any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

VARIABLE = "IPASN_EXPORTS"
DEFAULT = Path(__file__).parents[2] / "data" / "exports"

LOCK = "LOCK"


def parent() -> Path:
    """The folder of all servers of this installation."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


@cache
def own() -> Path:
    """The folder of this process, made when it is first asked for. Raises OSError."""
    with _alone(parent()):
        made = Path(tempfile.mkdtemp(prefix="server-", dir=parent()))
        fcntl.flock(os.open(made / LOCK, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)
    return made


def of_job() -> Path:
    """A new folder for one export. Raises OSError."""
    return Path(tempfile.mkdtemp(prefix="export-", dir=own()))


def remove(folder: Path) -> None:
    """An export's folder with all that is in it; nothing happens when it is gone."""
    shutil.rmtree(folder, ignore_errors=True)


def end() -> None:
    """Remove the folder of this process: the server ends."""
    if own.cache_info().currsize:
        remove(own())
        own.cache_clear()


def sweep() -> None:
    """Remove what servers that died have left. Where the folder cannot be read there is nothing to remove."""
    if not parent().is_dir():
        return
    with suppress(OSError), _alone(parent()):
        for left in parent().glob("server-*"):
            if _is_left(left):
                remove(left)


def _is_left(folder: Path) -> bool:
    """Whether no process serves from it."""
    descriptor = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One server at a time: a folder has its lock before anybody else looks at it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
