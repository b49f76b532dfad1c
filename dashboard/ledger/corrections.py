"""Corrections of SIMPEG's data that people ask for: decided by those who verify, exported for SIMPEG, never written over what SIMPEG says."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Engine, Row, Select, and_, case, func, insert, select, update

from dashboard.ledger import audit, identities
from dashboard.ledger.acting import Acting, in_scope, is_of_account
from dashboard.ledger.engine import writing
from dashboard.ledger.entry_errors import ChangedMeanwhileError, EntryNotFoundError, MeasurementError, OwnEntryError, ReasonMissingError
from dashboard.ledger.entry_models import correction_request, identity
from dashboard.ledger.entry_records import record_of
from dashboard.ledger.identities import FIELDS

LONGEST = 300


class CorrectionRefusedError(MeasurementError):
    """Nothing to correct: a field that is none of the nine, an empty or a too long value, or what SIMPEG has already."""


@dataclass(frozen=True)
class Correction:
    """One request. decided_at none: open. exported_at none: not yet in a file for SIMPEG."""

    request_no: int
    period_year: int
    nip: int
    asn_name: str | None
    unit_id: str
    field_code: str
    known_value: str | None
    proposed_value: str
    requested_at: datetime
    decided_at: datetime | None
    is_accepted: bool | None
    reason: str | None
    exported_at: datetime | None


def request(ledger: Engine, period_year: int, field_code: str, proposed_value: str, *, by: Acting, now: datetime) -> int:
    """Ask for a correction of the own data; its number. The same open request again is the same. Raises EntryNotFoundError, CorrectionRefusedError."""
    person = identities.of_person(ledger, period_year, by.scope.nip) if by.scope.nip is not None else None
    if person is None:
        raise EntryNotFoundError
    proposed = proposed_value.strip()
    known = None if field_code not in FIELDS else getattr(person, field_code)
    if field_code not in FIELDS or not 0 < len(proposed) <= LONGEST or proposed == str(known):
        raise CorrectionRefusedError
    asked = {"period_year": period_year, "nip": person.nip, "field_code": field_code, "proposed_value": proposed}
    row = correction_request
    with writing(ledger) as connection:
        same = select(row.c.request_no).where(row.c.decided_at.is_(None), *(row.c[name] == value for name, value in asked.items()))
        there = connection.execute(same).scalars().first()
        if there is not None:
            return int(there)
        known_value = None if known is None else str(known)
        values = {**asked, "unit_id": person.unit_id, "known_value": known_value, "requested_at": now, "account_no": by.actor.account_no}
        number = int(connection.execute(insert(row).values(**values).returning(row.c.request_no)).scalar_one())
        filters = {"year": period_year, "request": number, "field": field_code}
        audit.append(connection, "correction_requested", actor=by.actor, now=now, unit_ids=[person.unit_id], filters=filters)
    return number


def of_person(ledger: Engine, period_year: int, nip: int) -> tuple[Correction, ...]:
    """What a person has asked for, newest first; for the person alone."""
    row = correction_request
    with ledger.connect() as connection:
        asked = _requests().where(row.c.period_year == period_year, row.c.nip == nip).order_by(row.c.request_no.desc())
        return tuple(record_of(each, Correction) for each in connection.execute(asked))


def listed(ledger: Engine, period_year: int, *, by: Acting, is_open: bool | None = True, after: int = 0, limit: int = 100) -> tuple[Correction, ...]:
    """Requests of the scope, oldest first: open, decided, or (None) both; `after`: the number of the last one seen."""
    row = correction_request
    conditions = [row.c.period_year == period_year, row.c.request_no > after, in_scope(by.scope, period_year, row.c.unit_id)]
    if is_open is not None:
        conditions.append(row.c.decided_at.is_(None) if is_open else row.c.decided_at.is_not(None))
    with ledger.connect() as connection:
        found = connection.execute(_requests().where(*conditions).order_by(row.c.request_no).limit(limit))
        return tuple(record_of(each, Correction) for each in found)


@dataclass(frozen=True)
class Counts:
    """Requests of a scope: open, decided, accepted, and those accepted that no file for SIMPEG holds yet."""

    open: int
    decided: int
    accepted: int
    not_exported: int


def counts(ledger: Engine, period_year: int, *, by: Acting) -> Counts:
    """How many requests the scope has."""
    row = correction_request
    is_new = case((and_(row.c.is_accepted, row.c.exported_at.is_(None)), 1))
    numbers = (func.count(), func.count(row.c.decided_at), func.count(case((row.c.is_accepted, 1))), func.count(is_new))
    asked = select(*numbers).where(row.c.period_year == period_year, in_scope(by.scope, period_year, row.c.unit_id))
    with ledger.connect() as connection:
        total, decided, accepted, new = connection.execute(asked).one()
    return Counts(total - decided, decided, accepted, new)


def decide(ledger: Engine, request_no: int, *, is_accepted: bool, reason: str | None = None, by: Acting, now: datetime) -> None:
    """Accept it for SIMPEG, or refuse it with a reason. Raises EntryNotFoundError, OwnEntryError, ReasonMissingError, ChangedMeanwhileError (decided before)."""
    if not is_accepted and not (reason or "").strip():
        raise ReasonMissingError
    row = correction_request
    with writing(ledger) as connection:
        visible = in_scope(by.scope, row.c.period_year, row.c.unit_id)
        found = connection.execute(select(row).where(row.c.request_no == request_no, visible).with_for_update()).one_or_none()
        if found is None:
            raise EntryNotFoundError
        if connection.execute(select(is_of_account(by.actor.account_no, found.nip))).scalar_one():
            raise OwnEntryError
        if found.decided_at is not None:
            raise ChangedMeanwhileError("verifier", found.decided_at)
        decision = {"decided_at": now, "decided_by_no": by.actor.account_no, "is_accepted": is_accepted, "reason": (reason or "").strip() or None}
        connection.execute(update(row).where(row.c.request_no == request_no).values(**decision))
        filters = {"year": found.period_year, "request": request_no, "accepted": is_accepted}
        audit.append(connection, "correction_decided", actor=by.actor, now=now, unit_ids=[found.unit_id], filters=filters)


def export(ledger: Engine, period_year: int, *, by: Acting, now: datetime, is_everything: bool = False) -> Sequence[Correction]:
    """Accepted requests of the scope for SIMPEG, oldest first: those not yet exported, or all. They are marked, and the file stands in the audit."""
    row = correction_request
    conditions = [row.c.period_year == period_year, row.c.is_accepted, in_scope(by.scope, period_year, row.c.unit_id)]
    if not is_everything:
        conditions.append(row.c.exported_at.is_(None))
    with writing(ledger) as connection:
        found = connection.execute(_requests().where(*conditions).order_by(row.c.request_no)).all()
        new = row.c.request_no.in_([each.request_no for each in found if each.exported_at is None])
        connection.execute(update(row).where(new).values(exported_at=now))
        units = sorted({each.unit_id for each in found})
        audit.append(connection, "corrections_exported", actor=by.actor, now=now, unit_ids=units, filters={"year": period_year}, row_count=len(found))
    return tuple(_exported(each, now) for each in found)


def _exported(row: Row, now: datetime) -> Correction:
    values = {each.name: getattr(row, each.name) for each in fields(Correction)}
    return Correction(**{**values, "exported_at": row.exported_at or now})


def _requests() -> Select:
    same = and_(identity.c.period_year == correction_request.c.period_year, identity.c.nip == correction_request.c.nip)
    return select(correction_request, identity.c.asn_name).select_from(correction_request.outerjoin(identity, same))
