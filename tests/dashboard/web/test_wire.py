"""Who is at the other end, and how soon the second message of a run is sent."""

import asyncio
import time
from typing import Any

from starlette.types import Message, Scope
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.web import settings
from dashboard.web.wire import Wire
from tests.dashboard.web.asking import stream
from tests.serving import Server


def seen(headers: dict[str, str], peer: str, trusted: str, kind: str = "http") -> Scope:
    """The scope that an application behind the wire gets."""
    got: list[Scope] = []

    async def application(scope: Scope, _receive: Any, _send: Any) -> None:
        got.append(scope)

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "client": (peer, 5), "server": ("10.0.0.1", 80), "scheme": "http" if kind == "http" else "ws", "headers": raw}
    asyncio.run(Wire(application, settings.read({"IPASN_TRUSTED_PROXIES": trusted}))(scope, receive, send))
    return got[0]


def test_a_stranger_cannot_speak_for_another() -> None:
    scope = seen({"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "Host": "a"}, "127.0.0.1", "10.0.0.9")
    assert (scope["client"][0], scope["scheme"], scope["forwarded"], scope["headers"]) == ("127.0.0.1", "http", True, [(b"host", b"a")])


def test_a_named_proxy_speaks_for_its_reader() -> None:
    scope = seen({"X-Forwarded-For": "203.0.113.5, 192.0.2.1", "X-Forwarded-Proto": "https"}, "10.0.0.9", "10.0.0.9")
    assert (scope["client"][0], scope["scheme"]) == ("192.0.2.1", "https")
    assert seen({"X-Forwarded-Proto": "https"}, "10.0.0.9", "10.0.0.9", "websocket")["scheme"] == "wss"


def test_a_chain_of_named_proxies_is_read_from_its_end() -> None:
    scope = seen({"X-Forwarded-For": "127.0.0.1, 192.0.2.1, 10.0.0.8"}, "10.0.0.9", "10.0.0.0/24")
    assert scope["client"][0] == "192.0.2.1"


def test_a_direct_reader_is_not_forwarded() -> None:
    assert seen({"Host": "a"}, "127.0.0.1", "")["forwarded"] is False


def test_the_second_message_does_not_wait_for_the_first(server: Server) -> None:
    """Linux puts an acknowledgement off by 40 ms; with Nagle's algorithm every run of this reader, which acknowledges late, took as long."""
    question = BackMsg()
    question.rerun_script.page_name = "method"
    gaps = []
    with stream(server.url, server.url) as connection:
        for _run in range(8):
            connection.send(question.SerializeToString())
            gaps.append(_gap(connection))
    assert sorted(gaps)[len(gaps) // 2] < 0.03


def _gap(connection: Any) -> float:
    """Seconds between the first and the second message of a run."""
    arrived: list[float] = []
    while True:
        message = ForwardMsg.FromString(connection.recv(timeout=60))
        arrived.append(time.perf_counter())
        if message.WhichOneof("type") == "script_finished":
            return arrived[1] - arrived[0]
