"""One reader of the dashboard over the real websocket, without a browser: asks for a page, reads every message until the script has ended.

Streamlit's server leaves Nagle's algorithm on, so its second message waits for the answer to its first; the reader acknowledges at once, or every run would
take the 40 ms that Linux puts acknowledgements off.
"""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


@dataclass(frozen=True)
class Run:
    """One run of a page: seconds from the question to the last message, bytes received, whether it failed, and everything it said."""

    seconds: float
    byte_count: int
    is_failed: bool
    content: bytes


class Reader:
    """A session on a server. Use it as a context manager. `headers` go with the handshake: the cookie of who has signed in."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._url, self._headers = url, dict(headers or {})

    def __enter__(self) -> Self:
        address = self._url.replace("http://", "ws://") + "/_stcore/stream"
        protocols = [Subprotocol("streamlit")]
        self._connection: ClientConnection = connect(
            address, origin=Origin(self._url), additional_headers=self._headers, subprotocols=protocols, max_size=None, compression=None
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def run(self, page: str = "", query: str = "") -> Run:
        """Run a page from its beginning; the first page has no name. Raises TimeoutError after a minute of silence."""
        question = BackMsg()
        question.rerun_script.page_name = page
        question.rerun_script.query_string = query
        began = time.perf_counter()
        self._connection.send(question.SerializeToString())
        self._connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        messages: list[bytes] = []
        while True:
            received = self._connection.recv(timeout=60)
            messages.append(received if isinstance(received, bytes) else received.encode())
            message = ForwardMsg.FromString(messages[-1])
            if message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        seconds = time.perf_counter() - began
        return Run(seconds, sum(map(len, messages)), any(map(_is_failure, messages)), b"".join(messages))


def _is_failure(received: bytes) -> bool:
    message = ForwardMsg.FromString(received)
    kind = message.WhichOneof("type")
    if kind == "delta":
        return bool(message.delta.new_element.WhichOneof("type") == "exception")
    return kind == "page_not_found" or bool(kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY)
