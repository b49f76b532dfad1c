"""Roles as data: data/roles.toml read and checked, and what a viewer may see who holds some of them.

Default deny: a role that is unknown or not enabled gives nothing, and so does one granted without the unit or the person that it is for.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from dashboard.access import role_file
from dashboard.access.viewer import EVERYTHING, Scope, Viewer

DEFAULT = Path(__file__).parents[2] / "data" / "roles.toml"

PERMISSIONS = (
    *("aggregates", "people", "people_on_request", "missing", "quality", "discipline", "export"),
    *("accounts", "audit", "releases"),
    *("measure", "verify", "report", "receive", "open_late", "publish"),
    *("subscribe", "subscribe_roles"),
)
ADMINISTERING = frozenset({"accounts", "audit", "releases"})
MEASURING = frozenset({"measure", "verify", "report", "receive", "open_late", "publish", "subscribe", "subscribe_roles"})
"""Permissions to do something in the measurement and around it: they show rows of the ledger, and none of a release."""

REPORTED = (2, 3, 4, 5)
"""Stages of the schedule that end with a report."""

TAKEN_AWAY = ("aggregates", "people", "missing", "quality")
"""Permissions that show rows which may be taken away."""

FIGURES = ("everything", "own_units", "oneself", "public", "nothing")
PEOPLE = ("everything", "own_units", "oneself", "on_request", "nothing")


class Granted(Protocol):
    """A role that an account holds, for a unit or a person where the role asks for one."""

    @property
    def role_code(self) -> str: ...  # noqa: D102
    @property
    def unit_id(self) -> str | None: ...  # noqa: D102
    @property
    def nip(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True)
class Role:
    """One role of the file, whose head says what each key means."""

    code: str
    name: str
    name_en: str
    permissions: tuple[str, ...]
    figures: str
    people: str
    stages: tuple[int, ...]
    is_pseudonymous: bool
    has_duty: bool
    needs_second_factor: bool
    is_enabled: bool

    @property
    def needs_unit(self) -> bool:
        """Whether it is held for a unit."""
        return "own_units" in {self.figures, self.people}

    @property
    def needs_nip(self) -> bool:
        """Whether it is held for a person."""
        return "oneself" in {self.figures, self.people}

    @property
    def receives(self) -> tuple[int, ...]:
        """Stages whose reports it returns: those right before its own."""
        return tuple(stage for stage in REPORTED if stage + 1 in self.stages) if "receive" in self.permissions else ()


Roles = Mapping[str, Role]


def load(path: Path | None = None) -> Roles:
    """The roles of a file by code, by default of IPASN_ROLES or data/roles.toml; read once. Raises role_file.RolesError with file and line."""
    return _load(path or Path(os.environ.get("IPASN_ROLES") or DEFAULT))


@lru_cache(maxsize=4)
def _load(path: Path) -> Roles:
    entries = role_file.read(path, Role)
    for entry in entries:
        _check(entry)
    return MappingProxyType({entry.value.code: entry.value for entry in entries})


def _check(entry: role_file.Entry[Role]) -> None:
    """Refuse a role that contradicts itself. Raises role_file.RolesError."""
    role = entry.value
    given = set(role.permissions)
    entry.one_of("permissions", role.permissions, PERMISSIONS)
    entry.one_of("figures", (role.figures,), FIGURES)
    entry.one_of("people", (role.people,), PEOPLE)
    sees_people = role.people not in {"nothing", "on_request"}
    demands = (
        ("figures", ("aggregates" in given) == (role.figures != "nothing"), 'izin "aggregates" dan figures selain "nothing" hanya ada bersama-sama'),
        (
            "people",
            sees_people == bool(given & {"people", "missing", "quality"}),
            "cakupan people dan izin people, missing, atau quality hanya ada bersama-sama",
        ),
        (
            "people",
            (role.people == "on_request") == ("people_on_request" in given),
            'izin "people_on_request" dan people = "on_request" hanya ada bersama-sama',
        ),
        ("has_duty", role.has_duty == ("discipline" in given), 'izin "discipline" dan has_duty = true hanya ada bersama-sama'),
        (
            "has_duty",
            not role.has_duty or ("people" in given and role.people in {"own_units", "oneself"}),
            "tugas hanya atas orang di satuan kerja sendiri atau diri sendiri",
        ),
        (
            "is_pseudonymous",
            not role.is_pseudonymous or ("people" in given and not given & {"missing", "quality", "discipline"}),
            'pseudonim menuntut izin "people" tanpa missing, quality, dan discipline, yang menampilkan nama atau nilai',
        ),
        ("figures", role.figures != "public" or given <= {"aggregates", "export"}, "peran publik hanya boleh berizin aggregates dan export"),
        (
            "permissions",
            not given & ADMINISTERING or given <= ADMINISTERING,
            "peran yang mengelola akun, audit, atau rilis tidak boleh melihat angka atau orang",
        ),
    )
    for key, holds, sentence in (*demands, *_measuring(role, given)):
        if not holds:
            entry.refuse(key, sentence)


def _measuring(role: Role, given: set[str]) -> tuple[tuple[str, bool, str], ...]:
    """What is demanded of permissions of the measurement."""
    return (
        ("stages", bool(role.stages) == ("report" in given), 'izin "report" dan stages yang tidak kosong hanya ada bersama-sama'),
        ("stages", set(role.stages) <= set(REPORTED), f"tahap yang dilaporkan hanya {', '.join(map(str, REPORTED))}"),
        ("permissions", "report" not in given or role.needs_unit, "pelapor memegang perannya untuk satu satuan kerja"),
        ("permissions", "receive" not in given or "report" in given, 'izin "receive" menuntut izin "report"'),
        ("permissions", "measure" not in given or role.people == "oneself", 'izin "measure" menuntut people = "oneself"'),
        ("permissions", "verify" not in given or role.people == "own_units", 'izin "verify" menuntut people = "own_units"'),
        ("permissions", "subscribe" not in given or "aggregates" in given, 'izin "subscribe" menuntut izin "aggregates"'),
        ("permissions", "subscribe_roles" not in given or "subscribe" in given, 'izin "subscribe_roles" menuntut izin "subscribe"'),
    )


def fitting(grants: Iterable[Granted], roles: Roles | None = None) -> list[tuple[Role, Granted]]:
    """The roles that are held as they are to be held. Nobody is two people: roles held for different ones are not among them."""
    known = load() if roles is None else roles
    found = [(role, grant) for grant in grants if (role := known.get(grant.role_code)) is not None and _fits(role, grant)]
    if len({grant.nip for role, grant in found if role.needs_nip}) > 1:
        return [(role, grant) for role, grant in found if not role.needs_nip]
    return found


def viewer_of(grants: Iterable[Granted], roles: Roles | None = None) -> Viewer:
    """What somebody may see who holds these roles: for every permission the union of the scopes of the roles that give it, and of no other.

    Rows of a permission may be taken away when every role that gives it says so.
    """
    held = fitting(grants, roles)
    seen = reduce(_together, (_seen(role, grant) for role, grant in held), Viewer())
    kept = {permission for permission in TAKEN_AWAY if all("export" in role.permissions for role, _grant in held if permission in role.permissions)}
    return replace(seen, exports=frozenset(kept) & seen.permissions)


def public(roles: Roles | None = None) -> Viewer:
    """What somebody may see who has not signed in: nothing, unless the role "public" is enabled."""
    return viewer_of((_Public(),), roles)


def needs_second_factor(grants: Iterable[Granted], roles: Roles | None = None) -> bool:
    """Whether any of these roles is signed in to with a second factor."""
    known = load() if roles is None else roles
    return any(known[grant.role_code].needs_second_factor for grant in grants if grant.role_code in known)


@dataclass(frozen=True)
class _Public:
    role_code: str = "public"
    unit_id: str | None = None
    nip: int | None = None


def _fits(role: Role, grant: Granted) -> bool:
    """Whether the grant says exactly what the role is held for. A unit beside a role that is not of a unit was meant to narrow it: it gives nothing."""
    return role.is_enabled and bool(grant.unit_id) == role.needs_unit and (grant.nip is not None or not role.needs_nip)


def _seen(role: Role, grant: Granted) -> Viewer:
    """What one role shows."""
    people = _scope(role.people, grant)
    shown = people if "people" in role.permissions else Scope()
    return Viewer(
        permissions=frozenset(role.permissions),
        scope=_scope(role.figures, grant),
        people=Scope() if role.is_pseudonymous else shown,
        masked=shown if role.is_pseudonymous else Scope(),
        missing=people if "missing" in role.permissions else Scope(),
        quality=people if "quality" in role.permissions else Scope(),
        duty=people if role.has_duty else Scope(),
        on_request=EVERYTHING if role.people == "on_request" else Scope(),
    )


def _scope(covered: str, grant: Granted) -> Scope:
    if covered in {"everything", "public"}:
        return EVERYTHING
    if covered == "own_units" and grant.unit_id:
        return Scope(unit_ids=(grant.unit_id,))
    return Scope(nip=grant.nip) if covered == "oneself" else Scope()


def _together(one: Viewer, other: Viewer) -> Viewer:
    """What either shows, kind of row by kind of row."""
    return Viewer(
        permissions=one.permissions | other.permissions,
        scope=one.scope | other.scope,
        people=one.people | other.people,
        masked=one.masked | other.masked,
        missing=one.missing | other.missing,
        quality=one.quality | other.quality,
        duty=one.duty | other.duty,
        on_request=one.on_request | other.on_request,
    )
