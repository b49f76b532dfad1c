"""The same marked people in the ledger of the measurement: their data in SIMPEG, entries in several states, corrections that they ask for, reports."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from dashboard.ledger import corrections, identities, stage_reports, verification
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.identities import PersonRow, UnitRow
from dashboard.ledger.stage_reports import Report
from tests.dashboard.ledger import measured
from tests.leaks.marked import PEOPLE, UNITS, Person, Unit

ENTERED = tuple(person for person in PEOPLE if person.has_account)
"""Who has submitted an entry, and so has an account under the own NIP."""

RETURNED, VERIFIED = (tuple(person for person in ENTERED if person.number % 12 == rest) for rest in (4, 8))
"""Of them those whose entry came back, and those whose entry is verified."""

REPORTED = tuple(unit for unit in UNITS if unit.kind == "UPT" and unit.number % 3 == 0)
"""Units that have reported their verification."""

FIGURES: dict[str, Any] = {
    **dict.fromkeys(("asn_count", "eligible_count", "measured_count", "verified_count"), 7),
    **dict.fromkeys(("coverage_pct", "verified_pct", "mean_total_score", "lowest_mean", "highest_mean"), "70.000000"),
    **dict.fromkeys(("sangat_rendah_count", "rendah_count", "sedang_count", "tinggi_count", "sangat_tinggi_count")),
    "category_code": "rendah",
    "rule_version": "BKN-8-2019",
    "category_convention": "lower_inclusive",
    "release_id": "marked",
    "as_of": "2021-04-20T12:00:00",
}


def fill(ledger: Engine) -> None:
    """All of it."""
    units = [UnitRow(unit.unit_id, unit.name, None if unit.parent is None else UNITS[unit.parent].unit_id) for unit in UNITS]
    people = [_person(person) for person in PEOPLE]
    identities.load(ledger, measured.YEAR, units, people, source_name="pegawai.csv", actor=COMMAND_LINE, now=measured.OPEN)
    given = replace(measured.GIVEN, education_code="S-2")
    for person in ENTERED:
        measured.submitted(ledger, int(person.nip), given)
        if person.number % 8 == 0:
            by = measured.asn(ledger, int(person.nip))
            corrections.request(ledger, measured.YEAR, "position_name", f"{person.position} Madya", by=by, now=measured.OPEN)
    _looked_at(ledger)
    for unit in REPORTED:
        _reported(ledger, unit)


def _person(person: Person) -> PersonRow:
    unit_id, address = UNITS[person.place].unit_id, f"{person.name.split()[-1]}@contoh.go.id"
    sex = "male" if person.number % 2 == 0 else "female"
    return PersonRow(
        int(person.nip), unit_id, person.name, address, "Penata, III/c", "III/c", sex, "Islam", "S-2", person.position, "fungsional", "PNS"
    )


def _looked_at(ledger: Engine) -> None:
    """Entries returned and verified by somebody on top."""
    by = measured.acting(ledger, "verifier", UNITS[0].unit_id)
    returned, verified = ({int(person.nip) for person in some} for some in (RETURNED, VERIFIED))
    for waiting in verification.queue(ledger, measured.YEAR, by=by, limit=200):
        step = Step(by, measured.OPEN, waiting.change_no, f"look{waiting.entry_no}", "Nomor sertifikat belum ada.")
        if waiting.nip in returned:
            verification.send_back(ledger, waiting.entry_no, step)
        elif waiting.nip in verified:
            verification.verify(ledger, waiting.entry_no, replace(step, reason=None))


def _reported(ledger: Engine, unit: Unit) -> None:
    by = measured.reporting(ledger, "verifier", 2, unit.unit_id)
    report = Report(
        2, unit.unit_id, "Verifikator", {**FIGURES, "unit_id": unit.unit_id, "unit_name": unit.name}, incomplete_reason="Sebagian di kertas."
    )
    stage_reports.make(ledger, measured.year(), report, Step(by, measured.OPEN, request_id=unit.unit_id))
