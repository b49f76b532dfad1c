"""As whom whoever has signed in acts in the measurement: one duty at a time, with the scope of the role that gives it. Without the duty the run ends here."""

from typing import NoReturn

import streamlit as st

from dashboard import access
from dashboard.access.duties import StageDuty
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope
from dashboard.ledger import moves
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Actor
from dashboard.text import _


def as_asn() -> Acting:
    """On the own entry."""
    identity = _identity()
    if identity.duties.nip is None:
        _refuse()
    return _acting(identity, moves.ASN, Scope(nip=identity.duties.nip))


def as_verifier() -> Acting:
    """On entries of the units that one verifies."""
    return _verifying(moves.VERIFIER)


def as_paper() -> Acting:
    """On people of those units who measured on paper."""
    return _verifying(moves.PAPER)


def as_secretariat() -> Acting:
    """On late openings, and on single entries that are opened again."""
    identity = _identity()
    if not identity.duties.may_open_late:
        _refuse()
    return _acting(identity, moves.SECRETARIAT, EVERYTHING)


def reporting(stage_no: int, unit_id: str) -> Acting:
    """On the report of a stage for a unit that one's role is held for, or one below it."""
    identity = _identity()
    return _on_stage(identity, identity.duties.stages, stage_no, unit_id)


def receiving(stage_no: int, unit_id: str) -> Acting:
    """On the return of reports of a stage, for a unit that one's role is held for: of all below it."""
    identity = _identity()
    return _on_stage(identity, identity.duties.receives, stage_no, unit_id)


def _identity() -> Identity:
    identity = access.current_identity()
    if identity is None or identity.account_no is None:
        _refuse()
    return identity


def _refuse() -> NoReturn:
    st.error(_("You may not open this page, or it does not exist."))
    st.stop()


def _verifying(role: str) -> Acting:
    identity = _identity()
    if identity.duties.verifies.is_nothing:
        _refuse()
    return _acting(identity, role, identity.duties.verifies)


def _on_stage(identity: Identity, held: tuple[StageDuty, ...], stage_no: int, unit_id: str) -> Acting:
    for duty in held:
        if (duty.stage_no, duty.unit_id) == (stage_no, unit_id):
            return _acting(identity, duty.role_code, Scope(unit_ids=(unit_id,)), (stage_no,))
    _refuse()


def _acting(identity: Identity, role: str, scope: Scope, stages: tuple[int, ...] = ()) -> Acting:
    return Acting(Actor(identity.account_no, identity.session_no, st.context.ip_address), role, scope, stages)
