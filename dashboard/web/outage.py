"""When the ledger cannot be asked: nobody is let in, and whoever comes is told so in their language instead of being led in circles."""

import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ledger.engine import LedgerError
from dashboard.text import _
from dashboard.web import forms
from dashboard.web.door import refuse_socket
from dashboard.web.plain_pages import Link, Page, show

UNANSWERED = (LedgerError, SQLAlchemyError)
"""What asking the ledger may raise: it does not answer, its key or its file cannot be read."""

RETRY_SECONDS = "30"

SENTENCE = "Layanan masuk sedang tidak dapat dihubungi. / The sign-in service cannot be reached."
"""To whatever is no reader of pages."""

_log = logging.getLogger(__name__)


def note(error: BaseException) -> None:
    """Into the log, by its kind alone: a database's own words may repeat what it was asked."""
    _log.error("the ledger does not answer: %s", type(error).__name__)


class Outage:
    """Middleware: 503 with a page in the reader's language where the ledger does not answer; a WebSocket's handshake is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and answer for whoever could not."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def noted(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        if scope["type"] == "http":
            forms.back(Request(scope))
        try:
            await self._app(scope, receive, noted)
        except UNANSWERED as error:
            note(error)
            if not is_begun:
                await _refused(scope, receive, send)


async def _refused(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await refuse_socket(receive, send)
    else:
        await _answer(Request(scope))(scope, receive, send)


def _answer(request: Request) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(SENTENCE, 503, {"Retry-After": RETRY_SECONDS})
    sentences = (
        _("The service that knows who may sign in cannot be reached, so nobody is let in at the moment. Nothing is lost."),
        _("Please try again in a few minutes. If it stays like this, tell your administrator."),
    )
    response = show(request, Page(_("Not reachable at the moment"), sentences, links=(Link(_("Try again"), "/"),)), status=503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response
