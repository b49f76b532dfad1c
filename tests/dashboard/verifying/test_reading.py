"""Uploaded files are read in a process of their own: what could be entered, what is wrong row by row, and hostile ones refused with this process unharmed."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from dashboard.ledger import engine, moves
from dashboard.verifying import reading
from dashboard.verifying.duty import Duty
from dashboard.verifying.reading import UnreadableError
from tests.dashboard.ledger import measured
from tests.dashboard.verifying.hostile import ANI, BUDI, HOSTILE, SITI, UMAR, csv_of, row, workbook


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A ledger with the office of four people, and a place for temporary files that is looked at afterwards."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(opened)
    measured.load(opened)
    yield opened
    opened.dispose()
    assert list((tmp_path / "temporary").iterdir()) == []


def of(office: Engine, *unit_ids: str) -> Duty:
    return Duty(office, measured.year(), measured.acting(office, moves.PAPER, *unit_ids), measured.OPEN)


def test_answers_are_read_as_the_pipeline_understands_them(office: Engine) -> None:
    file = workbook([row(SITI, diklat_fungsional="ya"), row(BUDI, diklat_kepemimpinan="Tidak", nilai_kinerja="91,25")])
    read = reading.read(of(office, "PUSAT"), "Hasil kertas.xlsx", file)
    assert (read.file_name, read.findings) == ("Hasil kertas.xlsx", ())
    siti, budi = read.results
    assert (siti.row_number, siti.nip, str(siti.total_score), siti.category_code) == (2, SITI, "75.0000", "sedang")
    assert (siti.given.education_code, siti.given.has_functional_training, siti.given.has_seminar) == ("S-1", True, False)
    assert str(siti.given.performance_value) == "88.5"
    assert (budi.given.education_code, str(budi.given.performance_value)) == ("S-2", "91.25")
    assert set(read.people) == {SITI, BUDI}


def test_somebody_outside_is_as_unknown_as_nobody(office: Engine) -> None:
    nobody = 199001012015011009
    read = reading.read(of(office, "PUSAT"), "a.csv", csv_of([row(SITI), row(ANI), row(nobody)]))
    assert [result.nip for result in read.results] == [SITI]
    outside, unknown = read.findings
    assert (outside.row_number, unknown.row_number) == (3, 4)
    said = {(each.check_code, each.column_name, each.title, each.message, each.title_en, each.message_en) for each in read.findings}
    assert len(said) == 1
    assert outside.check_code == "unknown_person"
    assert ANI not in read.people


def test_findings_name_row_column_and_what_to_do_in_both_languages(office: Engine) -> None:
    file = workbook([row(SITI), {**row(BUDI), "nip": float(BUDI)}, row(UMAR, nilai_kinerja="bagus sekali")])
    read = reading.read(of(office, "PUSAT"), "a.xlsx", file)
    found = {each.check_code: each for each in read.findings if each.severity == "reject"}
    assert set(found) == {"nip_numeric_cell", "unreadable_value"}
    assert (found["nip_numeric_cell"].row_number, found["nip_numeric_cell"].column_name) == (3, "nip")
    assert (found["unreadable_value"].row_number, found["unreadable_value"].column_name, found["unreadable_value"].value) == (
        4,
        "nilai_kinerja",
        "bagus sekali",
    )
    assert all(each.message and each.message_en and each.message != each.message_en for each in read.findings)
    assert read.counts["reject"] == 2


@pytest.mark.parametrize("what", list(HOSTILE))
def test_hostile_files_end_in_their_own_process(office: Engine, what: str) -> None:
    name, content, allowed = HOSTILE[what]
    before = psutil.Process().memory_info().rss
    try:
        reading.read(of(office, "PUSAT"), name, content)
        became = "read"
    except UnreadableError as error:
        became = error.code
    assert became in allowed
    assert psutil.Process().memory_info().rss - before < 300 << 20
    assert psutil.Process().children(recursive=True) == []


def test_a_file_that_takes_too_long_is_ended_with_all_it_started(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.3)
    with pytest.raises(UnreadableError, match="too_slow"):
        reading.read(of(office, "PUSAT"), "a.csv", csv_of([row(SITI)]))
    assert psutil.Process().children(recursive=True) == []


def test_who_has_too_many_people_chooses_a_unit(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PEOPLE", 2)
    with pytest.raises(UnreadableError, match="too_many_people"):
        reading.read(of(office, "PUSAT"), "a.csv", csv_of([row(SITI)]))


def test_what_a_killed_server_left_is_removed_by_the_next_reading(office: Engine) -> None:
    left = Path(tempfile.mkdtemp(prefix="ipasn-paper-"))
    (left / "results.csv").write_text("x")
    os.utime(left, (0, 0))
    reading.read(of(office, "PUSAT"), "a.csv", csv_of([row(SITI)]))
    assert not left.exists()


def test_the_reading_process_knows_no_secret(office: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "environment"
    monkeypatch.setenv("IPASN_SECRET_KEY", "geheim")
    monkeypatch.setenv("IPASN_LEDGER", "sqlite:///geheim")
    spy = tmp_path / "sitecustomize.py"
    spy.write_text(f"import os\nopen({str(seen)!r}, 'a').write(repr(dict(os.environ)))\n")
    monkeypatch.setattr(reading, "_ROOT", f"{tmp_path}:{reading._ROOT}")
    reading.read(of(office, "PUSAT"), "a.csv", csv_of([row(SITI)]))
    assert seen.read_text()
    assert "geheim" not in seen.read_text()
