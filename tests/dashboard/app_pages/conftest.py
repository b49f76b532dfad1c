"""Somebody of an invented office at the pages of measuring: a ledger of this test, an account that acts, and a moment that counts as now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from dashboard import access, clock
from dashboard.access import duties, roles, signed_in
from dashboard.access.identity import Identity
from dashboard.ledger import engine, identities
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.identities import UnitRow
from tests.dashboard.conftest import run_page
from tests.dashboard.ledger import measured

UNIT_ID, UNIT_NAME = "1010", "Balai Diklat Keagamaan Makassar"
"""Of the sample, so that the release has figures of it."""

Sit = Callable[..., Acting]


@dataclass(frozen=True)
class Office:
    """The ledger, and who may sit down at the pages: office.sit(measured.SITI, "2021-04-14T09:00")."""

    ledger: Engine
    sit: Sit


@dataclass(frozen=True)
class _Held:
    role_code: str
    nip: int | None
    unit_id: str | None = None


@pytest.fixture
def office(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office of tests.dashboard.ledger.measured in a unit of the sample."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    signed_in.ledger.cache_clear()
    ledger = signed_in.ledger()
    engine.upgrade(ledger)
    move_to(ledger, UNIT_ID)

    monkeypatch.setattr(st, "context", SimpleNamespace(ip_address="192.0.2.1", cookies={}))

    def sit(nip: int = measured.SITI, at: str = "2021-04-14T09:00") -> Acting:
        monkeypatch.setenv("IPASN_CLOCK", at)
        clock.start()
        by = measured.asn(ledger, nip)
        held = [_Held("asn", nip)]
        identity = Identity(by.actor.account_no, None, "somebody", roles.viewer_of(held), duties.of(held))
        monkeypatch.setattr(access, "current_identity", lambda: identity)
        return by

    yield Office(ledger, sit)
    ledger.dispose()
    signed_in.ledger.cache_clear()
    monkeypatch.delenv("IPASN_CLOCK", raising=False)
    clock.start()


def move_to(ledger: Engine, unit_id: str) -> None:
    """Load the office, all of it into one unit."""
    people = [replace(person, unit_id=unit_id) for person in measured.PEOPLE]
    units = [UnitRow(unit_id, UNIT_NAME if unit_id == UNIT_ID else unit_id)]
    identities.load(ledger, measured.YEAR, units, people, source_name="pegawai.csv", actor=COMMAND_LINE, now=measured.OPEN)


def said(app: AppTest) -> str:
    """Everything a page says in words."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success")
    texts = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    return "\n".join(texts + [element.proto.body for element in app.main.get("html")]).replace("\\", "")


def at_step(step: int | str) -> AppTest:
    """The page of measuring at a step."""
    return run_page("measure", step=str(step))
