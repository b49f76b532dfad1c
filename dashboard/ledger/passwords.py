"""Passwords: kept as argon2id, and refused when they are among the first an attacker tries."""

import string
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST, LONGEST = 12, 128
"""Characters of a password."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id as OWASP's cheat sheet has it: 19 MiB, two passes, one lane."""

COMMON = Path(__file__).parent / "common_passwords.txt"

LEAKED = ("passwords", "male_names", "female_names", "surnames")
"""Lists of zxcvbn (MIT): 30,000 passwords of leaked lists, the commonest first, and names."""

FIRST = 3_000
"""Of the leaked passwords those that are tried in pairs too."""

MOST_DECORATION = 20
"""Signs of it that are taken off either end one by one."""

FEWEST_DIFFERENT = 5
"""Different characters that a password needs."""

SAME_NAME = 5
"""Letters or digits of the own name in a row, from which on a password counts as made of it."""


def hashed(password: str) -> str:
    """The password as the ledger keeps it: argon2id with its parameters and a salt of its own."""
    return HASHER.hash(_normal(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash. Without a hash it never does, and finding out takes as long."""
    try:
        fits = HASHER.verify(password_hash or _nobodys_hash(), _normal(password)[: 4 * LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return HASHER.hash("the password of nobody")


def problems(password: str, *names: str | None) -> list[str]:
    """Codes of what is wrong with a new password of somebody with these names: too_short, too_long, same_characters, sequence, common, own_name."""
    plain = _plain(password)
    found = {
        "too_short": len(_normal(password)) < SHORTEST,
        "too_long": len(_normal(password)) > LONGEST,
        "same_characters": len(set(plain)) < FEWEST_DIFFERENT or _repeats(plain),
        "sequence": _is_sequence(plain),
        "common": _is_common(password),
        "own_name": any(_is_made_of(plain, name) for name in names if name),
    }
    return [code for code, is_so in found.items() if is_so]


def _normal(password: str) -> str:
    """One spelling of what looks the same on different keyboards."""
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()


_LEET = str.maketrans("0134578@$!", "oieastbasi")
"""Signs that stand for letters: p@ssw0rd."""

DECORATION = string.digits + string.punctuation + string.whitespace
"""What people put around a word to make it count as a password."""


def _plain(text: str) -> str:
    """Small letters and digits alone: what is left of a password when its decoration is taken off."""
    return "".join(sign for sign in _normal(text).casefold() if sign.isalnum())


def _repeats(plain: str) -> bool:
    """Whether the whole is one short piece again and again, like abcabcabcabc or 123412341234."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, min(len(plain) // 2, 6) + 1))


ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")


def _is_sequence(plain: str) -> bool:
    """Whether what is typed follows the alphabet, the digits or a row of the keyboard, in pieces of four or more, but for a few signs."""
    runs = {row[start : start + 4] for line in ROWS for row in (line, line[::-1]) for start in range(len(line) - 3)}
    covered = {place + offset for place in range(len(plain) - 3) if plain[place : place + 4] in runs for offset in range(4)}
    return len(plain) - len(covered) < 4


@lru_cache(maxsize=1)
def _first_tried() -> frozenset[str]:
    """Our own list and the first of the leaked ones: two of them in a row are tried too."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    ours = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return frozenset([*ours, *(_plain(word) for word in FREQUENCY_LISTS["passwords"][:FIRST])]) - {""}


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words that a password may not be, with or without decoration: our own, those of leaked lists by frequency, first and last names."""
    return _first_tried() | {_plain(word) for name in LEAKED for word in FREQUENCY_LISTS[name]} - {""}


def _is_common(password: str) -> bool:
    """Whether it is on the list, as it is or with signs for letters, alone or with digits around it, or as two words tried first."""
    normal = _normal(password).casefold()[: 2 * LONGEST]
    ends = _spelled(normal, normal.lstrip(DECORATION), normal.rstrip(DECORATION), normal.strip(DECORATION))
    return _plain(normal).isdigit() or any(map(_is_of_two, ends)) or not _common().isdisjoint(_spelled(*_undecorated(normal)))


def _spelled(*words: str) -> set[str]:
    """Letters and digits of the words, as they are and with letters for the signs that stand for them."""
    return {_plain(word.translate(signs)) for word in words for signs in ({}, _LEET)} - {""}


def _undecorated(word: str) -> Iterator[str]:
    """The word with more and more of its decoration taken off either end: of 1234qwer-2026 also 1234qwer."""
    first, last = len(word) - len(word.lstrip(DECORATION)), len(word.rstrip(DECORATION))
    for begin in range(min(first, MOST_DECORATION) + 1):
        for end in range(max(last, len(word) - MOST_DECORATION), len(word) + 1):
            yield word[begin:end]


def _is_of_two(word: str) -> bool:
    return any(word[:cut] in _first_tried() and word[cut:] in _first_tried() for cut in range(3, len(word) - 2))


def _is_made_of(plain: str, name: str) -> bool:
    """Whether the password lives on the name: little is left when the parts of the name are taken out."""
    parts = [_plain(part) for part in (name, *name.replace("@", " ").replace(".", " ").split())]
    rest = plain
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SAME_NAME:
            rest = rest.replace(part, "")
    return len(rest) < len(plain) and len(rest.strip("0123456789")) < 6
