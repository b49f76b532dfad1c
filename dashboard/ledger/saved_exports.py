"""Definitions of exports that an account keeps under a name: codes alone, for itself alone. Another account's are like those that do not exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.ledger.audit import says_nip
from dashboard.ledger.engine import writing
from dashboard.ledger.models import saved_export

MOST = 100
"""Definitions of one account."""

LONGEST_NAME = 80
LONGEST_DEFINITION = 20_000


class SavedExportError(Exception):
    """A definition that is not kept. Nobody's data stands in it; pages word its `code`."""

    code = "refused"


class NameRefusedError(SavedExportError):
    """No name, a too long one, one with characters that are not shown, or one that looks like a NIP."""

    code = "name"


class NameTakenError(SavedExportError):
    """There is one of this name, and it was not to be replaced."""

    code = "taken"


class TooManyError(SavedExportError):
    """The account keeps MOST already, or this definition is too long to be one."""

    code = "many"


@dataclass(frozen=True)
class SavedExport:
    """One definition, as the JSON object of codes that was saved; whoever uses it checks them against what the viewer may see now."""

    export_no: int
    name: str
    definition: str
    saved_at: datetime


def save(ledger: Engine, account_no: int, name: str, definition: str, *, now: datetime, is_replacing: bool = False) -> SavedExport:
    """Keep a definition under a name; `is_replacing`: instead of the one of that name. Raises NameRefusedError, NameTakenError, TooManyError."""
    called = _name(name)
    if len(definition) > LONGEST_DEFINITION:
        raise TooManyError
    try:
        with writing(ledger) as connection:
            return _saved(connection, account_no, called, {"definition": definition, "saved_at": now}, is_replacing=is_replacing)
    except IntegrityError:
        raise NameTakenError from None


def _name(name: str) -> str:
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME or not called.isprintable() or says_nip(called):
        raise NameRefusedError
    return called


def _saved(connection: Connection, account_no: int, name: str, values: dict[str, Any], *, is_replacing: bool) -> SavedExport:
    kept, own = saved_export.c, saved_export.c.account_no == account_no
    known = connection.execute(select(kept.export_no).where(own, kept.export_name == name).with_for_update()).scalar_one_or_none()
    if known is not None and not is_replacing:
        raise NameTakenError
    if known is not None:
        changed = update(saved_export).where(kept.export_no == known).values(**values).returning(saved_export)
        return _read(connection.execute(changed).one())
    if connection.execute(select(func.count()).select_from(saved_export).where(own)).scalar_one() >= MOST:
        raise TooManyError
    return _read(connection.execute(insert(saved_export).values(account_no=account_no, export_name=name, **values).returning(saved_export)).one())


def listed(ledger: Engine, account_no: int) -> tuple[SavedExport, ...]:
    """The definitions of an account by name."""
    with ledger.connect() as connection:
        rows = connection.execute(select(saved_export).where(saved_export.c.account_no == account_no)).all()
    return tuple(sorted(map(_read, rows), key=lambda each: (each.name.casefold(), each.name)))


def find(ledger: Engine, account_no: int, name: str) -> str | None:
    """The definition that this account keeps under a name, as JSON."""
    with ledger.connect() as connection:
        own = (saved_export.c.account_no == account_no, saved_export.c.export_name == " ".join(name.split()))
        return connection.execute(select(saved_export.c.definition).where(*own)).scalar_one_or_none()


def remove(ledger: Engine, account_no: int, export_no: int) -> bool:
    """Forget a definition; whether this account had it."""
    kept = saved_export.c
    with writing(ledger) as connection:
        gone = connection.execute(delete(saved_export).where(kept.export_no == export_no, kept.account_no == account_no))
    return bool(gone.rowcount)


def _read(row: Row) -> SavedExport:
    return SavedExport(row.export_no, row.export_name, row.definition, row.saved_at)
