"""What the ledger holds of the measurement: units and people as SIMPEG has them, entries with everything that happened to them, reports of stages.

What happened is only ever added: versions, evidence, events, receipts, reports and returns never change and never go, which the database itself refuses
(migration r0002). Only the working copy of an entry, and the pointers of `entry` to what stands in the events, are written anew.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from dashboard.ledger.models import NUMBER, Moment, metadata


class Exact(TypeDecorator[Decimal]):
    """A decimal number, kept as its digits: SQLite has no decimals, and what was entered comes back as it was."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the interface's own argument
        """Digits, without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the interface's own argument
        """The number."""
        return None if value is None else Decimal(value)


def _account(*, nullable: bool = False, comment: str | None = None) -> Column:
    return Column("account_no", ForeignKey("account.account_no"), nullable=nullable, comment=comment)


unit = Table(
    "unit",
    metadata,
    Column("period_year", Integer, primary_key=True, autoincrement=False),
    Column("unit_id", String(100), primary_key=True),
    Column("unit_name", String(300), nullable=False),
    Column("parent_unit_id", String(100), comment="none: the top"),
    Column("unit_no", Integer, nullable=False, comment="in pre-order: a unit and all below it are those from unit_no to last_unit_no"),
    Column("last_unit_no", Integer, nullable=False),
    Index("ix_unit_period_year_unit_no", "period_year", "unit_no"),
    comment="One row per measurement year and unit, as the source of units has it.",
)

identity = Table(
    "identity",
    metadata,
    Column("period_year", Integer, primary_key=True, autoincrement=False),
    Column("nip", BigInteger, primary_key=True, autoincrement=False),
    Column("asn_name", String(200)),
    Column("email", String(254)),
    Column("rank_name", String(100), comment="pangkat and golongan as SIMPEG writes them"),
    Column("rank_code", String(10)),
    Column("sex_code", String(10)),
    Column("religion", String(50)),
    Column("education_code", String(10)),
    Column("position_name", String(300)),
    Column("position_group", String(20), comment="struktural, fungsional or pelaksana; none: SIMPEG's kind of position cannot be read"),
    Column("employment_status", String(50), comment="as SIMPEG writes it"),
    Column("status_code", String(50), comment="employment_status in capitals: what the rules of eligibility name"),
    Column("unit_id", String(100), nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("source_name", String(200), nullable=False),
    Index("ix_identity_period_year_unit_id", "period_year", "unit_id", "status_code"),
    comment="One row per measurement year and person: SIMPEG's word, for the person and those who verify. Never in a release, never in a log.",
)

identity_check = Table(
    "identity_check",
    metadata,
    Column("check_no", NUMBER, primary_key=True, autoincrement=True),
    Column("period_year", Integer, nullable=False),
    Column("nip", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    _account(),
    Index("ix_identity_check_period_year_nip", "period_year", "nip"),
    comment="One row per time that somebody has looked through the own identity and said so.",
)

correction_request = Table(
    "correction_request",
    metadata,
    Column("request_no", NUMBER, primary_key=True, autoincrement=True),
    Column("period_year", Integer, nullable=False),
    Column("nip", BigInteger, nullable=False),
    Column("unit_id", String(100), nullable=False),
    Column("field_code", String(20), nullable=False, comment="column of identity"),
    Column("known_value", String(300), comment="what SIMPEG had then"),
    Column("proposed_value", String(300), nullable=False),
    Column("requested_at", Moment, nullable=False),
    _account(),
    Column("decided_at", Moment, comment="none: nobody has decided"),
    Column("decided_by_no", ForeignKey("account.account_no")),
    Column("is_accepted", Boolean),
    Column("reason", Text, comment="why it was refused"),
    Column("exported_at", Moment, comment="when an accepted one was first written into a file for SIMPEG"),
    Index("ix_correction_request_period_year_unit_id", "period_year", "unit_id"),
    Index("ix_correction_request_period_year_nip", "period_year", "nip"),
    comment="One row per correction of SIMPEG's data that a person asks for. It changes no identity: SIMPEG does, and is loaded anew.",
)

entry = Table(
    "entry",
    metadata,
    Column("entry_no", NUMBER, primary_key=True, autoincrement=True),
    Column("period_year", Integer, nullable=False),
    Column("nip", BigInteger, nullable=False),
    Column("unit_id", String(100), nullable=False, comment="the person's unit as last loaded"),
    Column("version_no", Integer, nullable=False, comment="the version in force; 0: nothing submitted yet"),
    Column("state", String(10), nullable=False, comment="that of the last event"),
    Column("moved_at", Moment, nullable=False, comment="time of the last event"),
    Column("last_event_no", BigInteger, nullable=False, comment="the last event; 0 within the transaction that starts the entry alone"),
    Column("change_no", Integer, nullable=False, comment="number of its events: who writes says which one was seen"),
    UniqueConstraint("period_year", "nip"),
    Index("ix_entry_queue", "period_year", "unit_id", "state", "moved_at", "entry_no"),
    Index("ix_entry_oldest", "period_year", "state", "moved_at", "entry_no"),
    Index("ix_entry_last_event_no", "last_event_no"),
    comment="One row per measurement year and person who has begun. Everything but unit_id follows from its events.",
)

entry_draft = Table(
    "entry_draft",
    metadata,
    Column("entry_no", ForeignKey("entry.entry_no"), primary_key=True),
    Column("answers", Text, nullable=False, comment="JSON of dashboard.ledger.answers.Given"),
    Column("save_no", Integer, nullable=False, comment="how often it was saved: who saves says which one was seen"),
    Column("saved_at", Moment, nullable=False),
    _account(),
    comment="One row per entry that is being written: the working copy. The version in force stays in force until the next one is submitted.",
)

entry_version = Table(
    "entry_version",
    metadata,
    Column("entry_no", ForeignKey("entry.entry_no"), primary_key=True),
    Column("version_no", Integer, primary_key=True, autoincrement=False),
    Column("made_at", Moment, nullable=False),
    _account(),
    Column("made_as", String(20), nullable=False, comment="asn, verifier or paper"),
    Column("position_group", String(20), nullable=False),
    Column("education_code", String(10)),
    Column("has_leadership_training", Boolean, comment="none: not asked of the group, or left empty on paper"),
    Column("has_functional_training", Boolean),
    Column("technical_training_hours", Exact),
    Column("has_seminar", Boolean),
    Column("performance_value", Exact),
    Column("performance_predicate", String(40)),
    Column("discipline_code", String(40)),
    Column("truth_statement", Text, comment="the sentence that the person agreed to; none: not made by the person"),
    comment="One row per entry and version: complete answers. Never changed.",
)

evidence = Table(
    "evidence",
    metadata,
    Column("entry_no", NUMBER, primary_key=True, autoincrement=False),
    Column("version_no", Integer, primary_key=True, autoincrement=False),
    Column("indicator_code", String(40), primary_key=True),
    Column("reference_no", String(200), comment="number or title of a certificate or report"),
    Column("dated_on", Date, comment="its date; of a performance report the day on which the head of the satuan kerja approved it"),
    Column("hours", Exact, comment="JP"),
    Column("note", String(500)),
    ForeignKeyConstraint(["entry_no", "version_no"], ["entry_version.entry_no", "entry_version.version_no"], name="fk_evidence_entry_no_version_no"),
    comment="One row per version and indicator whose answer is shown by something. Never changed.",
)

stage_report = Table(
    "stage_report",
    metadata,
    Column("report_no", NUMBER, primary_key=True, autoincrement=True),
    Column("period_year", Integer, nullable=False),
    Column("stage_no", Integer, nullable=False),
    Column("unit_id", String(100), nullable=False),
    Column("at", Moment, nullable=False),
    _account(),
    Column("acting_as", String(20), nullable=False, comment="role"),
    Column("reporter_name", String(200), nullable=False),
    Column("statement", Text, nullable=False, comment="canonical JSON: the figures at that moment"),
    Column("checksum", String(64), nullable=False, comment="SHA-256 of statement"),
    Column("comment", Text),
    Column("incomplete_reason", Text, comment="why it was made before what it depends on; none: it was not"),
    Column("request_id", String(64), unique=True, comment="given by the page: sent twice, reported once"),
    Index("ix_stage_report_period_year_unit_id_stage_no", "period_year", "unit_id", "stage_no"),
    comment="One row per report of a stage. In force is the newest of its unit and stage, unless it was returned. Never changed.",
)

stage_return = Table(
    "stage_return",
    metadata,
    Column("report_no", ForeignKey("stage_report.report_no"), primary_key=True),
    Column("at", Moment, nullable=False),
    _account(),
    Column("acting_as", String(20), nullable=False, comment="role"),
    Column("reason", Text, nullable=False),
    comment="One row per report that was returned. Never changed.",
)

entry_event = Table(
    "entry_event",
    metadata,
    Column("event_no", NUMBER, primary_key=True, autoincrement=True, comment="rises in the order in which readers see it"),
    Column("entry_no", ForeignKey("entry.entry_no"), nullable=False),
    Column("version_no", Integer, nullable=False, comment="the version in force after it; 0: none"),
    Column("move", String(10), nullable=False, comment="dashboard.ledger.moves"),
    Column("state", String(10), nullable=False, comment="of the entry after it"),
    Column("at", Moment, nullable=False),
    _account(),
    Column("acting_as", String(20), nullable=False, comment="role"),
    Column("reason", Text),
    Column("request_id", String(64), comment="given by the page: sent twice, done once"),
    Column("report_no", ForeignKey("stage_report.report_no"), comment="of the moves that a report of a stage, or its return, makes"),
    UniqueConstraint("entry_no", "request_id"),
    Index("ix_entry_event_entry_no_event_no", "entry_no", "event_no"),
    Index("ix_entry_event_report_no", "report_no"),
    comment="One row per move of an entry. Never changed: what an entry is follows from them.",
)

receipt = Table(
    "receipt",
    metadata,
    Column("receipt_no", String(30), primary_key=True),
    Column("event_no", ForeignKey("entry_event.event_no"), nullable=False, unique=True),
    Column("entry_no", NUMBER, nullable=False),
    Column("version_no", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("qualification_score", Exact, nullable=False),
    Column("competence_score", Exact, nullable=False),
    Column("performance_score", Exact, nullable=False),
    Column("discipline_score", Exact, nullable=False),
    Column("total_score", Exact, nullable=False),
    Column("category_code", String(40), nullable=False),
    Column("rule_version", String(100), nullable=False),
    Column("checksum", String(64), nullable=False, comment="SHA-256 of the version with its evidence as canonical JSON"),
    ForeignKeyConstraint(["entry_no", "version_no"], ["entry_version.entry_no", "entry_version.version_no"], name="fk_receipt_entry_no_version_no"),
    UniqueConstraint("entry_no", "version_no"),
    comment="One row per version, written in one transaction with it and its event: what was shown to whoever submitted. Never changed.",
)

late_opening = Table(
    "late_opening",
    metadata,
    Column("opening_no", NUMBER, primary_key=True, autoincrement=True),
    Column("period_year", Integer, nullable=False),
    Column("unit_id", String(100), nullable=False, comment="the unit, with all below it"),
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    _account(),
    Column("at", Moment, nullable=False),
    Index("ix_late_opening_period_year_unit_id", "period_year", "unit_id"),
    comment="One row per time that a unit may measure outside the schedule. Never changed.",
)

publish_request = Table(
    "publish_request",
    metadata,
    Column("request_no", NUMBER, primary_key=True, autoincrement=True),
    Column("requested_at", Moment, nullable=False),
    _account(nullable=True, comment="none: the timer"),
    Column("period_year", Integer, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("outcome", String(40), comment="published, unchanged, stopped or failed"),
    Column("release_id", String(100)),
    comment="One row per release that was asked for.",
)

issued_document = Table(
    "issued_document",
    metadata,
    Column("document_no", NUMBER, primary_key=True, autoincrement=True),
    Column("number", String(200), nullable=False, unique=True, comment="as it stands on the document"),
    Column("series", String(200), nullable=False, comment="the pattern of the number: what is counted together"),
    Column("count_year", Integer, nullable=False, comment="the year of the letter's date, in which is counted"),
    Column("sequence_no", Integer, nullable=False, comment="1, 2, 3, ... within the series and year"),
    Column("kind", String(30), nullable=False),
    Column("period_year", Integer, nullable=False),
    Column("unit_id", String(100), nullable=False, comment="whose figures; of a personal sheet the person's unit in that release"),
    Column("nip", BigInteger, comment="whose result sheet; none: a document of a unit"),
    Column("release_id", String(100), nullable=False),
    Column("language", String(2), nullable=False),
    Column("dated_on", Date, nullable=False, comment="the letter's date"),
    Column("report_no", ForeignKey("stage_report.report_no"), comment="the report of a stage whose figures stand in it; none: those of the release"),
    Column("figures", Text, nullable=False, comment="canonical JSON: what the checksum is of"),
    Column("checksum", String(64), nullable=False, unique=True, comment="SHA-256 of figures"),
    Column("issued_at", Moment, nullable=False),
    _account(),
    Column("acting_as", String(40), nullable=False, comment="role"),
    UniqueConstraint("series", "count_year", "sequence_no"),
    Index("ix_issued_document_period_year_unit_id_kind", "period_year", "unit_id", "kind"),
    Index("ix_issued_document_nip_period_year", "nip", "period_year"),
    comment="One row per document that was issued under a number. Never changed: no number is given twice or taken back.",
)
