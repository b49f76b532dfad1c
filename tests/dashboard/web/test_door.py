"""Foreign names, foreign pages and what is not public."""

import pytest

from tests.dashboard.web.asking import ask, handshake
from tests.serving import Server


@pytest.mark.parametrize("host", ["evil.example.org", "evil.example.org:8501", "127.0.0.1.evil.example.org", "localhost@evil.example.org", ""])
def test_another_host_is_refused(server: Server, host: str) -> None:
    assert ask(server.url, "/", headers={"Host": host}).status == 400
    assert ask(server.url, "/_stcore/health", headers={"Host": host}).status == 400


def test_a_probe_may_ask_by_address(server: Server) -> None:
    assert ask(server.url, "/livez", headers={"Host": "10.1.2.3:8501"}).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
        "/_stcore/none",
        "/auth/login",
        "/oauth2callback",
        "/component/any/index.html",
    ],
)
def test_internals_are_not_there(server: Server, path: str) -> None:
    assert ask(server.url, path).status == 404


def test_a_websocket_opens_from_our_own_page(server: Server) -> None:
    assert handshake(server.url, server.url) == 101


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example.org", "https://127.0.0.1", "http://127.0.0.1:1", "http://127.0.0.1.evil.example.org"]
)
def test_a_websocket_from_elsewhere_is_refused(server: Server, origin: str | None) -> None:
    assert handshake(server.url, origin) == 403


def test_a_websocket_to_another_name_is_refused(server: Server) -> None:
    port = server.url.rpartition(":")[2]
    assert handshake(server.url, f"http://evil.example.org:{port}", {"Host": f"evil.example.org:{port}"}) in {400, 403}


def test_there_is_one_websocket(server: Server) -> None:
    assert handshake(server.url, server.url, path="/units/_stcore/stream") == 403


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example.org"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_another_page_changes_nothing(server: Server, headers: dict[str, str]) -> None:
    assert ask(server.url, "/_stcore/upload_file/a/b", "PUT", headers, body="x").status == 403
