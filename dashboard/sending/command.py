"""python -m dashboard send: what is due now, by mail. Started by a timer, as often as mail should be on time; two at once do no harm."""

import argparse
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from dashboard.ledger.measured_year import of_jakarta
from pipelines.parser import Parser, UsageError

if TYPE_CHECKING:
    from dashboard.sending.work import Done, Sender


def add(parser: Parser, opened: Callable[[], Engine]) -> None:
    """The command's options."""
    parser.add_argument("--now", type=_moment, metavar="WAKTU", help="saat yang dianggap sekarang, mis. 2021-04-16T07:00, waktu Jakarta")
    parser.add_argument("--dry-run", action="store_true", help="sebut saja apa yang jatuh tempo; tidak ada yang dikirim atau dicatat")
    parser.set_defaults(command=lambda given: send(opened(), given.now, is_dry_run=given.dry_run))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' bukan waktu; tulis seperti 2021-04-16T07:00") from error
    return of_jakarta(moment)


def send(ledger: Engine, now: datetime | None, *, is_dry_run: bool) -> int:
    """Send what is due, or say it; 1: a mail was given up, waits for another attempt or is in doubt. Raises UsageError, SQLAlchemyError.

    What is written names subscriptions, accounts by number and days: no address, no unit and nobody.
    """
    from dashboard import warehouse
    from dashboard.sending import settings, work
    from dashboard.text.sending import state
    from dashboard.web.settings import SettingError

    try:
        places = settings.places()
        done = work.due_now(ledger, places, _clock(now)) if is_dry_run else _run(work.Sender(ledger, settings.server(), places, _clock(now)))
    except (SettingError, warehouse.NoReleaseError) as error:
        raise UsageError(str(error)) from None
    for each in done:
        sys.stdout.write(f"Langganan {each.key.subscription_no}, akun {each.key.account_no}, {each.key.due_on}: {state(each.state, each.reason)}.\n")
    sys.stdout.write("" if done else "Tidak ada surel yang jatuh tempo.\n")
    return 0 if all(each.state in {"sent", "skipped", "due"} for each in done) else 1


def _run(sender: "Sender") -> tuple["Done", ...]:
    """One run that ends after the mail it is at when it is asked to end."""
    from dashboard.sending import work

    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sender.ending.set())
    try:
        return work.run(sender)
    finally:
        signal.signal(signal.SIGTERM, before)


def _clock(now: datetime | None) -> Callable[[], datetime]:
    """What counts as now; a moment that is given runs on from there."""
    from dashboard import clock

    if now is None:
        return clock.now
    begun = datetime.now(UTC)
    return lambda: now + (datetime.now(UTC) - begun)
