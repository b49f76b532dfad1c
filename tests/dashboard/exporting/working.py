"""The making of a file that goes on when a test says so, and ends as it says."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.exporting.jobs import DONE, Jobs, Standing
from dashboard.exporting.making import MakingError


@dataclass(frozen=True)
class File:
    """A file that was made."""

    path: Path
    sidecar: Path
    row_count: int = 2
    byte_count: int = 8
    sha256: str = "ab"


class Work:
    """One file of two rows."""

    def __init__(self, place: Path, ends: Exception | None = None, content: bytes = b"nip\n1\n2\n") -> None:
        self.place, self.ends, self.content = place, ends, content
        self.share, self.rows_done = 0.5, 1
        self.begun, self.goes_on, self.is_cancelled = threading.Event(), threading.Event(), False

    def run(self) -> File:
        self.begun.set()
        assert self.goes_on.wait(20)
        if self.is_cancelled:
            raise MakingError("killed")
        if self.ends is not None:
            raise self.ends
        file = File(self.place / "data.csv", self.place / "data.csv.json", byte_count=len(self.content))
        file.path.write_bytes(self.content)
        file.sidecar.write_text("{}")
        return file

    def cancel(self) -> None:
        self.is_cancelled = True
        self.goes_on.set()


def start(known: Jobs, owner: int | None, ends: Exception | None = None, content: bytes = b"nip\n1\n2\n") -> tuple[str, Work]:
    """Token and making of a file that is begun."""
    made: list[Work] = []

    def begun(place: Path) -> Work:
        made.append(Work(place, ends, content))
        return made[0]

    return known.start(owner, "data.csv", 2, begun), made[0]


def finished(known: Jobs, owner: int | None, content: bytes = b"nip\n1\n2\n") -> tuple[str, Work]:
    """Token and making of a file that can be taken away."""
    token, work = start(known, owner, content=content)
    work.goes_on.set()
    until(lambda: standing(known, owner, token).state == DONE)
    return token, work


def standing(known: Jobs, owner: int | None, token: str) -> Standing:
    """How one export stands."""
    return next(each for each in known.standings(owner) if each.token == token)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
