"""What may happen to an entry, as one table: from which states, to which state, by whom. What does not stand here is refused.

An entry is of one person. Draft: begun, nothing submitted. Submitted and edited: the unit verifies. Returned: the person corrects. Verified: the unit stands
for it. Reported: it is in a report of the unit. Reopened: that report came back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.ledger.entry_errors import MoveRefusedError

DRAFT, SUBMITTED, EDITED, RETURNED = "draft", "submitted", "edited", "returned"
VERIFIED, REPORTED, REOPENED = "verified", "reported", "reopened"
STATES = (DRAFT, SUBMITTED, EDITED, RETURNED, VERIFIED, REPORTED, REOPENED)

ASN, PAPER, VERIFIER, UNIT_HEAD = "asn", "paper", "verifier", "unit_head"
SECRETARY, AGENCY_HEAD, SECRETARIAT = "secretary", "agency_head", "secretariat"
ACTORS = (ASN, PAPER, VERIFIER, UNIT_HEAD, SECRETARY, AGENCY_HEAD, SECRETARIAT)
"""As whom somebody acts: a role of data/roles.toml, or "paper", the verifier who writes down what somebody measured on paper."""

NOT_BEGUN = None
"""The state of nothing."""

WAITING = (SUBMITTED, EDITED, REOPENED)
"""What waits for those who verify."""


@dataclass(frozen=True)
class Move:
    """One move. `after` None: the state stays, and nothing is recorded but the working copy."""

    code: str
    before: frozenset[str | None]
    after: str | None
    by: frozenset[str]
    makes_version: bool = False
    needs_reason: bool = False


def _move(code: str, before: Iterable[str | None], after: str | None, by: Iterable[str], **more: bool) -> tuple[str, Move]:
    return code, Move(code, frozenset(before), after, frozenset(by), **more)


MOVES: Mapping[str, Move] = MappingProxyType(
    dict(
        (
            _move("start", (NOT_BEGUN,), DRAFT, (ASN, PAPER)),
            _move("save", (DRAFT, SUBMITTED, EDITED, RETURNED, REOPENED), None, (ASN,)),
            _move("submit", (DRAFT, RETURNED), SUBMITTED, (ASN, PAPER), makes_version=True),
            _move("edit", WAITING, EDITED, (ASN,), makes_version=True),
            _move("return", (*WAITING, VERIFIED), RETURNED, (VERIFIER,), needs_reason=True),
            _move("verify", WAITING, VERIFIED, (VERIFIER,)),
            _move("correct", (*WAITING, RETURNED), VERIFIED, (VERIFIER,), makes_version=True, needs_reason=True),
            _move("report", (VERIFIED,), REPORTED, (VERIFIER, UNIT_HEAD)),
            _move("reopen", (REPORTED,), REOPENED, (UNIT_HEAD, SECRETARY, SECRETARIAT), needs_reason=True),
        )
    )
)


def allowed(code: str, state: str | None, role: str) -> Move:
    """The move. Raises MoveRefusedError when it may not happen in this state, or not by this role."""
    move = MOVES.get(code)
    if move is None or state not in move.before or role not in move.by:
        raise MoveRefusedError(code, state, role)
    return move


def open_to(state: str | None, role: str) -> tuple[str, ...]:
    """Codes of the moves that are open to a role in a state: what a page offers."""
    return tuple(move.code for move in MOVES.values() if state in move.before and role in move.by)
