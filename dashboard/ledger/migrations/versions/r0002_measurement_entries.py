"""The measurement: people as SIMPEG has them, entries with their events, reports of stages; and the views that the pipeline reads.

What happened is only ever added to, and an entry says what its last event says: both stand in the database itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
EXACT = sa.String(20)

KEYS = {
    "identity_check": ("check_no",),
    "entry_version": ("entry_no", "version_no"),
    "evidence": ("entry_no", "version_no", "indicator_code"),
    "stage_report": ("report_no",),
    "stage_return": ("report_no",),
    "entry_event": ("event_no",),
    "receipt": ("receipt_no",),
    "late_opening": ("opening_no",),
}
"""Tables that are only ever added to, with their keys."""

REFUSED = "the ledger of the measurement is only ever added to"
FOLLOWS = "an entry follows its events"
DECIDED = "a decision is made once"

FOLLOWING = """NEW.entry_no = OLD.entry_no AND NEW.period_year = OLD.period_year AND NEW.nip = OLD.nip
AND ((NEW.last_event_no = OLD.last_event_no AND NEW.change_no = OLD.change_no AND NEW.state = OLD.state AND NEW.version_no = OLD.version_no
      AND NEW.moved_at = OLD.moved_at)
  OR (NEW.last_event_no > OLD.last_event_no AND NEW.change_no = OLD.change_no + 1 AND EXISTS (
      SELECT 1 FROM entry_event WHERE event_no = NEW.last_event_no AND entry_no = NEW.entry_no AND state = NEW.state AND version_no = NEW.version_no
      AND at = NEW.moved_at)))"""
"""What may change of an entry: its unit, or everything to what one event more says."""

ASKED = ("request_no", "period_year", "nip", "unit_id", "field_code", "known_value", "proposed_value", "requested_at", "account_no")
DECISION = ("decided_at", "decided_by_no", "is_accepted", "reason")

MEASUREMENT_SOURCE = """
CREATE VIEW measurement_source AS
SELECT
    {nip} AS nip,
    entry.period_year AS tahun,
    entry.unit_id AS unit_id,
    made.education_code AS pendidikan,
    CASE WHEN made.has_leadership_training THEN 'ya' WHEN NOT made.has_leadership_training THEN 'tidak' END AS diklat_kepemimpinan,
    CASE WHEN made.has_functional_training THEN 'ya' WHEN NOT made.has_functional_training THEN 'tidak' END AS diklat_fungsional,
    made.technical_training_hours AS diklat_teknis_jp,
    CASE WHEN made.has_seminar THEN 'ya' WHEN NOT made.has_seminar THEN 'tidak' END AS seminar,
    made.performance_value AS nilai_kinerja,
    made.performance_predicate AS predikat_kinerja,
    made.discipline_code AS hukuman_disiplin,
    {measured} AS waktu_ukur,
    CASE WHEN entry.state IN ('verified', 'reported') THEN {verified} END AS waktu_verifikasi,
    entry.last_event_no AS last_event_no
FROM entry
JOIN entry_version AS made ON made.entry_no = entry.entry_no AND made.version_no = entry.version_no
LEFT JOIN entry_event AS verification ON verification.event_no = (
    SELECT max(event_no) FROM entry_event WHERE entry_no = entry.entry_no AND move IN ('verify', 'correct')
)
"""
"""One row per entry with a version in force, headings of the template of measurements; moments as wall clock of Asia/Jakarta."""

REPORT_SOURCE = """
CREATE VIEW report_source AS
SELECT
    stage_report.period_year AS tahun,
    stage_report.unit_id AS unit_id,
    stage_report.stage_no AS tahap,
    {reported} AS waktu,
    coalesce(stage_report.incomplete_reason, stage_report.comment) AS keterangan,
    stage_report.report_no AS report_no
