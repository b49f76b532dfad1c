"""Whether what the ledger says of entries follows from their events, and what was frozen is as it was: for `python -m dashboard ledger check`."""

import hashlib
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, Engine, Select, Text, and_, cast, exists, func, or_, select

from dashboard.ledger.answers import ANSWERED, Evidence, Given
from dashboard.ledger.engine import snapshot
from dashboard.ledger.entry_models import entry, entry_event, entry_version, evidence, receipt, stage_report
from dashboard.ledger.entry_records import Version
from dashboard.ledger.moves import MOVES

VERSIONS_AT_ONCE = 5_000


def found(ledger: Engine) -> str | None:
    """The first thing that does not fit, as one sentence in Indonesian without anybody's data; None: everything does. Reads every entry."""
    with snapshot(ledger) as connection:
        return next(_damage(connection), None)


def _damage(connection: Connection) -> Iterator[str]:
    for words, rows in (
        ("entri tidak mengikuti kejadian terakhirnya", _astray()),
        ("kejadian yang menghasilkan versi berbeda dari versinya", _strange_versions()),
        ("versi tanpa tanda terima, atau tanda terima tanpa kejadiannya", _without_receipt()),
    ):
        number = connection.execute(rows.limit(1)).scalars().first()
        if number is not None:
            yield f"Buku besar pengukuran tidak utuh: {words} (entri {number}); kembalikan salinan terakhir."
    for state, move, after, role in connection.execute(_moves_made()):
        known = MOVES.get(move)
        if known is None or state not in known.before or after != known.after or role not in known.by:
            yield f"Buku besar pengukuran tidak utuh: langkah {move} dari {state} oleh {role} ada di dalamnya, padahal tidak boleh terjadi."
    for number, sealed, version in _versions(connection):
        if version.checksum() != sealed:
            yield f"Buku besar pengukuran tidak utuh: satu versi berbeda dari tanda terimanya (entri {number}); kembalikan salinan terakhir."
    for report_no, statement, sealed in connection.execute(select(stage_report.c.report_no, stage_report.c.statement, stage_report.c.checksum)):
        if hashlib.sha256(statement.encode()).hexdigest() != sealed:
            yield f"Buku besar pengukuran tidak utuh: laporan tahap {report_no} berbeda dari sidik jarinya; kembalikan salinan terakhir."


def _astray() -> Select:
    """Entries that do not say what their last event says."""
    counted = select(func.count()).where(entry_event.c.entry_no == entry.c.entry_no).scalar_subquery()
    newest = select(func.max(entry_event.c.event_no)).where(entry_event.c.entry_no == entry.c.entry_no).scalar_subquery()
    last = entry_event
    follows = and_(
        *(last.c.event_no == entry.c.last_event_no, last.c.entry_no == entry.c.entry_no, last.c.state == entry.c.state),
        *(last.c.version_no == entry.c.version_no, last.c.at == entry.c.moved_at),
    )
    astray = or_(~exists().where(follows), entry.c.last_event_no != func.coalesce(newest, 0), entry.c.change_no != counted)
    return select(entry.c.entry_no).where(astray)


def _before(column: str) -> Select:
    """Every event with a column of the one before it in its entry."""
    before = func.lag(entry_event.c[column]).over(partition_by=entry_event.c.entry_no, order_by=entry_event.c.event_no)
    return select(entry_event, before.label("before"))


def _strange_versions() -> Select:
    """Entries with an event that does not have the version it must have: one more where the move makes one, else the same."""
    row = _before("version_no").subquery()
    making = [move.code for move in MOVES.values() if move.makes_version]
    earlier = func.coalesce(row.c.before, 0)
    is_one_more = row.c.version_no == earlier + 1
    return select(row.c.entry_no).where(or_(and_(row.c.move.in_(making), ~is_one_more), and_(row.c.move.not_in(making), row.c.version_no != earlier)))


def _without_receipt() -> Select:
    """Entries with a version that no receipt and no event stands for, or an event whose version is not there."""
    making = [move.code for move in MOVES.values() if move.makes_version]
    of_event = exists().where(
        receipt.c.event_no == entry_event.c.event_no,
        receipt.c.entry_no == entry_event.c.entry_no,
        receipt.c.version_no == entry_event.c.version_no,
        receipt.c.at == entry_event.c.at,
    )
    bare_events = select(entry_event.c.entry_no).where(entry_event.c.move.in_(making), ~of_event)
    of_version = exists().where(receipt.c.entry_no == entry_version.c.entry_no, receipt.c.version_no == entry_version.c.version_no)
    bare_versions = select(entry_version.c.entry_no).where(~of_version)
    stray = select(receipt.c.entry_no).join(entry_event, entry_event.c.event_no == receipt.c.event_no).where(entry_event.c.move.not_in(making))
    together = bare_events.union_all(bare_versions, stray).subquery()
    return select(together.c.entry_no)


def _moves_made() -> Select:
    """Every move that was ever made: the state before, the move, the state after, the role."""
    row = _before("state").subquery()
    return select(cast(row.c.before, Text), row.c.move, row.c.state, row.c.acting_as).distinct()


def _versions(connection: Connection) -> Iterator[tuple[int, str, Version]]:
    """Every version with the checksum of its receipt, read bit by bit."""
    same = and_(receipt.c.entry_no == entry_version.c.entry_no, receipt.c.version_no == entry_version.c.version_no)
    shown = and_(evidence.c.entry_no == entry_version.c.entry_no, evidence.c.version_no == entry_version.c.version_no)
    columns = [evidence.c[name].label(f"shown_{name}") for name in ("indicator_code", "reference_no", "dated_on", "hours", "note")]
    rows = (
        select(entry_version, receipt.c.checksum.label("sealed"), *columns)
        .select_from(entry_version.join(receipt, same).outerjoin(evidence, shown))
        .order_by(entry_version.c.entry_no, entry_version.c.version_no)
        .execution_options(yield_per=VERSIONS_AT_ONCE)
    )
    for _key, group in groupby(connection.execute(rows), key=lambda row: (row.entry_no, row.version_no)):
        together = list(group)
        first = together[0]
        evidences = tuple(
            Evidence(row.shown_indicator_code, row.shown_reference_no, row.shown_dated_on, row.shown_hours, row.shown_note)
            for row in together
            if row.shown_indicator_code is not None
        )
        given = Given(**{name: getattr(first, name) for name in ANSWERED}, evidence=evidences)
        names = ("entry_no", "version_no", "made_at", "account_no", "made_as", "position_group", "truth_statement")
        yield first.entry_no, first.sealed, Version(**{name: getattr(first, name) for name in names}, given=given)
