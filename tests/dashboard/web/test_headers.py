"""Every answer carries the headers: a page, a script, a refusal, a health check."""

import pytest

from tests.dashboard.web.asking import ask
from tests.serving import Server

PATHS = ("/", "/units", "/_stcore/health", "/_stcore/metrics", "/media/none.csv", "/livez", "/nothing/here")


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_says_what_a_browser_may_do_with_it(server: Server, path: str) -> None:
    headers = ask(server.url, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] is None
    assert headers["Strict-Transport-Security"] is None
    assert not [name for name in headers if name.lower().startswith("access-control-")]


def test_scripts_come_from_this_server_alone_and_nobody_frames_it(server: Server) -> None:
    policy = dict(part.split(" ", 1) for part in ask(server.url, "/").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert policy["script-src"].count("sha256-") == 1


def test_a_refusal_carries_them_too(server: Server) -> None:
    refused = ask(server.url, "/", headers={"Host": "other.example.org"})
    assert refused.status == 400
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_only_what_is_named_by_its_content_is_kept(server: Server) -> None:
    script = next(part for part in ask(server.url, "/").body.split('"') if part.startswith("./static/js/"))
    assert "immutable" in ask(server.url, script[1:]).headers["Cache-Control"]
    assert ask(server.url, "/static/js/none.js").headers["Cache-Control"] in {"no-store", "no-cache"}
