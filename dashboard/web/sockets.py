"""The open WebSockets of each session: which Streamlit sessions and files belong to it, and how they end when it ends.

Streamlit serves a file under /media/ to whoever has its address, and hands a Streamlit session over to whoever names it. Here both belong to the session whose
WebSocket was told of them.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MEDIA = re.compile(rb"/media/([0-9A-Za-z]{16,128}\.[0-9A-Za-z]{1,16})")

OFFER = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
"""What a file that is made at a click is asked for by. Streamlit makes it for whoever names it."""

SIGN_IN = "/sign-in"

UNMADE = b"Failed to generate file for download"
"""Streamlit's words for a file that could not be made, whatever the reason."""

NO_FILE = (
    "Berkas ini tidak dapat dibuat: isinya terlalu banyak untuk satu permintaan, atau pengunduhannya sedang tidak dapat dicatat. Persempit pilihan, atau coba "
    "lagi beberapa menit lagi. / This file could not be made: it is too much for one question, or taking it away cannot be recorded at the moment. Choose more "
    "narrowly, or try again in a few minutes."
)
"""What the button says instead. Its thread knows no language, so it says it in both."""

PROTOCOLS = b"sec-websocket-protocol"
"""The header in which Streamlit's page says what it speaks, its token, and the Streamlit session that it wants to go on with."""

Holds = Callable[[], Awaitable[bool]]

T = TypeVar("T")

MOST_FILES = 5_000
"""Files remembered for one session; Streamlit itself forgets a file when its page is left."""


