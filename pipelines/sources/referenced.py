"""Releases that the ledger of the measurement application rests on: an issued document is computed anew from its release, a report says from which it was made.

Read where IPASN_LEDGER names a ledger, as its entries and reports are (data/sources.toml).
"""

import os
from pathlib import Path

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from pipelines.sources.databases import with_driver

VARIABLE = "IPASN_LEDGER"

QUERY = sqlalchemy.text("SELECT release_id FROM release_source")
"""The ledger's view: one row per release."""


def releases() -> frozenset[str] | None:
    """Their names; none where there is no ledger; None where it cannot be asked, or is older than the question."""
    address = os.environ.get(VARIABLE)
    if not address:
        return frozenset()
    try:
        url = with_driver(address)
        if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
            return frozenset()
        asked = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        with asked.connect() as connection:
            return frozenset(map(str, connection.execute(QUERY).scalars()))
    except (SQLAlchemyError, ImportError):
        return None
