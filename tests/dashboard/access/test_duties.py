"""Duties of the measurement by the roles of data/roles.toml: each with the scope of its own role, none without the unit or the person it is held for."""

from dataclasses import dataclass

import pytest

from dashboard.access import duties, roles
from dashboard.access.duties import Duties, StageDuty
from dashboard.access.viewer import Scope


@dataclass(frozen=True)
class Held:
    role_code: str
    unit_id: str | None = None
    nip: int | None = None


def test_whoever_holds_nothing_has_no_duty() -> None:
    assert duties.of([]) == Duties()
    assert not Duties().may_measure


@pytest.mark.parametrize(
    "held", [Held("asn"), Held("verifier"), Held("unit_head"), Held("secretary"), Held("secretariat", "1010"), Held("none", "1", 1)], ids=str
)
def test_what_is_not_held_as_it_must_be_gives_no_duty(held: Held) -> None:
    assert duties.of([held]) == Duties()


def test_each_duty_has_the_scope_of_its_own_role() -> None:
    found = duties.of([Held("asn", nip=7), Held("verifier", "1010"), Held("unit_head", "1011"), Held("secretariat")])
    assert found.nip == 7
    assert found.verifies == Scope(unit_ids=("1010",))
    assert set(found.stages) == {StageDuty(2, "1010", "verifier"), StageDuty(2, "1011", "unit_head"), StageDuty(3, "1011", "unit_head")}
    assert found.receives == (StageDuty(2, "1011", "unit_head"),)
    assert (found.may_measure, found.may_open_late, found.may_publish) == (True, True, True)


def test_the_chain_of_reports_and_their_return() -> None:
    chain = {code: duties.of([Held(code, "10")]) for code in ("verifier", "unit_head", "secretary", "agency_head")}
    assert {code: [each.stage_no for each in held.stages] for code, held in chain.items()} == {
        "verifier": [2],
        "unit_head": [2, 3],
        "secretary": [4],
        "agency_head": [5],
    }
    assert {code: [each.stage_no for each in held.receives] for code, held in chain.items()} == {
        "verifier": [],
        "unit_head": [2],
        "secretary": [3],
        "agency_head": [4],
    }
    assert not any(held.may_measure or held.may_open_late or held.may_publish for held in chain.values())


def test_two_people_have_no_own_entry() -> None:
    assert duties.of([Held("asn", nip=7), Held("asn", nip=8), Held("verifier", "10")]) == duties.of([Held("verifier", "10")])


def test_no_permission_of_the_measurement_shows_rows_of_a_release() -> None:
    for role in roles.load().values():
        if set(role.permissions) & {"open_late", "publish"}:
            assert not role.needs_unit
    assert set(roles.PERMISSIONS) >= roles.MEASURING
