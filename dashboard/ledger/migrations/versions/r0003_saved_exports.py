"""Definitions of exports that accounts keep under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_export",
        sa.Column("export_no", NUMBER, autoincrement=True),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("export_name", sa.String(80), nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("export_no", name="pk_saved_export"),
        sa.UniqueConstraint("account_no", "export_name", name="uq_saved_export_account_no_export_name"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_saved_export_account_no"),
    )
