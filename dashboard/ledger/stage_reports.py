"""Reports of stages: what a unit, the secretary or the head reports at a moment, frozen, and its return with a reason.

In force is the newest report of a unit and stage, unless it was returned. A report of verification moves the verified entries of the unit and those below it to
"reported"; its return, or that of the report that rests on it, moves them to "reopened". A report on which a later one rests is not returned before that one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, exists, insert, select
from sqlalchemy.exc import IntegrityError

from dashboard.ledger import audit, report_moves
from dashboard.ledger.acting import Acting, in_scope, reaches, units_above, units_below
from dashboard.ledger.answers import canonical, checksum
from dashboard.ledger.engine import snapshot, writing
from dashboard.ledger.entry_errors import ChangedMeanwhileError, EntryNotFoundError, IncompleteError, ReasonMissingError, ReportStandsError
from dashboard.ledger.entry_models import stage_report, stage_return, unit
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import MeasuredYear, Stage, local_date
from dashboard.ledger.report_moves import Unmet


@dataclass(frozen=True)
class Report:
    """What is reported. `figures`: of the unit in the release that was looked at: release_id, n, coverage, index, categories; decimals and times as they are."""

    stage_no: int
    unit_id: str
    reporter_name: str
    figures: Mapping[str, Any]
    comment: str | None = None
    incomplete_reason: str | None = None


@dataclass(frozen=True)
class StageReport:
    """One report. The checksum is of the statement as it is kept; returned_at none: not returned."""

    report_no: int
    period_year: int
    stage_no: int
    unit_id: str
    at: datetime
    account_no: int
    acting_as: str
    reporter_name: str
    statement: Mapping[str, Any]
    checksum: str
    comment: str | None
    incomplete_reason: str | None
    returned_at: datetime | None
    returned_as: str | None
    return_reason: str | None
    is_in_force: bool

    @property
    def is_late(self) -> bool:
        """Whether it came after its deadline as it stood then."""
        return bool(self.statement["is_late"])

    @property
    def is_sound(self) -> bool:
        """Whether the statement is the one that the checksum was made of."""
        return checksum(self.statement) == self.checksum


def open_before(ledger: Engine, year: MeasuredYear, stage_no: int, unit_id: str) -> Unmet:
    """What a report of this stage by this unit would come before."""
    with snapshot(ledger) as connection:
        return _unmet(connection, year, year.stage(stage_no), unit_id)


def make(ledger: Engine, year: MeasuredYear, report: Report, step: Step) -> StageReport:
    """Report a stage. It is on the disc when this returns; sent twice under one request_id, it is there once.

    Raises EntryNotFoundError (not in scope, not a stage of the role, not owed by the unit), IncompleteError without a reason for coming before something.
    """
    try:
        return _made(ledger, year, report, step)
    except IntegrityError:
        return _made(ledger, year, report, step)


def _made(ledger: Engine, year: MeasuredYear, report: Report, step: Step) -> StageReport:
    """As `make`. Raises IntegrityError when the same request is being written at this very moment."""
    with writing(ledger) as connection:
        again = _requested(connection, step)
        if again is not None:
            return again
        _check_owed(connection, year, report, step.by)
        stage = year.stage(report.stage_no)
        entry_nos = report_moves.locked_entries(connection, year.period_year, report.unit_id) if stage.counts == "verified" else []
        unmet = _unmet(connection, year, stage, report.unit_id)
        reason = (report.incomplete_reason or "").strip() or None
        if not unmet.is_nothing and reason is None:
            raise IncompleteError(unmet.open_reports, unmet.open_count)
        statement = canonical(_statement(connection, year, report, step, unmet))
        values = {
            "period_year": year.period_year,
            "stage_no": report.stage_no,
            "unit_id": report.unit_id,
            "at": step.now,
            "account_no": step.by.actor.account_no,
            "acting_as": step.by.role,
            "reporter_name": report.reporter_name,
            "statement": statement,
            "checksum": checksum(json.loads(statement)),
            "comment": (report.comment or "").strip() or None,
            "incomplete_reason": None if unmet.is_nothing else reason,
            "request_id": step.request_id,
        }
        number = int(connection.execute(insert(stage_report).values(**values).returning(stage_report.c.report_no)).scalar_one())
        filters = {"year": year.period_year, "stage": report.stage_no, "report": number}
        audit.append(
            connection, "stage_report", actor=step.by.actor, now=step.now, unit_ids=[report.unit_id], filters=filters, row_count=len(entry_nos)
        )
        report_moves.move(connection, entry_nos, "report", step, number)
        return _numbered(connection, number)


def send_back(ledger: Engine, year: MeasuredYear, report_no: int, step: Step) -> StageReport:
    """Return a report in force with a reason; one of a stage that rests on verification takes the reports of verification below it along.

    Raises EntryNotFoundError, ReasonMissingError, ReportStandsError, ChangedMeanwhileError (returned or reported anew meanwhile).
    """
    if not (step.reason or "").strip():
        raise ReasonMissingError
    try:
        with writing(ledger) as connection:
            return _sent_back(connection, year, report_no, step)
    except IntegrityError:
        raise ChangedMeanwhileError(step.by.role, step.now) from None


def _sent_back(connection: Connection, year: MeasuredYear, report_no: int, step: Step) -> StageReport:
    visible = in_scope(step.by.scope, stage_report.c.period_year, stage_report.c.unit_id)
    row = connection.execute(_reports().where(stage_report.c.report_no == report_no, visible)).one_or_none()
    if row is None or row.stage_no not in step.by.stages:
        raise EntryNotFoundError
    found = _report(row)
    _check_in_force(connection, found)
    if _resting(connection, found):
        raise ReportStandsError
    below = _verifications_below(connection, year, found)
    entry_nos = report_moves.reported_entries(connection, found.period_year, found.unit_id, [each.report_no for each in below])
    returned = sorted({found.report_no, *(each.report_no for each in below)})
    values = {"at": step.now, "account_no": step.by.actor.account_no, "acting_as": step.by.role, "reason": (step.reason or "").strip()}
    connection.execute(insert(stage_return), [{"report_no": number, **values} for number in returned])
    filters = {"year": found.period_year, "stage": found.stage_no, "reports": returned}
    audit.append(connection, "stage_return", actor=step.by.actor, now=step.now, unit_ids=[found.unit_id], filters=filters, row_count=len(entry_nos))
    report_moves.move(connection, entry_nos, "reopen", step, report_no)
    return _numbered(connection, report_no)


def in_force(ledger: Engine, period_year: int, *, by: Acting, stage_no: int | None = None) -> tuple[StageReport, ...]:
    """Reports in force of units in scope, by stage and unit."""
    return tuple(each for each in history(ledger, period_year, by=by, stage_no=stage_no) if each.is_in_force)


def history(ledger: Engine, period_year: int, *, by: Acting, stage_no: int | None = None, unit_id: str | None = None) -> tuple[StageReport, ...]:
    """Every report of units in scope, by stage, unit and time: returned and replaced ones too."""
    conditions = [stage_report.c.period_year == period_year, in_scope(by.scope, period_year, stage_report.c.unit_id)]
    conditions += [stage_report.c.stage_no == stage_no] if stage_no is not None else []
    conditions += [stage_report.c.unit_id == unit_id] if unit_id is not None else []
    with ledger.connect() as connection:
        rows = connection.execute(_reports().where(*conditions).order_by(stage_report.c.stage_no, stage_report.c.unit_id, stage_report.c.report_no))
        return tuple(_report(row) for row in rows)


def _newer() -> Any:
    newer = stage_report.alias("newer")
    same = (newer.c[name] == stage_report.c[name] for name in ("period_year", "unit_id", "stage_no"))
    return exists().where(*same, newer.c.report_no > stage_report.c.report_no)


def _reports() -> Select:
    returned = (stage_return.c.at.label("returned_at"), stage_return.c.acting_as.label("returned_as"), stage_return.c.reason.label("return_reason"))
    joined = stage_report.outerjoin(stage_return, stage_return.c.report_no == stage_report.c.report_no)
    is_in_force = and_(stage_return.c.report_no.is_(None), ~_newer())
    return select(stage_report, *returned, is_in_force.label("is_in_force")).select_from(joined)


def _report(row: Row) -> StageReport:
    values = row._asdict()
    values.pop("request_id")
    return StageReport(**{**values, "statement": json.loads(row.statement), "is_in_force": bool(row.is_in_force)})


def _numbered(connection: Connection, report_no: int) -> StageReport:
    return _report(connection.execute(_reports().where(stage_report.c.report_no == report_no)).one())


def _requested(connection: Connection, step: Step) -> StageReport | None:
    """The report made before under this request. Raises ChangedMeanwhileError when somebody else made it."""
    if step.request_id is None:
        return None
    row = connection.execute(_reports().where(stage_report.c.request_id == step.request_id)).one_or_none()
    if row is not None and row.account_no != step.by.actor.account_no:
        raise ChangedMeanwhileError(row.acting_as, row.at)
    return None if row is None else _report(row)


def _check_owed(connection: Connection, year: MeasuredYear, report: Report, by: Acting) -> None:
    """Of verification any unit in scope may give its word; a stage of reports is owed by its owners."""
    owners = year.owners.get(report.stage_no, ())
    is_owed = year.stage(report.stage_no).counts == "verified" or report.unit_id in owners
    if report.stage_no not in by.stages or not is_owed or not reaches(connection, by.scope, year.period_year, report.unit_id):
        raise EntryNotFoundError


def _unmet(connection: Connection, year: MeasuredYear, stage: Stage, unit_id: str) -> Unmet:
    """Of verification everybody eligible verified; of a stage of reports every report owed there, and of verification the unit's own word or everybody."""
    open_reports: list[tuple[int, str]] = []
    open_count = 0
    if stage.counts == "verified":
        return Unmet((), report_moves.not_verified_count(connection, year, unit_id))
    standing = _standing(connection, year.period_year, unit_id)
    below = set(connection.execute(units_below(year.period_year, (unit_id,))).scalars())
    for before in (year.stage(number) for number in stage.depends_on):
        if before.counts == "verified" and (before.stage_no, unit_id) not in standing:
            open_count = report_moves.not_verified_count(connection, year, unit_id)
            open_reports += [(before.stage_no, unit_id)] if open_count else []
        elif before.counts == "reports":
            owing = (each for each in year.owners.get(before.stage_no, ()) if each in below)
            open_reports += [(before.stage_no, each) for each in owing if (before.stage_no, each) not in standing]
    return Unmet(tuple(open_reports), open_count)


