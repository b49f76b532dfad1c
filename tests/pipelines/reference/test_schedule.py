"""The schedule's file: deadlines that were moved, dependencies, days against the calendar; what does not hold together is refused with file and line."""

import shutil
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines import reference
from pipelines.reference import ReferenceFileError

REFERENCE = Path("data/reference")

MOVED = """
[[stages.moves]]
decided_on = 2021-04-20
due_on = 2021-04-22
reason = "Jaringan SIMPEG terputus dua hari"
reason_en = "The SIMPEG network was down for two days"

[[stages.moves]]
decided_on = 2021-04-22
due_on = 2021-04-23
reason = "Gempa di Makassar"
reason_en = "Earthquake at Makassar"
"""
"""The deadline of stage 3, 21 April, moved twice; the second time to the day on which stage 4 is due, which has starts_on then."""

OVERRIDE = """
[[days]]
on = 2021-05-12
is_working = true
name = "Cuti bersama dibatalkan"
name_en = "Joint leave cancelled"
source = "SKB 3 Menteri"
"""


class File:
    """The schedule of 2021 in a folder of its own, to be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = shutil.copytree(REFERENCE, folder / "reference")
        self.path = self.folder / "schedule" / "2021.toml"

    def change(self, old: str, new: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert old in text, old
        self.path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def into_stage(self, number: int, block: str) -> None:
        """Adds a block at the end of a stage."""
        head = f"[[stages]]\nno = {number + 1}\n"
        if head in self.path.read_text(encoding="utf-8"):
            self.change(head, f"{block.strip()}\n\n{head}")
        else:
            self.append(block)

    def append(self, block: str) -> None:
        self.path.write_text(f"{self.path.read_text(encoding='utf-8')}\n{block.strip()}\n", encoding="utf-8")

    def refusal(self) -> tuple[str, str]:
        """The line that is refused, as it stands in the file, and the sentence."""
        with pytest.raises(ReferenceFileError) as refused:
            reference.load(self.folder, 2021)
        place, sentence = str(refused.value).removeprefix(f"{self.path}:").split(": ", 1)
        return self.path.read_text(encoding="utf-8").splitlines()[int(place) - 1], sentence

    def workbench(self, as_of: datetime | None = None) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        reference.insert(connection, reference.load(self.folder, 2021), as_of)
        return connection


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


def move(decided_on: str, due_on: str) -> str:
    return f'[[stages.moves]]\ndecided_on = {decided_on}\ndue_on = {due_on}\nreason = "Alasan"\nreason_en = "Reason"'


def override(on: str, is_working: bool) -> str:
    return f'[[days]]\non = {on}\nis_working = {str(is_working).lower()}\nname = "Sebab"\nname_en = "Cause"'


@pytest.mark.parametrize("year", reference.years(REFERENCE))
def test_reports_wait_for_the_stage_before_and_people_for_none(year: int) -> None:
    stages = reference.load(REFERENCE, year).schedule.stages
    assert [each.depends_on for each in stages] == [(), (), (2,), (3,), (4,)]
    assert reference.load(REFERENCE, year).schedule.country == "ID"


def test_the_deadline_in_force_is_the_last_one_decided_by_then(file: File) -> None:
    """On the day of a decision it holds already; stage 4 waits for stage 3 until its own day."""
    file.into_stage(3, MOVED)
    file.change("no = 4\n", "no = 4\nstarts_on = 2021-04-22\n")
    for moment, due_on in (
        (None, 21),
        (datetime(2021, 4, 19, 23, 59), 21),
        (datetime(2021, 4, 20), 22),
        (datetime(2021, 4, 21, 23, 59, 59), 22),
        (datetime(2021, 4, 22), 23),
        (datetime(2030, 1, 1), 23),
    ):
        connection = file.workbench(moment)
        assert connection.execute("SELECT due_on FROM schedule_stage WHERE stage_no = 3").fetchall() == [(date(2021, 4, due_on),)]
        in_force = connection.execute("SELECT stage_no, due_on FROM schedule_deadline WHERE is_in_force ORDER BY 1").fetchall()
        assert in_force == connection.execute("SELECT stage_no, due_on FROM schedule_stage ORDER BY 1").fetchall()


def test_the_history_of_a_deadline_is_kept_whole(file: File) -> None:
    """Also what is decided after the moment looked at."""
    file.into_stage(3, MOVED)
    file.change("no = 4\n", "no = 4\nstarts_on = 2021-04-22\n")
    kept = file.workbench(datetime(2021, 4, 20)).execute(
        "SELECT deadline_no, due_on, decided_on, reason, reason_en, is_in_force FROM schedule_deadline WHERE stage_no = 3 ORDER BY 1"
    )
    assert kept.fetchall() == [
        (1, date(2021, 4, 21), None, None, None, False),
        (2, date(2021, 4, 22), date(2021, 4, 20), "Jaringan SIMPEG terputus dua hari", "The SIMPEG network was down for two days", True),
        (3, date(2021, 4, 23), date(2021, 4, 22), "Gempa di Makassar", "Earthquake at Makassar", False),
    ]


def test_the_measurement_window_closes_with_the_deadline_in_force(file: File) -> None:
    file.into_stage(1, move("2021-04-15", "2021-04-18"))
    window = "SELECT opens_on, closes_on FROM rule_window"
    assert file.workbench(datetime(2021, 4, 14)).execute(window).fetchall() == [(date(2021, 4, 12), date(2021, 4, 16))]
    assert file.workbench(datetime(2021, 4, 15)).execute(window).fetchall() == [(date(2021, 4, 12), date(2021, 4, 18))]


def test_deadlines_moved_on_one_day_are_judged_together(file: File) -> None:
    """Stage 3 goes beyond the old day of stage 4, which goes with it; another goes back, but not before the day it was decided on."""
    file.into_stage(5, move("2021-04-20", "2021-04-29"))
    file.into_stage(4, move("2021-04-20", "2021-04-27"))
    file.into_stage(3, move("2021-04-20", "2021-04-23"))
    file.into_stage(2, move("2021-04-15", "2021-04-16"))
    found = file.workbench(datetime(2021, 4, 20)).execute("SELECT due_on FROM schedule_stage ORDER BY stage_no").fetchall()
    assert [due_on.day for (due_on,) in found] == [16, 16, 23, 27, 29]


MOVES = [
    (3, "2021-04-19", "2021-04-21", "tenggat tahap 3 sudah 2021-04-21, jadi perpindahan ini tidak mengubah apa pun"),
    (1, "2021-04-08", "2021-04-11", "tenggat tahap 1 dipindahkan ke 2021-04-11, sebelum tahap itu mulai 2021-04-12"),
    (3, "2021-04-21", "2021-04-20", "tenggat tahap 3 dimajukan ke 2021-04-20, sebelum hari keputusannya 2021-04-21"),
    (
        3,
        "2021-04-20",
        "2021-04-24",
        "tahap 4 berakhir 2021-04-23, sebelum tahap 3 berakhir 2021-04-24 sejak keputusan 2021-04-20; pindahkan keduanya",
    ),
    (3, "2021-04-20", "2021-04-23", "tahap 4 tidak mempunyai hari kerja antara 2021-04-24 dan 2021-04-23 sejak keputusan 2021-04-20"),
    (4, "2021-04-19", "2021-04-20", "tahap 4 berakhir 2021-04-20, sebelum tahap 3 berakhir 2021-04-21 sejak keputusan 2021-04-19"),
    (5, "2021-04-20", "2021-04-25", "tahap 5 tidak mempunyai hari kerja antara 2021-04-24 dan 2021-04-25 sejak keputusan 2021-04-20"),
    (5, "2021-04-20", "2023-01-02", "hari 2023-01-02 pada tahap 5 di luar tahun 2021 dan 2022"),
    (3, "2021-04-20", '"23 April"', "bukan tanggal seperti 2021-04-16"),
]


@pytest.mark.parametrize(("stage", "decided_on", "due_on", "sentence"), MOVES)
def test_a_move_that_makes_no_sense_is_refused_at_its_line(file: File, stage: int, decided_on: str, due_on: str, sentence: str) -> None:
    file.into_stage(stage, move(decided_on, due_on))
    line, said = file.refusal()
    assert sentence in said
    assert line in {"[[stages.moves]]", f"due_on = {due_on}"}


@pytest.mark.parametrize("decided_on", ["2021-04-19", "2021-04-20"])
def test_moves_stand_in_the_order_of_their_decisions(file: File, decided_on: str) -> None:
    """The second one is refused, also when it was decided on the same day."""
    file.into_stage(3, move("2021-04-20", "2021-04-22"))
    file.into_stage(3, move(decided_on, "2021-04-20").replace("[[stages.moves]]", "[[stages.moves]]  # second"))
    line, said = file.refusal()
    assert f"perpindahan tenggat tahap 3 diputuskan {decided_on}, tidak sesudah yang ditulis di atasnya (2021-04-20)" in said
    assert line.endswith("# second")


def test_a_move_without_a_reason_is_refused(file: File) -> None:
    file.into_stage(3, move("2021-04-20", "2021-04-22").replace('reason = "Alasan"\n', ""))
    assert file.refusal() == ("[[stages.moves]]", 'kunci "reason" belum ada; tambahkan')


STAGES = [
    ("depends_on = [3]", "depends_on = [4]", 4, "tahap 4 bergantung pada dirinya sendiri"),
    ("depends_on = [3]", "depends_on = [5]", 4, "tahap 4 bergantung pada tahap 5, yang bukan tahap sebelumnya"),
    ("depends_on = [3]", "depends_on = [9]", 4, "tahap 4 bergantung pada tahap 9, yang bukan tahap sebelumnya"),
    ("depends_on = [3]", "depends_on = [0]", 4, "tahap 4 bergantung pada tahap 0, yang bukan tahap sebelumnya"),
    ("depends_on = [3]", "depends_on = [3, 2, 3]", 4, "tahap 4 bergantung dua kali pada tahap 3"),
    ("depends_on = [3]\n", "", 4, "tahap 4 tidak diketahui mulainya; tulis starts_on, atau depends_on"),
    ("due_on = 2021-04-23", "due_on = 2021-04-21", 4, "tahap 4 tidak mempunyai hari kerja antara 2021-04-22 dan 2021-04-21"),
    ("starts_on = 2021-04-13", "starts_on = 2020-04-13", 2, "hari 2020-04-13 pada tahap 2 di luar tahun 2021 dan 2022"),
    ("due_on = 2021-04-26", "due_on = 2024-04-26", 5, "hari 2024-04-26 pada tahap 5 di luar tahun 2021 dan 2022"),
    ('counts = "verified"', 'counts = "verified"\nowner_level = 2', 2, "tahap 2 dihitung dari orang, bukan dari laporan"),
]


@pytest.mark.parametrize(("old", "new", "stage", "sentence"), STAGES)
def test_a_stage_that_makes_no_sense_is_refused_at_its_heading(file: File, old: str, new: str, stage: int, sentence: str) -> None:
    file.change(old, new)
    lines = file.path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(ReferenceFileError) as refused:
        reference.load(file.folder, 2021)
    assert str(refused.value).startswith(f"{file.path}:{lines.index(f'no = {stage}')}: {sentence}")


def test_who_owes_what_is_said_in_both_languages(file: File) -> None:
    file.change('owed_by_en = "Head of unit"\n', "")
    assert file.refusal() == ("[[stages]]", 'kunci "owed_by_en" belum ada; tambahkan')


DAYS = [
    (override("2021-05-13", False), "2021-05-13 memang hari libur (Hari Raya Idul Fitri; Kenaikan Yesus Kristus), jadi baris ini tidak mengubah"),
    (override("2021-04-17", False), "2021-04-17 memang hari libur (akhir pekan), jadi baris ini tidak mengubah"),
    (override("2021-04-15", True), "2021-04-15 memang hari kerja, jadi baris ini tidak mengubah"),
    (override("2020-12-24", True), "hari 2020-12-24 di luar tahun 2021 dan 2022"),
    (override("2023-01-23", False), "hari 2023-01-23 di luar tahun 2021 dan 2022"),
    (override("2021-04-15", False) + "\n" + override("2021-04-15", False), 'hari "2021-04-15" ditulis dua kali'),
    (override("2021-04-15", False).replace('name = "Sebab"\n', ""), 'kunci "name" belum ada'),
    (override("2021-04-15", False).replace("false", '"tidak"'), '"tidak" bukan true atau false'),
]


@pytest.mark.parametrize(("block", "sentence"), DAYS)
def test_a_day_that_makes_no_sense_is_refused_at_its_line(file: File, block: str, sentence: str) -> None:
    file.append(block)
    line, said = file.refusal()
    assert said.startswith(sentence)
    assert line in {"[[days]]", 'is_working = "tidak"'}


def test_days_that_leave_a_stage_without_a_working_day_are_refused(file: File) -> None:
    """Stage 5 has Saturday to Monday; the Monday is taken away."""
    file.append(override("2021-04-26", False))
    assert file.refusal() == (
        "[[stages]]",
        "tahap 5 tidak mempunyai hari kerja antara 2021-04-24 dan 2021-04-26; pindahkan tenggatnya atau tulis starts_on",
    )


@pytest.mark.parametrize("country", ["XX", "id", ""])
def test_a_country_that_the_calendar_does_not_know_is_refused(file: File, country: str) -> None:
    file.change('country = "ID"', f'country = "{country}"')
    assert f'negara "{country}" tidak dikenal' in file.refusal()[1]


def test_an_override_changes_its_day_and_the_count_of_working_days_from_there(file: File) -> None:
    file.append(OVERRIDE)
    question = "SELECT is_working, working_no, day_name, day_name_en FROM schedule_day WHERE on_date IN ('2021-05-11', '2021-05-12') ORDER BY on_date"
    assert file.workbench().execute(question).fetchall() == [(True, 89, None, None), (True, 90, "Cuti bersama dibatalkan", "Joint leave cancelled")]


def test_the_example_of_the_documentation_is_read(file: File) -> None:
    """Its stage, its move and its day in place of those of 2021."""
    written = Path("docs/rules.md").read_text(encoding="utf-8").split("## schedule/<year>.toml\n```toml\n")[1].split("```")[0]
    head, stage = written.split("[[stages]]\n", 1)
    stage, days = stage.split("[[days]]", 1)
    for line in stage.split("[[stages.moves]]")[0].split("\n"):
        assert line.split("#")[0].strip() in file.path.read_text(encoding="utf-8")
    file.into_stage(3, "[[stages.moves]]" + stage.split("[[stages.moves]]", 1)[1])
    file.append("[[days]]" + days)
    schedule = reference.load(file.folder, 2021).schedule
    assert f'year = {schedule.year}\ncountry = "{schedule.country}"' in head
    assert [each.due_on.day for each in schedule.stages[2].deadlines] == [21, 22]
    assert [(each.on, each.is_working, each.source) for each in schedule.days] == [(date(2021, 4, 24), True, "SE Sekjen 12/2021")]
