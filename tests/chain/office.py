"""Thirty invented people of one agency with several units, and one who is CPNS: what SIMPEG has of them, what they answer, and what becomes of each.

Everything here is data: the files that the pipeline reads, and the answers that people give on pages. Points stand nowhere: tests/oracle.py has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from dashboard.ledger.answers import Evidence, Given
from pipelines.sources.catalog import CATALOG_FILE
from tests import oracle, rows

YEAR = 2021
AGENCY, SECRETARIAT, CENTRE, FIELD, CAMPUS = "01", "0101", "0102", "010201", "0103"
"""The agency; below it the units that owe a report of stage 3; FIELD is of CENTRE."""

UNITS: Sequence[rows.Row] = (
    {"unit_id": AGENCY, "nama": "Badan Mutu", "jenis": "Eselon I"},
    {"unit_id": SECRETARIAT, "nama": "Sekretariat Badan Mutu", "induk": AGENCY, "jenis": "Eselon II"},
    {"unit_id": CENTRE, "nama": "Pusat Penjaminan", "induk": AGENCY, "jenis": "Eselon II"},
    {"unit_id": FIELD, "nama": "Bidang Standar", "induk": CENTRE, "jenis": "Eselon III"},
    {"unit_id": CAMPUS, "nama": "Balai Mutu Kendari", "induk": AGENCY, "jenis": "UPT", "zona_waktu": "WITA"},
)

PLACES = [AGENCY] * 2 + [SECRETARIAT] * 9 + [CENTRE] * 6 + [FIELD] * 4 + [CAMPUS] * 9
GROUPS = ("struktural", "fungsional", "pelaksana")
KINDS = {"struktural": "pengawas", "fungsional": "fungsional", "pelaksana": "pelaksana"}
EDUCATIONS = ("S-1", "S-2", "SLTA", "D-III", "S-3")
VALUES = ("88.5", "91", "76", "75.99", "60.5", "95.25", "50")


@dataclass(frozen=True)
class Person:
    """One of them. given: the answers that stand in the end; first: those of before, where they were edited, returned or corrected."""

    number: int
    unit_id: str
    group: str
    education: str
    given: Given
    first: Given | None = None
    status: str = "PNS"

    @property
    def nip(self) -> int:
        """Its NIP."""
        return int(rows.nip_of(self.number))

    @property
    def name(self) -> str:
        """Its name in SIMPEG."""
        return f"Pegawai {self.number + 1}"

    def score(self) -> oracle.Score:
        """What it is worth, by the oracle alone."""
        names = ("education_code", "has_leadership_training", "has_functional_training", "technical_training_hours", "has_seminar")
        answers = {name: getattr(self.given, name) for name in (*names, "performance_value", "discipline_code")}
        found = oracle.score(oracle.Person(self.group, **answers), convention="lower_inclusive", predicates=False)
        assert found is not None
        return found


def answers(number: int, group: str, education: str) -> Given:
    """Complete answers of somebody, with what shows them."""
    hours, has_training, has_seminar = Decimal((24, 0, 20, 19)[number % 4]), number % 3 != 1, number % 2 == 0
    shown = [Evidence("performance", None, date(2021, 1, 15))]
    if group != "pelaksana" and has_training:
        shown.append(Evidence("leadership_training" if group == "struktural" else "functional_training", f"D-{number}/2019", date(2019, 5, 6)))
    if hours:
        shown.append(Evidence("technical_training", f"T-{number}/2020", date(2020, 11, 2), hours))
    if has_seminar:
        shown.append(Evidence("seminar", f"S-{number}/2020", date(2020, 9, 9)))
    return Given(
        education_code=education,
        has_leadership_training=has_training if group == "struktural" else None,
        has_functional_training=has_training if group == "fungsional" else None,
        technical_training_hours=hours,
        has_seminar=has_seminar,
        performance_value=Decimal(VALUES[number % len(VALUES)]),
        discipline_code="tidak_pernah",
        evidence=tuple(shown),
    )


EDITED, RETURNED, CORRECTED = (2, 5, 20, 27), (3, 13, 23), (14, 24)
"""Numbers of who edits before anybody looks, whom the unit returns, and whom it corrects."""


def _person(number: int) -> Person:
    group, education = GROUPS[number % 3], EDUCATIONS[number % len(EDUCATIONS)]
    given = answers(number, group, education)
    is_second = number in (*EDITED, *RETURNED, *CORRECTED)
    first = replace(given, performance_value=(given.performance_value or Decimal(0)) - 20) if is_second else None
    return Person(number, PLACES[number], group, education, given, first)


PEOPLE = tuple(_person(number) for number in range(len(PLACES)))
CPNS = Person(len(PLACES), CAMPUS, "pelaksana", "S-1", Given(), status="CPNS")


def below(unit_id: str) -> list[Person]:
    """People of a unit and those below it: here an identifier begins with that of the unit above."""
    return [each for each in PEOPLE if each.unit_id.startswith(unit_id)]


def write(folder: Path) -> Path:
    """The files of the office, marked as invented, and a list of sources with them and the ledger; its path."""
    (folder / "SAMPLE.txt").write_text("Data rekaan.")
    rows.write(folder / "personnel.csv", _personnel(), [*rows.HEADINGS["personnel"], "email", "agama", "pangkat"])
    rows.write(folder / "units.csv", UNITS, rows.HEADINGS["units"])
    files = "".join(f'[[source]]\nname = "{kind}"\nkind = "{kind}"\npath = "{kind}.csv"\n' for kind in ("personnel", "units"))
    shipped = CATALOG_FILE.read_text(encoding="utf-8")
    (folder / "sources.toml").write_text(files + shipped[shipped.index("# The ledger of") : shipped.index("# A database: its URL")])
    return folder / "sources.toml"


def _personnel() -> Iterator[rows.Row]:
    for each in (*PEOPLE, CPNS):
        yield {
            "nip": str(each.nip),
            "nama": each.name,
            "unit_id": each.unit_id,
            "golongan": "III/c",
            "jenis_jabatan": KINDS[each.group],
            "jabatan": f"Jabatan {each.number + 1}",
            "pendidikan": each.education,
            "status_pegawai": each.status,
            "jenis_kelamin": "L",
            "agama": "Islam",
            "email": f"pegawai{each.number + 1}@contoh.go.id",
            "pangkat": "Penata",
        }
