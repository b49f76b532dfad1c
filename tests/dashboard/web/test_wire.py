"""Who is at the other end, and what uvicorn would do by itself."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import uvicorn
from starlette.types import Message, Scope
from streamlit.web.server.starlette.starlette_server import _bind_socket

from dashboard.web import settings
from dashboard.web.wire import Wire
from tests.dashboard.web.asking import ask


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
    wire = Wire(application, settings.read({"IPASN_TRUSTED_PROXIES": trusted}))
    with ThreadPoolExecutor(1) as pool:  # a browser's test before this one leaves its event loop running in the main thread
        pool.submit(lambda: asyncio.run(wire(scope, receive, send))).result()
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


def test_nothing_waits_for_an_acknowledgement_and_nobody_is_named() -> None:
    """Linux puts an acknowledgement off by 40 ms, and with Nagle's algorithm the second message of a run waits for it. The socket is bound as Streamlit does."""
    delays: list[int] = []

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        opened = receive.__self__.transport.get_extra_info("socket")
        delays.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def bare(scope: Scope, receive: Any, send: Any) -> None:
        await application(scope, receive, send)

    assert _asked_over_uvicorn(bare)["server"] == "uvicorn"
    assert _asked_over_uvicorn(Wire(application, settings.read({})))["server"] is None
    assert [bool(delay) for delay in delays] == [False, True]


def _asked_over_uvicorn(application: Any) -> Any:
    """Headers of the answer of this application on a server as Streamlit starts it."""
    listening = _bind_socket("127.0.0.1", 0, 10)
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="error"))
    thread = Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        return ask(f"http://127.0.0.1:{listening.getsockname()[1]}", "/").headers
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
