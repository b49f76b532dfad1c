"""What somebody has to do in the measurement by the roles held: the own entry, entries of units, reports of stages. Each duty with the scope of its own role."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from dashboard.access import roles
from dashboard.access.roles import Granted, Role, Roles
from dashboard.access.viewer import Scope

NOBODY = Scope()


@dataclass(frozen=True)
class StageDuty:
    """A stage that a role reports, or whose reports it returns, for a unit with all below it."""

    stage_no: int
    unit_id: str
    role_code: str


@dataclass(frozen=True)
class Duties:
    """nip: whose own entry it is. verifies: whose entries. stages: what is reported; receives: what is returned, never for whom one reports oneself."""

    nip: int | None = None
    verifies: Scope = NOBODY
    stages: tuple[StageDuty, ...] = ()
    receives: tuple[StageDuty, ...] = ()
    may_open_late: bool = False
    may_publish: bool = False

    @property
    def may_measure(self) -> bool:
        """Whether there is an own entry."""
        return self.nip is not None


NO_DUTIES = Duties()


def of(grants: Iterable[Granted], known: Roles | None = None) -> Duties:
    """The duties of whoever holds these roles; of a role that is unknown, not enabled, or held without the unit or the person it is for: none."""
    held = roles.fitting(grants, known)
    given = {permission for role, _grant in held for permission in role.permissions}
    verified = (Scope(unit_ids=(grant.unit_id,)) for role, grant in held if "verify" in role.permissions and grant.unit_id)
    return Duties(
        nip=next((grant.nip for role, grant in held if "measure" in role.permissions), None),
        verifies=reduce(or_, verified, NOBODY),
        stages=tuple(_duty(role, grant, stage_no) for role, grant in held for stage_no in role.stages),
        receives=tuple(_duty(role, grant, stage_no) for role, grant in held for stage_no in role.receives),
        may_open_late="open_late" in given,
        may_publish="publish" in given,
    )


def _duty(role: Role, grant: Granted, stage_no: int) -> StageDuty:
    return StageDuty(stage_no, grant.unit_id or "", role.code)
