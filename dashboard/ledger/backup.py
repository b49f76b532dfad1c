"""A copy of the whole ledger in one SQLite file: of either database, while it is used, and itself a ledger that can be opened; and the way back."""

from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, create_engine, func, insert, select

from dashboard.ledger import audit as audit_trail
from dashboard.ledger import engine
from dashboard.ledger.models import audit, audit_head
from dashboard.ledger.sending_models import metadata

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


def restore(ledger: Engine, file: Path, *, now: datetime) -> int:
    """Fill an empty ledger, of either database, with a copy; how many rows that are. All of it or nothing, and it stands in the audit.

    Raises BackupError: no copy of this revision, a damaged one, or a ledger in which there is something already.
    """
    if not file.is_file():
        raise BackupError(f"{file} tidak ada; sebut berkas salinan.")
    source = create_engine(f"sqlite:///file:{quote(str(file.absolute()))}?mode=ro&uri=true", hide_parameters=True)
    try:
        _check_copy(source, file)
        count = _copied(source, ledger)
    finally:
        source.dispose()
    audit_trail.record(ledger, "ledger_restored", now=now, address=audit_trail.COMMAND_LINE.address, row_count=count)
    return count


def _check_copy(source: Engine, file: Path) -> None:
    """Raises BackupError."""
    if not engine.is_ready(source):
        raise BackupError(
            f"{file} bukan salinan buku besar revisi {engine.newest_revision()}; salinan yang lebih lama dimutakhirkan dahulu: "
            f"{engine.URL_VARIABLE}=sqlite:///{file.absolute()} python -m dashboard ledger upgrade."
        )
    if engine.damage(source) or audit_trail.verify(source).first_broken is not None:
        raise BackupError(f"{file} rusak atau jejak auditnya tidak utuh; pakai salinan yang lain.")


def _copied(source_ledger: Engine, target: Engine) -> int:
    """Rows copied, table by table in the order of their references; the audit's head last, when the entry it names is there. Raises BackupError."""
    count = 0
    with engine.snapshot(source_ledger) as source, engine.writing(target) as copied:
        engine.take_turn(copied, engine.UPGRADES)
        for table in (table for table in metadata.sorted_tables if table is not audit_head):
            if copied.execute(select(table).limit(1)).first() is not None:
                raise BackupError("Buku besar ini sudah berisi; kembalikan salinan ke buku besar baru yang kosong.")
            rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
            for part in rows.mappings().partitions(ROWS_AT_ONCE):
                copied.execute(insert(table), [dict(row) for row in part])
                count += len(part)
            _go_on(copied, table)
        head = source.execute(select(audit_head)).mappings().one()
        if head["entry_no"]:
            copied.execute(audit_head.update().values(**head))
        if copied.execute(select(func.count()).select_from(audit)).scalar_one() != head["entry_no"]:
            raise BackupError("Jejak audit buku besar ini tidak utuh; jalankan `python -m dashboard audit verify`.")
    return count


def _go_on(connection: Connection, table: Table) -> None:
    """Let the numbers that PostgreSQL gives to new rows go on after those copied; SQLite looks at the rows."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None or len(table.primary_key.columns) > 1:
        return
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar_one()
    last = connection.execute(select(func.max(column))).scalar_one()
    if sequence is not None and last is not None:
        connection.execute(select(func.setval(sequence, last)))
