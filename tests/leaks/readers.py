"""Readers of every role who are signed in already: a session of the ledger, without the forms that other tests walk through."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.access import roles
from dashboard.access.viewer import SIGNED_IN
from dashboard.ledger import accounts, sessions
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.navigation import PAGES
from tests.dashboard.web.conftest import Guarded
from tests.dashboard.web.visitor import Visitor
from tests.leaks.marked import MARKS, PEOPLE, Role

UNIT = 6
"""A unit of the third level, with two below it."""


@dataclass(frozen=True)
class Reader:
    """Somebody with one role at a browser of their own, and the token of the session."""

    name: str
    role: Role
    visitor: Visitor
    token: str

    def foreign(self, sent: bytes, page: str) -> set[str]:
        """Whom and which units it speaks of beyond what the reader may see on this page; whoever has a duty sees the own people on any."""
        return MARKS.found(sent) - self.role.allowed(page) - self.role.allowed("people")


def signed_in(guarded: Guarded, name: str, role: Role) -> Reader:
    """A new account with this role and a session of it."""
    now = datetime.now(UTC)
    added = accounts.add(guarded.ledger, name, actor=COMMAND_LINE, now=now)
    accounts.grant(guarded.ledger, added.account_no, role.grant, actor=COMMAND_LINE, now=now)
    visitor = guarded.visitor()
    visitor.cookies["ipasn"] = sessions.begin(guarded.ledger, added.account_no, address="127.0.0.1", agent="", now=now)
    return Reader(name, role, visitor, visitor.cookies["ipasn"])


def held(code: str, unit: int = UNIT, person: int | None = None) -> Role:
    """A role, for the unit or the person where its row of the file asks for one; without a person one of this unit."""
    role = roles.load(roles.DEFAULT)[code]
    own = next(each.number for each in PEOPLE if each.place == unit and each.is_verified)
    return Role(code, unit if role.needs_unit else None, (own if person is None else person) if role.needs_nip else None)


def codes() -> list[str]:
    """Every role of the file."""
    return list(roles.load(roles.DEFAULT))


def pages(role: Role) -> list[str]:
    """The pages of a role, by the permissions that its row of the file has; the first stands at the root too."""
    row = roles.load(roles.DEFAULT)[role.code]
    given = {SIGNED_IN, *row.permissions} | ({"people"} if "people_on_request" in row.permissions else set())
    return [entry.name for entry in PAGES if row.is_enabled and entry.permission in given]
