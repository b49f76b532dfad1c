"""When two spellings are the same, and every spelling that the files give a code."""

import itertools
from collections.abc import Iterable, Iterator

from pipelines.reference.entries import Entry
from pipelines.reference.facts import Rank, Ranks

IGNORED = " \t\u00a0!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u2013\u2014\u2018\u2019\u201c\u201d"
"""Blanks and punctuation that spellings do not differ by."""

_QUOTED = IGNORED.replace("'", "''")
SPELLING_MACRO = f"CREATE OR REPLACE MACRO spelling_of(written) AS lower(translate(written, '{_QUOTED}', ''))"
"""`spelling_of` for the workbench. `translate` takes a fifth of the time of a regular expression, which counts at five million rows and eleven columns."""

_DELETED = str.maketrans("", "", IGNORED)


def spelling_of(written: str) -> str:
    """A text without blanks and punctuation, in lower case: 'III/a', 'IIIa' and 'iii.A' are one. The same as SPELLING_MACRO."""
    return written.translate(_DELETED).lower()


def spellings(written: Iterable[tuple[str, Entry, str]]) -> dict[str, str]:
    """Spelling to code, from (code, where it stands, spelling). Refuses one spelling for two codes, and a spelling without letter or digit."""
    found: dict[str, str] = {}
    for code, entry, text in written:
        spelling = spelling_of(text)
        if not spelling:
            entry.refuse(f'ejaan "{text}" tidak memuat huruf atau angka; hapus')
        if found.setdefault(spelling, code) != code:
            entry.refuse(f'ejaan "{text}" sudah dipakai untuk "{found[spelling]}"; satu ejaan hanya untuk satu kode')
    return found


def rank_spellings(ranks: Ranks) -> dict[str, str]:
    """Spelling to rank code: every form of every rank, names shortened in every way."""
    return spellings((rank.code, rank, text) for rank in ranks.ranks for text in _forms(ranks, rank))


def _forms(ranks: Ranks, rank: Rank) -> Iterator[str]:
    yield from rank.spellings
    for form, name in itertools.product(ranks.forms, _names(ranks, rank)):
        if name or "{name}" not in form:
            yield form.replace("{code}", rank.code).replace("{name}", name)


def _names(ranks: Ranks, rank: Rank) -> Iterator[str]:
    name = rank.name or ""
    yield name
    for shortening in ranks.shortenings:
        if shortening.word in name:
            yield from (name.replace(shortening.word, short) for short in shortening.short)
