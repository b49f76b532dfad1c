"""Who gets in. Without a valid session an address answers with the way to the sign-in, a file with 401 and a WebSocket with a refused handshake.

Where nobody signs in, only the person at this machine gets in: both ends of the connection are this machine's and nobody stands between.
"""

from functools import partial
from typing import Protocol
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ledger.sessions import Holder
from dashboard.web import cookies, health
from dashboard.web.door import refuse_socket
from dashboard.web.headers import KEPT
from dashboard.web.settings import Settings, is_loopback
from dashboard.web.sockets import SIGN_IN, Sockets
from dashboard.web.taken_files import EXPORTS


class Book(Protocol):
    """Where the gate looks up whose a token is, and what is open."""

    sockets: Sockets

    async def holder_of(self, token: str) -> Holder | None:
        """Whose token it is."""

    async def recent_holder_of(self, token: str) -> Holder | None:
        """Whose token it was a moment ago."""

    async def still_holds(self, token: str) -> bool:
        """Whether it opens something now; asking never fails."""

    async def note_refused(self, holder: Holder, address: str, outcome: str) -> None:
        """What belongs to another session was asked for: for the audit."""


MEDIA = "/media/"
UPLOAD = "/_stcore/upload_file/"

ENDED = "Sesi Anda telah berakhir: muat ulang halaman ini untuk masuk kembali. / Your session has ended: reload this page to sign in again."
"""Streamlit's page shows it when it finds its server closed to it."""

ONLY_HERE = "Server ini hanya melayani mesinnya sendiri. / This server serves its own machine alone."

ONLY_SECURE = (
    "Alamat ini harus dibuka dengan https (di belakang proksi: sebut proksi itu dalam IPASN_TRUSTED_PROXIES). / "
    "This address has to be opened by https (behind a proxy: name it in IPASN_TRUSTED_PROXIES)."
)


class Gate:
    """Middleware: lets through who has a session, with the holder in scope["holder"]. Without a book nobody signs in.

    `entrance`: the addresses that are open to everybody, those of the sign-in itself.
    """

    def __init__(self, app: ASGIApp, settings: Settings, book: Book | None, entrance: frozenset[str]) -> None:
        self._app = app
        self._settings = settings
        self._book = book
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on who may enter."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in health.PATHS:
            await self._app(scope, receive, send)
        elif self._settings.sign_in != "required" and not is_here(scope):
            await _refuse(PlainTextResponse(ONLY_HERE, 403), scope, receive, send)
        elif self._settings.sign_in == "required" and not (is_here(scope) or cookies.is_secure(HTTPConnection(scope))):
            await _refuse(PlainTextResponse(ONLY_SECURE, 403), scope, receive, send)
        elif self._book is None:
            await self._app(scope, receive, send)
        else:
            await self._admit(self._book, scope, receive, send)

    async def _admit(self, book: Book, scope: Scope, receive: Receive, send: Send) -> None:
        token = cookies.token_of(HTTPConnection(scope))
        asked = book.recent_holder_of if scope["path"].startswith(KEPT) else book.holder_of
        holder = await asked(token) if token else None
        scope = {**scope, "holder": holder}
        if scope["type"] == "http" and scope["path"] in self._entrance:
            await self._app(scope, receive, send)
        elif token is None or holder is None or holder.awaits is not None:
            await _refuse(_to_sign_in(scope), scope, receive, send)
        elif scope["type"] == "websocket":
            if book.sockets.names_anothers(holder.session_no, scope):
                await book.note_refused(holder, str(scope["client"][0]), "session")
            await book.sockets.follow(holder.session_no, partial(book.still_holds, token), self._app, scope, receive, send)
        elif not _is_theirs(book.sockets, holder.session_no, scope["path"]):
            if _is_anothers(book.sockets, scope["path"]):
                await book.note_refused(holder, str(scope["client"][0]), "file")
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_theirs(sockets: Sockets, session_no: int, path: str) -> bool:
    """Whether a file or a place for uploads belongs to this session; another's is answered like one that does not exist."""
    if path.startswith(MEDIA):
        return sockets.holds_file(session_no, path.removeprefix(MEDIA))
    if path.startswith(UPLOAD):
        return sockets.holds_streamlit_id(session_no, path.removeprefix(UPLOAD).partition("/")[0])
    return True


def _is_anothers(sockets: Sockets, path: str) -> bool:
    """Whether what is not theirs was shown or offered to somebody: what nobody was shown is only an old address."""
    if path.startswith(UPLOAD):
        return sockets.is_somebodys_session(path.removeprefix(UPLOAD).partition("/")[0])
    return sockets.is_somebodys(path.removeprefix(MEDIA))


def is_here(scope: Scope) -> bool:
    """Whether the reader sits at this machine: both ends are loopback, and no proxy has spoken for somebody else."""
    return is_loopback(scope["client"][0]) and is_loopback(scope["server"][0]) and not scope["forwarded"]


def local_path(text: str) -> str:
    """An address of this server to go back to; anything that could lead elsewhere means the first page."""
    parts = urlsplit(text)
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc and text.isprintable() and "\\" not in text
    return text if is_ours and not parts.path.startswith((SIGN_IN, MEDIA, EXPORTS)) else "/"


def _to_sign_in(scope: Scope) -> Response:
    """A page leads to the sign-in and back; anything else that a page loads is refused with a sentence."""
    headers = Headers(scope=scope)
    if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and "text/html" in headers.get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        back = local_path(scope["path"] + (f"?{query}" if query else ""))
        return RedirectResponse(SIGN_IN + (f"?next={quote(back, safe='')}" if back != "/" else ""), 303)
    return PlainTextResponse(ENDED, 401)


async def _refuse(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await refuse_socket(receive, send)
    else:
        await response(scope, receive, send)
