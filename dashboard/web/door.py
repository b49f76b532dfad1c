"""Which questions are heard at all: asked by this server's name, from its own pages, for what is meant to be public. Who asks is the gate's concern."""

import logging

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.web import health
from dashboard.web.settings import Settings

STREAM = "/_stcore/stream"
"""The one WebSocket there is."""

OPEN_INTERNALS = (STREAM, "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/", "/_stcore/bidi-components/")
"""What a page asks of Streamlit. Its metrics, its agent API and whatever a later version adds are not there."""

CLOSED = ("/_stcore", "/auth", "/oauth2callback", "/component", "/app/static")
"""Streamlit's own sign-in sets a cookie of 30 days, its components run scripts of others; neither is used."""

SAFE = ("GET", "HEAD", "OPTIONS")

_log = logging.getLogger(__name__)


class Door:
    """Middleware that refuses a foreign Host, a foreign page and a closed path, in this order."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be asked."""
        if scope["type"] == "websocket":
            reason = self._refused_socket(scope)
            if reason:
                _log.warning("WebSocket refused: %s", reason)
                await refuse_socket(receive, send)
                return
        elif scope["type"] == "http":
            refusal = self._refused(scope)
            if refusal:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refused_socket(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if scope["path"] != STREAM:
            return "no such path"
        if not self._settings.is_allowed(headers.get("host", "")):
            return "Host is not one of IPASN_ALLOWED_HOSTS"
        if not is_same_origin(headers.get("origin"), scope):
            return "Origin is missing or another site's (behind a proxy with TLS: is it named in IPASN_TRUSTED_PROXIES?)"
        return None

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        if scope["path"] in health.PATHS:
            return None
        if not self._settings.is_allowed(Headers(scope=scope).get("host", "")):
            return PlainTextResponse("Bad Request", 400)
        if scope["method"] not in SAFE and not _is_own_page(scope):
            return PlainTextResponse("Forbidden", 403)
        return PlainTextResponse("Not Found", 404) if _is_closed(scope["path"]) else None


def is_same_origin(origin: str | None, scope: Scope) -> bool:
    """Whether an Origin header is this server's own, scheme, name and port. A missing one is not: every browser sends it with a WebSocket."""
    scheme = "https" if scope["scheme"] in {"https", "wss"} else "http"
    return origin is not None and origin.lower() == f"{scheme}://{Headers(scope=scope).get('host', '').lower()}"


def _is_own_page(scope: Scope) -> bool:
    """Whether a question that changes something comes from a page of ours. A form under `no-referrer` sends the Origin `null`; its token is checked later."""
    headers = Headers(scope=scope)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    return (origin in {None, "null"} or is_same_origin(origin, scope)) and site in {None, "none", "same-origin"}


def _is_closed(path: str) -> bool:
    is_inside = any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED)
    return is_inside and not any(path == opened or (opened.endswith("/") and path.startswith(opened)) for opened in OPEN_INTERNALS)


async def refuse_socket(receive: Receive, send: Send) -> None:
    """Answer a handshake with 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
