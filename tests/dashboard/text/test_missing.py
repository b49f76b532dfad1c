"""The reminder for the head of a unit: right for every state, plain whatever a name holds."""

from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd
import pytest

from dashboard import text
from dashboard.text import missing
from dashboard.text.missing import Reminded, one_line, reminder


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.use("id")
    yield
    text.use("id")


STAGES = {
    "unmeasured": pd.Series({"stage_no": 1, "stage_name": "Pengukuran", "stage_name_en": "Measurement", "due_on": date(2021, 4, 16)}),
    "unverified": pd.Series({"stage_no": 2, "stage_name": "Verifikasi", "stage_name_en": "Verification", "due_on": date(2021, 4, 19)}),
}
COUNTS = pd.Series({"due_count": 40, "measured_count": 38, "verified_count": 36, "unmeasured_count": 2, "unverified_count": 2})


def named(*names: str | None, waiting: int | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {"asn_name": names, "waiting_day_count": pd.array([waiting] * len(names), dtype="Int64"), "nip": ["198001012005011001"] * len(names)}
    )


def about(view: str, as_of: datetime, counts: pd.Series = COUNTS, only: tuple[str, ...] = ()) -> Reminded:
    return Reminded("Balai Diklat Keagamaan Ambon", 2021, as_of, STAGES[view], counts, only)


def test_before_the_deadline_it_names_who_is_missing_and_asks_for_it_in_time() -> None:
    said = reminder(about("unmeasured", datetime(2021, 4, 14, 9, 30)), "unmeasured", named("Budi", "Siti, S.Sos."))
    assert said.split("\n\n") == [
        "Yth. Pimpinan Balai Diklat Keagamaan Ambon",
        "Pengukuran Indeks Profesionalitas ASN Tahun 2021\nTahap 1. Pengukuran: sampai Jumat, 16 April 2021 pukul 24.00 WIB (tersisa 2 hari).",
        "Per 14 April 2021 09.30 WIB, 38 dari 40 ASN yang wajib diukur sudah mempunyai hasil (95,0%), dan 36 hasil sudah diverifikasi.",
        "2 orang belum diukur:\n1. Budi\n2. Siti, S.Sos.",
        (
            "Mohon agar mereka menyelesaikan pengukuran (menu Ukur Indeks) sebelum batas waktu. Bila ada yang tidak lagi bertugas di satuan kerja ini, mohon "
            "diberitahukan kepada sekretariat."
        ),
        "Terima kasih atas bantuan Bapak/Ibu.\nSekretariat pengukuran",
    ]


@pytest.mark.parametrize(("hour", "is_past"), [(datetime(2021, 4, 16, 23, 59), False), (datetime(2021, 4, 17), True)])
def test_the_deadline_is_past_when_its_day_is_over(hour: datetime, is_past: bool) -> None:
    said = reminder(about("unmeasured", hour), "unmeasured", named("Budi", "Siti"))
    assert ("Batas waktu sudah lewat" in said) == is_past
    assert ("lewat 1 hari" in said) == is_past


def test_who_waits_for_verification_is_named_with_the_days() -> None:
    said = reminder(about("unverified", datetime(2021, 4, 20, 12)), "unverified", named("Budi", waiting=3))
    assert "Tahap 2. Verifikasi: sampai Senin, 19 April 2021 pukul 24.00 WIB (lewat 1 hari)." in said
    assert "1. Budi (menunggu 3 hari)" in said
    assert "mohon agar hasil-hasil itu segera diverifikasi" in said
    assert "(menunggu" not in reminder(about("unverified", datetime(2021, 4, 20, 12)), "unverified", named("Budi", waiting=0))
    assert "(menunggu" not in reminder(about("unverified", datetime(2021, 4, 20, 12)), "unverified", named("Budi", waiting=None))


def test_of_more_than_thirty_the_number_is_told_and_where_they_stand() -> None:
    counts = COUNTS.copy()
    counts["unmeasured_count"] = missing.MOST_NAMES + 1
    said = reminder(about("unmeasured", datetime(2021, 4, 14), counts), "unmeasured", named(*["Budi"] * 31))
    assert "31 orang belum diukur. Nama-namanya ada di dasbor, halaman Siapa yang belum, satuan kerja Balai Diklat Keagamaan Ambon." in said
    assert "Budi" not in said
    counts["unmeasured_count"] = missing.MOST_NAMES
    said = reminder(about("unmeasured", datetime(2021, 4, 14), counts), "unmeasured", named(*["Budi"] * 30))
    assert "30. Budi" in said


def test_no_nip_stands_in_it_and_filters_do() -> None:
    said = reminder(
        about("unmeasured", datetime(2021, 4, 14), only=("Golongan: Golongan III", "Jenis kelamin: Perempuan")), "unmeasured", named("Budi")
    )
    assert "198001012005011001" not in said
    assert "Yang dihitung hanya: Golongan: Golongan III · Jenis kelamin: Perempuan." in said


def test_without_a_schedule_there_is_no_deadline() -> None:
    said = reminder(Reminded("Balai", 2021, datetime(2021, 4, 14), None, COUNTS), "unmeasured", named("Budi"))
    assert "Tahap" not in said
    assert "1. Budi" in said


def test_it_is_in_the_language_of_the_reader() -> None:
    text.use("en")
    said = reminder(about("unverified", datetime(2021, 4, 18)), "unverified", named("Budi", waiting=1))
    assert said.startswith(
        "To the head of Balai Diklat Keagamaan Ambon\n\nASN Professionalism Index, measurement of 2021\nStage 2. Verification: by Monday"
    )
    assert "1. Budi (waiting for 1 day)" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Budi\nBcc: semua@contoh.id", "Budi Bcc: semua@contoh.id"),
        ("  Siti \t Aminah\r\n", "Siti Aminah"),
        ("\u202egnitut\u202c", "gnitut"),
        ("Nul\x00\x07", "Nul"),
        ("Ñoño 😀", "Ñoño 😀"),
        ("x" * 10_000, "x" * 119 + "…"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        ("\u2028baris", "baris"),
    ],
)
def test_a_name_is_one_line_of_plain_text(name: str, said: str) -> None:
    assert one_line(name) == said
    lines = reminder(about("unmeasured", datetime(2021, 4, 14)), "unmeasured", named(name)).splitlines()
    assert [line for line in lines if line.startswith("1. ")] == [f"1. {said}"]


def test_a_name_that_is_not_known_is_said() -> None:
    assert "1. nama belum diketahui" in reminder(about("unmeasured", datetime(2021, 4, 14)), "unmeasured", named(None))


def test_of_a_search_it_is_said_that_there_was_one_but_not_for_whom() -> None:
    assert missing.meant("unmeasured", "Siti").endswith("Hanya yang nama atau NIP-nya dicari.")
    assert "Siti" not in missing.meant("unverified", "Siti")
    assert "dicari" not in missing.meant("unverified", "  ")
