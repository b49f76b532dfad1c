"""Who asks is asked of the ledger once a run, and anew in the next one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from dashboard.access import signed_in
from dashboard.ledger import accounts, engine, sessions
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import COMMAND_LINE

APP = Path(navigation.__file__).with_name("app.py")
HEAD = Grant("unit_head", "1010")
MOST_QUESTIONS = 3


@dataclass
class Asked:
    """The statements that the ledger was asked, and whose session it is."""

    ledger: Engine
    account: Account
    statements: list[str]

    def take(self, grant: Grant) -> None:
        """Take a role away."""
        accounts.revoke(self.ledger, self.account.account_no, grant, actor=COMMAND_LINE, now=datetime.now(UTC))
        self.statements.clear()


@pytest.fixture
def asked(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """A browser with the session of a head of a unit."""
    monkeypatch.setenv("IPASN_SIGN_IN", "required")
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    signed_in.ledger.cache_clear()
    ledger, now = signed_in.ledger(), datetime.now(UTC)
    engine.upgrade(ledger)
    head = accounts.add(ledger, "kepala@example.go.id", actor=COMMAND_LINE, now=now)
    accounts.grant(ledger, head.account_no, HEAD, actor=COMMAND_LINE, now=now)
    token = sessions.begin(ledger, head.account_no, address="127.0.0.1", agent="", now=now)
    monkeypatch.setattr(ContextProxy, "cookies", {"ipasn": token})
    statements: list[str] = []
    event.listen(ledger, "before_cursor_execute", lambda _connection, _cursor, statement, *_rest: statements.append(statement))
    yield Asked(ledger, head, statements)
    ledger.dispose()
    signed_in.ledger.cache_clear()


@pytest.mark.parametrize("shown", ["units", "completion", "missing"])
def test_a_page_asks_the_ledger_once_who_reads_it(asked: Asked, shown: str) -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    asked.statements.clear()
    app.switch_page(str(navigation.FOLDER / f"{shown}.py")).run()
    assert not app.exception
    assert app.get("download_button")
    assert 0 < len([statement for statement in asked.statements if "session" in statement or "role" in statement]) <= MOST_QUESTIONS


def test_a_role_that_was_taken_is_gone_in_the_next_run(asked: Asked) -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert app.sidebar.get("page_link")
    assert app.get("download_button")
    asked.take(HEAD)
    app.run()
    assert asked.statements
    assert not app.exception
    assert not app.sidebar.get("page_link")
    assert not app.get("download_button")


def parts() -> None:
    """A page with a part of its own and a widget that calls back."""
    import streamlit as st

    from dashboard.access import signed_in

    def name() -> str:
        identity = signed_in.current()
        return "nobody" if identity is None or not identity.viewer.permissions else identity.name

    def called() -> None:
        st.session_state["called"] = [name(), name()]

    @st.fragment
    def part() -> None:
        st.button("again", on_click=called)
        st.text(f"part {name()} {name()}")

    st.text(f"page {name()} {name()}")
    part()
    st.caption(str(st.session_state.get("called")))


def test_a_callback_and_the_run_after_it_are_asked_once_together(asked: Asked) -> None:
    app = AppTest.from_function(parts, default_timeout=60).run()
    assert [text.value for text in app.text] == ["page kepala@example.go.id kepala@example.go.id", "part kepala@example.go.id kepala@example.go.id"]
    assert len(asked.statements) <= MOST_QUESTIONS
    asked.take(HEAD)
    app.button[0].click().run()
    assert app.session_state["called"] == ["nobody", "nobody"]
    assert app.text[-1].value == "part nobody nobody"
    assert 0 < len(asked.statements) <= MOST_QUESTIONS


def test_outside_a_run_nothing_is_kept(asked: Asked) -> None:
    first = signed_in.current()
    assert first is not None
    assert first.viewer.permissions
    asked.take(HEAD)
    assert signed_in.current() is None
