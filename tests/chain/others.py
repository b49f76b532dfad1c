"""The others measure without a window: the same calls that the pages make, on the same ledger, within the same hours."""

from datetime import datetime, timedelta

from dashboard import measured_years
from dashboard.ledger import entries
from dashboard.ledger.answers import Given
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_steps import Step
from tests.chain import office
from tests.chain.april import April
from tests.chain.office import Person
from tests.dashboard.ledger import measured


def measure(april: April, person: Person, given: Given, now: datetime, move: str = "submit") -> None:
    """Begin where it is not begun, keep the answers, submit them."""
    year, by = measured_years.of(office.YEAR), measured.asn(april.ledger, person.nip)
    seen = entries.start(april.ledger, year, by=by, now=now)
    draft = entries.save_draft(april.ledger, year, seen.entry.entry_no, given, by=by, seen_save_no=seen.save_no, now=now)
    step = Step(by, now + timedelta(minutes=1), seen.entry.change_no, f"{person.number}-{seen.entry.change_no}")
    made = {"submit": entries.submit, "edit": entries.edit}[move]
    made(april.ledger, year, seen.entry.entry_no, Submission(given, draft.save_no, "Benar."), step)
