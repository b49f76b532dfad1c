"""All that the server writes (its output, its errors, its log) while people of every role walk all pages, sign in wrongly and tamper:
no name, no NIP, no e-mail address, no token, no password, no code."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.visitor import Visitor, streamlit_id
from tests.leaks import readers
from tests.leaks.conftest import filled
from tests.leaks.marked import MARKS, PEOPLE, UNITS
from tests.leaks.readers import Reader
from tests.leaks.wire import made, offered, run

WRONG_PASSWORD, WRONG_CODE = "bukan sandi saya ini", "918273"

TAMPERED = {"year": "x" * 300, "unit": PEOPLE[3].nip, "order": PEOPLE[3].name, "page": "9" * 40, "entry": "-1", "after": "\0", "lang": PEOPLE[4].nip}


@dataclass
class Walked:
    """What was written, and what must not stand in it."""

    log: str
    secrets: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def _errors(guarded: Guarded, walked: Walked) -> None:
    """Wrong names, wrong passwords, wrong codes, an old form, addresses of nothing, a file of another's, a connection from elsewhere."""
    visitor = guarded.visitor()
    guarded.account("keliru@example.go.id", readers.held("verifier").grant)
    for name, password in ((PEOPLE[3].nip, PASSWORD), ("keliru@example.go.id", WRONG_PASSWORD), (PEOPLE[5].name, WRONG_PASSWORD)):
        visitor.sign_in(name, password, back=f"/people?unit={PEOPLE[3].nip}")
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"name": "keliru@example.go.id", "password": PASSWORD, "form_token": "old"})
    visitor.sign_in("keliru@example.go.id", PASSWORD)
    with suppress(KeyError, TypeError):
        visitor.follow()
        visitor.send({"code": WRONG_CODE})
    for path in (f"/{PEOPLE[3].nip}", f"/people?search={PEOPLE[3].nip}", f"/media/{PEOPLE[3].nip}.csv", "/metrics", "/sign-out"):
        visitor.get(path)
    walked.secrets |= {*visitor.cookies.values(), PASSWORD, WRONG_PASSWORD, WRONG_CODE}
    walked.names |= {"keliru@example.go.id"}


def _walk(reader: Reader) -> None:
    """All pages of a reader, every other one with what somebody changed in the address, with a name looked for, and the files; each asked for by a stranger too."""
    mine = readers.pages(reader.role)
    with reader.visitor.stream() as connection:
        for number, page in enumerate((*mine, "nothing", PEOPLE[3].nip)):
            asked = "" if mine and page == mine[0] else page
            sent = run(connection, asked, TAMPERED if (number + len(mine)) % 2 else {"year": 2021})
            boxes = {element.text_input.id: PEOPLE[3].nip for element in sent.elements("text_input")}
            sent = run(connection, asked, {"year": 2020}, boxes) if boxes else sent
            for offer in offered(sent)[:1]:
                path = made(connection, streamlit_id(sent.messages), offer)
                reader.visitor.get(path)
                Visitor(reader.visitor.url).get(path)


def _written(warehouse: Path, folder: Path, codes: list[str], settings: dict[str, str]) -> Walked:
    with filled(warehouse, folder, f"sqlite:///{folder / 'ledger.sqlite'}", settings) as guarded:
        walked = Walked("")
        for code in codes:
            reader = readers.signed_in(guarded, f"{code}@example.go.id", readers.held(code))
            walked.names.add(reader.name)
            walked.secrets.add(reader.token)
            _walk(reader)
        _errors(guarded, walked)
        log = guarded.server.log
    walked.log = log.read_text(errors="replace") + "".join(path.read_text(errors="replace") for path in folder.rglob("*.log") if path != log)
    return walked


@pytest.fixture(scope="module", params=["at ease", "told everything"])
def walked(request: pytest.FixtureRequest, marked_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """By everybody, and by some where Streamlit writes as much as it can."""
    settings = {"at ease": {}, "told everything": {"STREAMLIT_LOGGER_LEVEL": "debug"}}[request.param]
    codes = readers.codes() if not settings else ["verifier", "asn"]
    return _written(marked_warehouse, tmp_path_factory.mktemp("written"), codes, settings)


def test_nothing_written_speaks_of_people(walked: Walked) -> None:
    assert walked.log
    assert {whom for whom in MARKS.found(walked.log.encode()) if whom.startswith("person")} == set()
    assert re.findall(r"(?<![0-9])[0-9]{18}(?![0-9])", walked.log) == []
    assert re.findall(r"[\w.]+@[\w.]+\.[a-z]{2,}", walked.log) == []


def test_nothing_written_opens_anything(walked: Walked) -> None:
    assert [secret for secret in walked.secrets if secret in walked.log] == []
    assert walked.secrets
    assert [name for name in walked.names if name in walked.log] == []


def test_no_run_ended_in_a_defect(walked: Walked) -> None:
    assert "Uncaught" not in walked.log
    assert not [unit.name for unit in UNITS if unit.name in walked.log]
