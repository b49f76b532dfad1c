"""The session cookie: its name, how it is set and read. Its value is a token that only the ledger can tell anything about."""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import Response

SECURE_NAME = "__Host-ipasn"
"""Over https. The prefix makes a browser refuse it from another host, another path or without Secure, so no other site of the domain can plant one."""

LOCAL_NAME = "ipasn"
"""Over http, on this machine alone: browsers keep no __Host- cookie there."""

SECONDS = 8 * 60 * 60


def token(cookies: Mapping[str, str]) -> str | None:
    """The token of a session in these cookies, none when there is none. The gate has let in only connections whose cookie has the name of their scheme."""
    return cookies.get(SECURE_NAME) or cookies.get(LOCAL_NAME) or None


def token_of(connection: HTTPConnection) -> str | None:
    """The token of this connection, from the cookie that belongs to its scheme: over https one without the prefix is nobody's."""
    return connection.cookies.get(_name(connection)) or None


def put(response: Response, connection: HTTPConnection, token: str) -> None:
    """Hand a session to the browser. No script can read it, no other site's form can send it."""
    response.set_cookie(_name(connection), token, max_age=SECONDS, path="/", secure=is_secure(connection), httponly=True, samesite="lax")


def drop(response: Response, connection: HTTPConnection) -> None:
    """Take the session from the browser."""
    response.delete_cookie(_name(connection), path="/", secure=is_secure(connection), httponly=True, samesite="lax")


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the reader's browser speaks https or wss."""
    return connection.scope["scheme"] in {"https", "wss"}


def _name(connection: HTTPConnection) -> str:
    return SECURE_NAME if is_secure(connection) else LOCAL_NAME
