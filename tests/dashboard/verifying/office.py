"""A larger office of invented people with entries, and a server on it where a verifier has signed in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard import clock
from dashboard.ledger import accounts, corrections, engine, identities, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.answers import Evidence
from dashboard.ledger.audit import COMMAND_LINE
from dashboard.ledger.identities import PersonRow
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import GIVEN, OPEN, UNITS, YEAR
from tests.serving import Server, serving

FIRST = "Ayu Bagus Citra Dewi Eko Fajar Gita Hadi Indah Joko Kartika Lukman Maya Nanda Oki Putri Qori Rizal Sari Tono Utari Vina Wahyu Yusuf Zahra".split()
LAST = "Santoso Wijaya Lestari Pratama Siregar Nasution Hakim Rahman Saputra Anggraini".split()


def person(number: int, unit_id: str = "BALAI") -> PersonRow:
    """One of many: in a functional position, every fifth with S-2."""
    nip = int(
        f"{1970 + number % 25}{1 + number % 12:02d}{1 + number % 28:02d}{2000 + number % 20}{1 + number % 12:02d}{1 + number % 2}{number % 1000:03d}"
    )
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    education = "S-2" if number % 5 == 0 else "S-1"
    rank = "Penata Tingkat I (III/d)"
    return PersonRow(nip, unit_id, name, None, rank, "III/d", None, None, education, "Widyaiswara Ahli Muda", "fungsional", "PNS")


PEOPLE = tuple(person(number, "PUSAT" if number % 6 == 0 else "BALAI") for number in range(1, 31))


def fill(ledger: Engine, people: Sequence[PersonRow] = PEOPLE) -> None:
    """Units and people; most have submitted, every fifth with another education than SIMPEG's, some ask for a correction."""
    identities.load(ledger, YEAR, UNITS, (*measured.PEOPLE, *people), source_name="pegawai.csv", actor=COMMAND_LINE, now=OPEN)
    for number, each in enumerate(people[:24]):
        given = replace(GIVEN, evidence=(Evidence("education", f"IJ-{number}", date(2005, 7, 1)), *GIVEN.evidence))
        measured.submitted(ledger, each.nip, given, OPEN + timedelta(minutes=number - 1_440))
    for each, (field, proposed) in zip(
        people, (("position_name", "Widyaiswara Ahli Madya"), ("rank_name", "Pembina (IV/a)"), ("email", "baru@contoh.go.id")), strict=False
    ):
        corrections.request(ledger, YEAR, field, proposed, by=measured.asn(ledger, each.nip), now=OPEN)


@dataclass
class Verifying:
    """The server, the ledger that it asks, and the cookie of a verifier."""

    server: Server
    ledger: Engine

    def token(self, name: str = "verifikator@contoh.go.id", *grants: Grant) -> str:
        """A session of an account that holds these roles, by default of a verifier of PUSAT."""
        now = datetime.now(UTC)
        held = grants or (Grant("verifier", "PUSAT"),)
        found = accounts.find(self.ledger, name)
        if found is None:
            found = accounts.add(self.ledger, name, actor=COMMAND_LINE, now=now, shown_name="Ibu Verifikator")
            for grant in held:
                accounts.grant(self.ledger, found.account_no, grant, actor=COMMAND_LINE, now=now)
        return sessions.begin(self.ledger, found.account_no, address="127.0.0.1", agent="", now=now)


@contextmanager
def verifying(warehouse: Path, folder: Path) -> Iterator[Verifying]:
    """A server where people sign in, on the morning of a day on which the office measures."""
    settings = {
        "IPASN_SIGN_IN": "required",
        "IPASN_LEDGER": f"sqlite:///{folder / 'ledger.sqlite'}",
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
        clock.VARIABLE: "2021-04-14T12:00",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPASN_LEDGER", "IPASN_SECRET_FILE"):
            patch.setenv(name, settings[name])
        ledger = engine.open_ledger()
        engine.upgrade(ledger)
        fill(ledger)
        with serving(warehouse, folder / "server.log", settings=settings) as running:
            yield Verifying(running, ledger)
        ledger.dispose()
