"""One duty at a time, with the scope of the role that gives it; without the duty the run of the page ends."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from dashboard import access, acting
from dashboard.access import duties
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.ledger.acting import Acting


@dataclass(frozen=True)
class Held:
    role_code: str
    unit_id: str | None = None
    nip: int | None = None


EVERY_DUTY = (Held("asn", nip=7), Held("verifier", "1010"), Held("unit_head", "1011"), Held("secretary", "10"), Held("secretariat"))
ASKED: dict[str, Callable[[], Acting]] = {
    "asn": acting.as_asn,
    "verifier": acting.as_verifier,
    "paper": acting.as_paper,
    "secretariat": acting.as_secretariat,
    "unit_head": lambda: acting.reporting(3, "1011"),
    "secretary": lambda: acting.receiving(3, "10"),
}


@pytest.fixture
def sit_down(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody who holds these roles sits at the browser."""

    def seated(*held: Held, account_no: int | None = 1) -> None:
        identity = Identity(account_no, 1, "Ibu Sari", Viewer(), duties.of(held))
        monkeypatch.setattr(access, "current_identity", lambda: identity)

    monkeypatch.setattr(st, "stop", _stop)
    return seated


def _stop() -> None:
    raise StopException


def test_each_duty_has_the_scope_of_its_own_role(sit_down: Callable[..., None]) -> None:
    sit_down(*EVERY_DUTY)
    found = {role: asked() for role, asked in ASKED.items()}
    assert {role: by.role for role, by in found.items()} == {role: role for role in ASKED}
    assert {role: by.scope for role, by in found.items()} == {
        "asn": Scope(nip=7),
        "verifier": Scope(unit_ids=("1010",)),
        "paper": Scope(unit_ids=("1010",)),
        "secretariat": EVERYTHING,
        "unit_head": Scope(unit_ids=("1011",)),
        "secretary": Scope(unit_ids=("10",)),
    }
    assert {by.stages for role, by in found.items() if role not in {"unit_head", "secretary"}} == {()}
    assert (found["unit_head"].stages, found["secretary"].stages) == ((3,), (3,))


@pytest.mark.parametrize("role", ASKED)
def test_whoever_lacks_the_duty_is_stopped(role: str, sit_down: Callable[..., None]) -> None:
    needed = "verifier" if role == "paper" else role
    others = [held for held in EVERY_DUTY if held.role_code != needed]
    for held, account_no in (((), 1), (others, 1), (EVERY_DUTY, None)):
        sit_down(*held, account_no=account_no)
        with pytest.raises(StopException):
            ASKED[role]()


@pytest.mark.parametrize(("stage_no", "unit_id"), [(4, "1011"), (3, "1010"), (3, "10"), (2, "10"), (5, "10")])
def test_a_stage_is_reported_for_the_unit_it_is_held_for(stage_no: int, unit_id: str, sit_down: Callable[..., None]) -> None:
    sit_down(*EVERY_DUTY)
    with pytest.raises(StopException):
        acting.reporting(stage_no, unit_id)
