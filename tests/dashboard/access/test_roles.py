"""Roles as data: the file that is shipped, what is refused of others and where, and that nothing is given but what a role says."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.access import identity, roles
from dashboard.access.role_file import RolesError
from dashboard.access.viewer import EVERYTHING, Scope, Viewer

SHIPPED = roles.DEFAULT.read_text(encoding="utf-8")

VERIFIER = """[[roles]]
code = "verifier"
name = "Verifikator"
name_en = "Verifier"
permissions = ["aggregates", "people", "discipline"]
figures = "own_units"
people = "own_units"
is_pseudonymous = false
has_duty = true
needs_second_factor = true
is_enabled = true
stages = []
"""


@dataclass(frozen=True)
class Held:
    role_code: str
    unit_id: str | None = None
    nip: int | None = None


def test_the_roles_of_the_product_are_shipped_and_the_public_one_is_off() -> None:
    found = roles.load()
    assert set(found) == {"asn", "verifier", "unit_head", "secretary", "agency_head", "leader", "secretariat", "analyst", "administrator", "public"}
    assert [role.code for role in found.values() if not role.is_enabled] == ["public"]
    assert roles.public() == Viewer()


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('code = "verifier"', "", 1, 'kunci "code" belum ada'),
        ('code = "verifier"', 'code = ""', 2, "bukan teks"),
        ('name = "Verifikator"', 'nama = "Verifikator"', 3, 'kunci "nama" tidak dikenal'),
        ('"aggregates", ', '"agregates", ', 5, '"agregates" tidak dikenal'),
        ('"aggregates", ', '"people", ', 5, "tanpa pengulangan"),
        ('figures = "own_units"', 'figures = "all"', 6, '"all" tidak dikenal'),
        ('figures = "own_units"', 'figures = "nothing"', 6, "aggregates"),
        ('people = "own_units"', 'people = "nothing"', 7, "hanya ada bersama-sama"),
        ('people = "own_units"', 'people = "on_request"', 7, "hanya ada bersama-sama"),
        ('people = "own_units"', 'people = "everything"', 9, "tugas hanya"),
        ("is_pseudonymous = false", "is_pseudonymous = true", 8, "pseudonim"),
        ("is_pseudonymous = false", 'is_pseudonymous = "no"', 8, "true atau false"),
        ("has_duty = true", "has_duty = false", 9, "discipline"),
        ('figures = "own_units"', 'figures = "public"', 6, "peran publik"),
        ('"people", "discipline"]', '"people", "discipline", "accounts"]', 5, "mengelola akun"),
        ("is_enabled = true", "is_enabled = ", 11, "bukan TOML"),
        ("stages = []", "stages = []\n" + VERIFIER, 14, "ditulis dua kali"),
        ("stages = []", "stages = [2]", 12, "hanya ada bersama-sama"),
        ("stages = []", "stages = [2, 2]", 12, "bilangan bulat tanpa pengulangan"),
        ("stages = []", 'stages = ["2"]', 12, "bilangan bulat tanpa pengulangan"),
        ('"discipline"]', '"discipline", "measure"]', 5, 'people = "oneself"'),
        ('"discipline"]', '"discipline", "receive"]', 5, 'izin "report"'),
        ("[[roles]]", "[roles]", 1, "hanya memuat tabel [[roles]]"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, before: str, after: str, line: int, said: str) -> None:
    path = tmp_path / "roles.toml"
    path.write_text(VERIFIER.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(RolesError) as refused:
        roles.load(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RolesError, match="IPASN_ROLES"):
        roles.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "held",
    [
        Held("no_such_role", "1010", 1),
        Held("verifier"),
        Held("verifier", ""),
        Held("unit_head", None, 198001012005011001),
        Held("asn"),
        Held("secretariat", "1010"),
        Held("leader", "1010"),
        Held("analyst", "1010"),
        Held("public"),
    ],
    ids=str,
)
def test_what_does_not_fit_gives_nothing(held: Held) -> None:
    assert roles.viewer_of([held]) == Viewer()


def test_no_grant_gives_nothing() -> None:
    assert roles.viewer_of([]) == Viewer()


def test_no_role_lends_its_scope() -> None:
    """A secretary who verifies a unit, looks at everybody's figures and researches: each permission has its own."""
    viewer = roles.viewer_of([Held("secretariat"), Held("verifier", "1010"), Held("asn", nip=198001012005011001), Held("analyst")])
    own = Scope(unit_ids=("1010",), nip=198001012005011001)
    assert (viewer.scope, viewer.missing, viewer.quality, viewer.masked) == (EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING)
    assert (viewer.people, viewer.duty) == (own, own)
    assert viewer.has_suppression


