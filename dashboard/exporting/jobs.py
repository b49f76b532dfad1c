"""Exports under way and finished, in this process: two at a time, one of each session, each reached by its token from its own session alone.

Kept are the codes of what is made and the file; whose it is is a number of a session, or nothing where nobody signs in.
"""

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from dashboard.exporting import folder
from dashboard.exporting.making import MakingError

MOST_AT_ONCE = 2
"""Exports that are made at a time by one server: each may read a million rows beside the pages of everybody else."""

MOST_FINISHED = 4
"""Finished exports that a session keeps; the oldest is removed."""

LASTS_SECONDS = 3600.0
"""How long a finished file can be taken away."""

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = frozenset({QUEUED, RUNNING})

_log = logging.getLogger(__name__)

Owner = int | None
"""Number of a session; None: the person at the machine, where nobody signs in."""


class Made(Protocol):
    """What was made (dashboard.exporting.making.Made)."""

    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def sidecar(self) -> Path: ...  # noqa: D102
    @property
    def row_count(self) -> int: ...  # noqa: D102
    @property
    def byte_count(self) -> int: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102


class Making(Protocol):
    """What makes one file (dashboard.exporting.making.Making)."""

    @property
    def share(self) -> float: ...  # noqa: D102
    @property
    def rows_done(self) -> int: ...  # noqa: D102
    def run(self) -> Made: ...  # noqa: D102
    def cancel(self) -> None: ...  # noqa: D102


class BusyError(RuntimeError):
    """This session has an export under way already."""


@dataclass(frozen=True)
class Standing:
    """How one export stands. `ahead`: how many are waited for; `code`: why it failed; `seconds_left`: how long the file can still be taken away."""

    token: str
    file_name: str
    state: str
    row_count: int
    ahead: int = 0
    share: float = 0.0
    rows_done: int = 0
    code: str = ""
    byte_count: int = 0
    sha256: str = ""
    sidecar_name: str = ""
    seconds_left: float = 0.0


@dataclass
class _Job:
    owner: Owner
    standing: Standing
    folder: Path
    making: Making | None
    files: dict[str, Path] = field(default_factory=dict)
    finished_at: float = 0.0


