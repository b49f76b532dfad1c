"""How often the ledger is asked whose a token is: always where something could be seen, rarely for what is the same for everybody."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from dashboard.ledger import accounts, engine, sessions
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.web.admission import MOST_MISSED, Admission
from dashboard.web.gate import Gate
from dashboard.web.settings import Settings


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(opened)
    yield opened
    opened.dispose()


async def status(gate: Gate, token: str, path: str) -> int:
    """What the gate answers a browser with this token."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        said.append(message)

    here = {"client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0), "scheme": "http", "forwarded": False}
    scope: Scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"cookie", f"ipasn={token}".encode())], **here}
    await gate(scope, receive, send)
    return int(said[0]["status"])


def test_a_page_that_loads_a_hundred_scripts_asks_once_and_nothing_outlives_the_sign_out(ledger: Engine) -> None:
    now, asked = datetime.now(UTC), []
    account = accounts.add(ledger, "loads@example.go.id", actor=COMMAND_LINE, now=now)
    token = sessions.begin(ledger, account.account_no, address="127.0.0.1", agent="", now=now)
    event.listen(ledger, "before_cursor_execute", lambda _connection, _cursor, statement, *_rest: asked.append(statement))
    admission = Admission(ledger)
    gate = Gate(PlainTextResponse("in"), Settings(sign_in="required"), admission, frozenset())

    async def walk() -> None:
        assert [await status(gate, token, f"/static/js/{name}.js") for name in range(100)] == [200] * 100
        assert len(asked) <= 3
        asked.clear()
        for _page in range(3):
            assert await status(gate, token, "/units") == 200
        assert len(asked) >= 3
        sessions.end(ledger, token, address="127.0.0.1", now=now)
        assert await status(gate, token, "/units") == 401
        assert await status(gate, token, "/static/js/1.js") == 401

    asyncio.run(walk())


def test_an_end_that_was_swept_is_known_for_scripts_too(ledger: Engine) -> None:
    now = datetime.now(UTC)
    account = accounts.add(ledger, "swept@example.go.id", actor=COMMAND_LINE, now=now)
    token = sessions.begin(ledger, account.account_no, address="127.0.0.1", agent="", now=now)
    admission = Admission(ledger)
    gate = Gate(PlainTextResponse("in"), Settings(sign_in="required"), admission, frozenset())

    async def walk() -> None:
        assert await status(gate, token, "/static/js/1.js") == 200
        sessions.end(ledger, token, address="127.0.0.1", now=now)
        await admission.sweep()
        assert await status(gate, token, "/static/js/1.js") == 401

    asyncio.run(walk())


def test_one_missed_answer_closes_no_page_but_three_in_a_row_do(ledger: Engine) -> None:
    now = datetime.now(UTC)
    account = accounts.add(ledger, "missed@example.go.id", actor=COMMAND_LINE, now=now)
    token = sessions.begin(ledger, account.account_no, address="127.0.0.1", agent="", now=now)
    admission = Admission(ledger)
    holder = sessions.holder(ledger, token, now=now)
    assert holder is not None
    away = create_engine("sqlite:////nowhere/ledger.sqlite")

    async def served(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def heard(_message: Message) -> None:
        return None

    async def holds() -> bool:
        return True

    async def walk() -> None:
        page = asyncio.create_task(admission.sockets.follow(holder.session_no, holds, served, {"type": "websocket", "headers": []}, never, heard))
        await asyncio.sleep(0)
        admission.ledger = away
        await admission.sweep()
        admission.ledger = ledger
        await admission.sweep()
        admission.ledger = away
        for _sweep in range(MOST_MISSED - 1):
            await admission.sweep()
        await asyncio.sleep(0.05)
        assert not page.done()
        await admission.sweep()
        await asyncio.wait_for(page, 5)

    asyncio.run(walk())
