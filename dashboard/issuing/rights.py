"""Who may issue which document of which units: by the stages of the schedule that a role reports, by the secretariat's duty, and by the duty to know a person.

Reports are issued by those who report: the head of a unit or its verifier, the Secretary, the Head. The secretariat of the measurement prepares all of them.
A result sheet is for the person and for those of whose duty the person is, and never for anybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import measured_years, warehouse
from dashboard.access.duties import StageDuty
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, KINDS, PERSONAL, SECRETARY_REPORT, UNIT_REPORT, VALIDITY
from dashboard.queries import choices

REPORTED_AT: Mapping[str, tuple[int, ...]] = {UNIT_REPORT: (2, 3), SECRETARY_REPORT: (4,), HEAD_REPORT: (5,), VALIDITY: (5,)}
"""Whoever reports one of these stages issues the kind. Verification (2) and its report (3) are of the same unit."""

OWN_UNIT = (SECRETARY_REPORT, HEAD_REPORT, VALIDITY)
"""Kinds that speak for the unit itself that the role is held for, and for none below it."""

SECRETARIAT, HERE = "secretariat", "reader"
"""As what the ledger has whoever issues by the secretariat's duty, and whoever sits at a machine where nobody signs in, who issues nothing."""


@dataclass(frozen=True)
class Right:
    """One kind that somebody may issue: of the units of the scope, or of `unit_ids` alone; as which role. Of a result sheet the scope is of people."""

    kind: str
    scope: Scope
    acting_as: str
    unit_ids: tuple[str, ...] = ()

    @property
    def viewer(self) -> Viewer:
        """Whoever makes a document of a unit by this right; groups are hidden as from anybody without a duty."""
        return Viewer(permissions=frozenset({"aggregates"}), scope=self.scope, exports=frozenset({"aggregates"}))

    def reaches(self, year: int, unit_id: str) -> bool:
        """Whether a unit of that year, in the release of this run, is meant."""
        meant = self.meant(year)
        return (meant is None or unit_id in meant) and not warehouse.fetch(choices.unit(self.viewer, year, unit_id)).empty

    def meant(self, year: int) -> tuple[str, ...] | None:
        """The only units of that year that the kind is issued for; None: all of the scope. Who holds no unit issues it for those that owe its stage."""
        if self.kind not in OWN_UNIT:
            return None
        return self.unit_ids or measured_years.in_release(warehouse.release_id(), year).owners.get(REPORTED_AT[self.kind][0])


def rights(identity: Identity) -> tuple[Right, ...]:
    """The kinds that somebody may issue now, in the order of showing, each once."""
    found = [right for kind in KINDS for right in [_right(identity, kind)] if right is not None]
    return tuple(found)


def right_of(identity: Identity | None, kind: str) -> Right | None:
    """The right to issue a kind; None: there is none."""
    return None if identity is None or kind not in KINDS else _right(identity, kind)


def _right(identity: Identity, kind: str) -> Right | None:
    viewer = identity.viewer
    if kind == PERSONAL:
        return _of_people(identity)
    if not (viewer.may("aggregates") and viewer.may_export("aggregates")):
        return None
    if identity.account_no is None or identity.duties.may_publish:
        return Right(kind, viewer.scope, HERE if identity.account_no is None else SECRETARIAT)
    held = [duty for duty in identity.duties.stages if duty.stage_no in REPORTED_AT.get(kind, ())]
    if held:
        return _of_stages(kind, held)
    return Right(kind, viewer.scope, HERE) if kind == INFOGRAPHIC else None


def _of_stages(kind: str, held: list[StageDuty]) -> Right:
    unit_ids = tuple(sorted({duty.unit_id for duty in held}))
    return Right(kind, Scope(unit_ids=unit_ids), held[0].role_code, unit_ids if kind in OWN_UNIT else ())


def _of_people(identity: Identity) -> Right | None:
    """Of oneself, or of the people whom one has the duty to know; of nobody where people are seen for any other reason."""
    viewer = identity.viewer
    if identity.account_no is None or viewer.duty.is_nothing or viewer.duty == EVERYTHING or not viewer.may_export("people"):
        return None
    is_own = viewer.duty.nip is not None and not viewer.duty.unit_ids
    return Right(PERSONAL, viewer.duty, "asn" if is_own else "duty")
