"""Who is signed in: account and session for the audit, a name to greet, and the viewer that queries know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboard.access import duties, roles
from dashboard.access.duties import NO_DUTIES, Duties
from dashboard.access.viewer import Viewer


class Holder(Protocol):
    """Whose session it is, and the roles held at this moment (dashboard.ledger.sessions.Holder)."""

    @property
    def account_no(self) -> int: ...  # noqa: D102
    @property
    def session_no(self) -> int: ...  # noqa: D102
    @property
    def shown_name(self) -> str: ...  # noqa: D102
    @property
    def grants(self) -> Sequence[roles.Granted]: ...  # noqa: D102


@dataclass(frozen=True)
class Identity:
    """One person at one browser. Never part of a query or of a cache key: what they may see is `viewer` alone. No account: whoever sits at the machine."""

    account_no: int | None
    session_no: int | None
    name: str
    viewer: Viewer
    duties: Duties = NO_DUTIES


def of(holder: Holder, known: roles.Roles | None = None) -> Identity:
    """The identity of a session: asked anew in every run, so that a role given or taken counts at once. Raises role_file.RolesError."""
    viewer, own = roles.viewer_of(holder.grants, known), duties.of(holder.grants, known)
    return Identity(holder.account_no, holder.session_no, holder.shown_name, viewer, own)
