"""Words from outside, made fit for paper: what cannot be printed, or turns what stands around it, is taken out, and what is endless is cut."""

import re
import unicodedata

MOST = 160
"""Characters of a name: three lines of a page."""

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing without being seen: with one of them a name reads as another, so they are left out."""

_BLANKS = re.compile(r"\s+")


def harmless(text: object, most: int = MOST) -> str:
    """One line of the text: no control, direction, private or unassigned signs, blanks as one, cut with … after so many characters; what is left says the same."""
    kept = "".join(_kept(sign) for sign in unicodedata.normalize("NFC", str(text)))
    line = _BLANKS.sub(" ", kept).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def lines(text: object, most: int = 4_000) -> tuple[str, ...]:
    """The lines of what somebody wrote, each as `harmless`, empty ones left out."""
    found = (harmless(line, most) for line in str(text)[: 2 * most].splitlines())
    return tuple(line for line in found if line)


def _kept(sign: str) -> str:
    """The sign, a blank for one that separates, nothing for one that may not stand."""
    kind = unicodedata.category(sign)
    if sign in TURNING or kind in {"Cs", "Co", "Cn"}:
        return ""
    return " " if kind in {"Cc", "Zl", "Zp"} else sign
