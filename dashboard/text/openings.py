"""What is said of openings outside the schedule and of releases that were asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd

from dashboard.ledger.late_openings import LateOpening
from dashboard.ledger.publish_requests import PublishRequest
from dashboard.text import entries, publishing
from dashboard.text.formats import whole
from dashboard.text.language import _, ngettext_


def _when(at: datetime | None) -> str:
    return "" if at is None else entries.at(at)


def opened(opening: LateOpening) -> str:
    """What the button did."""
    return _("Opened until {moment} for the unit and all below it.", moment=_when(opening.closes_at))


def openings(found: Sequence[LateOpening], names: Mapping[str, str], now: datetime) -> pd.DataFrame:
    """The table of openings."""
    rows = [
        {
            _("Unit"): names.get(each.unit_id, each.unit_id),
            _("From"): _when(each.opens_at),
            _("Until"): _when(each.closes_at),
            _("State"): _("open") if each.opens_at <= now < each.closes_at else _("over"),
            _("Reason"): each.reason,
        }
        for each in found
    ]
    return pd.DataFrame(rows)


def opening_count(count: int) -> str:
    """How many there are."""
    return ngettext_("{number} opening, newest first.", "{number} openings, newest first.", count, number=whole(count))


def requests(found: Sequence[PublishRequest]) -> pd.DataFrame:
    """The table of releases asked for."""
    rows = [
        {
            _("Asked for"): _when(each.requested_at),
            _("By"): _("the timer") if each.account_no is None else _("the secretariat"),
            _("Year"): str(each.period_year),
            _("Ended"): _when(each.finished_at),
            _("What became of it"): publishing.sentence(each),
        }
        for each in found
    ]
    return pd.DataFrame(rows)


def request_count(count: int) -> str:
    """How many there are."""
    return ngettext_("{count} request.", "The last {count} requests, newest first.", count)
