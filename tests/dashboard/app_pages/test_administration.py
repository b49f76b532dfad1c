"""The pages of administrators: what they find, what their buttons do in the ledger, and that each search and each change is written down."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from argon2 import PasswordHasher
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from dashboard import access, navigation, warehouse
from dashboard.access import roles, signed_in
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.ledger import accounts, audit, engine, passwords, sessions
from dashboard.ledger.accounts import Account, Grant
from dashboard.ledger.audit import COMMAND_LINE, EVERY_UNIT, Sought
from dashboard.queries import administration
from tests.dashboard.conftest import run_page
from tests.dashboard.reading_pages import tables

NOW = datetime.now(UTC)

APP = Path(navigation.__file__).with_name("app.py")


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
    everything: dict[str, Any] = {"scope": EVERYTHING, "people": EVERYTHING, "missing": EVERYTHING, "quality": EVERYTHING, "duty": EVERYTHING}
    for permission in roles.PERMISSIONS:
        found = warehouse.read(administration.every_name(Viewer(frozenset({permission}), **everything)))
        assert bool(len(found)) == (permission in {"accounts", "audit"}), permission


@pytest.fixture
def own_warehouse(ledger: Engine, warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample's warehouse, for what changes it."""
    copied = tmp_path / "warehouse"
    shutil.copytree(warehouse_of_sample, copied)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(copied))
    return copied


def roll_back(app: AppTest, release_id: str) -> None:
    app.selectbox(key="release_chosen").select(release_id).run()
    app.text_input(key="release_confirmation").input(release_id).run()
    app.button(key="release_roll_back").click().run()
    assert not app.exception


def test_an_earlier_release_becomes_the_current_one_and_the_one_before_stays(ledger: Engine, own_warehouse: Path) -> None:
    before = warehouse.current_id()
    chosen = next(release.release_id for release in warehouse.published() if not release.is_current)
    count = len(warehouse.published())
    app = run_page("releases")
    roll_back(app, chosen)
    assert (warehouse.current_id(), len(warehouse.published())) == (chosen, count)
    assert chosen in app.success[0].value
    (entry,) = audit.search(ledger, Sought(actions=["release_rolled_back"])).entries
    assert (entry.release_id, dict(entry.filters), entry.account_no) == (chosen, {"former_release_id": before}, 1)
    roll_back(app, before)
    assert warehouse.current_id() == before


def test_a_release_that_is_broken_can_be_gone_back_from(ledger: Engine, own_warehouse: Path) -> None:
    broken = warehouse.current_id()
    chosen = next(release.release_id for release in warehouse.published() if not release.is_current)
    warehouse.close()
    (own_warehouse / "releases" / f"{broken}.duckdb").write_bytes(b"broken")
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert "nama satuan kerja tidak diketahui" in app.warning[0].value
    app = run_page("releases")
    roll_back(app, chosen)
    assert warehouse.current_id() == chosen


def test_accounts_and_the_audit_open_without_a_release(ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path / "nothing"))
    somebody = added(ledger, "somebody@example.go.id", Grant("verifier", "1010"))
    audit.record(ledger, "people_seen", now=NOW, account_no=7, session_no=7, page="people", unit_ids=["1010"], row_count=3)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Akun dan peran"
    assert len(app.sidebar.get("page_link")) == 4, "accounts, audit, releases, and the check of documents"
    assert "satuan kerja tidak dikenal dalam rilis ini (1010)" in str(tables(app))
    app.text_input(key="account_search").input("somebody").run()
    app.button(key=f"account_close_{somebody.account_no}").click().run()
    assert "account_disabled" in actions(ledger)
    app = searched("1010")
    (table,) = tables(app)
    assert [row[table[0].index("Satuan kerja")] for row in table[1:]] == ["1010"]


def test_who_has_other_roles_is_told_that_there_is_no_release(ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path / "nothing"))
    viewer = roles.viewer_of([Grant("administrator"), Grant("leader")])
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(1, 1, "", viewer))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert "python -m pipelines build" in app.info[0].value
    assert len(app.sidebar.get("page_link")) > 3


def searched(unit_id: str) -> AppTest:
    """The audit, asked for a unit."""
    app = run_page("audit")
    app.text_input(key="audit_text").input(unit_id).run()
    app.button[[button.label for button in app.button].index("Cari dan catat pencarian ini")].click().run()
    assert not app.exception
    return app


def test_all_sessions_of_an_account_end_with_a_button(ledger: Engine) -> None:
    somebody = added(ledger, "somebody@example.go.id")
    now = datetime.now(UTC)  # of the test: a session of half an hour ago has ended by itself
    tokens = [sessions.begin(ledger, somebody.account_no, address="192.0.2.7", agent="", now=now) for _browser in range(2)]
    app = run_page("accounts")
    app.text_input(key="account_search").input("somebody").run()
    app.button(key=f"account_end_{somebody.account_no}").click().run()
    assert [sessions.holder(ledger, token, now=now) for token in tokens] == [None, None]
    (entry,) = audit.search(ledger, Sought(actions=["sign_out_everywhere"])).entries
    assert (entry.account_no, entry.subject_no, entry.row_count) == (1, somebody.account_no, 2)
    assert f"account_end_{somebody.account_no}" not in [button.key for button in app.button]


def test_what_the_measurement_writes_is_shown_in_words(ledger: Engine) -> None:
    audit.record(ledger, "stage_report", now=NOW, account_no=7, page=None, unit_ids=["1010"], filters={"stage": 3, "report": 9}, row_count=4)
    app = run_page("audit")
    app.multiselect(key="audit_actions").set_value([])
    app.button[[button.label for button in app.button].index("Cari dan catat pencarian ini")].click().run()
    assert not app.exception
    (table,) = tables(app)
    (row,) = [row for row in table[1:] if row[table[0].index("Kejadian")] == "Tahap dilaporkan"]
    assert row[table[0].index("Saringan")] == "Nomor laporan: 9 · Tahap: 3"


def test_a_page_that_refuses_names_itself(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(1, 1, "", Viewer()))
    app = run_page("people")
    assert "tidak berhak" in app.error[0].value
    (entry,) = audit.search(ledger, Sought(actions=["access_denied"])).entries
    assert (entry.outcome, entry.page) == ("page", "people")
