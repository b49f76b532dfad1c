"""Documents that were issued under a number: only ever added to, so that no number is given twice or taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)

REFUSED = "the ledger of the measurement is only ever added to"


def upgrade() -> None:
    """Make the table and what guards it."""
    op.create_table(
        "issued_document",
        sa.Column("document_no", NUMBER, autoincrement=True),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("series", sa.String(200), nullable=False),
        sa.Column("count_year", sa.Integer, nullable=False),
        sa.Column("sequence_no", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("period_year", sa.Integer, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("nip", sa.BigInteger),
        sa.Column("release_id", sa.String(100), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("dated_on", sa.Date, nullable=False),
        sa.Column("report_no", NUMBER),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("acting_as", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("document_no", name="pk_issued_document"),
        sa.UniqueConstraint("number", name="uq_issued_document_number"),
        sa.UniqueConstraint("series", "count_year", "sequence_no", name="uq_issued_document_series_count_year_sequence_no"),
        sa.UniqueConstraint("checksum", name="uq_issued_document_checksum"),
        sa.ForeignKeyConstraint(["report_no"], ["stage_report.report_no"], name="fk_issued_document_report_no"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_issued_document_account_no"),
    )
    op.create_index("ix_issued_document_period_year_unit_id_kind", "issued_document", ["period_year", "unit_id", "kind"])
    op.create_index("ix_issued_document_nip_period_year", "issued_document", ["nip", "period_year"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER issued_document_no_{change.lower()} BEFORE {change} ON issued_document BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    there = "(SELECT document_no FROM issued_document WHERE document_no = NEW.document_no)"
    op.execute(f"CREATE TRIGGER issued_document_new BEFORE INSERT ON issued_document WHEN EXISTS {there} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")


def _guard_postgresql() -> None:
    """The function that refuses is that of migration 0002."""
    op.execute(
        "CREATE TRIGGER issued_document_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON issued_document "
        "FOR EACH STATEMENT EXECUTE FUNCTION measurement_refuse()"
    )
