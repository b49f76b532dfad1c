"""A release in which everybody and every unit can be told apart in anything that leaves the server: no name, no position, no NIP and no identifier stands twice.

One unit on top, four below it, three below each of those, two below each of those: 41 units with some 250 invented people, of two years, the second built
twice: between its releases somebody was measured, corrected, moved and removed. Every kind of finding about a person is there.
"""

import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dashboard.ledger.accounts import Grant
from tests import rows

YEARS = (2020, 2021)
LAST_DAY = "2021-04-20T12:00"


def word(prefix: str, number: int) -> str:
    """A word that stands for nothing else."""
    digest = hashlib.sha256(f"{prefix}{number}".encode()).digest()
    return prefix + "".join(chr(97 + byte % 26) for byte in digest[:7])


@dataclass(frozen=True)
class Unit:
    """One unit, by its number; `above` are the numbers from itself to the top."""

    number: int
    parent: int | None
    kind: str
    above: tuple[int, ...]

    @property
    def unit_id(self) -> str:
        return word("ny", self.number)

    @property
    def name(self) -> str:
        return f"{self.kind} {word('Xu', self.number)}"


def _tree() -> list[Unit]:
    tree = [Unit(0, None, "Kementerian", (0,))]
    for kind, count, parents in (("Eselon I", 4, range(1)), ("Eselon II", 3, range(1, 5)), ("UPT", 2, range(5, 17))):
        for parent in parents:
            tree += [Unit(number, parent, kind, (number, *tree[parent].above)) for number in range(len(tree), len(tree) + count)]
    return tree


UNITS = tuple(_tree())
PLACES = {"Kementerian": 3, "Eselon I": 4, "Eselon II": 6, "UPT": 7}
"""People who belong to a unit itself."""


@dataclass(frozen=True)
class Person:
    """One person, by number; `place` is the unit, `before` the one of the first release of the year."""

    number: int
    place: int
    before: int

    @property
    def nip(self) -> str:
        return rows.nip_of(self.number)

    @property
    def name(self) -> str:
        return f"Pegawai {word('Zv', self.number)}"

    @property
    def position(self) -> str:
        return f"Analis {word('Kj', self.number)}"

    @property
    def is_measured(self) -> bool:
        return self.number % 5 != 0

    @property
    def is_verified(self) -> bool:
        return self.is_measured and self.number % 7 != 0

    @property
    def has_account(self) -> bool:
        """Whether there is an account under the NIP: who has submitted an entry."""
        return self.number % 4 == 0

    @property
    def is_missing(self) -> bool:
        """Whether there is a year without a verified result: some rows come late, some cannot be read."""
        return not self.is_verified or self.number % 11 == 2 or self.number % 13 in {6, 7}


def _people() -> tuple[Person, ...]:
    places = [unit.number for unit in UNITS for _place in range(PLACES[unit.kind])]
    return tuple(Person(number, place, (place + 1) % len(UNITS) if number % 41 == 1 else place) for number, place in enumerate(places))


PEOPLE = _people()


def below(unit_id: str | None) -> frozenset[int]:
    """Numbers of the unit and all below it."""
    top = next((unit.number for unit in UNITS if unit.unit_id == unit_id), None)
    return frozenset(unit.number for unit in UNITS if top in unit.above)


def build(folder: Path) -> Path:
    """The warehouse with its three releases."""
    tree = [
        {"unit_id": unit.unit_id, "nama": unit.name, "jenis": unit.kind} | ({} if unit.parent is None else {"induk": UNITS[unit.parent].unit_id})
        for unit in UNITS
    ]
    for year, as_of, is_last in ((2020, "2020-12-31T12:00", False), (2021, "2021-04-16T12:00", False), (2021, LAST_DAY, True)):
        people = [person for person in PEOPLE if is_last or person.number % 29 != 3]
        people = [person for person in people if not (is_last and person.number % 29 == 4)]
        measured = [_measurement(person, year, is_last=is_last) for person in people if person.is_measured and (is_last or person.number % 11 != 2)]
        personnel = [_personnel(person, is_last=is_last) for person in people]
        reports = [
            {"unit_id": unit.unit_id, "tahap": "3", "waktu": f"{year}-04-14T10:00"} for unit in UNITS if unit.kind == "UPT" and unit.number % 2
        ]
        done = rows.build(
            folder, measurements=measured, personnel=personnel, units=tree, reports=reports, year=year, as_of=as_of, options=("--force",)
        )
        assert done.status in {0, 1}, done.status
    return folder / "warehouse"


