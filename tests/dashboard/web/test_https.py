"""Behind a proxy that holds the certificate: only by https, with cookies that no other site can plant, and the reader's own address."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.ledger import accounts, engine, sessions
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.web import settings
from dashboard.web.headers import HSTS
from tests.dashboard.web.asking import ask, handshake
from tests.dashboard.web.conftest import PASSWORD
from tests.dashboard.web.visitor import HTML, Visitor
from tests.serving import Server, serving

SECURE = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7, 192.0.2.9"}


@pytest.fixture(scope="module")
def proxied(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Engine]]:
    folder = tmp_path_factory.mktemp("proxied")
    settings = {
        "IPASN_SIGN_IN": "required",
        "IPASN_TRUSTED_PROXIES": "127.0.0.1",
        "IPASN_LEDGER": f"sqlite:///{folder / 'ledger.sqlite'}",
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
    }
    with pytest.MonkeyPatch.context() as patch, serving(warehouse, folder / "server.log", settings=settings) as running:
        for name, value in settings.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        accounts.add(ledger, "far@example.go.id", actor=COMMAND_LINE, now=datetime.now(UTC), password=PASSWORD, must_change_password=False)
        yield running, ledger
        ledger.dispose()


def test_plain_http_from_elsewhere_is_refused(proxied: tuple[Server, Engine]) -> None:
    url = proxied[0].url
    assert ask(url, "/sign-in", headers={**HTML, "X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "http"}).status == 403


def test_the_session_is_bound_to_this_host_and_to_https(proxied: tuple[Server, Engine]) -> None:
    server, ledger = proxied
    visitor = Visitor(server.url)
    shown = visitor.get("/sign-in", SECURE)
    assert shown.headers["Strict-Transport-Security"] == "max-age=31536000"
    visitor.send({"name": "far@example.go.id", "password": PASSWORD}, headers=SECURE)
    assert all("; Secure" in cookie for cookie in visitor.set_cookies)
    assert set(visitor.cookies) == {"__Host-ipasn", "__Host-ipasn_form"}
    assert visitor.get("/units", SECURE).status == 200
    assert all("; Secure" in cookie for cookie in visitor.get("/_stcore/health", SECURE).headers.get_all("Set-Cookie") or [])
    account = accounts.find(ledger, "far@example.go.id")
    assert account is not None
    assert {place.address for place in sessions.listed(ledger, account.account_no, now=datetime.now(UTC))} == {"192.0.2.9"}


def test_names_below_are_promised_https_only_where_it_is_asked_for() -> None:
    said = {hsts: HSTS[settings.read({"IPASN_HSTS": hsts}).hsts] for hsts in ("", "host", "domain")}
    assert said == {"": "max-age=31536000", "host": "max-age=31536000", "domain": "max-age=31536000; includeSubDomains"}


def test_a_cookie_without_the_prefix_is_nobodys(proxied: tuple[Server, Engine]) -> None:
    server, _ledger = proxied
    visitor = Visitor(server.url)
    visitor.get("/sign-in", SECURE)
    visitor.send({"name": "far@example.go.id", "password": PASSWORD}, headers=SECURE)
    token = visitor.cookies["__Host-ipasn"]
    assert ask(server.url, "/units", headers={**HTML, **SECURE, "Cookie": f"ipasn={token}"}).status == 303
    origin = server.url.replace("http://", "https://")
    assert handshake(server.url, origin, {**SECURE, "Cookie": f"ipasn={token}"}) == 403
    assert handshake(server.url, server.url, {**SECURE, "Cookie": f"__Host-ipasn={token}"}) == 403
    assert handshake(server.url, origin, {**SECURE, "Cookie": f"__Host-ipasn={token}"}) == 101
