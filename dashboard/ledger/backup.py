"""A copy of the whole ledger in one SQLite file: of either database, while it is used, and itself a ledger that can be opened."""

from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from dashboard.ledger import engine
from dashboard.ledger.entry_models import entry
from dashboard.ledger.models import audit, audit_head

ROWS_AT_ONCE = 5_000


class BackupError(Exception):
    """A copy that cannot be made: one sentence in Indonesian."""


def copy(ledger: Engine, file: Path) -> int:
    """Copy one state of the ledger into a new file for its owner alone; how many rows that are. Raises BackupError, LedgerError.

    What was not finished stays under another name beside it. The secret key is not part of it.
    """
    if file.exists():
        raise BackupError(f"{file} sudah ada; sebut nama berkas yang baru.")
    if not file.parent.is_dir():
        raise BackupError(f"Folder {file.parent} tidak ada; buat dahulu.")
    aside = file.with_name(f"{file.name}.part")
    aside.unlink(missing_ok=True)
    target = engine.open_ledger(f"sqlite:///{aside.absolute()}")
    try:
        engine.upgrade(target)
        count = _copied(ledger, target)
        with target.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        target.dispose()
    aside.rename(file)
    return count


def _copied(ledger: Engine, target: Engine) -> int:
    """Rows copied, table by table in the order of their references; the audit's head last, when the entry it names is there."""
    count = 0
    with engine.snapshot(ledger) as source, engine.writing(target) as copied:
        for table in (table for table in entry.metadata.sorted_tables if table is not audit_head):
            rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
            for part in rows.mappings().partitions(ROWS_AT_ONCE):
                copied.execute(insert(table), [dict(row) for row in part])
                count += len(part)
        head = source.execute(select(audit_head)).mappings().one()
        if head["entry_no"]:
            copied.execute(audit_head.update().values(**head))
        if copied.execute(select(func.count()).select_from(audit)).scalar_one() != head["entry_no"]:
            raise BackupError("Jejak audit buku besar ini tidak utuh; jalankan `python -m dashboard audit verify`.")
    return count