def _measurement(person: Person, year: int, *, is_last: bool) -> rows.Row:
    odd: dict[int, rows.Row] = {
        6: {"nip": f"{person.nip}9"},
        7: {"nilai_kinerja": "888"},
        8: {"total": "12.34"},
        9: {"hukuman_disiplin": "ringan" if is_last else "berat"},
        11: {"pendidikan": "S-3"},
    }
    verified = {"waktu_verifikasi": f"{year}-04-14T09:00" if person.is_verified else ""}
    return {
        "nip": person.nip,
        **rows.ANSWERS,
        "tahun": str(year),
        "diklat_teknis_jp": str(person.number % 40),
        "seminar": "ya" if person.number % 3 else "tidak",
        "nilai_kinerja": str(60 + person.number % 40),
        "waktu_ukur": f"{year}-04-13T09:{person.number % 60:02d}",
        **verified,
        **odd.get(person.number % 13, {}),
    }


def _personnel(person: Person, *, is_last: bool) -> rows.Row:
    unit = UNITS[person.place if is_last else person.before]
    rank = {"golongan": ("II/c", "III/a", "III/c", "IV/a")[person.number % 4], "jenis_kelamin": "LP"[person.number % 2]}
    return {
        "nip": person.nip,
        "nama": person.name,
        **rows.OFFICIAL,
        "unit_id": unit.unit_id,
        "satuan_kerja": unit.name,
        "jabatan": person.position,
        **rank,
    }


@dataclass(frozen=True)
class Marks:
    """What stands for people and units in whatever leaves the server."""

    words: dict[bytes, str] = field(default_factory=dict)

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(rb"(?=((?:Zv|Kj|Xu|ny)[a-z]{7}|[0-9]{18}))")

    def found(self, sent: bytes) -> set[str]:
        """Whom and which units something sent speaks of: "person 12", "unit 3". NIP of eight bytes are looked for too, as tables and charts hold numbers."""
        plain = {self.words[mark] for mark in self._pattern.findall(sent) if mark in self.words}
        return plain | {whose for mark, whose in self._numbers.items() if mark in sent}

    @cached_property
    def _numbers(self) -> dict[bytes, str]:
        """NIP as numbers of eight bytes, as tables and charts hold them."""
        return {struct.pack(kind, int(mark)): whose for mark, whose in self.words.items() if mark.isdigit() for kind in ("<q", "<d")}


def _marks() -> Marks:
    words = {mark.encode(): of_unit(unit.number) for unit in UNITS for mark in (unit.unit_id, unit.name.split()[-1])}
    words |= {
        mark.encode(): of_person(person.number) for person in PEOPLE for mark in (person.nip, person.name.split()[-1], person.position.split()[-1])
    }
    return Marks(words)


def of_person(number: int) -> str:
    return f"person {number}"


def of_unit(number: int) -> str:
    return f"unit {number}"


MARKS = _marks()


OF_ONESELF = ("people", "home", "identity_check", "measure", "documents", "export")
OF_ENTRIES = ("verification", "corrections", "paper_results")
"""Pages of the ledger: SIMPEG's word of today, not the release's."""


@dataclass(frozen=True)
class Role:
    """A role held for the unit or the person of this number, and what may be sent to its holder, counted from the rules of roles and not from the program."""

    code: str
    unit: int | None = None
    person: int | None = None

    @property
    def grant(self) -> Grant:
        """As an account holds it."""
        nip = None if self.person is None else int(PEOPLE[self.person].nip)
        return Grant(self.code, None if self.unit is None else UNITS[self.unit].unit_id, nip)

    @property
    def own(self) -> frozenset[int]:
        return frozenset() if self.unit is None else below(UNITS[self.unit].unit_id)

    def units(self) -> set[str]:
        """Units that may be named on any page."""
        if self.code in {"unit_head", "leader", "secretariat", "analyst"}:
            return set(map(of_unit, range(len(UNITS))))
        return set(map(of_unit, self.own))

    def people(self, page: str) -> set[str]:
        """People who may be named on a page."""
        if self.code == "asn":
            return {of_person(PEOPLE[self.person or 0].number)} if page in OF_ONESELF else set()
        if self.code == "secretariat":
            return _named(person for person in PEOPLE if person.is_missing) if page == "missing" else set()
        if self.code == "verifier" and page in OF_ENTRIES:
            return _named(person for person in PEOPLE if person.place in self.own)
        if self.code == "administrator" and page in {"accounts", "audit"}:
            return _named(person for person in PEOPLE if person.has_account)
        if self.code in {"verifier", "unit_head"} and page in {"people", "changes", "data_quality", "missing", "export"}:
            return _named(person for person in PEOPLE if {person.place, person.before} & self.own)
        return set()

    def allowed(self, page: str) -> set[str]:
        """All that may be sent with a page."""
        also = {of_unit(PEOPLE[self.person].place)} if self.person is not None and page in OF_ONESELF else set()
        if self.code == "administrator" and page in {"accounts", "audit"}:
            also |= set(map(of_unit, range(len(UNITS))))
        if self.code == "verifier" and page == "changes":
            also |= {of_unit(place) for person in PEOPLE for place in (person.place, person.before) if {person.place, person.before} & self.own}
        return self.units() | self.people(page) | also


def _named(people: Iterable[Person]) -> set[str]:
    return {of_person(person.number) for person in people}
