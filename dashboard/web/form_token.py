"""Forms that only our own page can send: a hidden token that fits a cookie which no other site can read or set."""

import hmac
import secrets
from hashlib import sha256

from starlette.requests import HTTPConnection
from starlette.responses import Response

from dashboard.web import cookies

NAME = "ipasn_form"

_KEY = secrets.token_bytes(32)
"""Of this process: after a restart a form that still stands open is shown once more."""


def made(connection: HTTPConnection) -> tuple[str, str]:
    """The browser's secret, a new one if it has none, and the token that fits it."""
    secret = connection.cookies.get(_name(connection), "")
    if not _is_secret(secret):
        secret = secrets.token_urlsafe(32)
    return secret, _token(secret)


def put(response: Response, connection: HTTPConnection, secret: str) -> None:
    """Hand the secret to the browser for as long as it is open."""
    response.set_cookie(_name(connection), secret, path="/", secure=cookies.is_secure(connection), httponly=True, samesite="strict")


def fits(connection: HTTPConnection, token: str) -> bool:
    """Whether a form was filled in on a page that this browser got from us."""
    secret = connection.cookies.get(_name(connection), "")
    return _is_secret(secret) and hmac.compare_digest(_token(secret), token)


def _is_secret(text: str) -> bool:
    return len(text) == 43 and text.isascii()


def _token(secret: str) -> str:
    return hmac.new(_KEY, secret.encode(), sha256).hexdigest()


def _name(connection: HTTPConnection) -> str:
    return f"__Host-{NAME}" if cookies.is_secure(connection) else NAME
