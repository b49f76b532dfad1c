"""The time in Jakarta, as a wall clock shows it: every time of this product is one of these."""

from datetime import datetime
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The wall clock of Asia/Jakarta, without an offset."""
    return datetime.now(JAKARTA).replace(tzinfo=None)


def wall_clock(moment: datetime) -> datetime:
    """A moment as the wall clock of Asia/Jakarta shows it; one without an offset is taken to be that already."""
    return moment if moment.tzinfo is None else moment.astimezone(JAKARTA).replace(tzinfo=None)
