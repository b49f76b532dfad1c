"""Every page as every role over the real WebSocket: what it sends, charts and choices and files included, speaks of nobody and no unit outside the role."""

import re
from collections.abc import Iterator

import pytest

from dashboard.access import roles
from dashboard.access.viewer import SIGNED_IN
from dashboard.navigation import PAGES, PageEntry
from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.visitor import Visitor
from tests.leaks.marked import MARKS, PEOPLE, Role, of_person
from tests.leaks.wire import Query, Sent, files, press, run

UNIT = 6
"""A unit of the second level, with two below it."""

ASN = next(person.number for person in PEOPLE if person.place == 20 and person.is_verified)

HELD = {
    "asn": Role("asn", person=ASN),
    "verifier": Role("verifier", unit=UNIT),
    "unit_head": Role("unit_head", unit=UNIT),
    "secretary": Role("secretary", unit=1),
    "agency_head": Role("agency_head", unit=1),
    "leader": Role("leader"),
    "secretariat": Role("secretariat"),
    "analyst": Role("analyst"),
    "administrator": Role("administrator"),
    "public": Role("public"),
}
"""Each role of the file, held by somebody; one more would be a walk that is missing."""

QUERIES: tuple[Query, ...] = (
    {"year": 2021},
    {"year": 2020, "lang": "en", "order": "asn_name", "desc": "1", "view": "unverified"},
    {"year": 2021, "sex": "male", "rank_group": "III", "row": "unit", "column": "category", "view": "table", "group": "unit", "reach": "owners"},
)


def of_role(role: Role) -> list[PageEntry]:
    """The pages of a role, by the permissions that its row of the file has."""
    held = roles.load(roles.DEFAULT)[role.code]
    given = {SIGNED_IN, *held.permissions} | ({"people"} if "people_on_request" in held.permissions else set())
    return [entry for entry in PAGES if held.is_enabled and entry.permission in given]


@pytest.fixture(scope="module")
def visitors(guarded_by_each: Guarded) -> dict[str, Visitor]:
    """Somebody of every role, signed in with a second factor where the role asks for one."""
    return {code: guarded_by_each.signed_in(f"{code}@example.go.id", role.grant) for code, role in HELD.items()}


def foreign(role: Role, page: str, sent: bytes) -> set[str]:
    """Whom and what it speaks of that the role may not see on the page."""
    return MARKS.found(sent) - role.allowed(page)


def walked(visitor: Visitor, role: Role, query: Query) -> Iterator[tuple[str, Sent, list[tuple[str, bytes]]]]:
    """Every page of the role with the files it offers."""
    for entry in of_role(role):
        with visitor.stream() as connection:
            sent = run(connection, "" if entry is of_role(role)[0] else entry.name, query)
            yield entry.name, sent, list(files(visitor, connection, sent))


def test_every_role_is_walked() -> None:
    assert set(HELD) == set(roles.load(roles.DEFAULT))


@pytest.mark.parametrize("code", HELD)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_page_and_its_files_speak_of_nobody_else(visitors: dict[str, Visitor], code: str, query: Query) -> None:
    role = HELD[code]
    for page, sent, taken in walked(visitors[code], role, query):
        assert sent.is_whole
        assert sent.errors() == [], page
        assert not foreign(role, page, sent.content), page
        for _path, content in taken:
            assert not foreign(role, page, content), page


@pytest.mark.parametrize("code", ["asn", "verifier", "unit_head", "secretariat"])
def test_whom_a_role_may_see_is_there(visitors: dict[str, Visitor], code: str) -> None:
    role = HELD[code]
    page = "missing" if code == "secretariat" else "people"
    with visitors[code].stream() as connection:
        sent = run(connection, page, {"year": 2021})
        found = MARKS.found(sent.content).union(*(MARKS.found(content) for _path, content in files(visitors[code], connection, sent)))
    expected = role.people(page) & {of_person(person.number) for person in PEOPLE if role.unit is None or {person.place} & role.own}
    assert len(found & expected) > len(expected) / 3


def test_whom_a_leader_asks_for_stands_on_that_page_alone(visitors: dict[str, Visitor]) -> None:
    with visitors["leader"].stream() as connection:
        sent = run(connection, "people", {"year": 2021})
        assert not foreign(HELD["leader"], "people", sent.content)
        (button,) = [element.button.id for element in sent.elements("button") if "request_people" in element.button.id]
        shown = press(connection, "people", button, {"year": 2021})
        assert {of_person(person.number) for person in PEOPLE if person.place == 0} & MARKS.found(shown.content)
        assert not list(shown.elements("download_button"))
        for entry in of_role(HELD["leader"]):
            sent = run(connection, entry.name, {"year": 2020})
            assert not foreign(HELD["leader"], entry.name, sent.content), entry.name


@pytest.mark.parametrize("code", HELD)
def test_a_page_of_others_is_one_that_does_not_exist(visitors: dict[str, Visitor], code: str) -> None:
    role, own = HELD[code], of_role(HELD[code])
    unknown = opened(visitors[code], role, "nothing")
    for entry in PAGES:
        if entry not in own:
            assert opened(visitors[code], role, entry.name) == unknown, entry.name


def opened(visitor: Visitor, role: Role, page: str) -> list[str]:
    """What a reader gets at an address that is none of their pages, but for its name and what is new in every run."""
    with visitor.stream() as connection:
        sent = run(connection, page, {"year": 2021, "unit": "none"})
    assert not foreign(role, of_role(role)[0].name if of_role(role) else "", sent.content)
    told = [str(message.page_not_found) for message in sent.messages if message.WhichOneof("type") == "page_not_found"]
    kinds = [str(message.WhichOneof("type")) for message in sent.messages]
    return [*kinds, *(re.sub(page, "?", words) for words in told), *(f"{path} {words}" for path, words in sent.body())]
