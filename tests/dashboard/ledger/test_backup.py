"""A copy of the ledger: the same rows, itself a ledger, made while others write."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from dashboard.ledger import audit, backup, engine, sessions, sign_in
from dashboard.ledger.models import metadata
from dashboard.ledger.sign_in import SignedIn
from tests.dashboard.ledger.invented import HERE, NOW, PASSWORD, account, telephone

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def _rows(ledger: Engine) -> dict[str, list[tuple[object, ...]]]:
    with ledger.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=str) for table in metadata.sorted_tables}


def test_the_copy_is_a_ledger_with_the_same_rows(ledger: Engine, tmp_path: Path) -> None:
    number = account(ledger, roles=("administrator",)).account_no
    telephone(ledger, number)
    sessions.begin(ledger, number, address=HERE, agent="peramban", now=NOW)
    audit.record(ledger, "page_shown", unit_ids=["B1"], now=NOW)
    count = backup.copy(ledger, tmp_path / "copy.sqlite")
    copied = engine.open_ledger(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    assert _rows(copied) == _rows(ledger)
    assert count == sum(map(len, _rows(ledger).values())) - 1
    assert engine.is_ready(copied)
    assert engine.damage(copied) is None
    assert audit.verify(copied) == audit.verify(ledger)
    audit.record(copied, "page_shown", now=NOW)
    assert audit.verify(copied).first_broken is None
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    copied.dispose()


def test_an_empty_ledger_is_copied_too(ledger: Engine, tmp_path: Path) -> None:
    assert backup.copy(ledger, tmp_path / "copy.sqlite") == 0
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    number = account(opened).account_no
    assert sign_in.attempt(opened, "ani@contoh.go.id", PASSWORD, address=HERE, now=NOW) == SignedIn(number)
    opened.dispose()


def test_a_copy_made_while_others_write_is_one_state(ledger: Engine, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            audit.record(ledger, "page_shown", unit_ids=["B1"], now=NOW)

    writers = [threading.Thread(target=write) for _writer in range(3)]
    for writer in writers:
        writer.start()
    try:
        for turn in range(3):
            backup.copy(ledger, tmp_path / f"{turn}.sqlite")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    for turn in range(3):
        copied = engine.open_ledger(f"sqlite:///{tmp_path / f'{turn}.sqlite'}")
        assert audit.verify(copied).first_broken is None
        copied.dispose()


def test_a_file_that_is_there_is_left_alone(ledger: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").write_text("surat")
    with pytest.raises(backup.BackupError, match="sudah ada"):
        backup.copy(ledger, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "surat"


def test_a_broken_audit_is_not_copied_silently(tmp_path: Path) -> None:
    ledger = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(ledger)
    for _turn in range(3):
        audit.record(ledger, "page_shown", now=NOW)
    with ledger.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_delete"))
        connection.execute(text("DELETE FROM audit WHERE entry_no = 2"))
    with pytest.raises(backup.BackupError, match="tidak utuh"):
        backup.copy(ledger, tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()
    ledger.dispose()
