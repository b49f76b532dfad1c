"""Which layout a source has: the row of headings is found wherever it stands, and compared with every layout of the kind."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.sources.arrival import SourceError, SourceSpec
from pipelines.sources.cells import spelling
from pipelines.sources.layouts import Layout, LayoutColumn

SEARCHED_ROWS = 60
"""Headings are looked for in so many rows from the top."""

_LIKE = 0.5
"""A layout of whose signature this share is present is meant, even when required headings are absent."""

_LONG_NUMBER = 5
"""A cell with so many digits is no heading, and may be a person's number: it is not repeated in a message."""


@dataclass(frozen=True)
class Match:
    """A row of headings compared with one layout. `places` pairs the layout's columns that are present with the position in the row."""

    layout: Layout
    headings: tuple[str, ...]
    places: tuple[tuple[LayoutColumn, int], ...]
    missing: tuple[str, ...]
    likeness: float
    """Share of the layout's signature that is present: 0 to 1."""

    @property
    def is_recognised(self) -> bool:
        """Whether the row is meant for this layout: complete, or with half of its signature."""
        return not self.missing or self.likeness >= _LIKE

    @property
    def rank(self) -> tuple[bool, int, bool, float]:
        """How well it fits, for comparing with other layouts and rows."""
        return self.is_recognised, len(self.places), not self.missing, self.likeness

    @property
    def positions(self) -> tuple[int, ...]:
        """Positions that are read, each once."""
        return tuple(dict.fromkeys(position for _, position in self.places))

    def reading(self, fields: Collection[str]) -> "Match":
        """The same headings, of which only those of these fields are read."""
        return replace(self, places=tuple(place for place in self.places if place[0].field in fields))


def match(layout: Layout, headings: Sequence[str]) -> Match:
    """One row compared with one layout: order, further columns, case, blanks and punctuation do not matter."""
    spelled: dict[str, int] = {}
    for position, heading in enumerate(headings):
        spelled.setdefault(spelling(heading), position)
    places = []
    for column in layout.columns:
        present_at = [spelled[spelling(heading)] for heading in column.headings if spelling(heading) in spelled]
        if present_at:
            places.append((column, present_at[0]))
    fields = {column.field for column, _ in places}
    signature = [column for column in layout.columns if not column.optional]
    present = sum(column in signature for column, _ in places) + sum(spelling(heading) in spelled for heading in layout.ignored)
    return Match(
        layout=layout,
        headings=tuple(headings),
        places=tuple(places),
        missing=tuple(requirement.text for requirement in layout.required if not requirement.is_met(fields)),
        likeness=present / max(1, len(signature) + len(layout.ignored)),
    )


def best_match(layouts: Iterable[Layout], rows: Sequence[Sequence[str]]) -> tuple[int, Match] | None:
    """The row that is most like one of the layouts, with its position; None when no row shares a single heading with any."""
    found: tuple[int, Match] | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        for layout in layouts:
            compared = match(layout, row)
            if compared.places and (found is None or compared.rank > found[1].rank):
                found = index, compared
    return found


def layouts_for(spec: SourceSpec, kind: str, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The layouts a source may have: all of its kind, or the one that its description names."""
    chosen = tuple(layout for layout in layouts if layout.kind == kind and spec.layout in (None, layout.code))
    if not chosen:
        codes = ", ".join(layout.code for layout in layouts if layout.kind == kind)
        raise SourceError(f'{spec.name}: tata letak "{spec.layout}" tidak ada untuk {kind}; yang ada: {codes}.')
    return chosen


def recognise(spec: SourceSpec, kind: str, layouts: Sequence[Layout], rows: Sequence[Sequence[str]], fields: Collection[str]) -> tuple[int, Match]:
    """The position of the row of headings and its match, of which only `fields` are read.

    Raises SourceError with what was found, the nearest layout and what it misses.
    """
    found = best_match(layouts_for(spec, kind, layouts), rows)
    if found is None or not found[1].is_recognised:
        raise SourceError(_not_recognised(spec, kind, layouts, rows, found))
    recognised = found[1].reading(fields)
    _refuse_repeated(spec, recognised)
    return found[0], recognised


def _refuse_repeated(spec: SourceSpec, found: Match) -> None:
    spelled = [spelling(heading) for heading in found.headings]
    for column, position in found.places:
        if spelled.count(spelled[position]) > 1:
            heading = found.headings[position]
            raise SourceError(
                f'{spec.name}: judul "{heading}" ({column.field}) berdiri di lebih dari satu kolom. Hapus atau ganti nama salah satunya.'
            )


def _not_recognised(spec: SourceSpec, kind: str, layouts: Sequence[Layout], rows: Sequence[Sequence[str]], nearest: tuple[int, Match] | None) -> str:
    if not any(any(row) for row in rows):
        return f"{spec.name}: sumber kosong, tidak ada satu baris pun."
    index = nearest[0] if nearest else 0
    if nearest is None or len(nearest[1].places) == 1:  # one word alone ("Jumlah") makes no row of headings
        index = _wordiest(rows[:SEARCHED_ROWS])
        nearest = best_match(layouts_for(spec, kind, layouts), [rows[index]])
    sentence = f"{spec.name}: judul kolom tidak cocok dengan tata letak {kind} mana pun. Ditemukan: {_shown(rows[index])}."
    if nearest:
        found = nearest[1]
        sentence += f" Paling dekat: {found.layout.code} ({found.layout.title}); yang kurang: {_lacking(found)}."
    else:
        sentence += f" Tata letak yang ada: {', '.join(layout.code for layout in layouts if layout.kind == kind)}."
    other = best_match([layout for layout in layouts if layout.kind != kind], rows)
    if other and other[1].is_recognised and not other[1].missing:
        sentence += f" Berkas ini cocok sebagai {other[1].layout.kind} ({other[1].layout.code})."
    return sentence + " Cara menambah tata letak: docs/layouts.md."


def _wordiest(rows: Sequence[Sequence[str]]) -> int:
    """The position of the row with the most cells of words, the first of equals: more like headings than any other."""
    return max(range(len(rows)), key=lambda row: sum(any(map(str.isalpha, cell)) for cell in rows[row] if cell))


def _lacking(found: Match) -> str:
    """The headings to add: required ones in the layout's own words."""
    by_field = {column.field: column.headings[0] for column in reversed(found.layout.columns)}
    return ", ".join(
        " atau ".join(" + ".join(by_field[name] for name in names) for names in requirement.alternatives)
        for requirement in found.layout.required
        if requirement.text in found.missing
    )


def _shown(row: Sequence[str]) -> str:
    """A row as headings in a message; a cell with a long number may be a person's and is left out."""
    cells = [cell for cell in row if cell]
    if any(sum(character.isdigit() for character in cell) >= _LONG_NUMBER for cell in cells):
        return f"{len(cells)} sel yang bukan judul (baris data?)"
    return ", ".join(cell[:40] for cell in cells[:40])
