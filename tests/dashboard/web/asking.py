"""Questions to a running server as any program may put them: headers of one's own, answers with their headers, WebSockets."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


@dataclass(frozen=True)
class Answer:
    """Status, headers (any case) and body of an answer, as text and as the bytes it came in."""

    status: int
    headers: Message
    body: str
    content: bytes = b""


def ask(url: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: str | None = None) -> Answer:
    """One question. A `Host` among the headers stands instead of the address's own; nothing is followed."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    try:
        connection.request(method, path, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        content = answer.read()
        return Answer(answer.status, answer.msg, content.decode(errors="replace"), content)
    finally:
        connection.close()


def stream(
    url: str, origin: str | None, headers: Mapping[str, str] | None = None, path: str = "/_stcore/stream", session_id: str = ""
) -> ClientConnection:
    """A WebSocket as Streamlit's page opens it. Raises InvalidStatus when the handshake is refused."""
    protocols = [Subprotocol(part) for part in ("streamlit", "PLACEHOLDER_AUTH_TOKEN", session_id) if part]
    return connect(
        url.replace("http://", "ws://") + path,
        origin=None if origin is None else Origin(origin),
        additional_headers=dict(headers or {}),
        subprotocols=protocols,
        max_size=None,
        compression=None,
    )


def handshake(url: str, origin: str | None, headers: Mapping[str, str] | None = None, path: str = "/_stcore/stream") -> int:
    """Status of a WebSocket's handshake: 101 when it opens."""
    try:
        with stream(url, origin, headers, path):
            return 101
    except InvalidStatus as error:
        return error.response.status_code