class Jobs:
    """All exports of one process; used by any thread."""

    def __init__(self, most_at_once: int = MOST_AT_ONCE, lasts_seconds: float = LASTS_SECONDS) -> None:
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._lock = threading.Lock()
        self._most = most_at_once
        self._lasts = lasts_seconds

    def start(self, owner: Owner, file_name: str, row_count: int, begun: Callable[[Path], Making]) -> str:
        """Have a file made, now or when those before it are done; its token. `begun` is given the folder. Raises BusyError, OSError, and what `begun` raises."""
        self.forget_old()
        place = folder.of_job()
        making: Making | None = None
        try:
            making = begun(place)
            job = _Job(owner, Standing(secrets.token_urlsafe(24), file_name, QUEUED, row_count), place, making)
            self._add(job)
        except BaseException:
            if making is not None:
                making.cancel()  # it may hold a release
            folder.remove(place)
            raise
        self._drop(self._surplus(owner))
        self._advance()
        return job.standing.token

    def _add(self, job: _Job) -> None:
        """Raises BusyError."""
        with self._lock:
            if any(each.owner == job.owner and each.standing.state in OPEN for each in self._jobs.values()):
                raise BusyError
            self._jobs[job.standing.token] = job

    def standings(self, owner: Owner) -> tuple[Standing, ...]:
        """The exports of a session, the latest first."""
        self.forget_old()
        with self._lock:
            waiting = [token for token, job in self._jobs.items() if job.standing.state == QUEUED]
            own = [job for job in self._jobs.values() if job.owner == owner]
            return tuple(self._shown(job, waiting) for job in reversed(own))

    def cancel(self, owner: Owner, token: str) -> None:
        """End an export of this session that is under way; nothing happens to any other."""
        with self._lock:
            job = self._jobs.get(token)
            if job is None or job.owner != owner or job.standing.state not in OPEN:
                return
            was_queued = job.standing.state == QUEUED
            job.standing, job.finished_at = replace(job.standing, state=CANCELLED), time.monotonic()
            making = job.making
        if making is not None:
            making.cancel()
        if was_queued:
            folder.remove(job.folder)

    def remove(self, owner: Owner, token: str) -> None:
        """Forget an export of this session with its file, or end it; nothing happens to any other."""
        with self._lock:
            job = self._jobs.get(token)
        if job is not None and job.owner == owner:
            self._drop([token])

    def file(self, owner: Owner, token: str, name: str) -> Path | None:
        """A finished file of this session, by its token and its name; None for anything else: another's is like one that does not exist."""
        self.forget_old()
        with self._lock:
            job = self._jobs.get(token)
            return job.files.get(name) if job is not None and job.owner == owner else None

    def is_anothers(self, owner: Owner, token: str) -> bool:
        """Whether there is an export of this token, of another session."""
        with self._lock:
            job = self._jobs.get(token)
            return job is not None and job.owner != owner

    def owners(self) -> set[int]:
        """Numbers of the sessions that have exports."""
        with self._lock:
            return {job.owner for job in self._jobs.values() if job.owner is not None}

    def end(self, owners: Collection[Owner]) -> None:
        """These sessions are over: what runs for them is ended, what was made for them is removed."""
        with self._lock:
            tokens = [token for token, job in self._jobs.items() if job.owner in owners]
        self._drop(tokens)

    def end_all(self) -> None:
        """The server ends."""
        with self._lock:
            tokens = list(self._jobs)
        self._drop(tokens)

    def forget_old(self) -> None:
        """Remove what has stood for its time."""
        with self._lock:
            tokens = [token for token, job in self._jobs.items() if job.finished_at and time.monotonic() - job.finished_at > self._lasts]
        self._drop(tokens)

    def _surplus(self, owner: Owner) -> list[str]:
        with self._lock:
            ended = [token for token, job in self._jobs.items() if job.owner == owner and job.standing.state not in OPEN]
        return ended[: max(0, len(ended) - MOST_FINISHED)]

    def _drop(self, tokens: Collection[str]) -> None:
        with self._lock:
            dropped = [job for token in tokens if (job := self._jobs.pop(token, None)) is not None]
        for job in dropped:
            making = job.making
            if making is not None and job.standing.state in OPEN:
                making.cancel()
            folder.remove(job.folder)
        if dropped:
            self._advance()

    def _shown(self, job: _Job, waiting: list[str]) -> Standing:
        standing = job.standing
        if standing.state == QUEUED:
            return replace(standing, ahead=waiting.index(standing.token) + 1)
        if standing.state == RUNNING and job.making is not None:
            return replace(standing, share=job.making.share, rows_done=job.making.rows_done)
        return replace(standing, seconds_left=max(0.0, self._lasts - (time.monotonic() - job.finished_at)))

    def _advance(self) -> None:
        """Begin the exports that have waited longest, as long as there is room."""
        with self._lock:
            running = sum(1 for job in self._jobs.values() if job.standing.state == RUNNING)
            begun = [job for job in self._jobs.values() if job.standing.state == QUEUED][: max(0, self._most - running)]
            for job in begun:
                job.standing = replace(job.standing, state=RUNNING)
        for job in begun:
            threading.Thread(target=self._run, args=(job,), name="export", daemon=True).start()

    def _run(self, job: _Job) -> None:
        """What an export's thread does from beginning to end."""
        try:
            made = job.making.run() if job.making is not None else None
        except MakingError as error:
            self._end(job, FAILED, code=error.code)
        except Exception as error:  # noqa: BLE001 whatever it is, the reader is told; its words may hold data and are written nowhere
            _log.error("an export could not be made: %s", type(error).__name__)
            self._end(job, FAILED, code="broken")
        else:
            self._end(job, DONE, made)
        finally:
            self._advance()

    def _end(self, job: _Job, state: str, made: Made | None = None, code: str = "") -> None:
        """Write what became of it. One that was cancelled or forgotten meanwhile leaves no file."""
        with self._lock:
            job.making, job.finished_at = None, time.monotonic()
            is_wanted = job.standing.state == RUNNING and self._jobs.get(job.standing.token) is job
            if is_wanted:
                job.standing = replace(job.standing, state=state, code=code)
            if is_wanted and made is not None:
                job.files = {made.path.name: made.path, made.sidecar.name: made.sidecar}
                done = replace(job.standing, share=1.0, row_count=made.row_count, rows_done=made.row_count, byte_count=made.byte_count)
                job.standing = replace(done, sha256=made.sha256, sidecar_name=made.sidecar.name)
        if not is_wanted or made is None:
            folder.remove(job.folder)
        timer = threading.Timer(self._lasts, self.forget_old)
        timer.daemon = True
        timer.start()


ALL = Jobs()
"""The exports of this server."""
