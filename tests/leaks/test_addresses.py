"""Addresses stay in histories, logs and messages: none that a page writes, leads to or offers a file at holds a NIP, a name, an e-mail address or a token.

Codes of units are allowed in them; so an address is read for the words that stand for people.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest

from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.visitor import streamlit_id
from tests.leaks import readers
from tests.leaks.marked import MARKS, PEOPLE, UNITS, Role
from tests.leaks.readers import UNIT, Reader
from tests.leaks.wire import Query, Sent, made, offered, run

ADDRESS = re.compile(r"""(?:https?://|[/?]|mailto:)[^\s"'<>\\]*""")
"""In a message as text: where it stands in HTML, in Markdown or in the bytes of a table."""

QUERIES: tuple[Query, ...] = (
    {"year": 2021, "order": "asn_name", "desc": "1", "page": "2"},
    {
        "year": 2020,
        "lang": "en",
        "unit": UNITS[19].unit_id,
        "sex": "male",
        "rank_group": "III",
        "view": "unverified",
        "group": "unit",
        "reach": "owners",
    },
)
"""Filters, orders and views. What a reader types into the address by hand stands there of their own doing, and is carried on."""


def addresses(sent: Sent) -> Iterator[str]:
    """The addresses in what was sent: the page's own, links, media, pictures, and what stands in HTML and Markdown."""
    for message in sent.messages:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            yield message.page_info_changed.query_string
        if kind == "navigation":
            yield from (page.url_pathname for page in message.navigation.app_pages)
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "page_link":
            yield f"{message.delta.new_element.page_link.page}?{message.delta.new_element.page_link.query_string}"
        yield from ADDRESS.findall(str(message))


def people_in(address: str) -> set[str]:
    """Who is named in an address. A run of digits within the random name of a file is nobody's."""
    numbers = re.findall(r"(?<![0-9a-f])[0-9]{16,18}(?![0-9a-f])", address)
    return {whom for whom in MARKS.found(unquote_plus(address).encode()) if whom.startswith("person")} | set(numbers)


def _boxes(sent: Sent) -> dict[str, str]:
    """The search boxes of a page, filled in: with a name, and with the NIP of somebody else."""
    found = [element.text_input.id for element in sent.elements("text_input")]
    return {box: (PEOPLE[9].name, PEOPLE[9].nip)[number % 2] for number, box in enumerate(found)}


def visited(reader: Reader, page: str, query: Query) -> Iterator[tuple[Sent, list[str]]]:
    """A page, and the same with its boxes filled in; each with the addresses of its files."""
    asked = "" if page == readers.pages(reader.role)[0] else page
    with reader.visitor.stream() as connection:
        sent = run(connection, asked, query)
        yield sent, [made(connection, streamlit_id(sent.messages), offer) for offer in offered(sent)]
        if boxes := _boxes(sent):
            again = run(connection, asked, query, boxes)
            yield again, [made(connection, streamlit_id(sent.messages), offer) for offer in offered(again)]


@pytest.fixture(scope="module")
def everybody(guarded: Guarded) -> dict[str, Reader]:
    """Somebody of every role."""
    return {code: readers.signed_in(guarded, f"{code}@example.go.id", readers.held(code)) for code in readers.codes()}


@pytest.mark.parametrize("code", readers.codes())
@pytest.mark.parametrize("query", QUERIES, ids=["ordered", "filtered"])
def test_no_address_of_a_page_or_file_speaks_of_people(everybody: dict[str, Reader], code: str, query: Query) -> None:
    reader = everybody[code]
    for page in readers.pages(reader.role):
        for sent, paths in visited(reader, page, query):
            assert sent.is_whole, page
            names = [reader.visitor.get(path).headers["Content-Disposition"] for path in paths if path]
            assert all(names), page
            for address in (*addresses(sent), *paths, *names):
                assert not people_in(address), (page, address)
                assert reader.token not in address, page


def test_what_is_read_for_addresses_finds_them(everybody: dict[str, Reader]) -> None:
    (sent, paths), *_again = visited(everybody["verifier"], "people", {"year": 2021, "unit": "nothing"})
    assert any("year=2021" in address for address in addresses(sent))
    assert paths
    assert all(path.startswith("/media/") for path in paths)
    assert people_in(f"/people?search={PEOPLE[3].nip}")
    assert people_in(f"?q={PEOPLE[3].name.replace(' ', '+')}")


def test_a_search_comes_with_no_address(everybody: dict[str, Reader]) -> None:
    reader = everybody["verifier"]
    own = next(person for person in PEOPLE if person.place == UNIT)
    with reader.visitor.stream() as connection:
        boxes = {element.text_input.id: own.name for element in run(connection, "people", {"year": 2021}).elements("text_input")}
        assert boxes
        sent = run(connection, "people", {"year": 2021}, boxes)
    assert "person" in " ".join(MARKS.found(sent.content))
    assert not [address for address in addresses(sent) if people_in(address)]


def test_signing_in_leads_to_no_address_with_a_name_or_a_secret(guarded: Guarded) -> None:
    name = PEOPLE[1].nip
    guarded.account(name, Role("asn", person=1).grant)
    visitor = guarded.visitor()
    led = []
    for word in ("salah sekali ini", PASSWORD):
        led += [visitor.sign_in(name, word, back="/people?year=2021").headers["Location"] or ""]
        led += [*re.findall(r'(?:action|href|src)="([^"]*)"', visitor.shown.body)]
    for path in ("/account", "/people"):
        led += re.findall(r'(?:action|href|src)="([^"]*)"', visitor.get(path).body)
    assert visitor.is_in()
    assert any("/people" in address for address in led)
    for address in led:
        assert not people_in(address), address
        assert not any(secret in unquote_plus(address) for secret in (*visitor.cookies.values(), PASSWORD, "salah sekali ini"))