def test_rows_are_taken_away_only_when_every_role_that_shows_them_says_so(tmp_path: Path) -> None:
    path = tmp_path / "roles.toml"
    reader = VERIFIER.replace('"verifier"', '"reader"')
    taker = VERIFIER.replace('"verifier"', '"taker"').replace('"discipline"]', '"discipline", "export"]')
    path.write_text(reader + taker, encoding="utf-8")
    known = roles.load(path)
    assert roles.viewer_of([Held("taker", "1010")], known).may_export("people")
    assert not roles.viewer_of([Held("taker", "1010"), Held("reader", "1011")], known).may_export("people")


def test_people_on_request_are_shown_in_that_view_alone_and_not_taken_away() -> None:
    leader = roles.viewer_of([Held("leader"), Held("verifier", "1010")])
    assert leader.may_open("people")
    assert leader.people == Scope(unit_ids=("1010",))
    asked = leader.requested()
    assert (asked.people, asked.duty, asked.missing) == (EVERYTHING, leader.duty, leader.missing)
    assert leader.may_export("people")
    assert not asked.may_export("people")
    nobody = roles.viewer_of([Held("secretariat")])
    assert nobody.requested() == nobody
    assert not nobody.may_open("people")


def test_who_sees_people_signs_in_with_a_second_factor() -> None:
    needing = {code for code in roles.load() if roles.needs_second_factor([Held(code)])}
    assert needing == {"verifier", "unit_head", "secretary", "agency_head", "leader", "secretariat", "analyst", "administrator"}
    assert not roles.needs_second_factor([Held("no_such_role")])


def test_two_people_are_nobody() -> None:
    assert roles.viewer_of([Held("asn", nip=1), Held("verifier", "1010"), Held("asn", nip=2)]) == roles.viewer_of([Held("verifier", "1010")])
    assert Scope(nip=1) | Scope(nip=2) == Scope()
    assert Scope(unit_ids=("b",)) | Scope(unit_ids=("a", "b"), nip=1) == Scope(unit_ids=("a", "b"), nip=1)


def test_an_identity_is_what_its_session_holds_now() -> None:
    @dataclass(frozen=True)
    class Session:
        account_no: int = 7
        session_no: int = 9
        shown_name: str = "Ibu Sari"
        grants: tuple[Held, ...] = (Held("verifier", "1010"),)

    found = identity.of(Session())
    assert (found.account_no, found.session_no, found.name) == (7, 9, "Ibu Sari")
    assert found.viewer == roles.viewer_of(Session.grants)
    assert found.duties.verifies == Scope(unit_ids=("1010",))
    assert identity.of(Session(grants=())).viewer == Viewer()


def test_the_page_of_exports_opens_for_whom_there_is_something_to_take_away() -> None:
    opens = {code: roles.viewer_of([held]).may_open("export") for code, held in held_by_each().items()}
    assert {code for code, is_open in opens.items() if not is_open} == {"administrator", "public"}
    assert not Viewer(frozenset({"export", "missing"}), missing=EVERYTHING, exports=frozenset({"missing"})).may_open("export")
    assert not Viewer(frozenset({"export", "aggregates"}), EVERYTHING).may_open("export")


def held_by_each() -> dict[str, Held]:
    """Each role of the file, held for the unit or the person it is for."""
    known = roles.load()
    return {code: Held(code, "1010" if role.needs_unit else None, 198001012005011001 if role.needs_nip else None) for code, role in known.items()}
