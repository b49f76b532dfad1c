"""How one cell of any source becomes text, and how two texts are compared."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from zoneinfo import ZoneInfo

BLANKS = " \t\n\r\v\f\u00a0\u2007\u202f\u200b\ufeff"
"""Characters that are no content at the edge of a cell: also the hard, narrow and zero-width blanks that spreadsheets and web pages leave."""

JAKARTA = ZoneInfo("Asia/Jakarta")

_EXACT_INTEGER = 1e15
"""A floating number below this is an exact integer; above, it is written with an exponent, so that a NIP from a numeric cell stays recognisable."""


def spelling(text: str) -> str:
    """The text by which headings and listed values are compared: lower case, letters and digits only."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def number_text(number: float) -> str:
    """A floating number as text: 15.0 is "15", 22.5 is "22.5", a NIP that was a number is "1.98001012005011e+17", not-a-number is ""."""
    if isnan(number):
        return ""
    if number.is_integer() and abs(number) < _EXACT_INTEGER:
        return str(int(number))
    return repr(number)


def cell_text(value: object) -> str:
    """Any value of a cell as trimmed text: "" for nothing, ya/tidak for a truth value, ISO for times, as wall-clock time of Asia/Jakarta."""
    match value:
        case None:
            text = ""
        case bool():
            text = "ya" if value else "tidak"
        case float():
            text = number_text(value)
        case Decimal():
            text = format(value, "f")
        case datetime():
            text = _moment_text(value)
        case date() | time():
            text = value.isoformat()
        case bytes():
            text = value.decode("utf-8", "replace")
        case _:
            text = str(value)
    return text.strip(BLANKS)


def _moment_text(moment: datetime) -> str:
    if moment.tzinfo is not None:
        moment = moment.astimezone(JAKARTA).replace(tzinfo=None)
    if moment.time() == time.min:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ")
