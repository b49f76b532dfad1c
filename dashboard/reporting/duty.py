"""What somebody reports and what comes to them, in one run of the page: stage by stage, with what stands in the ledger."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Engine

from dashboard import access, acting, clock, measured_years
from dashboard.access import signed_in
from dashboard.access.duties import Duties, StageDuty
from dashboard.ledger import roster, stage_reports
from dashboard.ledger.acting import Acting
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.reporting.owed import Coming, Due

Way = Literal["reports", "receives"]


def duties() -> Duties:
    """Those of whoever has signed in; none where nobody has."""
    identity = access.current_identity()
    return Duties() if identity is None else identity.duties


def year() -> MeasuredYear:
    """The year that is measured now."""
    return measured_years.current()


def ledger() -> Engine:
    """The ledger of this server."""
    return signed_in.ledger()


def acts(held: StageDuty, way: Way) -> Acting:
    """As whom this is done; ends the run for whoever does not hold the duty."""
    return acting.reporting(held.stage_no, held.unit_id) if way == "reports" else acting.receiving(held.stage_no, held.unit_id)


def now() -> datetime:
    """What counts as now in the measurement."""
    return clock.now()


def due(of: MeasuredYear, held: StageDuty) -> Due | None:
    """A duty with what stands of it; None: the unit owes no such report in this year, or the ledger does not know it."""
    by, stage = acts(held, "reports"), of.stage(held.stage_no)
    place = roster.unit_of(ledger(), of.period_year, held.unit_id, by=by)
    is_owed = stage.counts == "verified" or held.unit_id in of.owners.get(held.stage_no, ())
    if place is None or not is_owed:
        return None
    history = stage_reports.history(ledger(), of.period_year, by=by, stage_no=held.stage_no, unit_id=held.unit_id)
    unmet = stage_reports.open_before(ledger(), of, held.stage_no, held.unit_id)
    return Due(stage, held.unit_id, place.unit_name, history[-1] if history else None, unmet)


def coming(of: MeasuredYear, held: StageDuty) -> Coming:
    """The reports that come to somebody, and whose are still open. Of verification every unit that gave its word stands there."""
    by, stage = acts(held, "receives"), of.stage(held.stage_no)
    reports = stage_reports.in_force(ledger(), of.period_year, by=by, stage_no=held.stage_no)
    owing = of.owners.get(held.stage_no, ()) or tuple(report.unit_id for report in reports)
    found = (roster.unit_of(ledger(), of.period_year, unit_id, by=by) for unit_id in owing)
    return Coming(stage, held.unit_id, tuple((place.unit_id, place.unit_name) for place in found if place is not None), reports)


def names(of: MeasuredYear, held: StageDuty, unit_ids: list[str]) -> dict[str, str]:
    """Names of units at or below one's own, by code."""
    by = acts(held, "reports")
    found = (roster.unit_of(ledger(), of.period_year, unit_id, by=by) for unit_id in unit_ids)
    return {place.unit_id: place.unit_name for place in found if place is not None}
