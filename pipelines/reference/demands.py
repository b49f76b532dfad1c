"""What may be demanded of an entry of any reference file. Each raises ReferenceFileError with file and line when it is not so."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from pipelines.reference.entries import Entry

EntryType = TypeVar("EntryType", bound=Entry)


def one_of(entry: Entry, what: str, value: str, known: tuple[str, ...]) -> None:
    """The value is one of those known."""
    if value not in known:
        entry.refuse(f'{what} "{value}" tidak dikenal; yang dikenal: {", ".join(known)}')


def unique(entries: Iterable[EntryType], key: Callable[[EntryType], object], what: str) -> None:
    """No two entries have the same key."""
    seen: set[object] = set()
    for entry in entries:
        if key(entry) in seen:
            entry.refuse(f'{what} "{key(entry)}" ditulis dua kali; hapus salah satu')
        seen.add(key(entry))


def complete(entry: Entry, found: Iterable[str], wanted: Sequence[str], what: str) -> None:
    """Everything wanted was found."""
    present = set(found)
    missing = [each for each in wanted if each not in present]
    if missing:
        entry.refuse(f"{what} belum ada: {', '.join(missing)}")


def decimals(entry: Entry, what: str, value: Decimal, places: int) -> None:
    """The value has no more than so many decimals."""
    if value != round(value, places):
        entry.refuse(f"{what} {value} lebih dari {places} angka di belakang koma")
