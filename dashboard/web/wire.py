"""What a connection really is: its two ends, its scheme, its socket. Everything further inside believes the scope that leaves here.

uvicorn as Streamlit starts it believes X-Forwarded-For of every program on this machine, names itself in every answer and leaves Nagle's algorithm on, which
puts 40 ms before the second message of every run. None of it can be set from Streamlit, so it is put right at uvicorn's own connection, which is the object
that `receive` belongs to; on another server, which has none, the scope stands as it came.
"""

import socket
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.web.settings import Settings

FORWARDING = (b"forwarded", b"via", b"x-real-ip", b"cf-connecting-ip", b"true-client-ip")
"""Headers of proxies beside X-Forwarded-*, none of which is ever read."""


class Wire:
    """Outermost middleware: scope["client"], ["server"] and ["scheme"] are those of the reader, "forwarded" says whether somebody stands between."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a scope of its own."""
        if scope["type"] in {"http", "websocket"}:
            scope = self._seen(scope, getattr(receive, "__self__", None))
        await self._app(scope, receive, send)

    def _seen(self, scope: Scope, connection: Any) -> Scope:
        seen = {**scope, **_ends(scope, connection)}
        _quieten(connection)
        headers = [(name, value) for name, value in scope["headers"] if not _is_forwarding(name)]
        seen["forwarded"] = len(headers) < len(scope["headers"])
        if self._settings.is_trusted(seen["client"][0]):
            forwarded = {name: value.decode("latin-1") for name, value in scope["headers"] if name.startswith(b"x-forwarded-")}
            seen["client"] = (self._reader(forwarded.get(b"x-forwarded-for", ""), seen["client"][0]), 0)
            seen["scheme"] = _scheme(scope["type"], forwarded.get(b"x-forwarded-proto", ""), seen["scheme"])
        seen["headers"] = headers
        return seen

    def _reader(self, chain: str, peer: str) -> str:
        """The last address of the chain that is no proxy of ours: what stands before it, anybody may have written."""
        for address in reversed([part.strip() for part in chain.split(",") if part.strip()]):
            if not self._settings.is_trusted(address):
                return address
        return peer


def _is_forwarding(name: bytes) -> bool:
    return name in FORWARDING or name.startswith(b"x-forwarded-")


def _scheme(kind: str, said: str, seen: str) -> str:
    is_secure = said.rpartition(",")[2].strip().lower() == "https" if said else seen in {"https", "wss"}
    if kind == "websocket":
        return "wss" if is_secure else "ws"
    return "https" if is_secure else "http"


def _ends(scope: Scope, connection: Any) -> dict[str, Any]:
    """Both ends and the scheme as the socket knows them; uvicorn has already believed headers."""
    transport = getattr(connection, "transport", None)
    if transport is None:
        return {"client": scope.get("client") or ("", 0), "server": scope.get("server") or ("", 0)}
    peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
    is_secure = transport.get_extra_info("sslcontext") is not None
    return {"client": _end(peer), "server": _end(own), "scheme": _scheme(scope["type"], "", "https" if is_secure else "http")}


def _end(name: Any) -> tuple[str, int]:
    return (str(name[0]), int(name[1])) if isinstance(name, tuple) else ("", 0)


def _quieten(connection: Any) -> None:
    """No Nagle on its socket, no name of the server in its answers."""
    transport = getattr(connection, "transport", None)
    opened = transport.get_extra_info("socket") if transport is not None else None
    if opened is not None and opened.family in {socket.AF_INET, socket.AF_INET6}:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(connection, "default_headers"):
        connection.default_headers = [header for header in connection.default_headers if header[0] != b"server"]
