"""Comparisons and states as HTML: a sign and a word, with a colour that says nothing alone."""

from html import escape

from dashboard.charts import theme
from dashboard.text import _, entries
from dashboard.text import verification as words

COLOURS = {words.SAME: theme.QUIET, words.UNASKED: theme.QUIET, words.DIFFERS: theme.ALARM, words.ASKED: theme.MARK}

STATE_COLOURS = {
    "draft": theme.QUIET,
    "submitted": theme.ACCENT,
    "edited": theme.ACCENT,
    "returned": theme.MARK,
    "verified": theme.CATEGORY_COLOURS["sangat_tinggi"],
    "reported": theme.CATEGORY_COLOURS["sangat_tinggi"],
    "reopened": theme.ALARM,
}


def comparison(code: str) -> str:
    """The mark of a comparison."""
    sign, word = words.MARKS[code]
    return marked(COLOURS[code], sign, _(word))


def state(code: str) -> str:
    """The state of an entry."""
    return marked(STATE_COLOURS[code], words.STATE_SIGNS[code], entries.state(code))


def difference(word: str) -> str:
    """One thing that differs from SIMPEG."""
    return marked(theme.ALARM, "≠", word)


def none() -> str:
    """Nothing differs."""
    return marked(theme.QUIET, "=", _("nothing differs"))


def marked(colour: str, sign: str, word: str) -> str:
    """A sign on a colour, and its word, which may be long: it breaks on a phone."""
    style = f"background:{colour};color:{theme.ink(colour)}"
    return f'<span class="mark" aria-hidden="true" style="{style}">{escape(sign)}</span>{escape(word)}'
