"""Units and people of a scope as SIMPEG has them: what a page offers to choose from, and whom a form on paper is made for. Who shows people records the look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, Select, and_, exists, func, select

from dashboard.ledger import models
from dashboard.ledger.acting import Acting, in_scope
from dashboard.ledger.entry_models import entry, identity, unit
from dashboard.ledger.identities import Identity, identity_of, people

NUL = "\0"
"""What a text may hold in an address but not in PostgreSQL."""


@dataclass(frozen=True)
class Place:
    """One unit of a scope."""

    unit_id: str
    unit_name: str


def unit_count(ledger: Engine, period_year: int, *, by: Acting) -> int:
    """How many units the scope has; 0 also when the year's units are not loaded."""
    with ledger.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(_units(period_year, by).subquery())).scalar_one())


def units(ledger: Engine, period_year: int, *, by: Acting, text: str = "", limit: int = 400) -> tuple[Place, ...]:
    """Units of the scope in the order of the tree, those whose code or name holds the text."""
    rows, text = _units(period_year, by), text.replace(NUL, "")
    if text:
        rows = rows.where(unit.c.unit_name.icontains(text, autoescape=True) | unit.c.unit_id.startswith(text, autoescape=True))
    with ledger.connect() as connection:
        return tuple(Place(*row) for row in connection.execute(rows.order_by(unit.c.unit_no).limit(limit)))


def unit_of(ledger: Engine, period_year: int, unit_id: str, *, by: Acting) -> Place | None:
    """The unit of that code, if the scope has it."""
    if NUL in unit_id:
        return None
    with ledger.connect() as connection:
        row = connection.execute(_units(period_year, by).where(unit.c.unit_id == unit_id)).one_or_none()
    return None if row is None else Place(*row)


def person_count(ledger: Engine, period_year: int, *, by: Acting, statuses: Sequence[str] | None = None) -> int:
    """How many people of these employment statuses the scope has, whether they have begun or not; None: of any status."""
    conditions = [identity.c.period_year == period_year, in_scope(by.scope, period_year, identity.c.unit_id, identity.c.nip)]
    with ledger.connect() as connection:
        counted = select(func.count()).select_from(identity).where(*conditions, *_of(statuses))
        return int(connection.execute(counted).scalar_one())


def listed(
    ledger: Engine, period_year: int, *, by: Acting, limit: int, statuses: Sequence[str] | None = None, without_entry: bool = False
) -> tuple[Identity, ...]:
    """People of the scope by unit, name and NIP; `without_entry`: those who have submitted nothing."""
    rows = people().where(identity.c.period_year == period_year, in_scope(by.scope, period_year, identity.c.unit_id, identity.c.nip), *_of(statuses))
    if without_entry:
        same = and_(entry.c.period_year == identity.c.period_year, entry.c.nip == identity.c.nip)
        rows = rows.where(~exists().where(same, entry.c.version_no > 0))
    with ledger.connect() as connection:
        found = connection.execute(rows.order_by(unit.c.unit_no, identity.c.asn_name, identity.c.nip).limit(limit))
        return tuple(identity_of(row) for row in found)


def shown_names(ledger: Engine, account_nos: Iterable[int]) -> Mapping[int, str]:
    """How accounts are greeted, of those that have such a name; never what they sign in with, which may be a NIP."""
    account = models.account
    asked = select(account.c.account_no, account.c.shown_name).where(account.c.account_no.in_(set(account_nos)), account.c.shown_name.is_not(None))
    with ledger.connect() as connection:
        return {row.account_no: row.shown_name for row in connection.execute(asked)}


def _units(period_year: int, by: Acting) -> Select:
    return select(unit.c.unit_id, unit.c.unit_name).where(unit.c.period_year == period_year, in_scope(by.scope, period_year, unit.c.unit_id))


def _of(statuses: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if statuses is None else [identity.c.status_code.in_(statuses)]
