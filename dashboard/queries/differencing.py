"""Two figures that are harmless each may together give a third: of the few people who are in one selection and not in the other.

Pure: selections and counts in, yes or no out. A session keeps what it has shown (dashboard.disclosure).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dashboard.queries.filters import Filters

OWN = ""
"""At the end of a path: only the people right in the unit, not those of the units below it."""


@dataclass(frozen=True)
class Selection:
    """Which people a figure is about. `units`: identifiers from the top of what the viewer sees down to the unit; empty sets: not filtered."""

    year: int
    units: tuple[str, ...] = ()
    rank_group: frozenset[str] = frozenset()
    position_group: frozenset[str] = frozenset()
    employment_kind: frozenset[str] = frozenset()
    sex: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    answer: str = ""
    """Of these people only those who gave this answer or are in this category: a count that is a result."""

    def part(self, grouping: str, code: str) -> "Selection | None":
        """The people of one group of these, by the name of a filter or "unit"; None where no filter chooses such a group."""
        if grouping == "unit":
            return replace(self, units=(*self.units, code))
        coded: dict[str, Any] = {grouping: frozenset({code})}
        return replace(self, **coded) if grouping in CODED else None


CODED = tuple(field.name for field in fields(Selection))[2:-1]
"""Filters of codes; people whose code is not known are in none of them."""


def selection(filters: Filters, units: tuple[str, ...]) -> Selection:
    """What the filters choose. Whether somebody is measured chooses nothing among the measured."""
    chosen = (filters.rank_groups, filters.position_groups, filters.employment_kinds, filters.sexes, filters.categories)
    coded: dict[str, Any] = dict(zip(CODED, map(frozenset, chosen), strict=True))
    return Selection(filters.year, units, **coded)


def is_within(one: Selection, other: Selection) -> bool:
    """Whether everybody in `one` is surely in `other`."""
    if (one.year, one.answer) != (other.year, other.answer) or one.units[: len(other.units)] != other.units:
        return False
    pairs = ((getattr(one, name), getattr(other, name)) for name in CODED)
    return all(not wide or (narrow and narrow <= wide) for narrow, wide in pairs)


def is_apart(one: Selection, other: Selection) -> bool:
    """Whether surely nobody is in both."""
    if one.year != other.year:
        return True
    depth = min(len(one.units), len(other.units))
    if one.units[:depth] != other.units[:depth]:
        return True
    pairs = ((getattr(one, name), getattr(other, name)) for name in CODED)
    return any(narrow and wide and not narrow & wide for narrow, wide in pairs)


def is_pair_revealing(asked: Selection, count: int, seen: Mapping[Selection, int], minimum: int) -> bool:
    """Whether a figure of `count` measured people and one that was seen, of which one holds the other, differ by 1 to minimum-1 people."""
    near = (other for other, number in seen.items() if 0 < abs(count - number) < minimum)
    return any(is_within(other, asked) or is_within(asked, other) for other in near)


def is_revealing(asked: Selection, count: int, seen: Mapping[Selection, int], minimum: int) -> bool:
    """Whether a figure of `count` measured people, with those seen, leaves 1 to minimum-1 people of a figure that is known.

    Looked at are all pairs of a selection and one within it, and a selection less several that are apart from each other and within it.
    """
    if is_pair_revealing(asked, count, seen, minimum):
        return True
    if _leaves_few(count, [(other, number) for other, number in seen.items() if other != asked and is_within(other, asked)], minimum):
        return True
    for whole, number in seen.items():
        if whole == asked or not is_within(asked, whole):
            continue
        parts = [(other, part) for other, part in seen.items() if other not in {whole, asked} and is_within(other, whole) and is_apart(other, asked)]
        if _leaves_few(number - count, parts, minimum):
            return True
    return False


def _leaves_few(rest: int, parts: Iterable[tuple[Selection, int]], minimum: int) -> bool:
    """Whether taking away parts that are apart from each other, the largest first, ever leaves 1 to minimum-1 people."""
    largest_first = sorted(parts, key=lambda pair: -pair[1])
    if any(0 < rest - number < minimum for _part, number in largest_first):
        return True
    taken: list[Selection] = []
    for part, number in largest_first:
        if number <= rest and all(is_apart(part, other) for other in taken):
            taken.append(part)
            rest -= number
    return 0 < rest < minimum
