"""Scheduled mail: what was asked for, each mail with what became of it, addresses that were proved."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATES = "'taken', 'sending', 'waiting', 'sent', 'skipped', 'failed', 'doubtful'"


def upgrade() -> None:
    """Make the tables."""
    _make_subscription()
    _make_mailing()
    op.create_table(
        "mail_address",
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("code_hash", sa.String(64)),
        sa.Column("code_mailed_at", MOMENT),
        sa.Column("failure_count", sa.Integer, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.PrimaryKeyConstraint("account_no", name="pk_mail_address"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_mail_address_account_no"),
    )


def _make_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("subscription_no", NUMBER, autoincrement=True),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("role_code", sa.String(40)),
        sa.Column("unit_id", sa.String(100)),
        sa.Column("content", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("weekdays", sa.String(13), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by_no", NUMBER),
        sa.PrimaryKeyConstraint("subscription_no", name="pk_subscription"),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name="ck_subscription_hour"),
        sa.CheckConstraint("role_code IS NULL OR unit_id IS NULL", name="ck_subscription_whom"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_subscription_account_no"),
        sa.ForeignKeyConstraint(["ended_by_no"], ["account.account_no"], name="fk_subscription_ended_by_no"),
    )
    op.create_index("ix_subscription_account_no", "subscription", ["account_no"])


def _make_mailing() -> None:
    op.create_table(
        "mailing",
        sa.Column("mailing_no", NUMBER, autoincrement=True),
        sa.Column("subscription_no", NUMBER, nullable=False),
        sa.Column("account_no", NUMBER, nullable=False),
        sa.Column("unit_id", sa.String(100), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("attempt_count", sa.Integer, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("held_until", MOMENT),
        sa.Column("next_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("release_id", sa.String(100)),
        sa.Column("row_count", sa.Integer),
        sa.PrimaryKeyConstraint("mailing_no", name="pk_mailing"),
        sa.CheckConstraint(f"state IN ({STATES})", name="ck_mailing_state"),
        sa.UniqueConstraint("subscription_no", "account_no", "unit_id", "due_on", name="uq_mailing_subscription_no_account_no_unit_id_due_on"),
        sa.ForeignKeyConstraint(["subscription_no"], ["subscription.subscription_no"], name="fk_mailing_subscription_no"),
        sa.ForeignKeyConstraint(["account_no"], ["account.account_no"], name="fk_mailing_account_no"),
    )
    op.create_index("ix_mailing_account_no", "mailing", ["account_no"])
    op.create_index("ix_mailing_state_next_at", "mailing", ["state", "next_at"])
