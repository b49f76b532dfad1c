"""When a unit may measure: the days of the schedule with their deadlines as decided by then, and late openings of the unit or one above it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.access.viewer import Scope
from dashboard.ledger import audit, late_openings, windows
from dashboard.ledger.audit import Sought
from dashboard.ledger.entry_errors import EntryNotFoundError, MeasurementError, ReasonMissingError
from dashboard.ledger.measured_year import JAKARTA, Deadline, MeasuredYear, years_before
from tests.dashboard.ledger.measured import YEAR, acting, load, year

OPENS, CLOSES = datetime(2021, 4, 12, tzinfo=JAKARTA), datetime(2021, 4, 17, tzinfo=JAKARTA)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (OPENS - SECOND, "before"),
        (OPENS, "open"),
        (CLOSES - SECOND, "open"),
        (CLOSES, "closed"),
        (datetime(2021, 4, 16, 16, 59, 59, tzinfo=JAKARTA), "open"),
    ],
)
def test_days_of_the_schedule_end_at_midnight_in_jakarta(now: datetime, kind: str) -> None:
    window = windows.state(year(), (), now)
    assert (window.kind, window.opens_at, window.closes_at) == (kind, OPENS, CLOSES)


def test_a_deadline_holds_from_the_day_on_which_it_was_decided() -> None:
    stage = year().measurement
    moved = replace(stage, deadlines=(*stage.deadlines, Deadline(date(2021, 4, 20), date(2021, 4, 16))))
    changed: MeasuredYear = replace(year(), stages=(moved, *year().stages[1:]))
    assert windows.state(changed, (), CLOSES - DAY - SECOND).closes_at == CLOSES
    assert windows.state(changed, (), CLOSES).kind == "open"
    assert windows.state(changed, (), datetime(2021, 4, 21, tzinfo=JAKARTA)).kind == "closed"


def test_opened_late_for_a_unit_and_all_below_it(ledger: Engine) -> None:
    load(ledger)
    by = acting(ledger, "secretariat")
    opened = late_openings.open_for(ledger, YEAR, "PUSAT", opens_at=CLOSES + DAY, closes_at=CLOSES + 2 * DAY, reason=" Banjir. ", by=by, now=CLOSES)
    assert opened.reason == "Banjir."
    for unit_id, kind in (("PUSAT", "late"), ("BALAI", "late"), ("SEKRETARIAT", "closed"), ("BADAN", "closed")):
        window = windows.of_unit(ledger, year(), unit_id, now=CLOSES + DAY)
        assert (unit_id, window.kind) == (unit_id, kind)
        assert window.opening_no == (opened.opening_no if kind == "late" else None)
    for now, kind in ((CLOSES + DAY - SECOND, "closed"), (CLOSES + 2 * DAY - SECOND, "late"), (CLOSES + 2 * DAY, "closed"), (OPENS, "open")):
        assert windows.of_unit(ledger, year(), "BALAI", now=now).kind == kind
    assert [each.unit_id for each in late_openings.listed(ledger, YEAR, by)] == ["PUSAT"]
    assert late_openings.listed(ledger, YEAR, replace(by, scope=Scope(unit_ids=("SEKRETARIAT",)))) == ()
    (found,) = audit.search(ledger, Sought(actions=["late_opening"])).entries
    assert found.unit_ids == ("PUSAT",)


def test_an_opening_has_a_unit_a_reason_and_a_time(ledger: Engine) -> None:
    load(ledger)
    by = acting(ledger, "secretariat")
    good = {"opens_at": CLOSES, "closes_at": CLOSES + DAY, "reason": "Banjir.", "by": by, "now": CLOSES}
    for unit_id, changed, refusal in (
        ("X", {}, EntryNotFoundError),
        ("PUSAT", {"by": replace(by, scope=Scope(unit_ids=("SEKRETARIAT",)))}, EntryNotFoundError),
        ("PUSAT", {"reason": " "}, ReasonMissingError),
        ("PUSAT", {"closes_at": CLOSES}, MeasurementError),
        ("PUSAT", {"now": CLOSES + 2 * DAY}, MeasurementError),
    ):
        with pytest.raises(refusal):
            late_openings.open_for(ledger, YEAR, unit_id, **{**good, **changed})  # type: ignore[arg-type]
    assert late_openings.listed(ledger, YEAR, by) == ()


def test_some_years_before_the_last_of_february() -> None:
    assert years_before(date(2020, 2, 29), 1) == date(2019, 2, 28)
    assert years_before(date(2021, 4, 12), 2) == date(2019, 4, 12)
