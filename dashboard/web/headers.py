"""The headers of every answer: what a browser may load, run, frame, keep and tell others."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.settings import Settings

KEPT = "/static/"
"""Streamlit's own scripts and fonts, named by their content: the only answers that a browser may keep."""

PERMISSIONS = (
    "accelerometer=(), autoplay=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=(), "
    "clipboard-write=(self), fullscreen=(self)"
)

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}

HSTS = {"host": "max-age=31536000", "domain": "max-age=31536000; includeSubDomains"}
"""Of one year; by IPASN_HSTS for the names below this one too."""


def hash_of(text: str) -> str:
    """An inline script or style as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _inline_scripts() -> list[str]:
    """The hashes of what stands in Streamlit's one HTML file, read from the installed one."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        return []
    page = (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    return [hash_of(script) for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)]


def policy_of_pages() -> str:
    """Content-Security-Policy of the pages Streamlit shows. Scripts come from this server alone and none is made from text; styles are made by its scripts."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *_inline_scripts()]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class Headers:
    """Middleware: puts the headers on every HTTP answer. A policy that an answer brings along stays, because it is a tighter one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hsts = HSTS[settings.hsts]
        self._policy = policy_of_pages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a WebSocket has no answer to put headers on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(message, scope)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _complete(self, message: Message, scope: Scope) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in ALWAYS.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", self._policy)
        if message["status"] != 200 or not scope["path"].startswith(KEPT):
            headers["Cache-Control"] = "no-store"
        for name in [name for name in headers if name.lower().startswith("access-control-")]:
            del headers[name]
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = self._hsts
            _secure_cookies(headers)


def _secure_cookies(headers: MutableHeaders) -> None:
    """Streamlit marks its own cookie Secure only when it holds the certificate itself, not behind a proxy that does."""
    cookies = headers.getlist("set-cookie")
    if cookies:
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")
