"""Official documents as what is mailed: a draft without a number, from the newest report in force or from the release of this run."""

from functools import partial

from dashboard import filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.documents import files, making, standing
from dashboard.documents.content import Document
from dashboard.documents.errors import NothingMeasuredError, ReleaseGoneError, UnknownUnitError
from dashboard.documents.order import Order
from dashboard.ledger.stage_reports import StageReport
from dashboard.queries import tree
from dashboard.queries.filters import Filters
from dashboard.sending.mail import Mail
from dashboard.sending.plans import Asked, File, Plan, chosen_by, year
from dashboard.sending.recipients import NotSentError
from dashboard.text import language
from dashboard.text import sending as words

PDF = "application/pdf"


def plan(kind: str, asked: Asked) -> Plan:
    """A document of the unit that is asked about, or of the only top that the recipient sees. Raises NotSentError: permission, unit, nothing; NoReleaseError."""
    if not making.may_make(asked.viewer, kind):
        raise NotSentError("permission")
    chosen = chosen_by(asked.viewer, _unit(asked.viewer, asked.unit_id))
    document = _made(asked, Order(kind, str(chosen.unit_id), chosen.year, warehouse.release_id(), language()))
    name = filters.unit_name(asked.viewer, chosen)
    mail = Mail(language(), words.subject(kind, chosen.year, name), words.document(document.title, name), (), document.provenance)
    drawn = partial(asked.kept.once, (PDF, document.checksum, language()), partial(files.pdf, document))
    return Plan(mail, (File(files.file_name(document, "pdf"), PDF, None, (document.order.unit_id,), drawn),))


def _unit(viewer: Viewer, unit_id: str | None) -> str:
    if unit_id is not None:
        return unit_id
    tops = warehouse.fetch(tree.start_ids(viewer, Filters(year=year())))["unit_id"]
    if len(tops) != 1:
        raise NotSentError("unit")
    return str(tops.iloc[0])


def _made(asked: Asked, order: Order) -> Document:
    """The document, the same for everybody who may have it: made once a run."""
    report: StageReport | None = None if asked.ledger is None else standing.report_of(asked.ledger, asked.viewer, order)
    try:
        return asked.kept.once((order, report and report.report_no), lambda: making.made(asked.viewer, order, report))
    except UnknownUnitError:
        raise NotSentError("unit") from None
    except NothingMeasuredError:
        raise NotSentError("nothing") from None
    except ReleaseGoneError as error:
        raise warehouse.NoReleaseError(str(error)) from None
