"""Whether a schedule makes sense, at every moment of its history. Raises ReferenceFileError with file and line at the first thing that does not."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from pipelines.reference import working_days
from pipelines.reference.demands import one_of, unique
from pipelines.reference.facts import DayOverride, Move, Schedule, Stage
from pipelines.reference.working_days import Day

COUNTS = ("measured", "verified", "reports")

BEGINNING: None = None
"""The moment before anybody moved a deadline."""


def check(schedule: Schedule) -> None:
    """Everything below."""
    if not schedule.stages:
        schedule.refuse("jadwal belum mempunyai tahap")
    for number, stage in enumerate(schedule.stages, start=1):
        if stage.no != number:
            stage.refuse(f"tahap {stage.no} di tempat tahap {number}; nomor tahap berurutan dari 1")
        _stage(stage)
        _dependencies(stage)
        _moves(stage)
        _within_calendar(schedule, stage)
    measuring = [each for each in schedule.stages if each.counts == "measured"]
    if len(measuring) != 1:
        schedule.refuse(f'harus ada tepat satu tahap dengan counts = "measured", ada {len(measuring)}')
    _days(schedule)
    worked = working_days.days(schedule)
    for moment in (BEGINNING, *sorted({move.decided_on for stage in schedule.stages for move in stage.moves})):
        _order(schedule, moment)
        for stage in schedule.stages:
            _window(schedule, stage, moment, worked)


def _stage(stage: Stage) -> None:
    one_of(stage, "counts", stage.counts, COUNTS)
    if stage.starts_on and stage.starts_on > stage.due_on:
        stage.refuse(f"tahap {stage.no} mulai {stage.starts_on}, sesudah berakhir {stage.due_on}")
    if stage.counts == "measured" and stage.starts_on is None:
        stage.refuse(f"tahap {stage.no} adalah masa pengukuran; tulis starts_on")
    if stage.starts_on is None and not stage.depends_on:
        stage.refuse(f"tahap {stage.no} tidak diketahui mulainya; tulis starts_on, atau depends_on: nomor tahap yang harus selesai dahulu")
    if stage.counts != "reports" and (stage.owner_kinds or stage.owner_level is not None):
        stage.refuse(f"tahap {stage.no} dihitung dari orang, bukan dari laporan; hapus owner_kinds dan owner_level")
    if stage.counts == "reports" and not stage.owner_kinds:
        stage.refuse(f"tahap {stage.no} dihitung dari laporan; tulis owner_kinds: jenis unit yang wajib melapor")
    if stage.counts == "reports" and (stage.owner_level is None or stage.owner_level < 1):
        stage.refuse(f"tahap {stage.no} dihitung dari laporan; tulis owner_level: tingkat unit yang wajib melapor bila jenis unit tidak dikenal")


def _dependencies(stage: Stage) -> None:
    """Only on stages before it, so no chain of dependencies can close."""
    for number, needed in enumerate(stage.depends_on):
        if needed == stage.no:
            stage.refuse(f"tahap {stage.no} bergantung pada dirinya sendiri; hapus {needed} dari depends_on")
        if not 1 <= needed < stage.no:
            stage.refuse(f"tahap {stage.no} bergantung pada tahap {needed}, yang bukan tahap sebelumnya; perbaiki depends_on")
        if needed in stage.depends_on[:number]:
            stage.refuse(f"tahap {stage.no} bergantung dua kali pada tahap {needed}; hapus salah satu dari depends_on")


def _moves(stage: Stage) -> None:
    for before, move in pairwise(stage.moves):
        if move.decided_on <= before.decided_on:
            move.refuse(
                f"perpindahan tenggat tahap {stage.no} diputuskan {move.decided_on}, tidak sesudah yang ditulis di atasnya ({before.decided_on}); "
                "tambahkan perpindahan baru di bawah, paling banyak satu sehari"
            )
    for earlier, move in zip(stage.deadlines, stage.moves, strict=False):
        if move.due_on == earlier.due_on:
            move.refuse(f"tenggat tahap {stage.no} sudah {earlier.due_on}, jadi perpindahan ini tidak mengubah apa pun; hapus atau perbaiki due_on")
        if stage.starts_on and move.due_on < stage.starts_on:
            move.refuse(f"tenggat tahap {stage.no} dipindahkan ke {move.due_on}, sebelum tahap itu mulai {stage.starts_on}")
        if move.due_on < min(earlier.due_on, move.decided_on):
            move.refuse(
                f"tenggat tahap {stage.no} dimajukan ke {move.due_on}, sebelum hari keputusannya {move.decided_on}; tidak seorang pun dapat menepatinya"
            )


def _within_calendar(schedule: Schedule, stage: Stage) -> None:
    """All days of a stage lie in the year of the schedule or in the next, whose working days are known."""
    named: list[tuple[Stage | Move, date]] = [(each, each.due_on) for each in stage.deadlines]
    if stage.starts_on:
        named.append((stage, stage.starts_on))
    for entry, day in named:
        if not _is_within(schedule, day):
            entry.refuse(f"hari {day} pada tahap {stage.no} di luar tahun {schedule.year} dan {schedule.year + 1}; periksa tahunnya")


def _is_within(schedule: Schedule, day: date) -> bool:
    return schedule.year <= day.year <= schedule.year + 1


def _days(schedule: Schedule) -> None:
    if not working_days.is_known(schedule.country):
        schedule.refuse(f'negara "{schedule.country}" tidak dikenal; tulis kode ISO seperti country = "ID"')
    unique(schedule.days, lambda each: each.on, "hari")
    for day in schedule.days:
        if not _is_within(schedule, day.on):
            day.refuse(f"hari {day.on} di luar tahun {schedule.year} dan {schedule.year + 1}; periksa tahunnya")
        _override(day, working_days.usual_days(schedule.country, schedule.year)[day.on])


def _override(day: DayOverride, usual: Day) -> None:
    if day.is_working == usual.is_working:
        already = "hari kerja" if usual.is_working else f"hari libur ({usual.name or 'akhir pekan'})"
        day.refuse(f"{day.on} memang {already}, jadi baris ini tidak mengubah apa pun; hapus, atau perbaiki tanggalnya")


def _order(schedule: Schedule, moment: date | None) -> None:
    """Deadlines in force at a moment do not go backwards."""
    for earlier, later in pairwise(schedule.stages):
        before, after = earlier.deadline(moment), later.deadline(moment)
        if after.due_on < before.due_on:
            moved = before if isinstance(before, Move) and before.decided_on == moment else after
            moved.refuse(
                f"tahap {later.no} berakhir {after.due_on}, sebelum tahap {earlier.no} berakhir {before.due_on}{_since(moment)}; pindahkan keduanya"
            )


def _window(schedule: Schedule, stage: Stage, moment: date | None, worked: Sequence[Day]) -> None:
    """A stage has at least one working day: without any there is no pace at which it could be done."""
    needed = [schedule.stages[number - 1].deadline(moment) for number in stage.depends_on]
    begins = stage.starts_on or max(each.due_on for each in needed) + timedelta(days=1)
    ends = stage.deadline(moment)
    if not working_days.working_count(worked, begins, ends.due_on):
        moved = next((each for each in (ends, *needed) if isinstance(each, Move) and each.decided_on == moment), ends)
        moved.refuse(
            f"tahap {stage.no} tidak mempunyai hari kerja antara {begins} dan {ends.due_on}{_since(moment)}; pindahkan tenggatnya atau tulis starts_on"
        )


def _since(moment: date | None) -> str:
    return "" if moment is BEGINNING else f" sejak keputusan {moment}"
