"""A small office of invented people for the tests of the measurement: units, people, accounts, and the rules and schedule of 2021 as the files have them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from dashboard.access.viewer import EVERYTHING, Scope
from dashboard.ledger import accounts, entries, identities
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.answers import Evidence, Given
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.entries import Own, Submission
from dashboard.ledger.entry_records import Receipt
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import PersonRow, UnitRow
from dashboard.ledger.measured_year import Answer, Deadline, Eligibility, Indicator, MeasuredYear, Stage
from pipelines import reference
from pipelines.reference import facts

YEAR = 2021
JAKARTA = ZoneInfo("Asia/Jakarta")
OPEN = datetime(2021, 4, 14, 9, 0, tzinfo=JAKARTA)
"""A moment within the window."""

UNITS = (
    UnitRow("BADAN", "Badan"),
    UnitRow("SEKRETARIAT", "Sekretariat", "BADAN"),
    UnitRow("PUSAT", "Pusat", "BADAN"),
    UnitRow("BALAI", "Balai", "PUSAT"),
)
SITI, BUDI, ANI, UMAR = 198001012005012001, 198102022006021002, 198203032007032003, 199004042019041004
"""Of BALAI, BALAI and SEKRETARIAT; UMAR, of BALAI, is CPNS."""

PEOPLE = (
    PersonRow(SITI, "BALAI", "Siti", "siti@contoh.go.id", "Penata (III/c)", "III/c", "female", "Islam", "S-1", "Widyaiswara", "fungsional", "PNS"),
    PersonRow(BUDI, "BALAI", "Budi", None, "Penata (III/c)", "III/c", "male", "Hindu", "S-2", "Kepala", "struktural", "PNS"),
    PersonRow(ANI, "SEKRETARIAT", "Ani", None, "Pengatur (II/c)", "II/c", "female", "Kristen", "SLTA", "Pengadministrasi", "pelaksana", "PNS"),
    PersonRow(UMAR, "BALAI", "Umar", None, "Penata Muda (III/a)", "III/a", "male", "Islam", "S-1", "Analis", "pelaksana", "CPNS"),
)


@cache
def year() -> MeasuredYear:
    """2021 by the files of data/reference."""
    known = reference.load(Path("data/reference"), YEAR)
    rules, schedule = known.rules, known.schedule
    owners = {3: ("SEKRETARIAT", "PUSAT"), 4: ("BADAN",), 5: ("BADAN",)}
    return MeasuredYear(YEAR, "2021-a", rules.version, tuple(_indicators(rules.indicators)), _eligibility(rules), _stages(schedule), owners)


def _indicators(given: Iterable[facts.Indicator]) -> Iterable[Indicator]:
    for each in given:
        answers = tuple(Answer(point.answer, point.points, point.at_least, point.below) for point in each.points)
        for group in each.groups:
            yield Indicator(
                indicator_code=each.code,
                dimension_code=each.dimension,
                position_group=group,
                answers=answers,
                window_years=each.window_years,
                minimum_hours=each.minimum_hours,
                lowest_value=each.lowest_value,
                highest_value=each.highest_value,
                evidence=each.evidence,
                is_evidence_confirmed=each.evidence_confirmed,
            )


def _eligibility(rules: facts.ScoringRules) -> tuple[Eligibility, ...]:
    return tuple(Eligibility(each.status, each.outcome, each.reason, each.reason_en) for each in rules.eligibility)


def _stages(schedule: facts.Schedule) -> tuple[Stage, ...]:
    return tuple(
        Stage(each.no, each.name, each.name_en, each.counts, each.starts_on, (Deadline(each.due_on),), each.depends_on) for each in schedule.stages
    )


def load(ledger: Engine) -> None:
    """Units and people of the office."""
    identities.load(ledger, YEAR, UNITS, PEOPLE, source_name="pegawai.csv", actor=COMMAND_LINE, now=OPEN)


def asn(ledger: Engine, nip: int = SITI) -> Acting:
    """The account of a person, made when it is not there."""
    made = accounts.find(ledger, str(nip)) or accounts.add(ledger, str(nip), actor=COMMAND_LINE, now=OPEN)
    if not accounts.grants(ledger, made.account_no):
        accounts.grant(ledger, made.account_no, Grant("asn", nip=nip), actor=COMMAND_LINE, now=OPEN)
    return Acting(Actor(made.account_no, None, "192.0.2.1"), "asn", Scope(nip=nip))


def acting(ledger: Engine, role: str, *unit_ids: str, name: str | None = None) -> Acting:
    """Somebody who acts as a role on units; without units on everything."""
    name = name or f"{role}@contoh.go.id"
    made = accounts.find(ledger, name) or accounts.add(ledger, name, actor=COMMAND_LINE, now=OPEN)
    return Acting(Actor(made.account_no, None, "192.0.2.2"), role, Scope(unit_ids=unit_ids) if unit_ids else EVERYTHING)


GIVEN = Given(
    education_code="S-1",
    has_functional_training=True,
    technical_training_hours=Decimal(24),
    has_seminar=False,
    performance_value=Decimal("88.5"),
    discipline_code="tidak_pernah",
    evidence=(
        Evidence("functional_training", "DF-12/2019", date(2019, 5, 6)),
        Evidence("technical_training", "DT-7/2020", date(2020, 11, 2), Decimal(24)),
        Evidence("performance", "PPK 2020", date(2021, 1, 15)),
    ),
)
"""Complete answers of somebody in a functional position: 15 + 30 + 25 + 5 points."""


def started(ledger: Engine, nip: int = SITI, now: datetime = OPEN) -> Own:
    """An entry that was begun."""
    return entries.start(ledger, year(), by=asn(ledger, nip), now=now)


def submitted(ledger: Engine, nip: int = SITI, given: Given | None = None, now: datetime = OPEN, request_id: str = "a") -> Receipt:
    """An entry that was submitted."""
    own = started(ledger, nip, now)
    step = Step(asn(ledger, nip), now, own.entry.change_no, request_id)
    return entries.submit(ledger, year(), own.entry.entry_no, Submission(given or GIVEN_OF[nip], own.save_no, "Benar."), step)


def reporting(ledger: Engine, role: str, stage_no: int, *unit_ids: str) -> Acting:
    """Somebody who reports a stage, or returns its reports."""
    return replace(acting(ledger, role, *unit_ids), stages=(stage_no,))


GIVEN_OF = {
    SITI: GIVEN,
    BUDI: replace(GIVEN, education_code="S-2", has_functional_training=None, has_leadership_training=False, evidence=GIVEN.evidence[1:]),
    ANI: replace(GIVEN, education_code="SLTA", has_functional_training=None, technical_training_hours=Decimal(0), evidence=GIVEN.evidence[2:]),
}
"""Complete answers of each of them: 75, 5 + 15 + 25 + 20 and 5 + 0 + 25 + 5 points."""
