"""Nobody enters without a session, and nothing of one session is handed to another."""

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from dashboard.ledger import accounts
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.web.gate import local_path
from pipelines.warehouse.engine import open_release
from tests.dashboard.web.asking import ask, handshake
from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.visitor import HTML, Visitor, ask_for, file_path, run, streamlit_id

PATHS = (
    "/",
    "/units",
    "/people?year=2021",
    "/nothing",
    "/account",
    "/favicon.png",
    "/media/none.csv",
    "/_stcore/health",
    "/_stcore/host-config",
    "/sign-in/none",
    "/sign-in/provider",
    "/sign-in/../units",
    "//units",
)

SECONDS = 6
"""Within which a page that is open has to be closed."""


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_is_led_to_the_sign_in(guarded: Guarded, path: str) -> None:
    opened = ask(guarded.server.url, path, headers=HTML)
    assert opened.status == 303
    assert opened.headers["Location"].startswith("/sign-in")
    assert (ask(guarded.server.url, path).status, ask(guarded.server.url, path, "POST").status) == (401, 401)


@pytest.mark.parametrize("cookie", ["", "ipasn=", "ipasn=guessed", "__Host-ipasn=guessed", "ipasn=" + "A" * 5000])
def test_a_websocket_without_a_session_is_refused(guarded: Guarded, cookie: str) -> None:
    assert handshake(guarded.server.url, guarded.server.url, {"Cookie": cookie}) == 403


def test_health_is_told_without_a_session(guarded: Guarded) -> None:
    assert ask(guarded.server.url, "/livez").status == 200
    assert ask(guarded.server.url, "/readyz").status == 200


def test_who_has_signed_in_enters(guarded: Guarded) -> None:
    visitor = guarded.signed_in("enters@example.go.id")
    assert visitor.is_in()
    assert visitor.handshake() == 101
    assert visitor.get("/_stcore/host-config").status == 200


def test_another_page_cannot_use_the_session(guarded: Guarded) -> None:
    visitor = guarded.signed_in("crosssite@example.go.id")
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
    assert handshake(guarded.server.url, "http://evil.example.org", cookie) == 403
    assert handshake(guarded.server.url, None, cookie) == 403
    assert ask(guarded.server.url, "/sign-out", "POST", {**cookie, "Origin": "http://evil.example.org"}).status == 403
    assert visitor.is_in()


def test_a_file_belongs_to_the_session_that_was_shown_it(guarded: Guarded, warehouse: Path) -> None:
    asn = Grant("asn", nip=a_nip(warehouse))
    owner, other = guarded.signed_in("owner@example.go.id", asn), guarded.signed_in("other@example.go.id", asn)
    with owner.stream() as connection:
        path = file_path(connection, run(connection, "people"))
        assert path.startswith("/media/")
        assert owner.get(path).status == 200
        assert other.get(path).status == 404
        assert ask(guarded.server.url, path).status == 401
        owner.get("/account")
        owner.send({}, "/sign-out")
    owner.cookies["ipasn"] = "ended"
    assert owner.get(path, {"Accept": "*/*"}).status == 401


def test_a_streamlit_session_is_not_handed_to_another(guarded: Guarded) -> None:
    owner, other = guarded.signed_in("reconnects@example.go.id"), guarded.signed_in("takesover@example.go.id")
    with owner.stream() as connection:
        first = streamlit_id(run(connection))
    with other.stream(first) as connection:
        assert streamlit_id(run(connection)) != first
    with owner.stream(first) as connection:
        assert streamlit_id(run(connection)) == first


def test_a_page_that_is_open_closes_at_sign_out(guarded: Guarded) -> None:
    visitor = guarded.signed_in("leaves@example.go.id")
    with visitor.stream() as connection:
        run(connection)
        visitor.get("/account")
        assert visitor.send({}, "/sign-out").status == 303
        assert visitor.shown.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert _led_to(connection) == "/sign-in"


def test_a_page_that_is_open_closes_when_the_account_is_disabled(guarded: Guarded) -> None:
    visitor = guarded.signed_in("disabled@example.go.id")
    account = accounts.find(guarded.ledger, "disabled@example.go.id")
    assert account is not None
    with visitor.stream() as connection:
        run(connection)
        accounts.disable(guarded.ledger, account.account_no, actor=COMMAND_LINE, now=datetime.now(UTC))
        assert not visitor.is_in()
        assert _led_to(connection) == "/sign-in"
    assert visitor.handshake() == 403


def test_no_run_begins_after_the_end(guarded: Guarded) -> None:
    visitor = guarded.signed_in("norun@example.go.id")
    account = accounts.find(guarded.ledger, "norun@example.go.id")
    assert account is not None
    with visitor.stream() as connection:
        run(connection)
        accounts.disable(guarded.ledger, account.account_no, actor=COMMAND_LINE, now=datetime.now(UTC))
        ask_for(connection, "units")
        kinds = [message.WhichOneof("type") for message in _rest(connection)]
    assert kinds[-1] == "auth_redirect"
    assert not {"new_session", "delta"} & set(kinds)


def test_sign_out_everywhere_ends_every_browser(guarded: Guarded) -> None:
    first = guarded.signed_in("everywhere@example.go.id")
    second = guarded.visitor()
    second.sign_in("everywhere@example.go.id", "kuda laut biru tua")
    with second.stream() as connection:
        run(connection)
        first.get("/account")
        assert first.send({}, "/sign-out/everywhere").status == 303
        assert _led_to(connection) == "/sign-in"
    assert not second.is_in()


def test_an_old_token_opens_nothing(guarded: Guarded) -> None:
    visitor = guarded.signed_in("replay@example.go.id")
    kept = dict(visitor.cookies)
    visitor.get("/account")
    visitor.send({}, "/sign-out")
    again = Visitor(guarded.server.url)
    again.cookies = kept
    assert not again.is_in()
    assert again.handshake() == 403


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example.org",
        "https://evil.example.org",
        "/\\evil.example.org",
        "javascript:alert(1)",
        "",
        "/sign-in?next=/",
        "/media/a.csv",
        "/a\r\nb",
        "evil",
    ],
)
def test_nobody_is_led_elsewhere(text: str) -> None:
    assert local_path(text) == "/"


def test_a_page_of_ours_is_come_back_to() -> None:
    assert local_path("/units?year=2020&lang=en") == "/units?year=2020&lang=en"


def a_nip(warehouse: Path) -> int:
    """The NIP of somebody measured in 2021, invented as all of them."""
    current = (warehouse / "CURRENT").read_text().strip()
    with open_release(warehouse / "releases" / f"{current}.duckdb").connect() as release:
        return int(release.execute(text("SELECT min(nip) FROM asn_score WHERE period_year = 2021 AND is_measured")).scalar_one())


def _rest(connection: ClientConnection) -> list[ForwardMsg]:
    """What is still said before the connection closes."""
    said, end = [], monotonic() + SECONDS
    try:
        while monotonic() < end:
            said.append(ForwardMsg.FromString(connection.recv(timeout=SECONDS)))
    except ConnectionClosed:
        return said
    raise AssertionError("the connection stayed open")


def _led_to(connection: ClientConnection) -> str:
    return _rest(connection)[-1].auth_redirect.url
