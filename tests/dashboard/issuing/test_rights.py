"""Who may issue what: by role, and of which units."""

from pathlib import Path

import pytest

from dashboard.access import READER, roles
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, KINDS, PERSONAL, SECRETARY_REPORT, UNIT_REPORT, VALIDITY
from dashboard.issuing import rights
from dashboard.ledger.accounts import Grant
from tests.dashboard.issuing.conftest import BALAI, TOP, identity, right

SITI = 198001012005012001

EXPECTED = {
    "asn": ((Grant("asn", nip=SITI),), (PERSONAL,)),
    "verifier": ((Grant("verifier", BALAI),), (UNIT_REPORT, INFOGRAPHIC, PERSONAL)),
    "unit_head": ((Grant("unit_head", BALAI),), (UNIT_REPORT, INFOGRAPHIC, PERSONAL)),
    "secretary": ((Grant("secretary", TOP),), (SECRETARY_REPORT, INFOGRAPHIC)),
    "agency_head": ((Grant("agency_head", TOP),), (HEAD_REPORT, VALIDITY, INFOGRAPHIC)),
    "leader": ((Grant("leader"),), (INFOGRAPHIC,)),
    "secretariat": ((Grant("secretariat"),), (UNIT_REPORT, SECRETARY_REPORT, HEAD_REPORT, VALIDITY, INFOGRAPHIC)),
    "analyst": ((Grant("analyst"),), (INFOGRAPHIC,)),
    "administrator": ((Grant("administrator"),), ()),
    "public": ((Grant("public"),), ()),
}


@pytest.mark.parametrize("role", EXPECTED)
def test_each_role_issues_its_own_kinds(role: str) -> None:
    grants, kinds = EXPECTED[role]
    assert tuple(each.kind for each in rights.rights(identity(*grants))) == kinds


def test_every_role_is_looked_at() -> None:
    assert set(EXPECTED) == set(roles.load())


def test_who_holds_nothing_issues_nothing() -> None:
    assert rights.rights(identity()) == ()
    assert rights.right_of(None, UNIT_REPORT) is None
    assert rights.right_of(identity(Grant("secretariat")), "no_such_kind") is None


def test_roles_that_are_held_together_lend_each_other_nothing() -> None:
    both = identity(Grant("verifier", BALAI), Grant("leader"))
    assert rights.right_of(both, UNIT_REPORT).scope == Scope(unit_ids=(BALAI,))  # type: ignore[union-attr]
    assert rights.right_of(both, PERSONAL).scope == Scope(unit_ids=(BALAI,))  # type: ignore[union-attr]
    assert rights.right_of(both, INFOGRAPHIC).scope == EVERYTHING  # type: ignore[union-attr]


def test_at_a_machine_where_nobody_signs_in_nobodys_sheet_is_made() -> None:
    here = Identity(None, None, "", READER)
    assert [each.kind for each in rights.rights(here)] == [kind for kind in KINDS if kind != PERSONAL]
    assert rights.rights(Identity(None, None, "", Viewer())) == ()


@pytest.mark.usefixtures("warehouse_of_sample")
def test_a_right_reaches_its_own_units_and_no_other() -> None:
    of_unit = right(UNIT_REPORT, Grant("unit_head", BALAI))
    assert (of_unit.reaches(2021, BALAI), of_unit.reaches(2021, "1011"), of_unit.reaches(2021, TOP), of_unit.reaches(2021, "nowhere")) == (
        True,
        False,
        False,
        False,
    )
    of_secretary = right(SECRETARY_REPORT, Grant("secretary", TOP))
    assert (of_secretary.reaches(2021, TOP), of_secretary.reaches(2021, BALAI)) == (True, False)
    prepared = right(SECRETARY_REPORT, Grant("secretariat"))
    assert prepared.meant(2021) == (TOP,)
    assert (prepared.reaches(2021, TOP), prepared.reaches(2021, BALAI)) == (True, False)
    everything = right(UNIT_REPORT, Grant("secretariat"))
    assert everything.reaches(2021, BALAI)
    assert not everything.reaches(2021, "nowhere")


def test_the_viewer_of_a_right_has_no_duty(warehouse_of_sample: Path) -> None:
    seen = right(UNIT_REPORT, Grant("unit_head", BALAI)).viewer
    assert seen.has_suppression
    assert seen.duty == seen.people == seen.masked == Scope()
