"""How often signing in may fail: after a few failures each further one costs a wait that doubles, per name and per address.

A try is counted before it is checked, so that a hundred tries at once are not all checked first; what succeeds is given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection, Engine, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.ledger import secret
from dashboard.ledger.engine import writing
from dashboard.ledger.models import throttle

FREE = {"account": 5, "address": 30}
"""Failures without a wait; the last of them begins the first one. An address is often a whole office."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
"""Long enough that guessing takes years, short enough that nobody is kept out for a day by a stranger who knows the name."""

FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Try:
    """A counted try: refused until `wait` has passed, or to be checked. `locks`: a further failure waits until then."""

    wait: timedelta | None
    account_hash: str
    address_hash: str
    account_locks: datetime | None = None
    address_locks: datetime | None = None

    def retry_after(self, now: datetime) -> timedelta | None:
        """What somebody has to wait whose try failed; None: nothing."""
        locks = [moment for moment in (self.account_locks, self.address_locks) if moment is not None]
        return max(locks) - now if locks else None


def counted(ledger: Engine, sign_in_name: str, address: str, now: datetime) -> Try:
    """Count a try of this name from this address, unless one of both has to wait; both are looked at under lock. Raises LedgerError."""
    hashes = {
        "account": secret.keyed_hash("account", sign_in_name),
        "address": secret.keyed_hash("address", _network(address).encode(errors="replace").decode()),
    }
    with writing(ledger) as connection:
        rows = {kind: _locked_row(connection, kind, subject_hash, now) for kind, subject_hash in hashes.items()}
        waits = [row.locked_until - now for row in rows.values() if row.locked_until is not None and row.locked_until > now]
        if waits:
            return Try(max(waits), hashes["account"], hashes["address"])
        locks = {kind: _count(connection, kind, row, now) for kind, row in rows.items()}
    return Try(None, hashes["account"], hashes["address"], locks["account"], locks["address"])


def _network(address: str) -> str:
    """What one attacker commands: an IPv4 address, or the 64 bits that an IPv6 connection comes with."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> 64)
    return str(parsed)


def _locked_row(connection: Connection, kind: str, subject_hash: str, now: datetime) -> Row:
    values = {"kind": kind, "subject_hash": subject_hash, "failure_count": 0, "last_tried_at": now}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(throttle).values(values).on_conflict_do_nothing())
    return connection.execute(select(throttle).where(throttle.c.kind == kind, throttle.c.subject_hash == subject_hash).with_for_update()).one()


def _count(connection: Connection, kind: str, row: Row, now: datetime) -> datetime | None:
    """One failure more; until when the next try has to wait."""
    failures = 1 if now - row.last_tried_at > FORGOTTEN_AFTER else row.failure_count + 1
    over = failures - FREE[kind]
    locks = now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
    this = (throttle.c.kind == kind, throttle.c.subject_hash == row.subject_hash)
    connection.execute(update(throttle).where(*this).values(failure_count=failures, last_tried_at=now, locked_until=locks))
    return locks


def give_back(ledger: Engine, tried: Try, *, is_account_cleared: bool) -> None:
    """A try succeeded: it does not count against the address, and with `is_account_cleared` no earlier one against the name."""
    of_address = (throttle.c.kind == "address", throttle.c.subject_hash == tried.address_hash)
    with writing(ledger) as connection:
        if is_account_cleared:
            connection.execute(delete(throttle).where(throttle.c.kind == "account", throttle.c.subject_hash == tried.account_hash))
        connection.execute(update(throttle).where(*of_address, throttle.c.failure_count > 0).values(failure_count=throttle.c.failure_count - 1))
        if tried.address_locks is not None:
            connection.execute(update(throttle).where(*of_address, throttle.c.locked_until == tried.address_locks).values(locked_until=None))


def locked(connection: Connection, sign_in_names: Sequence[str], now: datetime) -> dict[str, datetime]:
    """Of these names those that have to wait, and until when."""
    names = {secret.keyed_hash("account", name): name for name in sign_in_names}
    waiting = (throttle.c.kind == "account", throttle.c.subject_hash.in_(names), throttle.c.locked_until > now)
    return {names[row.subject_hash]: row.locked_until for row in connection.execute(select(throttle).where(*waiting))}


def lift(connection: Connection, sign_in_name: str) -> None:
    """Forget the failures of a name within a transaction."""
    subject_hash = secret.keyed_hash("account", sign_in_name)
    connection.execute(delete(throttle).where(throttle.c.kind == "account", throttle.c.subject_hash == subject_hash))


def forget_old(ledger: Engine, now: datetime) -> None:
    """Remove what counts no more, but for rows that a try holds just now."""
    old = select(throttle.c.kind, throttle.c.subject_hash).where(throttle.c.last_tried_at < now - FORGOTTEN_AFTER).with_for_update(skip_locked=True)
    with writing(ledger) as connection:
        for row in connection.execute(old).all():
            connection.execute(delete(throttle).where(throttle.c.kind == row.kind, throttle.c.subject_hash == row.subject_hash))
