"""A copy brought back: the same rows on either database, which goes on from there; nothing is overwritten, and nothing broken is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from dashboard.ledger import audit, backup, engine, entries, entry_damage, stage_reports, verification
from dashboard.ledger.entry_models import entry
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.stage_reports import Report
from tests.dashboard.ledger.measured import BUDI, OPEN, SITI, YEAR, acting, asn, load, reporting, submitted, year


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Engine]:
    """A ledger with something in every table that the measurement has."""
    ledger = engine.open_ledger(f"sqlite:///{tmp_path / 'full.sqlite'}")
    engine.upgrade(ledger)
    load(ledger)
    submitted(ledger, SITI)
    verifier = acting(ledger, "verifier", "BALAI")
    (waiting,) = verification.queue(ledger, YEAR, by=verifier)
    verification.verify(ledger, waiting.entry_no, Step(verifier, OPEN, waiting.change_no))
    report = Report(2, "BALAI", "Ibu Kepala", {"n": 1}, incomplete_reason="Satu orang cuti.")
    stage_reports.make(ledger, year(), report, Step(reporting(ledger, "verifier", 2, "BALAI"), OPEN))
    entries.start(ledger, year(), by=asn(ledger, BUDI), now=OPEN)
    yield ledger
    ledger.dispose()


def _rows(ledger: Engine) -> dict[str, list[tuple[object, ...]]]:
    with ledger.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=str) for table in entry.metadata.sorted_tables}


def test_what_was_copied_comes_back_on_either_database_and_goes_on(full: Engine, ledger: Engine, tmp_path: Path) -> None:
    count = backup.copy(full, tmp_path / "copy.sqlite")
    before = (tmp_path / "copy.sqlite").read_bytes()
    assert backup.restore(ledger, tmp_path / "copy.sqlite", now=OPEN) == count
    assert (tmp_path / "copy.sqlite").read_bytes() == before
    found, wanted = _rows(ledger), _rows(full)
    for name in wanted.keys() - {"audit", "audit_head"}:
        assert found[name] == wanted[name], name
    assert set(wanted["audit"]) < set(found["audit"])
    assert audit.verify(ledger).first_broken is None
    assert entry_damage.found(ledger) is None
    submitted(ledger, BUDI)
    assert entry_damage.found(ledger) is None
    assert len(entries.history(ledger, 2, by=asn(ledger, BUDI)).versions) == 1


def test_a_ledger_with_something_in_it_is_left_alone(full: Engine, ledger: Engine, tmp_path: Path) -> None:
    backup.copy(full, tmp_path / "copy.sqlite")
    acting(ledger, "verifier")
    before = _rows(ledger)
    with pytest.raises(backup.BackupError, match="sudah berisi"):
        backup.restore(ledger, tmp_path / "copy.sqlite", now=OPEN)
    assert _rows(ledger) == before


def test_what_is_no_copy_is_refused(full: Engine, tmp_path: Path) -> None:
    empty = engine.open_ledger(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    engine.upgrade(empty)
    (tmp_path / "letter.txt").write_text("surat")
    for file in (tmp_path / "none.sqlite", tmp_path / "letter.txt"):
        with pytest.raises(backup.BackupError):
            backup.restore(empty, file, now=OPEN)
        assert not (tmp_path / "none.sqlite").exists()
    backup.copy(full, tmp_path / "copy.sqlite")
    broken = engine.open_ledger(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with broken.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET outcome = 'refused' WHERE entry_no = 2"))
    broken.dispose()
    with pytest.raises(backup.BackupError, match="tidak utuh"):
        backup.restore(empty, tmp_path / "copy.sqlite", now=OPEN)
    assert not any(rows for name, rows in _rows(empty).items() if name != "audit_head")
    empty.dispose()