@dataclass(eq=False)
class Socket:
    """One open WebSocket; `ended` is set when its session is over."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)
    streamlit_id: str | None = None


@dataclass
class Belongings:
    """What was told to one session over its WebSockets."""

    sockets: set[Socket] = field(default_factory=set)
    files: OrderedDict[str, None] = field(default_factory=OrderedDict)
    offers: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    streamlit_ids: set[str] = field(default_factory=set)


class Sockets:
    """All that is open, by the number of the session in the ledger. Used by the event loop alone."""

    def __init__(self) -> None:
        self._known: dict[int, Belongings] = {}

    def sessions(self) -> list[int]:
        """Numbers of the sessions that something belongs to."""
        return list(self._known)

    def holds_file(self, session_no: int, name: str) -> bool:
        """Whether this file was shown or offered to this session."""
        return session_no in self._known and name in self._known[session_no].files

    def is_somebodys(self, name: str) -> bool:
        """Whether this file was shown or offered to any session."""
        return any(name in belongings.files for belongings in self._known.values())

    def holds_streamlit_id(self, session_no: int, streamlit_id: str) -> bool:
        """Whether this Streamlit session is one of this session's."""
        return session_no in self._known and streamlit_id in self._known[session_no].streamlit_ids

    def is_somebodys_session(self, streamlit_id: str) -> bool:
        """Whether this Streamlit session belongs to any session."""
        return any(streamlit_id in belongings.streamlit_ids for belongings in self._known.values())

    def names_anothers(self, session_no: int, scope: Scope) -> bool:
        """Whether a WebSocket wants to go on with a Streamlit session that belongs to another session."""
        wanted = [part for name, value in scope["headers"] if name == PROTOCOLS for part in _protocols(value)[2:3]]
        return any(self.is_somebodys_session(each) and not self.holds_streamlit_id(session_no, each) for each in wanted)

    def end(self, session_nos: Iterable[int]) -> None:
        """Close what these sessions have open, stop what runs for them and forget what was theirs."""
        for session_no in session_nos:
            belongings = self._known.pop(session_no, Belongings())
            for socket in belongings.sockets:
                socket.ended.set()
            for streamlit_id in belongings.streamlit_ids:
                _forget(streamlit_id)

    async def follow(self, session_no: int, holds: Holds, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket of a session until it closes or the session ends; then the page is led to the sign-in.

        `holds` says whether the session still does; it is asked before every message is heard, so that none starts a run after the end.
        """
        belongings = self._known.setdefault(session_no, Belongings())
        socket = Socket()
        belongings.sockets.add(socket)
        try:
            await app(
                self._own_only(session_no, scope),
                _until_ended(socket, holds, _own_offers_only(belongings, receive), send),
                _noting(socket, belongings, send),
            )
        finally:
            belongings.sockets.discard(socket)
            if socket.ended.is_set() and socket.streamlit_id is not None:
                _forget(socket.streamlit_id)

    def _own_only(self, session_no: int, scope: Scope) -> Scope:
        """The scope without the Streamlit session it wants to go on with, the third of its protocols, unless that is its own."""
        headers = []
        for name, value in scope["headers"]:
            if name == PROTOCOLS:
                parts = _protocols(value)
                kept = parts[:2] + [part for part in parts[2:3] if self.holds_streamlit_id(session_no, part)]
                headers.append((name, ", ".join(kept).encode("latin-1")))
            else:
                headers.append((name, value))
        return {**scope, "headers": headers}


def _protocols(value: bytes) -> list[str]:
    return [part.strip() for part in value.decode("latin-1").split(",")]


def _forget(streamlit_id: str) -> None:
    """Stop what still runs for a Streamlit session, at its next element, and forget what it showed. Nothing happens where it is gone."""
    if runtime.exists():
        runtime.get_instance().close_session(streamlit_id)


def _noting(socket: Socket, belongings: Belongings, send: Send) -> Send:
    """A `send` that remembers the files and the Streamlit session that this WebSocket is told of."""

    async def noted(message: Message) -> None:
        if socket.ended.is_set():
            return
        content = message.get("bytes")
        if content and UNMADE in content:
            content = _said_plainly(content)
            message = {**message, "bytes": content}
        if message["type"] == "websocket.send" and content:
            names = [name.decode() for name in MEDIA.findall(content)]
            _remember(belongings.files, names)
            _hold(socket.streamlit_id, names)
            _remember(belongings.offers, OFFER.findall(content))
            if socket.streamlit_id is None:
                socket.streamlit_id = _streamlit_id(content)
                belongings.streamlit_ids |= {socket.streamlit_id} if socket.streamlit_id else set()
        await send(message)

    return noted


def _hold(streamlit_id: str | None, names: list[str]) -> None:
    """Let Streamlit keep these files until the next run of this session's page.

    It counts a file that was made at a click as nobody's and removes it when any two runs, of whomever, have ended: on a busy server before it is fetched.
    """
    if not names or streamlit_id is None or not runtime.exists():
        return
    manager = runtime.get_instance().media_file_mgr
    with manager._lock:  # noqa: SLF001 there is no other way to say so; a test holds it
        held = manager._files_by_session_and_coord[streamlit_id]  # noqa: SLF001
        for file_id in (name.partition(".")[0] for name in names):
            if file_id in manager._file_metadata:  # noqa: SLF001
                held.setdefault(f"made {file_id}", file_id)


def _remember(told: OrderedDict[T, None], names: Iterable[T]) -> None:
    """The names last; beyond MOST_FILES the oldest are forgotten."""
    for name in names:
        told[name] = None
        told.move_to_end(name)
    while len(told) > MOST_FILES:
        told.popitem(last=False)


def _said_plainly(content: bytes) -> bytes:
    """The answer to a click on a file that could not be made, in words that help; any other message as it is."""
    try:
        message = ForwardMsg.FromString(content)
    except DecodeError:
        return content
    if message.backend_operation_response.error_msg.encode() != UNMADE:
        return content
    message.backend_operation_response.error_msg = NO_FILE
    plain: bytes = message.SerializeToString()
    return plain


def _streamlit_id(content: bytes) -> str | None:
    """Name of the Streamlit session, if this message is the one that tells it."""
    try:
        message = ForwardMsg.FromString(content)
    except DecodeError:
        return None
    return message.new_session.initialize.session_id or None if message.WhichOneof("type") == "new_session" else None


def _own_offers_only(belongings: Belongings, receive: Receive) -> Receive:
    """A `receive` that does not hear a click on a file which was offered to another session."""

    async def received() -> Message:
        while True:
            message = await receive()
            offer = _offer(message.get("bytes") or b"")
            if not offer or offer in belongings.offers:
                return message

    return received


def _offer(content: bytes) -> bytes:
    """The file that a message asks to have made; empty when it asks for none."""
    try:
        message = BackMsg.FromString(content)
    except DecodeError:
        return b""
    return str(message.backend_operation_request.deferred_file.file_id).encode()


def _until_ended(socket: Socket, holds: Holds, receive: Receive, send: Send) -> Receive:
    """A `receive` that is over when the session is: the browser is told where to go, and nothing that it still asks is heard."""
    asked: asyncio.Task[Message] | None = None

    async def received() -> Message:
        nonlocal asked
        asked = asked or asyncio.create_task(_awaited(receive))
        over = asyncio.create_task(socket.ended.wait())
        try:
            await asyncio.wait({asked, over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
        if socket.ended.is_set() or (asked.result()["type"] == "websocket.receive" and not await holds()):
            asked.cancel()
            socket.ended.set()
            with suppress(Exception):
                await _say_farewell(send)
            return {"type": "websocket.disconnect", "code": 1008}
        message, asked = asked.result(), None
        return message

    return received


async def _awaited(receive: Receive) -> Message:
    return await receive()


async def _say_farewell(send: Send) -> None:
    """Lead the page of an accepted WebSocket to the sign-in, as Streamlit's own does, and close it."""
    message = ForwardMsg()
    message.auth_redirect.url = SIGN_IN
    await send({"type": "websocket.send", "bytes": message.SerializeToString()})
    await send({"type": "websocket.close", "code": 1008})
