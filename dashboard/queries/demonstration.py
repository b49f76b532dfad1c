"""Whom somebody may be who only looks at the demonstration: a unit of the sample and one of its invented people."""

from sqlalchemy import Select, func, select

from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import visible
from dashboard.queries.kept import kept


@kept
def somebody(unit_id: str) -> Select:
    """One row: nip of a person of this unit measured in the newest year; NULL when the unit is not there."""
    score = visible.scores(Viewer(frozenset({"aggregates"}), Scope(unit_ids=(unit_id,))))
    newest = select(func.max(visible.reference("period").c.period_year)).scalar_subquery()
    return select(func.min(score.c.nip).label("nip")).where(score.c.period_year == newest, score.c.is_measured)
