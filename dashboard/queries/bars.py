"""Bars of a histogram that end at nobody's points: pure, counts in, bars out."""

from collections.abc import Mapping

WHOLE_SCALE = (0, 100)
"""First and last whole point of a category of which no bounds are known."""

STEP = 5
"""Where wider bars may end: before every fifth point, whoever has it or not."""


def joined(counts: Mapping[int, int], reach: tuple[int, int], minimum: int) -> list[tuple[int, int, int]]:
    """First point, last point and people of each bar of one category.

    A point with enough people is a bar of its own. All others are joined, empty ones too, and wider bars begin and end at the category's bounds, beside a
    point with enough people or at a STEP, never where one of few people is: an edge would be that person's points, at either end the lowest or the highest.
    """
    bars: list[tuple[int, int, int]] = []
    first, held = min(reach[0], *counts), 0
    last = max(reach[1], *counts)
    for point in range(first, last + 1):
        here = counts.get(point, 0)
        if here >= minimum and not 0 < held < minimum:
            bars += [(first, point - 1, held)] if held else []
            first, held = point, 0
        held += here
        if held >= minimum and (here >= minimum or (point + 1) % STEP == 0 or point == last):
            bars.append((first, point, held))
            first, held = point + 1, 0
    if bars and (held or bars[-1][0] != bars[-1][1]):
        before = bars.pop()
        return [*bars, (before[0], last, before[2] + held)]
    return [*bars, (first, last, held)] if held else bars
