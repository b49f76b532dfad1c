"""Fifty readers of different units, roles and persons at one server: all ask for the same page in the same moment, some take files, and nobody hears of others.

The list of people is asked for twice, the second time when answers of everybody are kept: what is kept for one reader is never another's.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.visitor import streamlit_id
from tests.leaks import readers
from tests.leaks.marked import MARKS, PEOPLE, UNITS, Role, of_person
from tests.leaks.readers import Reader
from tests.leaks.wire import Query, made, offered, run, unpacked

LATE = 240
"""Seconds after which a reader who does not come to the start of a round ends the test."""

YEAR: Query = {"year": 2021}

ROUNDS = ("people", "units", "people", "missing")
"""The page that everybody opens in a round; who does not have it opens another one of theirs."""


def _roles() -> Iterator[Role]:
    """Twenty verifiers and eight heads of units beside, above and below each other, sixteen persons, and everybody who sees more."""
    yield from (Role("verifier", unit=number) for number in range(1, 41, 2))
    yield from (Role("unit_head", unit=number) for number in range(0, 40, 5))
    yield from (Role("asn", person=person.number) for person in PEOPLE[5:245:15])
    yield from (Role("secretary", unit=2), Role("agency_head", unit=3), *map(Role, ("leader", "secretariat", "analyst", "administrator")))


PRESSES = 5
"""Between the moment at which a file is made and the one at which its reader is told of it, runs of others may end and Streamlit forgets it: once in a
thousand times somebody presses again, and on a machine that is busy with more than these fifty once more."""


@dataclass
class Heard:
    """What a reader heard beyond what is theirs, and whom of their own they heard of."""

    reader: Reader
    foreign: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    file_count: int = 0


def _page(reader: Reader, number: int) -> str:
    mine = readers.pages(reader.role)
    return ROUNDS[number] if ROUNDS[number] in mine else mine[number % len(mine)]


def _walk(reader: Reader, place: int, start: Barrier) -> Heard:
    """All rounds of one reader, who keeps the connection as a browser does."""
    heard = Heard(reader)
    try:
        with reader.visitor.stream() as connection:
            for number in range(len(ROUNDS)):
                start.wait(LATE)
                _look(heard, connection, _page(reader, number), takes_files=(place + number) % 5 == 0)
    except (OSError, TimeoutError, ConnectionClosed) as error:
        start.abort()
        heard.wrong.append(repr(error))
    except BrokenBarrierError:
        heard.wrong.append("waited for somebody who did not come")
    return heard


def _look(heard: Heard, connection: ClientConnection, page: str, *, takes_files: bool) -> None:
    asked = "" if page == readers.pages(heard.reader.role)[0] else page
    sent = run(connection, asked, YEAR)
    streamlit = streamlit_id(sent.messages)
    answers = [_taken(heard, page, (made(connection, streamlit, offer) for _press in range(PRESSES))) for offer in offered(sent) if takes_files]
    taken = [unpacked(content) for content in answers if content]
    heard.file_count += len(taken)
    heard.wrong += [f"{page}: {words}" for words in [*sent.errors(), *([] if sent.is_whole else ["not whole"])]]
    for content in (sent.content, *taken):
        heard.foreign += [f"{page}: {whom}" for whom in sorted(heard.reader.foreign(content, page))]
        heard.own |= MARKS.found(content)


def _taken(heard: Heard, page: str, paths: Iterator[str]) -> bytes:
    """The file behind a button that may be pressed once more; nothing, and said, when it could not be had."""
    for path in paths:
        answer = heard.reader.visitor.get(path) if path else None
        if answer is not None and answer.status == 200:
            return answer.content
    heard.wrong.append(f"{page}: no file")
    return b""


@pytest.fixture(scope="module")
def heard(guarded: Guarded) -> list[Heard]:
    """What fifty readers heard."""
    there = [readers.signed_in(guarded, f"reader{number}@example.go.id", role) for number, role in enumerate(_roles())]
    start = Barrier(len(there))
    with ThreadPoolExecutor(len(there)) as many:
        walks = [many.submit(_walk, reader, place, start) for place, reader in enumerate(there)]
    return [walk.result() for walk in walks]


def test_fifty_readers_of_different_scopes_hear_of_nobody_else(heard: list[Heard]) -> None:
    assert len(heard) == 50
    assert {each.reader.role: each.foreign for each in heard if each.foreign} == {}


def test_every_one_of_them_is_answered(heard: list[Heard]) -> None:
    assert {each.reader.role: each.wrong for each in heard if each.wrong} == {}
    assert sum(each.file_count for each in heard) > 30


def test_whoever_has_people_hears_of_them(heard: list[Heard]) -> None:
    for each in heard:
        own = _people_of(each.reader.role)
        assert not own or len(own & each.own) > len(own) / 3, each.reader.role


def _people_of(role: Role) -> set[str]:
    """Who stands on the first pages of the list of people; a list of all has more than one page."""
    if role.code == "asn":
        return role.people("people")
    return {of_person(person.number) for person in PEOPLE if person.place in role.own} if role.code == "verifier" else set()


def test_their_scopes_differ() -> None:
    assert len({(role.code, role.unit, role.person) for role in _roles()}) == 50
    assert len({unit.number for unit in UNITS} & {role.unit for role in _roles()}) == 25
