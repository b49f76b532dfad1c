"""The pages of administrators: what they find, what their buttons do in the ledger, and that each search and each change is written down."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from argon2 import PasswordHasher
from sqlalchemy import Engine

from dashboard import access, warehouse
from dashboard.access import roles, signed_in
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.ledger import accounts, audit, engine, passwords
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import COMMAND_LINE, EVERY_UNIT, Sought
from dashboard.queries import administration
from tests.dashboard.conftest import run_page
from tests.dashboard.reading_pages import tables

NOW = datetime.now(UTC)


@pytest.fixture
def ledger(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A ledger with one administrator, who is signed in."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(type(st.context), "ip_address", "192.0.2.1")  # a page run without a server has none
    signed_in.ledger.cache_clear()
    opened = signed_in.ledger()
    engine.upgrade(opened)
    administrator = added(opened, "admin@example.go.id", Grant("administrator"))
    viewer = roles.viewer_of([Grant("administrator")])
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(administrator.account_no, 1, "", viewer))
    yield opened
    opened.dispose()
    signed_in.ledger.cache_clear()


def added(ledger: Engine, name: str, *held: Grant) -> Account:
    made = accounts.add(ledger, name, password="perahu hijau di danau", actor=COMMAND_LINE, now=NOW)
    for grant in held:
        accounts.grant(ledger, made.account_no, grant, actor=COMMAND_LINE, now=NOW)
    return made


def actions(ledger: Engine) -> list[str]:
    return [entry.action for entry in audit.search(ledger, Sought(account_no=1)).entries]


def test_a_search_of_a_unit_finds_those_above_below_and_all_and_is_recorded_once(ledger: Engine) -> None:
    for number, unit_ids in enumerate((["1010"], ["101001"], ["0111"], [EVERY_UNIT], ["1011"], ["101101"])):
        audit.record(ledger, "people_seen", now=NOW, account_no=7, session_no=7, page="people", unit_ids=unit_ids, row_count=number)
    app = run_page("audit")
    app.text_input(key="audit_text").input("1010").run()
    app.button[[button.label for button in app.button].index("Cari dan catat pencarian ini")].click().run()
    assert not app.exception
    (table,) = tables(app)
    units = [row[table[0].index("Satuan kerja")] for row in table[1:]]
    assert len(units) == 4
    assert "semua satuan kerja" in units
    assert not [said for said in units if "1011" in said]
    assert actions(ledger) == ["audit_searched"]
    (entry,) = audit.search(ledger, Sought(actions=["audit_searched"])).entries
    assert (entry.unit_ids, entry.row_count) == (("1010",), 4)
    app.run()
    assert actions(ledger) == ["audit_searched"], "turning its pages is no new search"


def test_the_chain_is_verified_and_that_is_recorded(ledger: Engine) -> None:
    app = run_page("audit")
    app.button(key="audit_verify").click().run()
    verified = audit.verify(ledger)
    assert app.code[0].value == f"{verified.count - 1}:" + app.code[0].value.partition(":")[2]
    assert actions(ledger) == ["audit_verified"]


def test_roles_are_given_for_a_unit_and_taken(ledger: Engine) -> None:
    somebody = added(ledger, "somebody@example.go.id")
    app = run_page("accounts")
    app.text_input(key="account_search").input("somebody").run()
    app.selectbox(key=f"account_give_{somebody.account_no}").select("verifier").run()
    app.text_input(key=f"account_give_{somebody.account_no}_text").input("1010").run()
    app.button(key=f"account_give_{somebody.account_no}_button").click().run()
    assert accounts.grants(ledger, somebody.account_no) == (Grant("verifier", "1010"),)
    app.button(key=f"account_take_{somebody.account_no}_0").click().run()
    assert accounts.grants(ledger, somebody.account_no) == ()
    assert actions(ledger) == ["role_revoked", "role_granted"]


def test_a_first_password_is_shown_once(ledger: Engine) -> None:
    somebody = added(ledger, "somebody@example.go.id")
    app = run_page("accounts")
    app.text_input(key="account_search").input("somebody").run()
    app.button(key=f"account_password_{somebody.account_no}").click().run()
    password = app.code[0].value
    assert not passwords.problems(password)
    app.run()
    assert not app.code
    assert actions(ledger) == ["password_set"]
    assert password not in str(audit.search(ledger, Sought()).entries)


def test_nobody_changes_the_own_account(ledger: Engine) -> None:
    app = run_page("accounts")
    assert [button.key for button in app.button if button.key and button.key.startswith("account_")] == []
    assert "akun Anda sendiri" in app.info[0].value


def test_a_role_that_was_taken_meanwhile_changes_nothing(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = added(ledger, "somebody@example.go.id")
    app = run_page("accounts")
    app.text_input(key="account_search").input("somebody").run()
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(1, 1, "", Viewer()))
    app.button(key=f"account_close_{somebody.account_no}").click().run()
    found = accounts.numbered(ledger, somebody.account_no)
    assert found is not None
    assert found.is_active
    assert "access_denied" in actions(ledger)


def test_an_earlier_release_needs_its_name_typed(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_page("releases")
    earlier = app.selectbox(key="release_chosen").options
    assert len(tables(app)[0]) == len(earlier) + 2
    before = warehouse.current_id()
    chosen = next(release.release_id for release in warehouse.published() if not release.is_current)
    app.selectbox(key="release_chosen").select(chosen).run()
    app.text_input(key="release_confirmation").input("no").run()
    app.button(key="release_roll_back").click().run()
    assert "Tidak ada yang berubah" in app.error[0].value
    assert (warehouse.current_id(), actions(ledger)) == (before, [])


def test_names_of_all_units_are_for_accounts_and_audit_alone(warehouse_of_sample: Path) -> None:
    everything = {"scope": EVERYTHING, "people": EVERYTHING, "missing": EVERYTHING, "quality": EVERYTHING, "duty": EVERYTHING}
    for permission in roles.PERMISSIONS:
        found = warehouse.read(administration.every_name(Viewer(frozenset({permission}), **everything)))
        assert bool(len(found)) == (permission in {"accounts", "audit"}), permission
