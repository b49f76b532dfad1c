"""What the measurement application takes for now. Everything else, sessions and the audit above all, keeps the real time.

IPASN_CLOCK=2021-04-14T09:00 (Asia/Jakarta) lets invented people measure on a day of their schedule: the clock begins there when the server starts and runs on.
Where releases are of real people it is refused. In the demonstration without it the clock begins in the window of the sample that is shown.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from threading import Lock

from dashboard import measured_years, warehouse
from dashboard.ledger.measured_year import day_start, local_date, of_jakarta
from dashboard.web import settings

VARIABLE = "IPASN_CLOCK"
MORNING = timedelta(hours=9)


class ClockError(ValueError):
    """The clock cannot be set so: one sentence in Indonesian."""


_lock = Lock()
_started: list[tuple[datetime, float] | None] = []
"""Once it is known: the moment at which the clock began with the monotonic second of it; None: the real time."""


def now() -> datetime:
    """The moment that counts as now in the measurement, aware. Raises ClockError."""
    begun = _begun()
    return datetime.now(UTC) if begun is None else begun[0] + timedelta(seconds=time.monotonic() - begun[1])


def start() -> None:
    """Begin anew, before anything is served. Raises ClockError: no moment, or not every release is a sample."""
    with _lock:
        _started.clear()
    _begun()


def _begun() -> tuple[datetime, float] | None:
    with _lock:
        if not _started:
            begun = _set()
            if begun is None and settings.read().sign_in == "demonstration":
                return None
            _started.append(None if begun is None else (begun, time.monotonic()))
        return _started[0]


def _set() -> datetime | None:
    """The moment to begin at; None: the real time, for good or, in the demonstration, until there is a release."""
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        if not measured_years.are_samples():
            raise ClockError(f"{VARIABLE} hanya untuk data contoh; hapus {VARIABLE}, atau bangun rilis dari data contoh saja.")
        return _moment(given)
    is_shown = settings.read().sign_in == "demonstration" and measured_years.are_samples()
    return _in_the_window() if is_shown else None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ClockError(f"{VARIABLE}={text}: tulis waktu seperti 2021-04-14T09:00, waktu Jakarta.") from None
    return of_jakarta(moment)


def _in_the_window() -> datetime | None:
    """What counts as now in the sample's newest year if people measure then, else the morning of the last day on which they do; None: no release yet."""
    try:
        year = measured_years.current()
        as_of = measured_years.as_of(year.period_year)
    except warehouse.NoReleaseError:
        return None
    stage = year.measurement
    opens_on, closes_on = stage.starts_on or stage.due_on(local_date(as_of)), stage.due_on(local_date(as_of))
    is_open = day_start(opens_on) <= as_of < stage.ends_at(as_of)
    return as_of if is_open else day_start(closes_on) + MORNING
