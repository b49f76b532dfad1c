"""A process that submits for many people at once and shows each receipt as soon as it has it; it is there to be killed.

python -m tests.dashboard.ledger.submitting NIP NIP ...   with the ledger's address in IPASN_LEDGER. Whoever is refused an answer by the database asks again
with the same request, as a person would.
"""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.access.viewer import Scope
from dashboard.ledger import accounts, engine, entries
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Actor
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_records import Receipt
from dashboard.ledger.entry_steps import Step
from tests.dashboard.ledger.measured import GIVEN, OPEN, year

_showing = threading.Lock()


def submit(ledger: Engine, nip: int) -> Receipt:
    """Begin, save and submit, whatever of it was done before."""
    account = accounts.find(ledger, str(nip))
    assert account is not None
    by = Acting(Actor(account.account_no, None, "192.0.2.1"), "asn", Scope(nip=nip))
    own = entries.start(ledger, year(), by=by, now=OPEN)
    save_no = own.save_no
    if own.entry.state == "draft":
        save_no = entries.save_draft(ledger, year(), own.entry.entry_no, GIVEN, by=by, seen_save_no=save_no, now=OPEN).save_no
    step = Step(by, OPEN, own.entry.change_no, f"{nip}")
    return entries.submit(ledger, year(), own.entry.entry_no, Submission(GIVEN, save_no, "Benar."), step)


def submit_until_done(ledger: Engine, nip: int) -> None:
    """Ask again until there is a receipt, and show it."""
    while True:
        try:
            receipt = submit(ledger, nip)
        except SQLAlchemyError:
            time.sleep(0.1)
        else:
            break
    with _showing:
        sys.stdout.write(f"{nip} {receipt.receipt_no}\n")
        sys.stdout.flush()


def main(nips: list[int]) -> None:
    """Everybody at once, in so many threads as there are people."""
    ledger = engine.open_ledger()
    with ThreadPoolExecutor(len(nips)) as pool:
        list(pool.map(lambda nip: submit_until_done(ledger, nip), nips))


if __name__ == "__main__":
    main([int(nip) for nip in sys.argv[1:]])
