"""What the ledger holds of scheduled mail: who asked for what, every mail with what became of it, and addresses that somebody proved to be theirs.

A mail is one row, found by whom it is for and the day it was due: whoever adds the row first sends it, and nobody else does.
"""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from dashboard.ledger.entry_models import entry
from dashboard.ledger.models import NUMBER, Moment

metadata = entry.metadata
"""Of the whole ledger: whoever names a table here knows every other one too."""

STATES = ("taken", "sending", "waiting", "sent", "skipped", "failed", "doubtful")
"""Of a mail: being made; handed to the mail server at this moment; to be tried again; accepted by the mail server; not sent because of what the recipient may see
or has not; given up; the line broke after the text had left, so nobody knows, and it is not sent again."""

subscription = Table(
    "subscription",
    metadata,
    Column("subscription_no", NUMBER, primary_key=True, autoincrement=True),
    Column("account_no", ForeignKey("account.account_no"), nullable=False, index=True, comment="whose it is, or who made it for a role"),
    Column("role_code", String(40), comment="everybody who holds this role, each for the unit it is held for; none: the account itself"),
    Column("unit_id", String(100), comment="of an own one: the unit, with all below it; none: all that is visible"),
    Column("content", String(40), nullable=False, comment="dashboard.sending.contents"),
    Column("language", String(2), nullable=False),
    Column("weekdays", String(13), nullable=False, comment="1 Monday to 7 Sunday with commas between"),
    Column("hour", Integer, CheckConstraint("hour BETWEEN 0 AND 23", name="hour"), nullable=False, comment="of Jakarta"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False, comment="the last day"),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment, comment="none: goes on to its last day"),
    Column("ended_by_no", ForeignKey("account.account_no")),
    CheckConstraint("role_code IS NULL OR unit_id IS NULL", name="whom"),
    comment="One row per mail that comes again and again. Nothing of it changes but that it ends.",
)

mailing = Table(
    "mailing",
    metadata,
    Column("mailing_no", NUMBER, primary_key=True, autoincrement=True),
    Column("subscription_no", ForeignKey("subscription.subscription_no"), nullable=False),
    Column("account_no", ForeignKey("account.account_no"), nullable=False, index=True, comment="the recipient"),
    Column("unit_id", String(100), nullable=False, comment="of a role: the unit it is held for; empty: as the subscription says"),
    Column("due_on", Date, nullable=False, comment="day of Jakarta"),
    Column("state", String(10), CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"), nullable=False),
    Column("reason", String(40), comment="why it is in this state, as a code; never what a mail server answered, which may name people"),
    Column("attempt_count", Integer, nullable=False, comment="how often it was taken"),
    Column("taken_at", Moment, nullable=False),
    Column("held_until", Moment, comment="until when whoever took it may go on with it"),
    Column("next_at", Moment, comment="of a waiting one: not before"),
    Column("finished_at", Moment),
    Column("release_id", String(100), comment="the release its figures come from"),
    Column("row_count", Integer, comment="rows in its attachment; none: it had none"),
    UniqueConstraint("subscription_no", "account_no", "unit_id", "due_on"),
    Index("ix_mailing_state_next_at", "state", "next_at"),
    comment="One row per subscription, recipient, unit and day it was due.",
)

mail_address = Table(
    "mail_address",
    metadata,
    Column("account_no", ForeignKey("account.account_no"), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("code_hash", String(64), comment="keyed hash of the code that was mailed; none: not mailed yet, or refused for good"),
    Column("code_mailed_at", Moment),
    Column("failure_count", Integer, nullable=False, comment="wrong codes typed"),
    Column("confirmed_at", Moment, comment="none: nothing but the code is mailed there"),
    comment="One row per account whose sign-in name is no address: where its mail goes. Another address takes its place, unconfirmed.",
)
