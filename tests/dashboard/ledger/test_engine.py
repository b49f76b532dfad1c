"""Opening and bringing up to date: the same tables on both databases, by any number of servers at once, in a file for its owner alone."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, insert, select, text
from sqlalchemy.exc import OperationalError, StatementError

from dashboard.ledger import accounts, engine, models
from dashboard.ledger.audit import COMMAND_LINE


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_make_the_tables_of_the_models(ledger: Engine) -> None:
    with ledger.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[Any] = compare_metadata(context, models.metadata)
    changes = [change for several in found for change in (several if isinstance(several, list) else [several])]
    assert [change for change in changes if not change[0].endswith("_comment")] == []


def test_a_ledger_is_ready_once_it_is_up_to_date(ledger_url: str) -> None:
    opened = engine.open_ledger(ledger_url)
    assert not engine.is_ready(opened)
    engine.upgrade(opened)
    engine.upgrade(opened)
    assert engine.is_ready(opened)
    opened.dispose()


def test_servers_that_start_together_bring_it_up_to_date_once(ledger_url: str) -> None:
    opened = [engine.open_ledger(ledger_url) for _server in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(engine.upgrade, opened))
    assert all(engine.is_ready(each) for each in opened)
    for each in opened:
        each.dispose()


def test_the_file_and_what_stands_beside_it_are_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "ledger.sqlite"
    opened = engine.open_ledger(f"sqlite:///{file}")
    engine.upgrade(opened)
    with opened.connect():
        assert {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        assert {path.stat().st_mode & 0o077 for path in file.parent.iterdir()} == {0}
    assert file.parent.stat().st_mode & 0o077 == 0
    opened.dispose()


def test_another_process_that_closes_the_ledger_takes_nothing_from_one_that_was_opened_twice(tmp_path: Path) -> None:
    """A page opens the ledger anew, a command on the same file ends: what was written and what will be stays."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    first = engine.open_ledger(url)
    engine.upgrade(first)
    second = engine.open_ledger(url)
    asked = f"import sqlite3; sqlite3.connect({str(tmp_path / 'ledger.sqlite')!r}).execute('SELECT count(*) FROM account').fetchone()"
    for number, opened in enumerate((first, second), start=1):
        subprocess.run([sys.executable, "-c", asked], check=True)
        assert (tmp_path / "ledger.sqlite-wal").exists()
        accounts.add(opened, f"{number}@contoh.go.id", actor=COMMAND_LINE, now=datetime.now(UTC))
        assert [len(accounts.listed(each)) for each in (first, second)] == [number] * 2
    for opened in (first, second):
        opened.dispose()


def test_moments_come_back_as_they_went_in_and_need_a_zone(ledger: Engine) -> None:
    moment = datetime(2026, 11, 22, 13, 34, 5, 123456, tzinfo=UTC)
    values = {"kind": "account", "subject_hash": "x", "failure_count": 0}
    with engine.writing(ledger) as connection:
        connection.execute(insert(models.throttle).values(**values, last_tried_at=moment))
        assert connection.execute(select(models.throttle.c.last_tried_at)).scalar_one() == moment
        assert connection.execute(select(models.throttle.c.last_tried_at).where(models.throttle.c.last_tried_at >= moment)).all()
        with pytest.raises(StatementError, match="needs a zone"):
            connection.execute(insert(models.throttle).values(**values, last_tried_at=moment.replace(tzinfo=None)))


def test_writers_wait_for_each_other(ledger: Engine) -> None:
    """Each reads a count and writes it one higher; none is lost and none fails."""
    with engine.writing(ledger) as connection:
        connection.execute(insert(models.throttle).values(kind="account", subject_hash="x", failure_count=0, last_tried_at=datetime.now(UTC)))

    def count(_turn: int) -> None:
        with engine.writing(ledger) as connection:
            before = connection.execute(select(models.throttle.c.failure_count).with_for_update()).scalar_one()
            connection.execute(models.throttle.update().values(failure_count=before + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    with ledger.connect() as connection:
        assert connection.execute(select(models.throttle.c.failure_count)).scalar_one() == 80


def test_who_waits_to_write_to_a_file_asks_it_nothing(tmp_path: Path) -> None:
    """Hundreds who submit at once neither poll SQLite nor hold its connections: each goes on when the one before has ended."""
    ledger = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(ledger)
    begun: list[Any] = []
    event.listen(ledger, "begin", begun.append)

    def write() -> None:
        with engine.writing(ledger):
            pass

    with engine.writing(ledger):
        waiting = [Thread(target=write) for _writer in range(5)]
        for each in waiting:
            each.start()
        time.sleep(0.2)
        assert (len(begun), ledger.pool.checkedout()) == (1, 1)  # type: ignore[attr-defined]
    for each in waiting:
        each.join(timeout=10)
    assert (len(begun), ledger.pool.checkedout()) == (6, 0)  # type: ignore[attr-defined]
    ledger.dispose()


@pytest.mark.parametrize("is_synced", [True, False])
def test_what_is_written_stands_on_the_disk_unless_it_may_be_lost(ledger: Engine, is_synced: bool) -> None:
    asked, safe, quick = ("PRAGMA synchronous", 2, 1) if ledger.dialect.name == "sqlite" else ("SHOW synchronous_commit", "on", "off")
    for each in (not is_synced, is_synced):
        with engine.writing(ledger, is_synced=each) as connection:
            assert connection.execute(text(asked)).scalar_one() == (safe if each else quick)


@pytest.mark.parametrize("url", ["mysql://u:rahasia@h/d", "sqlite://", "bukan alamat rahasia", "postgresql+rahasia"])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(engine.LedgerError) as refused:
        engine.open_ledger(url)
    assert "rahasia" not in str(refused.value)
    assert str(refused.value).startswith("IPASN_LEDGER")


def test_a_ledger_that_does_not_answer_is_not_ready(tmp_path: Path) -> None:
    assert not engine.is_ready(engine.open_ledger("postgresql://nobody@127.0.0.1:1/none"))
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database at all, " * 100)
    assert not engine.is_ready(engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}"))


def test_a_writer_does_not_wait_for_ever(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_MS", 200)
    first, second = engine.open_ledger(ledger_url), engine.open_ledger(ledger_url)
    engine.upgrade(first)

    def waiting() -> None:
        with engine.writing(second) as connection:
            connection.execute(select(models.audit_head).with_for_update())

    with engine.writing(first) as connection:
        connection.execute(select(models.audit_head).with_for_update())
        with pytest.raises(OperationalError):
            waiting()
    waiting()
    first.dispose()
    second.dispose()
