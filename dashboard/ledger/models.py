"""What the ledger holds: every table, its grain in the table's comment. The migrations make the same tables, and a test compares both;
comments stand here alone.

A secret is never kept as it is: passwords as argon2id, tokens and recovery codes as SHA-256 of what is too long to guess, the secret of a second factor
encrypted. Moments are UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives; SQLite gives one to INTEGER alone."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite has no zones: there it stands without one. A time without a zone is refused: nobody can know what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As the database keeps it. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment of the ledger needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface's own argument
        """As the program knows it."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


account = Table(
    "account",
    metadata,
    Column("account_no", NUMBER, primary_key=True, autoincrement=True),
    Column("sign_in_name", String(254), nullable=False, unique=True, comment="NIP of 18 digits, or an e-mail address in small letters"),
    Column("shown_name", String(200), comment="how to greet this person; nothing is decided by it"),
    Column("source", String(5), CheckConstraint("source IN ('local', 'oidc')", name="source"), nullable=False, comment="who checks the password"),
    Column("issuer", String(500), comment="of an oidc account: its provider"),
    Column("subject", String(255), comment="of an oidc account: the name that its provider never gives to another person"),
    Column("is_active", Boolean, nullable=False),
    Column("password_hash", String(200), comment="argon2id with its parameters and its salt; none: no password opens this account"),
    Column("password_set_at", Moment),
    Column("must_change_password", Boolean, nullable=False, comment="somebody else chose the password"),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("issuer", "subject"),
    comment="One row per account, never removed: the audit names it.",
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("grant_no", NUMBER, primary_key=True, autoincrement=True),
    Column("account_no", ForeignKey("account.account_no"), nullable=False),
    Column("role_code", String(40), nullable=False),
    Column("unit_id", String(100), comment="the unit, with all below it; none: as far as the role reaches"),
    Column("nip", BigInteger, comment="the one person, of the role that sees oneself"),
    Column("granted_at", Moment, nullable=False),
    Column("granted_by_no", ForeignKey("account.account_no"), comment="none: on the command line, or by the provider"),
    Column("ended_at", Moment, comment="none: holds"),
    Index(
        "uq_role_grant_held",
        "account_no",
        "role_code",
        text("coalesce(unit_id, '')"),
        text("coalesce(nip, 0)"),
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    comment="One row per role given to an account, for a unit or a person where the role asks for one. An ended one stays.",
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("account_no", ForeignKey("account.account_no"), primary_key=True),
    Column("encrypted_secret", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("confirmed_at", Moment, comment="none: shown, but no code came back yet; asks for no code"),
    Column("last_step_no", BigInteger, nullable=False, comment="the 30 seconds of the last code accepted: no code counts twice"),
    comment="One row per account that has, or is about to have, a second factor.",
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("code_hash", String(64), primary_key=True, comment="SHA-256 of 120 random bits"),
    Column("account_no", ForeignKey("account.account_no"), nullable=False, index=True),
    Column("used_at", Moment),
    comment="One row per recovery code, good for one sign-in without the telephone.",
)

session = Table(
    "session",
    metadata,
    Column("session_no", NUMBER, primary_key=True, autoincrement=True),
    Column("token_hash", String(64), nullable=False, unique=True, comment="SHA-256 of 256 random bits"),
    Column("account_no", ForeignKey("account.account_no"), nullable=False, index=True),
    Column("awaits", String(20), comment="the step of signing in that is still missing; none: signed in"),
    Column("begun_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False, comment="to the minute"),
    Column("ended_at", Moment),
    Column("address", String(45), nullable=False),
    Column("agent", String(200), nullable=False),
    comment="One row per session, ended ones too.",
)

throttle = Table(
    "throttle",
    metadata,
    Column("kind", String(7), CheckConstraint("kind IN ('account', 'address')", name="kind"), primary_key=True),
    Column("subject_hash", String(64), primary_key=True, comment="keyed hash of the name or address tried: passwords are typed there by mistake"),
    Column("failure_count", Integer, nullable=False),
    Column("last_tried_at", Moment, nullable=False),
    Column("locked_until", Moment),
    comment="One row per name, known or not, and per address from which signing in failed of late.",
)

audit = Table(
    "audit",
    metadata,
    Column("entry_no", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, comment="1, 2, 3, ... without a hole"),
    Column("at", Moment, nullable=False, index=True),
    Column("action", String(40), nullable=False, index=True),
    Column("outcome", String(40), nullable=False),
    Column("account_no", BigInteger, index=True, comment="who did it; none: nobody known, or the command line"),
    Column("session_no", BigInteger),
    Column("subject_no", BigInteger, index=True, comment="the account it was done to"),
    Column("address", String(45)),
    Column("release_id", String(100)),
    Column("page", String(60)),
    Column("unit_ids", Text, nullable=False, comment="JSON list; * means all units"),
    Column("filters", Text, nullable=False, comment="JSON object of codes, never of people"),
    Column("row_count", BigInteger),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True, comment="SHA-256 of all columns before it as canonical JSON"),
    comment="One row per thing done or refused. Only ever added to; each row carries the hash of the one before.",
)

audit_unit = Table(
    "audit_unit",
    metadata,
    Column("unit_id", String(100), primary_key=True),
    Column("entry_no", ForeignKey("audit.entry_no"), primary_key=True),
    comment="One row per entry and unit whose people it touched: what makes a unit's history quick to find.",
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("head_no", Integer, CheckConstraint("head_no = 1", name="one"), primary_key=True, autoincrement=False),
    Column("entry_no", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    comment="One row: the last entry. Writers queue for it, and a missing last entry shows.",
)

saved_export = Table(
    "saved_export",
    metadata,
    Column("export_no", NUMBER, primary_key=True, autoincrement=True),
    Column("account_no", ForeignKey("account.account_no"), nullable=False),
    Column("export_name", String(80), nullable=False, comment="as its owner calls it"),
    Column("definition", Text, nullable=False, comment="JSON object of codes: years, filters, grain, columns, order, format; nobody's data"),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("account_no", "export_name"),
    comment="One row per definition of an export that an account keeps under a name, for itself alone.",
)
