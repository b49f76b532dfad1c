"""As whom somebody acts in the measurement, and the rows that this reaches, as a condition within the statement."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, exists, false, literal, or_, select, true

from dashboard.access.viewer import Scope
from dashboard.ledger import models
from dashboard.ledger.audit import Actor
from dashboard.ledger.entry_models import unit


@dataclass(frozen=True)
class Acting:
    """Who acts (for the audit), as which role of dashboard.ledger.moves, and on whose rows: the scope of that role alone, never of another one held.

    stages: those that it reports, or returns, where that is what is done.
    """

    actor: Actor
    role: str
    scope: Scope
    stages: tuple[int, ...] = ()


def units_below(period_year: int | ColumnElement[int], unit_ids: tuple[str, ...]) -> Select:
    """One row per unit of the year that is one of `unit_ids` or stands below one: its unit_id."""
    above, below = unit.alias("above"), unit.alias("below")
    inside = and_(below.c.period_year == above.c.period_year, below.c.unit_no.between(above.c.unit_no, above.c.last_unit_no))
    return select(below.c.unit_id).join_from(above, below, inside).where(above.c.period_year == period_year, above.c.unit_id.in_(unit_ids))


def units_above(period_year: int, unit_id: str) -> Select:
    """One row per unit of the year that is this one or stands above it: its unit_id."""
    above, below = unit.alias("above"), unit.alias("below")
    inside = and_(below.c.period_year == above.c.period_year, below.c.unit_no.between(above.c.unit_no, above.c.last_unit_no))
    return select(above.c.unit_id).join_from(above, below, inside).where(below.c.period_year == period_year, below.c.unit_id == unit_id)


def in_scope(
    scope: Scope, period_year: int | ColumnElement[int], unit_id: ColumnElement[str], nip: ColumnElement[int] | None = None
) -> ColumnElement[bool]:
    """The condition that a row of the year is in a scope. Default deny. Without `nip` the rows are of units, and no person's scope reaches them."""
    if scope.is_everything:
        return true()
    conditions: list[ColumnElement[bool]] = [unit_id.in_(units_below(period_year, scope.unit_ids))] if scope.unit_ids else []
    if scope.nip is not None and nip is not None:
        conditions.append(nip == scope.nip)
    return or_(false(), *conditions)


def reaches(connection: Connection, scope: Scope, period_year: int, unit_id: str) -> bool:
    """Whether a unit of the year is in a scope."""
    if scope.is_everything:
        return connection.execute(select(unit.c.unit_id).where(unit.c.period_year == period_year, unit.c.unit_id == unit_id)).first() is not None
    found = select(literal(1)).where(unit.c.period_year == period_year, unit.c.unit_id == unit_id, in_scope(scope, period_year, unit.c.unit_id))
    return connection.execute(found).first() is not None


def is_of_account(account_no: int | None, nip: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an account is of a person: by its sign-in name, or by a role that it holds or held for that person."""
    account, grant = models.account, models.role_grant
    return or_(
        exists().where(account.c.account_no == account_no, account.c.sign_in_name == cast(nip, String)),
        exists().where(grant.c.account_no == account_no, grant.c.nip == nip),
    )