FROM stage_report
LEFT JOIN stage_return ON stage_return.report_no = stage_report.report_no
WHERE stage_return.report_no IS NULL AND NOT EXISTS (
    SELECT 1 FROM stage_report AS newer
    WHERE newer.period_year = stage_report.period_year AND newer.unit_id = stage_report.unit_id AND newer.stage_no = stage_report.stage_no
    AND newer.report_no > stage_report.report_no
)
"""
"""One row per unit and stage whose newest report stands, headings of the template of reports."""


def upgrade() -> None:
    """Make the tables, what guards them, and the views."""
    _make_people()
    _make_entries()
    _make_reports()
    _make_events()
    _make_requests()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()
    _make_views()


def _account(*, nullable: bool = False) -> sa.Column:
    return sa.Column("account_no", NUMBER, nullable=nullable)


def _of_account(table: str, column: str = "account_no") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["account.account_no"], name=f"fk_{table}_{column}")


def _make_people() -> None:
    op.create_table(
        "unit",
        sa.Column("period_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("unit_name", sa.String(300), nullable=False),
        sa.Column("parent_unit_id", sa.String(100)),
        sa.Column("unit_no", sa.Integer, nullable=False),
        sa.Column("last_unit_no", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("period_year", "unit_id", name="pk_unit"),
    )
    op.create_index("ix_unit_period_year_unit_no", "unit", ["period_year", "unit_no"])
    op.create_table(
        "identity",
        sa.Column("period_year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("nip", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("asn_name", sa.String(200)),
        sa.Column("email", sa.String(254)),
        sa.Column("rank_name", sa.String(100)),
        sa.Column("rank_code", sa.String(10)),
        sa.Column("sex_code", sa.String(10)),
        sa.Column("religion", sa.String(50)),
        sa.Column("education_code", sa.String(10)),
        sa.Column("position_name", sa.String(300)),
        sa.Column("position_group", sa.String(20)),
        sa.Column("employment_status", sa.String(50)),
        sa.Column("status_code", sa.String(50)),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("source_name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("period_year", "nip", name="pk_identity"),
    )
    op.create_index("ix_identity_period_year_unit_id", "identity", ["period_year", "unit_id", "status_code"])
    op.create_table(
        "identity_check",
        sa.Column("check_no", NUMBER, autoincrement=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("nip", sa.BigInteger, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _account(),
        sa.PrimaryKeyConstraint("check_no", name="pk_identity_check"),
        _of_account("identity_check"),
    )
    op.create_index("ix_identity_check_period_year_nip", "identity_check", ["period_year", "nip"])
    op.create_table(
        "correction_request",
        sa.Column("request_no", NUMBER, autoincrement=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("nip", sa.BigInteger, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("field_code", sa.String(20), nullable=False),
        sa.Column("known_value", sa.String(300)),
        sa.Column("proposed_value", sa.String(300), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        _account(),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by_no", NUMBER),
        sa.Column("is_accepted", sa.Boolean),
        sa.Column("reason", sa.Text),
        sa.Column("exported_at", MOMENT),
        sa.PrimaryKeyConstraint("request_no", name="pk_correction_request"),
        _of_account("correction_request"),
        _of_account("correction_request", "decided_by_no"),
    )
    op.create_index("ix_correction_request_period_year_unit_id", "correction_request", ["period_year", "unit_id"])
    op.create_index("ix_correction_request_period_year_nip", "correction_request", ["period_year", "nip"])


def _make_entries() -> None:
    op.create_table(
        "entry",
        sa.Column("entry_no", NUMBER, autoincrement=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("nip", sa.BigInteger, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("last_event_no", sa.BigInteger, nullable=False),
        sa.Column("change_no", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry_no", name="pk_entry"),
        sa.UniqueConstraint("period_year", "nip", name="uq_entry_period_year_nip"),
    )
    op.create_index("ix_entry_queue", "entry", ["period_year", "unit_id", "state", "moved_at", "entry_no"])
    op.create_index("ix_entry_oldest", "entry", ["period_year", "state", "moved_at", "entry_no"])
    op.create_index("ix_entry_last_event_no", "entry", ["last_event_no"])
    op.create_table(
        "entry_draft",
        sa.Column("entry_no", NUMBER, nullable=False, autoincrement=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("save_no", sa.Integer, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        _account(),
        sa.PrimaryKeyConstraint("entry_no", name="pk_entry_draft"),
        sa.ForeignKeyConstraint(["entry_no"], ["entry.entry_no"], name="fk_entry_draft_entry_no"),
        _of_account("entry_draft"),
    )
    op.create_table(
        "entry_version",
        sa.Column("entry_no", NUMBER, nullable=False, autoincrement=False),
        sa.Column("version_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _account(),
        sa.Column("made_as", sa.String(20), nullable=False),
        sa.Column("position_group", sa.String(20), nullable=False),
        sa.Column("education_code", sa.String(10)),
        sa.Column("has_leadership_training", sa.Boolean),
        sa.Column("has_functional_training", sa.Boolean),
        sa.Column("technical_training_hours", EXACT),
        sa.Column("has_seminar", sa.Boolean),
        sa.Column("performance_value", EXACT),
        sa.Column("performance_predicate", sa.String(40)),
        sa.Column("discipline_code", sa.String(40)),
        sa.Column("truth_statement", sa.Text),
        sa.PrimaryKeyConstraint("entry_no", "version_no", name="pk_entry_version"),
        sa.ForeignKeyConstraint(["entry_no"], ["entry.entry_no"], name="fk_entry_version_entry_no"),
        _of_account("entry_version"),
    )
    op.create_table(
        "evidence",
        sa.Column("entry_no", NUMBER, nullable=False, autoincrement=False),
        sa.Column("version_no", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("indicator_code", sa.String(40), nullable=False),
        sa.Column("reference_no", sa.String(200)),
        sa.Column("dated_on", sa.Date),
        sa.Column("hours", EXACT),
        sa.Column("note", sa.String(500)),
        sa.PrimaryKeyConstraint("entry_no", "version_no", "indicator_code", name="pk_evidence"),
        _of_version("evidence"),
    )


def _of_version(table: str) -> sa.ForeignKeyConstraint:
    columns = ["entry_no", "version_no"]
    return sa.ForeignKeyConstraint(columns, [f"entry_version.{column}" for column in columns], name=f"fk_{table}_entry_no_version_no")


def _make_reports() -> None:
    op.create_table(
        "stage_report",
        sa.Column("report_no", NUMBER, autoincrement=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("stage_no", sa.Integer, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _account(),
        sa.Column("acting_as", sa.String(20), nullable=False),
        sa.Column("reporter_name", sa.String(200), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("incomplete_reason", sa.Text),
        sa.Column("request_id", sa.String(64)),
        sa.PrimaryKeyConstraint("report_no", name="pk_stage_report"),
        sa.UniqueConstraint("request_id", name="uq_stage_report_request_id"),
        _of_account("stage_report"),
    )
    op.create_index("ix_stage_report_period_year_unit_id_stage_no", "stage_report", ["period_year", "unit_id", "stage_no"])
    op.create_table(
        "stage_return",
        sa.Column("report_no", NUMBER, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        _account(),
        sa.Column("acting_as", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report_no", name="pk_stage_return"),
        sa.ForeignKeyConstraint(["report_no"], ["stage_report.report_no"], name="fk_stage_return_report_no"),
        _of_account("stage_return"),
    )


def _make_events() -> None:
    op.create_table(
        "entry_event",
        sa.Column("event_no", NUMBER, autoincrement=True),
        sa.Column("entry_no", NUMBER, nullable=False),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("move", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _account(),
        sa.Column("acting_as", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("request_id", sa.String(64)),
        sa.Column("report_no", NUMBER),
        sa.PrimaryKeyConstraint("event_no", name="pk_entry_event"),
        sa.UniqueConstraint("entry_no", "request_id", name="uq_entry_event_entry_no_request_id"),
        sa.ForeignKeyConstraint(["entry_no"], ["entry.entry_no"], name="fk_entry_event_entry_no"),
        sa.ForeignKeyConstraint(["report_no"], ["stage_report.report_no"], name="fk_entry_event_report_no"),
        _of_account("entry_event"),
    )
    op.create_index("ix_entry_event_entry_no_event_no", "entry_event", ["entry_no", "event_no"])
    op.create_index("ix_entry_event_report_no", "entry_event", ["report_no"])
    op.create_table(
        "receipt",
        sa.Column("receipt_no", sa.String(30), nullable=False),
        sa.Column("event_no", NUMBER, nullable=False),
        sa.Column("entry_no", NUMBER, nullable=False),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(f"{name}_score", EXACT, nullable=False) for name in ("qualification", "competence", "performance", "discipline", "total")),
        sa.Column("category_code", sa.String(40), nullable=False),
        sa.Column("rule_version", sa.String(100), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("receipt_no", name="pk_receipt"),
        sa.UniqueConstraint("event_no", name="uq_receipt_event_no"),
        sa.UniqueConstraint("entry_no", "version_no", name="uq_receipt_entry_no_version_no"),
        sa.ForeignKeyConstraint(["event_no"], ["entry_event.event_no"], name="fk_receipt_event_no"),
        _of_version("receipt"),
    )


def _make_requests() -> None:
    op.create_table(
        "late_opening",
        sa.Column("opening_no", NUMBER, autoincrement=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _account(),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("opening_no", name="pk_late_opening"),
        _of_account("late_opening"),
    )
    op.create_index("ix_late_opening_period_year_unit_id", "late_opening", ["period_year", "unit_id"])
    op.create_table(
        "publish_request",
        sa.Column("request_no", NUMBER, autoincrement=True),
        sa.Column("requested_at", MOMENT, nullable=False),
        _account(nullable=True),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("outcome", sa.String(40)),
        sa.Column("release_id", sa.String(100)),
        sa.PrimaryKeyConstraint("request_no", name="pk_publish_request"),
        _of_account("publish_request"),
    )


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _redecided() -> str:
    return f"{_changed(ASKED)} OR (OLD.decided_at IS NOT NULL AND ({_changed(DECISION)}))"


def _guard_sqlite() -> None:
    for table, keys in KEYS.items():
        for change in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
        same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
        there = " ".join(("(SELECT", keys[0], "FROM", table, "WHERE", same, ")"))
        op.execute(f"CREATE TRIGGER {table}_new BEFORE INSERT ON {table} WHEN EXISTS {there} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
    for table in ("entry", "correction_request"):
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
    op.execute(f"CREATE TRIGGER entry_follows BEFORE UPDATE ON entry WHEN NOT ({FOLLOWING}) BEGIN SELECT RAISE(ABORT, '{FOLLOWS}'); END")
    op.execute(
        f"CREATE TRIGGER correction_request_once BEFORE UPDATE ON correction_request WHEN {_redecided()} BEGIN SELECT RAISE(ABORT, '{DECIDED}'); END"
    )


def _guard_postgresql() -> None:
    for name, words in (("measurement_refuse", REFUSED), ("decision_refuse", DECIDED)):
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$")
    for table in KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION measurement_refuse()"
        )
    for table in ("entry", "correction_request"):
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION measurement_refuse()")
    op.execute(
        f"CREATE FUNCTION entry_follows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT ({FOLLOWING}) THEN RAISE EXCEPTION '{FOLLOWS}'; END IF; RETURN NEW; END $$"
    )
    op.execute("CREATE TRIGGER entry_follows BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_follows()")
    op.execute(
        f"CREATE TRIGGER correction_request_once BEFORE UPDATE ON correction_request FOR EACH ROW WHEN ({_redecided()}) "
        f"EXECUTE FUNCTION decision_refuse()"
    )


def _make_views() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    nip = "printf('%018d', entry.nip)" if is_sqlite else "lpad(entry.nip::text, 18, '0')"

    def local(moment: str) -> str:
        if is_sqlite:
            return f"strftime('%Y-%m-%dT%H:%M:%S', {moment}, '+7 hours')"
        return f"""to_char({moment} AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD"T"HH24:MI:SS')"""

    op.execute(sa.text(MEASUREMENT_SOURCE.format(nip=nip, measured=local("made.made_at"), verified=local("verification.at")).replace(":", r"\:")))
    op.execute(sa.text(REPORT_SOURCE.format(reported=local("stage_report.at")).replace(":", r"\:")))
