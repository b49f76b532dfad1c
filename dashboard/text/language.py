"""The language of this run and its words. A msgid is the English sentence; Indonesian stands in locale/id/LC_MESSAGES/*.po."""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
"""The languages there are; the first is the default."""

LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def use(code: str | None) -> str:
    """Set the language of this run and return it; anything that is no language of ours means the default."""
    chosen = code if code in LANGUAGES else LANGUAGES[0]
    _language.set(chosen)
    return chosen


def language() -> str:
    """Code of the language of this run: id or en."""
    return _language.get()


@cache
def _words(code: str) -> dict[str, str]:
    """msgid -> translation of a language, from all its .po files. English has none: its words are the msgids; Indonesian has one form for all counts."""
    words: dict[str, str] = {}
    for path in sorted((LOCALE / code).glob("LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code, abort_invalid=True):
                if message.id and message.string:
                    words[_first(message.id)] = _first(message.string)
    return words


def _first(forms: str | Iterable[str]) -> str:
    return forms if isinstance(forms, str) else next(iter(forms))


def _(message: str, **values: object) -> str:
    """The sentence in the language of this run, with {names} filled in. A sentence without a translation is shown in English, never an error."""
    text = _words(language()).get(message, message)
    return text.format(**values) if values else text


def ngettext_(singular: str, plural: str, count: int, **values: object) -> str:
    """The sentence for that many; `count` may be used as {count}. Indonesian has one form for all counts."""
    text = _words(language()).get(singular) or (singular if count == 1 else plural)
    return text.format(**{"count": count, **values})


def N_(message: str) -> str:  # noqa: N802 the marker's usual name in gettext
    """Mark a sentence for translation where it stands; translated later by `_`."""
    return message
