"""Finished exports through the real door and gate: streamed to the session that made them, and to nobody else; gone with it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.exporting import folder, jobs
from dashboard.ledger import accounts, audit, engine, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.ledger.denials import DENIED
from dashboard.web import frame
from dashboard.web.gate import local_path
from dashboard.web.taken_files import address
from tests.dashboard.exporting.working import finished, start, until

HERE = ("127.0.0.1", 50_000)
ANY = {"Accept": "*/*"}


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "exports"))
    folder.own.cache_clear()
    yield tmp_path / "exports"
    jobs.ALL.end_all()
    folder.own.cache_clear()


def served() -> TestClient:
    """A browser at this machine before the whole frame, without Streamlit's pages behind it."""
    around = frame.built()
    app = Starlette(routes=around.routes, middleware=around.middleware, lifespan=around.lifespan)  # type: ignore[arg-type]
    return TestClient(app, base_url="http://127.0.0.1", client=HERE, follow_redirects=False)


@dataclass
class Office:
    """A server with sign-in, its ledger, and people in it."""

    browser: TestClient
    ledger: Engine

    def sit(self, name: str) -> tuple[int, str]:
        """Number and token of a session of somebody who may take data away."""
        now = datetime.now(UTC)
        account = accounts.find(self.ledger, name) or accounts.add(self.ledger, name, actor=COMMAND_LINE, now=now)
        accounts.grant(self.ledger, account.account_no, Grant("analyst"), actor=COMMAND_LINE, now=now)
        token = sessions.begin(self.ledger, account.account_no, address="127.0.0.1", agent="", now=now)
        holder = sessions.holder(self.ledger, token, now=now)
        assert holder is not None
        return holder.session_no, token

    def status(self, path: str, token: str, **headers: str) -> int:
        return self.browser.get(path, headers={"Cookie": f"ipasn={token}", **ANY, **headers}).status_code


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("IPASN_SIGN_IN", "required")
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    with served() as browser:
        ledger = engine.open_ledger()
        yield Office(browser, ledger)
        ledger.dispose()


def test_a_file_goes_to_the_session_that_made_it_as_what_it_is(office: Office) -> None:
    session_no, token = office.sit("ani@example.go.id")
    content = bytes(range(256)) * 4096
    made, work = finished(jobs.ALL, session_no, content)
    path = address(made, "data.csv")
    answer = office.browser.get(path, headers={"Cookie": f"ipasn={token}"})
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data.csv"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(content))
    part = office.browser.get(path, headers={"Cookie": f"ipasn={token}", "Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, content[4:8])
    assert office.status(address(made, "data.csv.json"), token) == 200
    assert office.browser.post(path, headers={"Cookie": f"ipasn={token}", "Origin": "http://127.0.0.1"}).status_code == 405
    work.place.joinpath("data.csv").unlink()
    assert office.status(path, token) == 404


def test_a_name_that_is_not_the_files_leads_nowhere(office: Office) -> None:
    session_no, token = office.sit("ani@example.go.id")
    made, _work = finished(jobs.ALL, session_no)
    for name in ("../data.csv", "..%2f..%2fLOCK", "%2e%2e/LOCK", "LOCK", "data.CSV", "data.csv%00", "data.csv.json.json", ""):
        assert office.status(f"/exports/{made}/{name}", token) == 404, name


def test_another_session_gets_what_a_stranger_to_the_token_gets_and_it_is_written_down(office: Office) -> None:
    session_no, token = office.sit("ani@example.go.id")
    made, _work = finished(jobs.ALL, session_no)
    _number, other = office.sit("budi@example.go.id")
    _number, own_other = office.sit("ani@example.go.id")
    for stranger in (other, own_other):
        asked = office.browser.get(address(made, "data.csv"), headers={"Cookie": f"ipasn={stranger}"})
        nothing = office.browser.get(address("x" * len(made), "data.csv"), headers={"Cookie": f"ipasn={stranger}"})
        assert (asked.status_code, asked.content, dict(asked.headers)) == (nothing.status_code, nothing.content, dict(nothing.headers))
        assert asked.status_code == 404
    found = audit.search(office.ledger, Sought(actions=[DENIED])).entries
    assert [entry.outcome for entry in found] == ["file", "file"]
    assert office.status(address(made, "data.csv"), token) == 200
    assert office.status(address(made, "data.csv"), "") == 401
    assert office.status(address(made, "data.csv"), "guessed") == 401


def test_nothing_is_taken_after_sign_out_and_nothing_stays(office: Office) -> None:
    session_no, token = office.sit("ani@example.go.id")
    made, work = finished(jobs.ALL, session_no)
    sessions.end(office.ledger, token, address="127.0.0.1", now=datetime.now(UTC))
    assert office.status(address(made, "data.csv"), token) == 401
    _number, anew = office.sit("ani@example.go.id")
    assert office.status(address(made, "data.csv"), anew) == 404
    until(lambda: not work.place.exists())


def test_a_role_that_is_taken_takes_the_files_and_ends_what_is_made(office: Office) -> None:
    session_no, token = office.sit("ani@example.go.id")
    made, work = finished(jobs.ALL, session_no)
    _token, running = start(jobs.ALL, session_no)
    account = accounts.find(office.ledger, "ani@example.go.id")
    assert account is not None
    accounts.revoke(office.ledger, account.account_no, Grant("analyst"), actor=COMMAND_LINE, now=datetime.now(UTC))
    assert office.status(address(made, "data.csv"), token) == 401
    until(lambda: not work.place.exists() and not running.place.exists())
    assert running.is_cancelled


def test_a_file_is_gone_after_its_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ALL", jobs.Jobs(lasts_seconds=0.3))
    session_no, token = office.sit("ani@example.go.id")
    made, work = finished(jobs.ALL, session_no)
    time.sleep(0.35)
    assert office.status(address(made, "data.csv"), token) == 404
    until(lambda: not work.place.exists())


def test_where_nobody_signs_in_the_person_at_the_machine_has_the_files(exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_SIGN_IN", "none")
    with served() as browser:
        made, work = finished(jobs.ALL, None)
        of_a_session, _work = finished(jobs.ALL, 1)
        assert browser.get(address(made, "data.csv")).content == b"nip\n1\n2\n"
        assert browser.get(address(of_a_session, "data.csv")).status_code == 404
        assert browser.get(address(made, "data.csv"), headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 403
        assert browser.get(address(made, "data.csv"), headers={"Host": "other.example.org"}).status_code == 400
    until(lambda: not work.place.exists())


def test_nobody_is_led_to_a_file_after_signing_in() -> None:
    assert local_path(address("token", "data.csv")) == "/"
