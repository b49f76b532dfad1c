"""A server that cannot start says why in one sentence, not in a trace of calls: what is wrong is a setting, and whoever reads it has to change one."""

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access.role_file import RolesError
from dashboard.clock import ClockError
from dashboard.ledger.engine import URL_VARIABLE, LedgerError
from dashboard.web.settings import SettingError

WRONG = (SettingError, RolesError, ClockError, LedgerError, SQLAlchemyError)
"""What may be wrong with an installation."""


def sentence(error: BaseException) -> str:
    """Why the server does not start. A database's own words are left out: they may repeat a password."""
    if isinstance(error, SQLAlchemyError):
        return f"Buku besar tidak menjawab ({type(error).__name__}); periksa {URL_VARIABLE} dan basis datanya."
    return str(error)


class Starting:
    """Outermost middleware of the server's start: hands uvicorn the sentence in place of the trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a start that fails is told once."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failed: list[Message] = []

        async def kept(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failed.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, kept)
        except WRONG as error:
            await send({"type": "lifespan.startup.failed", "message": sentence(error)})
        except BaseException:
            for message in failed:
                await send(message)
            raise
