"""Accounts, sessions and the audit; what forbids to change the audit stands in the database itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GENESIS = "0" * 64
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and what guards them."""
    _make_accounts()
    _make_sessions()
    _make_audit()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("account_no", NUMBER, autoincrement=True),
        sa.Column("sign_in_name", sa.String(254), nullable=False),
        sa.Column("shown_name", sa.String(200)),
        sa.Column("source", sa.String(5), nullable=False),
        sa.Column("issuer", sa.String(500)),
        sa.Column("subject", sa.String(255)),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("password_set_at", MOMENT),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_no", name="pk_account"),
        sa.UniqueConstraint("sign_in_name", name="uq_account_sign_in_name"),
        sa.UniqueConstraint("issuer", "subject", name="uq_account_issuer_subject"),
        sa.CheckConstraint("source IN ('local', 'oidc')", name=op.f("ck_account_source")),
    )
    op.create_table(
        "role_grant",
        sa.Column("grant_no", NUMBER, autoincrement=True),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("role_code", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(100)),
        sa.Column("nip", sa.BigInteger),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("granted_by_no", NUMBER),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("grant_no", name="pk_role_grant"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_role_grant_account_no"),
        sa.ForeignKeyConstraint(["granted_by_no"], ["account.account_no"], name="fk_role_grant_granted_by_no"),
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_role_grant_held ON role_grant (account_no, role_code, coalesce(unit_id, ''), coalesce(nip, 0)) WHERE ended_at IS NULL"
    )
    op.create_table(
        "second_factor",
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("encrypted_secret", sa.Text, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("last_step_no", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_no", name="pk_second_factor"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_second_factor_account_no"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_recovery_code_account_no"),
    )
    op.create_index("ix_recovery_code_account_no", "recovery_code", ["account_no"])


def _make_sessions() -> None:
    op.create_table(
        "session",
        sa.Column("session_no", NUMBER, autoincrement=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("awaits", sa.String(20)),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("session_no", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_session_account_no"),
    )
    op.create_index("ix_session_account_no", "session", ["account_no"])
    op.create_table(
        "throttle",
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("subject_hash", sa.String(64), nullable=False),
        sa.Column("failure_count", sa.Integer, nullable=False),
        sa.Column("last_tried_at", MOMENT, nullable=False),
        sa.Column("locked_until", MOMENT),
        sa.PrimaryKeyConstraint("kind", "subject_hash", name="pk_throttle"),
        sa.CheckConstraint("kind IN ('account', 'address')", name=op.f("ck_throttle_kind")),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("entry_no", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("account_no", sa.BigInteger),
        sa.Column("session_no", sa.BigInteger),
        sa.Column("subject_no", sa.BigInteger),
        sa.Column("address", sa.String(45)),
        sa.Column("release_id", sa.String(100)),
        sa.Column("page", sa.String(60)),
        sa.Column("unit_ids", sa.Text, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("row_count", sa.BigInteger),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("entry_no", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    for column in ("at", "action", "account_no", "subject_no"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    op.create_table(
        "audit_unit",
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("entry_no", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "entry_no", name="pk_audit_unit"),
        sa.ForeignKeyConstraint(["entry_no"], ["audit.entry_no"], name="fk_audit_unit_entry_no"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("head_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("entry_no", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("head_no", name="pk_audit_head"),
        sa.CheckConstraint("head_no = 1", name=op.f("ck_audit_head_one")),
    )
    op.bulk_insert(head, [{"head_no": 1, "entry_no": 0, "hash": GENESIS}])


def _guard_sqlite() -> None:
    for table in ("audit", "audit_unit"):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
            )
    op.execute(
        "CREATE TRIGGER audit_next BEFORE INSERT ON audit WHEN NEW.entry_no <= (SELECT coalesce(max(entry_no), 0) FROM audit) "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_unit_next BEFORE INSERT ON audit_unit "
        "WHEN EXISTS (SELECT 1 FROM audit_unit WHERE unit_id = NEW.unit_id AND entry_no = NEW.entry_no) "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head "
        "WHEN NEW.entry_no <= OLD.entry_no OR NOT EXISTS (SELECT 1 FROM audit WHERE entry_no = NEW.entry_no AND hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'the head of the audit only goes forward'); END"
    )
    op.execute("CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the head of the audit stays'); END")


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$"
    )
    for table in ("audit", "audit_unit"):
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
    op.execute("CREATE TRIGGER audit_head_no_delete BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()")
    op.execute(
        "CREATE FUNCTION audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.entry_no <= OLD.entry_no OR NOT EXISTS (SELECT 1 FROM audit WHERE entry_no = NEW.entry_no AND hash = NEW.hash) "
        "THEN RAISE EXCEPTION 'the head of the audit only goes forward'; END IF; RETURN NEW; END $$"
    )
    op.execute("CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_forward()")
