"""Files of the page Export over the real wire: none speaks of anybody or any unit outside the role, and none is given to another session or after its end."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from websockets.sync.client import ClientConnection

from dashboard.access import roles
from dashboard.ledger import accounts
from dashboard.ledger.audit import COMMAND_LINE
from tests.dashboard.web.conftest import Guarded
from tests.leaks import readers
from tests.leaks.marked import MARKS, PEOPLE, UNITS, of_person
from tests.leaks.readers import Reader
from tests.leaks.wire import Query, Sent, press, run, taken, unpacked

LINK = re.compile(r'href="(/exports/[^"]+)"')

ANY = {"Accept": "*/*"}

GRAINS = {"asn": ("person",), "verifier": ("person", "unit", "completion_day"), "unit_head": ("person", "unit"), "analyst": ("person", "unit")}
"""What a role takes away here; any other figures of units."""


def has_page(code: str) -> bool:
    """Whether a role of the file has rows that it may take away."""
    role = roles.load(roles.DEFAULT)[code]
    return role.is_enabled and "export" in role.permissions and bool({"aggregates", "people"} & set(role.permissions))


HELD = [code for code in readers.codes() if has_page(code)]


@pytest.fixture(scope="module")
def everybody(guarded: Guarded) -> dict[str, Reader]:
    """Somebody of every role that may take something away."""
    return {code: readers.signed_in(guarded, f"{code}@example.go.id", readers.held(code)) for code in HELD}


def links(sent: Sent) -> list[str]:
    """Where the page says that files are taken away."""
    return [unescape(found) for element in sent.elements("html") for found in LINK.findall(element.html.body)]


def made(connection: ClientConnection, query: Query) -> list[str]:
    """Addresses of a file, and of what is said of it, made as a click makes it; none where the page offers no button."""
    sent = run(connection, "export", query)
    assert sent.errors() == []
    before = links(sent)
    buttons = [element.button.id for element in sent.elements("button") if element.button.id.endswith("export_make")]
    if not buttons:
        return []
    sent = press(connection, "export", buttons[0], query)
    end = time.monotonic() + 60
    while not (new := [link for link in links(sent) if link not in before]):
        assert time.monotonic() < end, sent.errors()
        time.sleep(0.2)
        sent = run(connection, "export", query)
    return new


def files(reader: Reader, query: Query) -> Iterator[bytes]:
    """What a reader takes away with these parameters: the file and what stands beside it."""
    with reader.visitor.stream() as connection:
        for path in made(connection, query):
            assert not re.search(r"[0-9]{16,}", path)
            yield unpacked(taken(reader.visitor, path))


@pytest.mark.parametrize("code", HELD)
def test_a_file_speaks_of_nobody_else(everybody: dict[str, Reader], code: str) -> None:
    reader = everybody[code]
    for grain in GRAINS.get(code, ("unit",)):
        found = list(files(reader, {"years": ["2021", "2020"] if grain == "person" else 2021, "grain": grain, "kind": "csv"}))
        assert [reader.foreign(each, "export") for each in found] == [set(), set()], grain


@pytest.mark.parametrize("code", ["asn", "verifier", "unit_head"])
def test_a_unit_of_others_is_not_taken_away(everybody: dict[str, Reader], code: str) -> None:
    query = {"years": 2021, "grain": "person", "unit": UNITS[40].unit_id, "column": ["nip", "asn_name", "total_score"], "kind": "xlsx"}
    found = list(files(everybody[code], query))
    assert [everybody[code].foreign(each, "export") for each in found] == [set(), set()]


@pytest.mark.parametrize("code", ["asn", "verifier", "unit_head"])
def test_whom_a_role_may_take_away_is_in_it(everybody: dict[str, Reader], code: str) -> None:
    file, about = files(everybody[code], {"years": 2021, "grain": "person"})
    expected = everybody[code].role.people("people") & {of_person(person.number) for person in PEOPLE}
    assert len(MARKS.found(file) & expected) > len(expected) / 3
    assert not {whom for whom in MARKS.found(about) if whom.startswith("person")}


def test_a_pseudonym_stands_for_everybody_whom_an_analyst_takes_away(everybody: dict[str, Reader]) -> None:
    query = {"years": 2021, "grain": "person", "column": ["nip", "asn_name", "person_code", "measured_at", "total_score"]}
    file, _about = files(everybody["analyst"], query)
    head, *rows = file.decode("utf-8-sig").splitlines()
    assert head.split(",") == ["person_code"]
    assert len(set(rows)) == len(rows) > 100
    assert not {whom for whom in MARKS.found(file) if whom.startswith("person")}


def test_a_file_is_its_sessions_alone_and_goes_with_the_role(guarded: Guarded) -> None:
    role = readers.held("verifier")
    owner, other = readers.signed_in(guarded, "owner@example.go.id", role), readers.signed_in(guarded, "other@example.go.id", role)
    with owner.visitor.stream() as connection:
        path, _about = made(connection, {"years": 2021, "grain": "person"})
        assert MARKS.found(taken(owner.visitor, path))
        assert other.visitor.get(path, ANY).status == 404
        assert guarded.visitor().get(path, ANY).status == 401
        account = accounts.find(guarded.ledger, "owner@example.go.id")
        assert account is not None
        accounts.revoke(guarded.ledger, account.account_no, role.grant, actor=COMMAND_LINE, now=datetime.now(UTC))
        for headers in (ANY, {"Range": "bytes=0-100", **ANY}):
            assert owner.visitor.get(path, headers).status == 401
        assert not MARKS.found(owner.visitor.shown.content)


def test_a_role_that_may_not_has_neither_page_nor_file(guarded: Guarded) -> None:
    reader = readers.signed_in(guarded, "pengelola@example.go.id", readers.held("administrator"))
    with reader.visitor.stream() as connection:
        sent = run(connection, "export", {"years": 2021, "grain": "person"})
    assert not MARKS.found(sent.content)
    assert links(sent) == []
    assert "Anda tidak berhak membuka halaman ini" in "\n".join(sent.errors())


def test_nothing_of_a_file_stands_in_the_log(guarded: Guarded, everybody: dict[str, Reader]) -> None:
    list(files(everybody["verifier"], {"years": 2021, "grain": "person", "kind": "parquet"}))
    log = guarded.server.log.read_bytes()
    assert not {whom for whom in MARKS.found(log) if whom.startswith("person")}
    assert b"/exports/" not in log
