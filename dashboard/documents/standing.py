"""The stage report in force that a document rests on: its frozen figures are what was reported, whatever is published later."""

from sqlalchemy import Engine

from dashboard.access.viewer import Viewer
from dashboard.documents.order import STAGES, Order
from dashboard.ledger import stage_reports
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Actor
from dashboard.ledger.stage_reports import StageReport


def report_of(ledger: Engine, viewer: Viewer, order: Order) -> StageReport | None:
    """The newest report in force of the order's unit at the stage of its kind; None: none, the kind reports no stage, or it is not the viewer's to see."""
    stage_no = STAGES.get(order.kind)
    if stage_no is None:
        return None
    reader = Acting(Actor(), "reader", viewer.scope)
    found = stage_reports.history(ledger, order.year, by=reader, stage_no=stage_no, unit_id=order.unit_id)
    standing = [each for each in found if each.is_in_force]
    return standing[-1] if standing else None