def _standing(connection: Connection, period_year: int, unit_id: str) -> set[tuple[int, str]]:
    """Stage and unit of every report in force of a unit or one below it."""
    below = stage_report.c.unit_id.in_(units_below(period_year, (unit_id,)))
    rows = connection.execute(_reports().where(stage_report.c.period_year == period_year, below))
    return {(row.stage_no, row.unit_id) for row in rows if row.is_in_force}


def _statement(connection: Connection, year: MeasuredYear, report: Report, step: Step, unmet: Unmet) -> dict[str, Any]:
    """The figures of the release that was looked at, and beside them what the ledger itself has at this moment."""
    stage = year.stage(report.stage_no)
    name = select(unit.c.unit_name).where(unit.c.period_year == year.period_year, unit.c.unit_id == report.unit_id)
    return {
        "period_year": year.period_year,
        "stage_no": report.stage_no,
        "unit_id": report.unit_id,
        "unit_name": connection.execute(name).scalar_one(),
        "at": step.now.isoformat(timespec="seconds"),
        "reporter_name": report.reporter_name,
        "acting_as": step.by.role,
        "due_on": stage.due_on(local_date(step.now)).isoformat(),
        "is_late": step.now >= stage.ends_at(step.now),
        "rule_version": year.rule_version,
        "figures": dict(report.figures),
        "entries": report_moves.state_counts(connection, year.period_year, report.unit_id),
        "open_reports": [list(each) for each in unmet.open_reports],
        "open_count": unmet.open_count,
    }


