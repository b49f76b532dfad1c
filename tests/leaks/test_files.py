"""A file belongs to the session it was shown to, for as long as the session holds the roles it was shown for."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from dashboard.ledger import accounts, audit
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.recording import TAKEN
from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.visitor import Visitor, streamlit_id
from tests.leaks.marked import MARKS, Role
from tests.leaks.wire import made, offered, run, taken

ANY = {"Accept": "*/*"}
"""What a script asks for: it is refused, and not led to the sign-in."""

OWN, OTHERS = Role("verifier", unit=6), Role("verifier", unit=7)


def account_no(guarded: Guarded, name: str) -> int:
    account = accounts.find(guarded.ledger, name)
    assert account is not None
    return account.account_no


def revoke(guarded: Guarded, name: str, role: Role) -> None:
    accounts.revoke(guarded.ledger, account_no(guarded, name), role.grant, actor=COMMAND_LINE, now=datetime.now(UTC))


def grant(guarded: Guarded, name: str, role: Role) -> None:
    accounts.grant(guarded.ledger, account_no(guarded, name), role.grant, actor=COMMAND_LINE, now=datetime.now(UTC))


@pytest.fixture
def reader(guarded: Guarded, request: pytest.FixtureRequest) -> tuple[str, Visitor]:
    """A verifier of a unit, new for each test."""
    name = f"{request.node.originalname}@example.go.id".replace("_", ".")
    return name, guarded.signed_in(name, OWN.grant)


@pytest.fixture
def page(reader: tuple[str, Visitor]) -> Iterator[tuple[ClientConnection, str, list[str]]]:
    """The page of people that is open: its connection, its Streamlit session and the files it offers."""
    with reader[1].stream() as connection:
        sent = run(connection, "people")
        yield connection, streamlit_id(sent.messages), offered(sent)


def test_a_file_is_taken_away_and_recorded(guarded: Guarded, reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]) -> None:
    connection, streamlit, offers = page
    assert MARKS.found(taken(reader[1], made(connection, streamlit, offers[0])))
    assert _taken_by(guarded, reader[0]) == 1


def test_a_file_that_was_made_stays_while_others_read(
    guarded: Guarded, reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]
) -> None:
    connection, streamlit, offers = page
    path = made(connection, streamlit, offers[0])
    other = guarded.signed_in("many.runs@example.go.id", OTHERS.grant)
    with other.stream() as elsewhere:
        for _run in range(4):
            run(elsewhere, "people")
    assert MARKS.found(taken(reader[1], path))


def test_a_file_offered_before_the_role_was_taken_is_not_made(
    guarded: Guarded, reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]
) -> None:
    connection, streamlit, offers = page
    revoke(guarded, reader[0], OWN)
    assert made(connection, streamlit, offers[0]) == ""
    assert _taken_by(guarded, reader[0]) == 0


def test_a_file_made_before_the_role_was_taken_is_not_given(
    guarded: Guarded, reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]
) -> None:
    connection, streamlit, offers = page
    name, visitor = reader
    path = made(connection, streamlit, offers[0])
    revoke(guarded, name, OWN)
    assert visitor.get(path, ANY).status == 401
    grant(guarded, name, OTHERS)
    assert visitor.get(path, ANY).status == 401
    sign_in_again(guarded, visitor, name)
    assert visitor.get(path, ANY).status == 404
    with visitor.stream() as anew:
        sent = run(anew, "people")
        assert MARKS.found(taken(visitor, made(anew, streamlit_id(sent.messages), offered(sent)[0]))) <= OTHERS.allowed("people")


def test_a_page_that_is_open_closes_when_the_role_is_taken(
    guarded: Guarded, reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]
) -> None:
    connection, _streamlit, _offers = page
    revoke(guarded, reader[0], OWN)
    with pytest.raises(ConnectionClosed):
        assert not MARKS.found(run(connection, "people").content)


def sign_in_again(guarded: Guarded, visitor: Visitor, name: str) -> None:
    """With a new telephone: a code counts once."""
    accounts.remove_second_factor(guarded.ledger, account_no(guarded, name), actor=COMMAND_LINE, now=datetime.now(UTC))
    visitor.sign_in(name, PASSWORD)
    visitor.follow()
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", "")
    visitor.send({"code": pyotp.TOTP(secret).now()})
    assert visitor.is_in()


def test_a_file_is_not_made_for_another_session(guarded: Guarded, page: tuple[ClientConnection, str, list[str]]) -> None:
    _connection, streamlit, offers = page
    other = guarded.signed_in("other.session@example.go.id", OTHERS.grant)
    with other.stream() as elsewhere:
        run(elsewhere, "people")
        assert [made(elsewhere, streamlit, offer) for offer in offers] == [""] * len(offers)
        own = streamlit_id(run(elsewhere, "people").messages)
        assert [made(elsewhere, own, offer, patience=1) for offer in offers] == [""] * len(offers)


def test_nothing_is_made_or_given_after_sign_out(reader: tuple[str, Visitor], page: tuple[ClientConnection, str, list[str]]) -> None:
    connection, streamlit, offers = page
    visitor = reader[1]
    path, kept = made(connection, streamlit, offers[0]), dict(visitor.cookies)
    visitor.get("/account")
    assert visitor.send({}, "/sign-out").status == 303
    again = Visitor(visitor.url)
    again.cookies = kept
    for headers in ({}, ANY, {"Range": "bytes=0-100"}):
        assert again.get(path, headers).status in {303, 401}
    assert not MARKS.found(again.shown.content)
    assert again.handshake() == 403


def _taken_by(guarded: Guarded, name: str) -> int:
    return len(audit.search(guarded.ledger, Sought(account_no=account_no(guarded, name), actions=[TAKEN])).entries)
