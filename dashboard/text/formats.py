"""Numbers, days and times as CLDR writes them in the language of this run. What is missing is said in words, never shown as 0."""

import re
from datetime import date, datetime, time

import pandas as pd
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal

from dashboard.text.language import _, language

Number = float | int | None

_LOCALES = {"id": "id_ID", "en": "en_GB"}


def _locale() -> str:
    return _LOCALES[language()]


_MARKDOWN = re.compile(r"([\\`*_\[\]$~<>:#|])")


def plain(text: str) -> str:
    """The text with what Markdown would take for a sign of its own made harmless: names of units and people come from outside."""
    return _MARKDOWN.sub(r"\\\1", text)


def is_missing(value: object) -> bool:
    """Whether there is no value: None, NaN or pd.NA."""
    return value is None or bool(pd.isna(value))  # type: ignore[unused-ignore, call-overload]


def number(value: Number, digits: int = 2, *, signed: bool = False) -> str:
    """71,43: a score or a mean with `digits` decimals; `signed` puts + before a gain. Missing: "belum ada data"."""
    if value is None or is_missing(value):
        return _("no data yet")
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    pattern = f"{'+' if signed else ''}{pattern};−{pattern}"
    return str(format_decimal(round(float(value), digits), format=pattern, locale=_locale()))


def difference(value: Number, digits: int = 2) -> str:
    """+0,24 or −0,02: points gained or lost; what rounds to nothing has no sign. Missing: "belum ada data"."""
    if value is None or is_missing(value):
        return number(None)
    rounded = round(float(value), digits) + 0.0  # no minus before a zero
    return number(rounded, digits, signed=bool(rounded))


def whole(value: Number, *, signed: bool = False) -> str:
    """1.500: a count. Missing: "belum ada data"."""
    return number(value, 0, signed=signed)


def percent(part: Number, total: Number = 1, digits: int = 1) -> str:
    """38,4%: a share, or `part` of `total`. Of nothing there is no share: "belum ada data"."""
    if part is None or total is None or is_missing(part) or is_missing(total) or float(total) == 0:
        return _("no data yet")
    return f"{number(100 * float(part) / float(total), digits)}%"


def day(value: date | None, *, length: str = "long") -> str:
    """16 April 2021. Missing: "belum ada data". `length` as CLDR: short, medium, long, full; brief leaves the year out: 16 Apr."""
    if value is None or is_missing(value):
        return _("no data yet")
    if length == "brief":
        return str(format_skeleton("MMMd", value, locale=_locale()))
    return str(format_date(value, format=length, locale=_locale()))


def moment(value: datetime | None) -> str:
    """16 April 2021 12.00 WIB: a wall-clock time of Asia/Jakarta. Missing: "belum ada data"."""
    if value is None or is_missing(value):
        return _("no data yet")
    clock = "HH.mm" if language() == "id" else "HH:mm"
    return f"{format_datetime(value, f'd MMMM y {clock}', locale=_locale())} WIB"


def looked_at(value: datetime) -> str:
    """A moment as `moment` writes it; the last of a day as the end of that day."""
    return _("the end of {day}", day=day(value)) if value.time() == time.max else moment(value)