def _check_in_force(connection: Connection, found: StageReport) -> None:
    """Raises ChangedMeanwhileError with whoever returned it, or reported anew."""
    if found.returned_at is not None:
        raise ChangedMeanwhileError(found.returned_as or "", found.returned_at)
    if not found.is_in_force:
        same = (stage_report.c[name] == getattr(found, name) for name in ("period_year", "unit_id", "stage_no"))
        last = connection.execute(select(stage_report).where(*same).order_by(stage_report.c.report_no.desc()).limit(1)).one()
        raise ChangedMeanwhileError(last.acting_as, last.at)


def _resting(connection: Connection, found: StageReport) -> bool:
    """Whether a report of a later stage, of the same unit or one above it, is in force."""
    above = stage_report.c.unit_id.in_(units_above(found.period_year, found.unit_id))
    later = _reports().where(stage_report.c.period_year == found.period_year, above, stage_report.c.stage_no > found.stage_no)
    return any(row.is_in_force for row in connection.execute(later))


def _verifications_below(connection: Connection, year: MeasuredYear, found: StageReport) -> Sequence[StageReport]:
    """The reports of verification that a return takes along: the report itself, or those in force that a report resting on them has below it."""
    stage = year.stage(found.stage_no)
    if stage.counts == "verified":
        return [found]
    stage_nos = [number for number in stage.depends_on if year.stage(number).counts == "verified"]
    below = stage_report.c.unit_id.in_(units_below(found.period_year, (found.unit_id,)))
    rows = connection.execute(_reports().where(stage_report.c.period_year == found.period_year, stage_report.c.stage_no.in_(stage_nos), below))
    return [report for report in map(_report, rows) if report.is_in_force]
