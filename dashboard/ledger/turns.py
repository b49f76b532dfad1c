"""Turns of threads at something that one of them may do at a time, in the order in which they asked."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """A lock that is handed to whoever has waited longest. Python's own goes to whoever comes by, and the last of two hundred may wait for ever."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[bool]:
        """Have the turn; after waiting for so many seconds go on without it. Gives whether it is had."""
        is_had = self._take(seconds)
        try:
            yield is_had
        finally:
            if is_had:
                self._pass_on()

    def _take(self, seconds: float) -> bool:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it was handed over as the time ended

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
