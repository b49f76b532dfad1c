"""Which rows below the headings are data: not the blank ones, the sums, the notes and signatures, the repeated headings, the numbered columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.sources.cells import BLANKS, spelling
from pipelines.sources.recognition import Match

NUMBER_FIELDS = frozenset(
    ("diklat_teknis_jp", "nilai_kinerja", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"),
)
"""Fields that hold numbers: sums and means below the data fill them too, so they do not show that a row is data."""

FOOTERS = (
    "jumlah",
    "total",
    "sub total",
    "subtotal",
    "grand total",
    "rata-rata",
    "rata rata",
    "rerata",
    "keterangan",
    "catatan",
    "mengetahui",
    "sumber:",
    "sumber data",
    "dicetak",
)
"""Words that begin a row of sums or notes."""

_FILLED = 2
"""A row with so many of the layout's identifying fields filled is data, whatever its first cell says."""

_FULL = 6
"""A row with half of the read columns filled, and at least half as many cells as this, is data too."""


@dataclass(frozen=True)
class DataRow:
    """One row of data: the cells that are read, trimmed, in the order of Match.positions; `surplus` holds cells beyond the last heading."""

    number: int
    cells: tuple[str, ...]
    surplus: str | None = None


@dataclass
class DataRows:
    """The data among the rows below the headings; `skipped` counts the others, once `of` has been read to its end."""

    match: Match
    skipped: int = 0
    _identifying: tuple[int, ...] = field(init=False)
    _key: int = field(init=False)
    _footer: re.Pattern[str] = field(init=False)
    _heading_row: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        wanted = self.match.layout.required_fields - NUMBER_FIELDS
        places = [(column.field, position) for column, position in self.match.places]
        self._identifying = tuple(dict.fromkeys(position for name, position in places if name in wanted))
        order = [name for requirement in self.match.layout.required for alternative in requirement.alternatives for name in alternative]
        self._key = min(((order.index(name), position) for name, position in places if name in order), default=(0, self.match.positions[0]))[1]
        words = (*FOOTERS, *(word.lower() for word in self.match.layout.footers))
        self._footer = re.compile(rf"(?:{'|'.join(re.escape(word) for word in words)})(?![a-z0-9])")
        self._heading_row = tuple(spelling(heading) for heading in self.match.headings)

    def of(self, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[DataRow]:
        """The data rows, in order. After a blank row or a footer, rows that do not look like data are notes, until one does again."""
        is_below, is_first = False, True
        for number, raw in rows:
            row = [cell.strip(BLANKS) for cell in raw]
            if not any(row) or self.is_note(row, is_first=is_first):
                is_below = is_below or not is_first
                self.skipped += 1
                continue
            if is_below and not self._looks_like_data(row):
                self.skipped += 1
                continue
            is_below = is_first = False
            yield self._data_row(number, row)

    def is_note(self, row: Sequence[str], *, is_first: bool) -> bool:
        """Whether a row that is not blank is a sum, a note, the headings again, or (first below the headings) the columns' numbers."""
        opening = next(cell for cell in row if cell).lower()
        if self._footer.match(opening) and self._filled(row) < _FILLED:
            return True
        if spelling(opening) in self._heading_row and tuple(map(spelling, row[: len(self._heading_row)])) == self._heading_row[: len(row)]:
            return True
        return is_first and _is_numbering(row)

    def _looks_like_data(self, row: Sequence[str]) -> bool:
        opening = next(cell for cell in row if cell)
        if self._filled(row) >= min(_FILLED, len(self._identifying)) or not any(character.isalpha() for character in opening):
            return True
        read = [position for position in self.match.positions if position < len(row) and row[position]]
        return len(read) * 2 >= max(_FULL, len(self.match.positions))

    def _filled(self, row: Sequence[str]) -> int:
        return sum(position < len(row) and bool(row[position]) for position in self._identifying)

    def _data_row(self, number: int, row: Sequence[str]) -> DataRow:
        width = len(self.match.headings)
        positions = self.match.positions
        if len(row) > width and any(row[width:]):
            surplus = " | ".join(row[width:])
            return DataRow(number, tuple(row[position] if position == self._key else "" for position in positions), surplus)
        return DataRow(number, tuple(row[position] if position < len(row) else "" for position in positions))


def _is_numbering(row: Sequence[str]) -> bool:
    """A row "1 2 3 4" or "(1) (2) (3)" under the headings: the numbers of the columns."""
    numbers = [cell.strip("()") for cell in row if cell]
    return len(numbers) > 2 and any(numbers == [str(number) for number in range(first, first + len(numbers))] for first in (0, 1))
