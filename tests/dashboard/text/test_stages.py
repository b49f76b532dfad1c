"""What is said of the stages of the schedule."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from dashboard import text
from dashboard.text import completion, stages

STAGE: dict[str, Any] = {
    "stage_no": 1,
    "stage_name": "Pengukuran",
    "stage_name_en": "Measurement",
    "counts": "measured",
    "owed_by": "ASN",
    "owed_by_en": "Staff",
    "owed_to": "Aplikasi",
    "owed_to_en": "Application",
    "state": "not_due",
    "due_on": date(2021, 4, 16),
    "window_starts_on": date(2021, 4, 12),
    "elapsed_minutes": 3000,
    "done_count": 623,
    "due_count": 1353,
    "open_count": 730,
    "expected_count": 811,
    "ahead_count": -188,
    "ahead_days": -0.7,
    "late_days": pd.NA,
    "completed_at": pd.NaT,
    "is_declared": False,
}


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.use("id")
    yield
    text.use("id")


def stage(**changes: object) -> dict[str, Any]:
    """A stage behind its plan, with changes."""
    return {**STAGE, **changes}


COMPLETED = {"state": "late", "completed_at": datetime(2021, 4, 20, 9), "late_days": 4}

WORDS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({}, "188 orang / 0,7 hari kerja di belakang rencana", "188 people / 0.7 working days behind the plan"),
    ({"ahead_count": 1, "ahead_days": 0.2}, "1 orang / 0,2 hari kerja di depan rencana", "1 person / 0.2 working days ahead of the plan"),
    ({"counts": "reports", "ahead_count": -2}, "2 laporan / 0,7 hari kerja di belakang rencana", "2 reports / 0.7 working days behind the plan"),
    ({"ahead_count": 0}, "sesuai rencana", "as planned"),
    ({"elapsed_minutes": 0, "ahead_count": 2}, "mulai 12 Apr", "begins on 12 Apr"),
    ({**COMPLETED}, "selesai 20 Apr, terlambat 4 hari", "completed on 20 Apr, 4 days late"),
    ({**COMPLETED, "state": "on_time"}, "selesai 20 Apr", "completed on 20 Apr"),
    ({**COMPLETED, "state": "on_time", "completed_at": pd.NaT}, "selesai, waktunya tidak diketahui", "completed at an unknown time"),
    ({"state": None}, "tidak ada kewajiban di sini", "nobody owes it here"),
)


@pytest.mark.parametrize(("changes", "indonesian", "english"), WORDS)
def test_how_far_a_stage_is_from_its_plan(changes: dict[str, Any], indonesian: str, english: str) -> None:
    text.use("id")
    assert stages.progress(stage(**changes)) == indonesian
    text.use("en")
    assert stages.progress(stage(**changes)) == english


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (datetime(2021, 4, 14, 23, 59, 59), "tersisa 2 hari"),
        (datetime(2021, 4, 16, 23, 59, 59), "tenggat hari ini"),
        (datetime(2021, 4, 17, 0, 0), "lewat 1 hari"),
    ],
)
def test_a_deadline_is_so_many_days_away(as_of: datetime, words: str) -> None:
    assert stages.due(date(2021, 4, 16), as_of) == words


@pytest.mark.parametrize(
    ("is_declared", "words"),
    [(True, "dinyatakan selesai; 67,7% terverifikasi"), (False, ""), (None, "")],
)
def test_declared_is_what_a_report_completed_with_people_open(is_declared: bool | None, words: str) -> None:
    assert stages.declared(stage(is_declared=is_declared, done_count=677, due_count=1000)) == words


def test_the_next_stage_is_one_that_is_still_open() -> None:
    """Stage 3 is due later and done already; stage 4 is next."""
    rows = (
        stage(**COMPLETED),
        stage(stage_no=2, state="overdue", due_on=date(2021, 4, 19), late_days=1),
        stage(stage_no=3, state="on_time", due_on=date(2021, 4, 21)),
        stage(stage_no=4, due_on=date(2021, 4, 23), done_count=0, due_count=2, expected_count=1, ahead_count=-1, counts="reports"),
    )
    said = stages.sentence(pd.DataFrame(rows), datetime(2021, 4, 20, 12))
    assert said.startswith("Lewat tenggat: tahap 2. Selesai terlambat: tahap 1. Di belakang rencana: tahap 4.")
    assert said.endswith(
        "tahap 4, paling lambat 23 April 2021: 0 dari 2 selesai, seharusnya saat ini 1 (1 laporan / 0,7 hari kerja di belakang rencana)."
    )


def test_a_schedule_that_is_kept_is_said_to_be() -> None:
    said = stages.sentence(pd.DataFrame([stage(ahead_count=0)]), datetime(2021, 4, 14))
    assert said.startswith("Tidak ada tahap yang lewat tenggat, terlambat, atau di belakang rencana.")


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ["623 dari 1.353, 730 belum", "188 orang / 0,7 hari kerja di belakang rencana"]),
        ({"state": "overdue", "late_days": 4}, ["623 dari 1.353, 730 belum", "lewat 4 hari"]),
        ({**COMPLETED, "is_declared": True}, ["623 dari 1.353, 730 belum", "dinyatakan selesai 20 Apr, terlambat 4 hari"]),
        ({**COMPLETED, "open_count": 0}, ["semua 1.353", "selesai 20 Apr, terlambat 4 hari"]),
        ({"counts": "reports", "due_count": 1, "state": "overdue", "late_days": 1}, ["belum ada laporan", "lewat 1 hari"]),
        ({**COMPLETED, "counts": "reports", "due_count": 1}, ["selesai 20 Apr, terlambat 4 hari"]),
        (
            {"counts": "reports", "due_count": 3, "done_count": 1, "open_count": 2, "state": "overdue", "late_days": 1},
            ["1 dari 3 laporan, 2 belum", "lewat 1 hari"],
        ),
    ],
)
def test_a_cell_of_the_matrix_says_what_is_open_and_how_late(changes: dict[str, Any], lines: list[str]) -> None:
    assert list(completion.cell(pd.Series(stage(**changes)))) == lines


def test_a_moved_deadline_is_told_with_its_reason() -> None:
    reasons = {"reason": "Jaringan terganggu", "reason_en": "The network was down"}
    deadlines = pd.DataFrame(
        [
            {"stage_no": 1, "due_on": date(2021, 4, 16), "decided_on": None, "reason": None, "reason_en": None},
            {"stage_no": 1, "due_on": date(2021, 4, 20), "decided_on": date(2021, 4, 15), **reasons},
            {"stage_no": 1, "due_on": date(2021, 4, 19), "decided_on": date(2021, 4, 18), **reasons},
            {"stage_no": 2, "due_on": date(2021, 4, 19), "decided_on": None, "reason": None, "reason_en": None},
        ]
    )
    frame = pd.DataFrame([stage(), stage(stage_no=2)])
    moved = "semula 16 Apr; 15 Apr diundur ke 20 Apr: Jaringan terganggu; 18 Apr dimajukan ke 19 Apr: Jaringan terganggu"
    assert completion.histories(frame, deadlines) == [moved, ""]
    text.use("en")
    assert completion.histories(frame, deadlines)[0].endswith("on 18 Apr brought forward to 19 Apr: The network was down")


def test_holidays_within_the_schedule_are_named() -> None:
    frame = pd.DataFrame([stage(), stage(stage_no=2, due_on=date(2021, 4, 19), window_starts_on=date(2021, 4, 13))])
    days = [
        (date(2021, 4, 9), False, "Sebelum"),
        (date(2021, 4, 14), False, "Cuti bersama"),
        (date(2021, 4, 17), True, "Pengganti"),
        (date(2021, 4, 18), False, None),
    ]
    calendar = pd.DataFrame([{"on_date": on, "is_working": works, "day_name": name, "day_name_en": name} for on, works, name in days])
    assert completion.holidays(calendar, frame) == (
        "Hari libur dan cuti bersama dalam jadwal: 14 Apr (Cuti bersama). Sabtu dan Minggu bukan hari kerja. Ditetapkan sebagai hari kerja: 17 Apr (Pengganti)."
    )
    assert completion.holidays(calendar.iloc[[0, 3]], frame).startswith("Tidak ada hari libur nasional atau cuti bersama dalam jadwal.")
