"""Numbers of documents: a pattern of an office, filled in. What a pattern says is counted by itself, year by year.

A pattern is a text with {seq} and {year} and, as wanted, {unit}, {month}, {month_roman} and {period_year}; {seq:03d} writes at least three digits.
"""

import re
from datetime import date
from string import Formatter

from dashboard.documents.errors import SettingsError
from dashboard.text import _

PLACES = frozenset({"seq", "year", "unit", "month", "month_roman", "period_year"})
NEEDED = frozenset({"seq", "year"})
"""Without these two a number would come again."""

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST = 120
LONGEST_UNIT = 40

_DIGITS = re.compile(r"(0[1-9])?d?")


def check(pattern: str) -> None:
    """Raises SettingsError where a pattern is not one, or could give a number twice."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise SettingsError(_wrong(pattern)) from None
    named = {name for _text, name, _spec, _conversion in parts if name is not None}
    is_plain = all(name is None or (name in PLACES and not conversion and _fits(name, spec or "")) for _text, name, spec, conversion in parts)
    if not is_plain or not named >= NEEDED or len(pattern) > LONGEST or not pattern.isprintable():
        raise SettingsError(_wrong(pattern))


def _fits(name: str, spec: str) -> bool:
    return not spec or (name in {"seq", "month"} and _DIGITS.fullmatch(spec) is not None)


def _wrong(pattern: str) -> str:
    return _(
        "“{pattern}” is no pattern of numbers: it needs {{seq}} and {{year}}, and may have {{unit}}, {{month}}, {{month_roman}} and {{period_year}}.",
        pattern=pattern[:LONGEST],
    )


def number(pattern: str, sequence_no: int, *, unit_id: str, on: date, period_year: int) -> str:
    """The number: "012/IPASN/BDK-MKS/IV/2021". Raises SettingsError."""
    check(pattern)
    return pattern.format(
        seq=sequence_no, year=on.year, unit=_code(unit_id), month=on.month, month_roman=ROMAN[on.month - 1], period_year=period_year
    )


def _code(unit_id: str) -> str:
    """A unit's code as it may stand in a number: letters and digits of ASCII, dots and hyphens."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", unit_id).strip("-")[:LONGEST_UNIT] or "-"
