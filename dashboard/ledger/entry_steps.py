"""The one way in which an entry moves: within a transaction that writes, seen and allowed before anything is written, with its event, its audit and its receipt.

The order of locks is always entry, then audit. The audit's head is held from before the event gets its number to the end of the transaction, so that numbers of
events rise in the order in which readers see them: what reads "everything after the last number" misses nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from dashboard.ledger import audit, moves
from dashboard.ledger.acting import Acting, in_scope, is_of_account
from dashboard.ledger.answers import ANSWERED, Given
from dashboard.ledger.entry_errors import ChangedMeanwhileError, EntryNotFoundError, OwnEntryError, ReasonMissingError
from dashboard.ledger.entry_models import entry, entry_draft, entry_event, entry_version, evidence, receipt
from dashboard.ledger.entry_records import Event, Receipt, Version, record_of
from dashboard.ledger.moves import Move
from pipelines.scoring import Preview

HUNDREDTH = Decimal("0.01")
"""Of a point: what the published scores have."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of receipt numbers: none that is taken for another when read aloud."""


@dataclass(frozen=True)
class Step:
    """What somebody asks for: who, when, the `change_no` of the entry as it was seen (None: as it stands), a reason where the move needs one, and the name of
    the request, which a page gives once and keeps: sent again, it does nothing again."""

    by: Acting
    now: datetime
    seen_change_no: int | None = None
    request_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Scored:
    """Answers that were checked, with their points under a version of the rules. `truth_statement`: what the person agreed to."""

    given: Given
    position_group: str
    points: Preview
    rule_version: str
    truth_statement: str | None = None


@dataclass(frozen=True)
class Done:
    """An event, its receipt where the move makes one, and whether it had been done before under the same request."""

    event: Event
    receipt: Receipt | None
    is_repeated: bool = False


def locked(connection: Connection, entry_no: int, by: Acting) -> Row:
    """The entry, held to the end of the transaction. Raises EntryNotFoundError when it is not there or not in scope."""
    visible = in_scope(by.scope, entry.c.period_year, entry.c.unit_id, entry.c.nip)
    row = connection.execute(select(entry).where(entry.c.entry_no == entry_no, visible).with_for_update()).one_or_none()
    if row is None:
        raise EntryNotFoundError
    return row


def check(connection: Connection, row: Row, code: str, step: Step) -> Move:
    """The move, if nobody was faster, the table has it, it is not on the own entry of whoever judges, and has the reason it needs.

    Raises ChangedMeanwhileError, MoveRefusedError, OwnEntryError, ReasonMissingError.
    """
    if step.seen_change_no not in {None, row.change_no}:
        last = connection.execute(select(entry_event).where(entry_event.c.event_no == row.last_event_no)).one()
        raise ChangedMeanwhileError(last.acting_as, last.at)
    move = moves.allowed(code, row.state, step.by.role)
    _check_person(connection, row, step.by)
    if move.needs_reason and not (step.reason or "").strip():
        raise ReasonMissingError
    return move


def _check_person(connection: Connection, row: Row, by: Acting) -> None:
    """A person acts on the own entry alone, anybody else never on it."""
    if by.role == moves.ASN:
        if row.nip != by.scope.nip:
            raise EntryNotFoundError
        return
    if is_same_person(connection, row.nip, by):
        raise OwnEntryError


def is_same_person(connection: Connection, nip: int, by: Acting) -> bool:
    """Whether whoever acts is the person of this NIP."""
    return nip == by.scope.nip or bool(connection.execute(select(is_of_account(by.actor.account_no, nip))).scalar_one())


def repeated(connection: Connection, entry_no: int, code: str, step: Step) -> Done | None:
    """What was done before under this request; None: nothing. Raises ChangedMeanwhileError when that was something else, or somebody else's."""
    if step.request_id is None:
        return None
    asked = (entry_event.c.entry_no == entry_no, entry_event.c.request_id == step.request_id)
    row = connection.execute(select(entry_event).where(*asked)).one_or_none()
    if row is None:
        return None
    event = record_of(row, Event)
    if (event.move, event.account_no) != (code, step.by.actor.account_no):
        raise ChangedMeanwhileError(event.acting_as, event.at)
    given = connection.execute(select(receipt).where(receipt.c.event_no == event.event_no)).one_or_none()
    return Done(event, None if given is None else record_of(given, Receipt), is_repeated=True)


def carry_out(connection: Connection, row: Row, move: Move, step: Step, *, scored: Scored | None = None, report_no: int | None = None) -> Done:
    """Write a move that was checked. A move that makes a version takes it from `scored`, and the working copy is gone with it."""
    if move.after is None or move.makes_version != (scored is not None):
        raise ValueError(move.code)
    version = None if scored is None else _write_version(connection, row, scored, step)
    filters = {"entry": row.entry_no, "year": row.period_year, "as": step.by.role}
    audit.append(connection, f"entry_{move.code}", actor=step.by.actor, now=step.now, unit_ids=[row.unit_id], filters=filters)
    values = {
        "entry_no": row.entry_no,
        "version_no": row.version_no if version is None else version.version_no,
        "move": move.code,
        "state": move.after,
        "at": step.now,
        "account_no": step.by.actor.account_no,
        "acting_as": step.by.role,
        "reason": (step.reason or "").strip() or None,
        "request_id": step.request_id,
        "report_no": report_no,
    }
    event = _write_event(connection, values)
    return Done(event, None if version is None or scored is None else _write_receipt(connection, row, event, version, scored))


def _write_version(connection: Connection, row: Row, scored: Scored, step: Step) -> Version:
    version = Version(
        entry_no=row.entry_no,
        version_no=row.version_no + 1,
        made_at=step.now,
        account_no=step.by.actor.account_no or 0,
        made_as=step.by.role,
        position_group=scored.position_group,
        truth_statement=scored.truth_statement,
        given=scored.given,
    )
    answers = {name: getattr(scored.given, name) for name in ANSWERED}
    values = {name: value for name, value in vars(version).items() if name != "given"}
    connection.execute(insert(entry_version).values(**values, **answers))
    shown = [{"entry_no": row.entry_no, "version_no": version.version_no, **vars(each)} for each in scored.given.evidence]
    if shown:
        connection.execute(insert(evidence), shown)
    connection.execute(delete(entry_draft).where(entry_draft.c.entry_no == row.entry_no))
    return version


def _write_event(connection: Connection, values: Mapping[str, Any]) -> Event:
    event = record_of(connection.execute(insert(entry_event).values(**values).returning(entry_event)).one(), Event)
    follows = {"state": event.state, "version_no": event.version_no, "moved_at": event.at, "last_event_no": event.event_no}
    connection.execute(update(entry).where(entry.c.entry_no == event.entry_no).values(**follows, change_no=entry.c.change_no + 1))
    return event


def _write_receipt(connection: Connection, row: Row, event: Event, version: Version, scored: Scored) -> Receipt:
    letters = "".join(secrets.choice(LETTERS) for _letter in range(12))
    values = {
        **{name: value.quantize(HUNDREDTH) if isinstance(value, Decimal) else value for name, value in vars(scored.points).items()},
        "receipt_no": f"{row.period_year}-{letters[:4]}-{letters[4:8]}-{letters[8:]}",
        "event_no": event.event_no,
        "entry_no": event.entry_no,
        "version_no": event.version_no,
        "at": event.at,
        "rule_version": scored.rule_version,
        "checksum": version.checksum(),
    }
    return record_of(connection.execute(insert(receipt).values(**values).returning(receipt)).one(), Receipt)
