"""What the web side asks the ledger: whose a token is, and which open WebSockets have lost their session."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from anyio import to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.ledger import sessions
from dashboard.ledger.sessions import Holder
from dashboard.web.sockets import Sockets

SWEEP_SECONDS = 2.0
"""How long a WebSocket may outlive a session that another server, the command line or the clock has ended."""

_log = logging.getLogger(__name__)


class Admission:
    """The ledger as the event loop asks it. `may_enter` is asked too, before anybody is let in; demonstrations close by it."""

    def __init__(self, ledger: Engine, may_enter: Callable[[], bool] = lambda: True) -> None:
        self.ledger = ledger
        self.sockets = Sockets()
        self._may_enter = may_enter

    async def holder_of(self, token: str) -> Holder | None:
        """Whose token it is; nobody's when the ledger cannot be asked. A holder that still `awaits` a step of signing in is no one to let in."""
        return await to_thread.run_sync(self._holder, token)

    def _holder(self, token: str) -> Holder | None:
        try:
            return sessions.holder(self.ledger, token, now=moment()) if self._may_enter() else None
        except SQLAlchemyError as error:
            _log.error("the ledger does not answer: %s", type(error).__name__)
            return None

    async def sweep(self) -> None:
        """Close the WebSockets of sessions that have ended, of all when the ledger cannot be asked."""
        open_nos = self.sockets.sessions()
        if open_nos:
            lasting = await to_thread.run_sync(self._lasting, open_nos)
            self.sockets.end(session_no for session_no in open_nos if session_no not in lasting)

    def _lasting(self, session_nos: list[int]) -> set[int]:
        try:
            return sessions.lasting(self.ledger, session_nos, now=moment()) if self._may_enter() else set()
        except SQLAlchemyError as error:
            _log.error("the ledger does not answer: %s", type(error).__name__)
            return set()

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
