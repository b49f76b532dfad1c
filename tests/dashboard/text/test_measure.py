"""Words of measuring: numbers as they are, what changed between versions, time left, what a rule gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from dashboard import text
from dashboard.ledger.answers import Evidence, Given
from dashboard.ledger.entry_records import Version
from dashboard.ledger.measured_year import JAKARTA
from dashboard.ledger.windows import Window
from dashboard.text import entries, home, measure
from tests.dashboard.ledger.measured import GIVEN, year

ASKED = {each.indicator_code: each for each in year().asked_of("fungsional")}
FIRST = Version(1, 1, datetime(2021, 4, 14, 2, tzinfo=UTC), 1, "asn", "fungsional", "Benar.", GIVEN)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.use("id")
    yield
    text.use("id")


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("technical_training", Decimal("24.00"), "24 JP"),
        ("technical_training", Decimal("22.50"), "22,5 JP"),
        ("performance", Decimal("88.5"), "88,5"),
        ("performance", Decimal("1E+2"), "100"),
        ("seminar", False, "Belum"),
        ("education", "S-1", "Sarjana (S-1)"),
        ("education", None, "belum dijawab"),
    ],
)
def test_an_answer_reads_as_it_was_given(code: str, value: object, words: str) -> None:
    assert measure.choice(ASKED[code], value) == words


def test_what_changed_is_named_answer_by_answer() -> None:
    shown = (*(each for each in GIVEN.evidence if each.indicator_code != "performance"), Evidence("performance", "PPK 2020", date(2021, 1, 16)))
    after = replace(FIRST, version_no=2, given=replace(GIVEN, has_seminar=True, evidence=shown))
    assert measure.changes(year(), FIRST, after) == ["Seminar, workshop, magang, atau kursus: Belum → Sudah", "Penilaian kinerja: bukti lain"]
    assert measure.changes(year(), FIRST, replace(FIRST, version_no=2)) == []
    assert measure.changes(year(), None, FIRST) == []


def test_evidence_says_no_hours_twice_and_nothing_is_a_dash() -> None:
    assert measure.evidence(Evidence("technical_training", "DT-7", date(2020, 11, 2), Decimal(24))) == "DT-7 · 2 November 2020"
    assert measure.evidence(Given().evidence_of("seminar")) == "–"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2021, 4, 14, 23, 59, tzinfo=JAKARTA), "tersisa 2 hari"),
        (datetime(2021, 4, 15, 0, 0, tzinfo=JAKARTA), "tersisa 1 hari"),
        (datetime(2021, 4, 16, 22, 30, tzinfo=JAKARTA), "tersisa 1 jam"),
        (datetime(2021, 4, 16, 23, 59, tzinfo=JAKARTA), "kurang dari satu jam lagi"),
    ],
)
def test_days_are_counted_to_the_last_day_and_hours_on_it(now: datetime, words: str) -> None:
    closes_at = datetime(2021, 4, 17, tzinfo=JAKARTA)
    assert home.days_left(Window("open", closes_at - timedelta(days=5), closes_at), now) == words


def test_a_moment_is_told_in_the_time_of_jakarta() -> None:
    assert entries.at(datetime(2021, 4, 14, 17, 30, tzinfo=UTC)) == "15 April 2021 00.30 WIB"
