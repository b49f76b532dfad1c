"""Refused attempts in the audit: each once a session, and not without end, so that nobody fills it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.ledger import audit, models
from dashboard.ledger.audit import Actor, Sought

DENIED = "access_denied"
"""The action; its outcome says at what: a page, a unit, a file of another session, or a session of another."""

MOST = 50
"""Different attempts of one session that are written down: more of them say nothing more."""


def record(
    ledger: Engine, actor: Actor, outcome: str, *, now: datetime, page: str | None = None, unit_id: str | None = None, release_id: str | None = None
) -> bool:
    """Write down what somebody signed in was refused, unless this session was refused the same before; whether it was written.

    What looks like a NIP is not kept. Two attempts at the same moment may both be written.
    """
    unit_ids = () if unit_id is None or audit.says_nip(unit_id) else (unit_id,)
    filters: Mapping[str, Any] = {} if unit_id is None or unit_ids else {"unit_id": unit_id}
    before = audit.search(ledger, Sought(account_no=actor.account_no, session_no=actor.session_no, actions=[DENIED]), limit=MOST)
    said = (outcome, page, tuple(audit.kept(each, models.audit_unit.c.unit_id) for each in unit_ids), bool(filters))
    if len(before.entries) >= MOST or said in {(entry.outcome, entry.page, entry.unit_ids, bool(entry.filters)) for entry in before.entries}:
        return False
    details: audit.Details = {"outcome": outcome, "page": page, "unit_ids": unit_ids, "filters": filters, "release_id": release_id}
    audit.record(ledger, DENIED, now=now, account_no=actor.account_no, session_no=actor.session_no, address=actor.address, **details)
    return True
