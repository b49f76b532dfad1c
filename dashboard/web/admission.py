"""What the web side asks the ledger: whose a token is, and which open WebSockets have lost their session."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial

from anyio import to_thread
from sqlalchemy import Engine

from dashboard.exporting import jobs
from dashboard.ledger import denials, sessions
from dashboard.ledger.audit import Actor
from dashboard.ledger.sessions import Holder
from dashboard.web import outage
from dashboard.web.sockets import Sockets

SWEEP_SECONDS = 2.0
"""How long a WebSocket may outlive a session that another server, the command line or the clock has ended."""

MOST_MISSED = 3
"""Sweeps in a row that the ledger may leave unanswered before every page is closed: one slow moment sends nobody out in the middle of an answer, and what a
page asks meanwhile is refused anyway."""

RECENT_SECONDS = 2.0
"""How old an answer may be that opens a file of Streamlit's own, the same for everybody: a first page asks for a hundred of them at once."""

MOST_RECENT = 1_000
"""Answers kept so long."""


class Admission:
    """The ledger as the event loop asks it. `may_enter` is asked too, before anybody is let in; demonstrations close by it."""

    def __init__(self, ledger: Engine, may_enter: Callable[[], bool] = lambda: True) -> None:
        self.ledger = ledger
        self.sockets = Sockets()
        self._may_enter = may_enter
        self._recent: dict[str, tuple[float, Holder]] = {}
        self._missed_count = 0

    async def holder_of(self, token: str) -> Holder | None:
        """Whose token it is. A holder that still `awaits` a step of signing in is no one to let in. Raises what outage.UNANSWERED names."""
        holder = await to_thread.run_sync(self._holder, token)
        self._remember(token, holder)
        return holder

    async def recent_holder_of(self, token: str) -> Holder | None:
        """The same, known for RECENT_SECONDS: for what is the same for everybody. Raises what outage.UNANSWERED names."""
        asked_at, holder = self._recent.get(token, (0.0, None))
        return holder if holder is not None and time.monotonic() - asked_at < RECENT_SECONDS else await self.holder_of(token)

    async def still_holds(self, token: str) -> bool:
        """Whether the token opens something now; not when the ledger cannot be asked."""
        try:
            return await self.holder_of(token) is not None
        except outage.UNANSWERED as error:
            outage.note(error)
            return False

    async def note_refused(self, holder: Holder, address: str, outcome: str) -> None:
        """Write down that somebody signed in asked for what belongs to another session. Failing to write it opens nothing."""
        actor = Actor(holder.account_no, holder.session_no, address)
        try:
            await to_thread.run_sync(partial(denials.record, self.ledger, actor, outcome, now=moment()))
        except outage.UNANSWERED as error:
            outage.note(error)

    def _holder(self, token: str) -> Holder | None:
        return sessions.holder(self.ledger, token, now=moment()) if self._may_enter() else None

    def _remember(self, token: str, holder: Holder | None) -> None:
        """On the event loop alone. When there are too many, all are forgotten."""
        if len(self._recent) >= MOST_RECENT:
            self._recent.clear()
        self._recent.pop(token, None)
        if holder is not None:
            self._recent[token] = time.monotonic(), holder

    async def sweep(self) -> None:
        """Close the WebSockets of sessions that have ended and remove their exports, of all when the ledger could not be asked for MOST_MISSED sweeps."""
        self._recent.clear()
        open_nos = sorted({*self.sockets.sessions(), *jobs.ALL.owners()})
        if open_nos:
            ended = set(open_nos) - await to_thread.run_sync(self._lasting, open_nos)
            self.sockets.end(ended)
            await to_thread.run_sync(jobs.ALL.end, ended)

    def _lasting(self, session_nos: list[int]) -> set[int]:
        try:
            lasting = sessions.lasting(self.ledger, session_nos, now=moment()) if self._may_enter() else set()
        except outage.UNANSWERED as error:
            outage.note(error)
            self._missed_count += 1
            return set(session_nos) if self._missed_count < MOST_MISSED else set()
        self._missed_count = 0
        return lasting

    @asynccontextmanager
    async def sweeping(self) -> AsyncIterator[None]:
        """Sweep all the time, while the server runs."""
        task = asyncio.create_task(self._sweep_on())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _sweep_on(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await self.sweep()


def moment() -> datetime:
    """Now, as the ledger keeps moments."""
    return datetime.now(UTC)
