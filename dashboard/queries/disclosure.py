"""The small-group rule: what of a table of groups may not be seen, so that nobody's result can be read or computed from it.

Pure: counts in, what is hidden out; no frame, no session. docs/disclosure.md gives the reasons and the sources. A count of people is no result and stays, but
where people are grouped by their results. Hidden are values, and each row says why (HIDDEN): FEW people, or others in the table would be known by subtraction.
"""

from collections.abc import Sequence

import numpy as np

HIDDEN = "hidden_code"
"""Column of a frame from which something was hidden: FEW, OTHERS, CELLS, or missing where nothing is."""

FEW = "few"
"""Fewer people than the minimum."""

OTHERS = "others"
"""Enough people, but with this row a smaller one could be computed."""

CELLS = "cells"
"""The row is shown, its counts by category or answer are not, or not all."""

Flags = np.ndarray
"""Yes or no, of one place each."""


def hidden_groups(counts: Sequence[int], minimum: int, known: Sequence[bool] | None = None, result: Sequence[bool] | None = None) -> list[str | None]:
    """Which of the groups that add up to a shown total are hidden, and why: FEW, OTHERS or None, in the order of the groups.

    Groups of 1 to minimum-1 people are hidden, and then the smallest others, the first of equals, until what is hidden holds two groups and `minimum` people.
    `known`: the reader has these already (own duty, seen before): they are neither hidden nor of any help. `result`: always hidden, as FEW.
    """
    numbers = np.asarray(counts, dtype="int64")
    has = np.zeros(len(numbers), dtype=bool) if known is None else np.asarray(known, dtype=bool)
    few = (numbers > 0) & (numbers < minimum) & ~has
    if result is not None:
        few |= np.asarray(result, dtype=bool)
    hidden = few.copy()
    for place in np.lexsort((np.arange(len(numbers)), numbers)):
        if not few.any() or (np.count_nonzero(hidden & (numbers > 0)) > 1 and numbers[hidden].sum() >= minimum):
            break
        hidden[place] |= numbers[place] > 0 and not has[place]
    return [FEW if is_few else OTHERS if is_hidden else None for is_few, is_hidden in zip(few, hidden, strict=True)]


def hidden_cells(counts: np.ndarray, minimum: int, start: Flags | None = None) -> Flags:
    """Which cells of a table of people by group (rows) and answer (columns) are hidden, when the sums of rows and columns are known.

    In a row all cells under the minimum are hidden, empty ones too, so that hidden does not mean somebody; all of the row when everybody gives one answer.
    Then the smallest others, until in each row and column what is hidden holds two cells and `minimum` people, and no hidden cell is alone on a way
    between rows and columns, because then the sums would give it. `start`: cells hidden for another reason.
    """
    hidden = np.zeros(counts.shape, dtype=bool) if start is None else start.copy()
    hidden |= np.array([_revealing(line, minimum) for line in counts], dtype=bool).reshape(counts.shape)
    close_cells(counts, hidden, minimum)
    return hidden


def close_cells(counts: np.ndarray, hidden: Flags, minimum: int) -> None:
    """Hide the smallest other cells, in place, until the sums of rows and columns give no hidden one."""
    while _close(counts, hidden, minimum):
        continue


def _revealing(line: np.ndarray, minimum: int) -> Flags:
    """Cells of one row that may not be seen by themselves."""
    small = line < minimum
    if line[small].sum() > 0:
        return small
    return np.full(len(line), np.count_nonzero(line) == 1)


def _close(counts: np.ndarray, hidden: Flags, minimum: int) -> bool:
    """Hide what can be computed no longer: one more cell in each row and column that needs it, or on a bridge; whether anything was hidden."""
    before = np.count_nonzero(hidden)
    for line, row in zip(counts, hidden, strict=True):
        _widen(line, row, minimum)
    if len(counts) > 1:
        for place in range(counts.shape[1]):
            _widen(counts[:, place], hidden[:, place], minimum)
        if np.count_nonzero(hidden) == before:
            for row, column in bridges(hidden):
                if not _hide_smallest(counts[:, column], hidden[:, column]):
                    _hide_smallest(counts[row], hidden[row])
    return bool(np.count_nonzero(hidden) > before)


def _widen(line: np.ndarray, hidden: Flags, minimum: int) -> None:
    """Hide further cells of a line until two cells and `minimum` people are hidden in it; `hidden` is changed in place."""
    while hidden.any() and (np.count_nonzero(hidden) < 2 or line[hidden].sum() < minimum):
        if not _hide_smallest(line, hidden):
            return


def _hide_smallest(line: np.ndarray, hidden: Flags) -> bool:
    """Hide the shown cell with the fewest people, though somebody; False when there is none."""
    shown = np.flatnonzero(~hidden & (line > 0))
    if not len(shown):
        return False
    hidden[shown[np.argmin(line[shown])]] = True
    return True


def bridges(hidden: Flags) -> list[tuple[int, int]]:
    """The hidden cells (row, column) that the sums of rows and columns determine: as lines between rows and columns, those that lie on no round trip."""
    near = _lines_between(hidden)
    origins = _walk(near)
    entered = {place: number for number, place in enumerate(origins)}
    lowest = dict(entered)
    for place in reversed(origins):
        for other in near[place]:
            if other != origins[place]:
                lowest[place] = min(lowest[place], lowest[other] if origins[other] == place else entered[other])
    found = [(place, origin) for place, origin in origins.items() if origin is not None and lowest[place] == entered[place]]
    return [(min(pair), max(pair) - len(hidden)) for pair in found]


def _lines_between(hidden: Flags) -> dict[int, list[int]]:
    """Row or column, which is numbered after the rows -> those that share a hidden cell with it."""
    near: dict[int, list[int]] = {place: [] for place in range(sum(hidden.shape))}
    for row, column in np.argwhere(hidden):
        near[int(row)].append(len(hidden) + int(column))
        near[len(hidden) + int(column)].append(int(row))
    return near


def _walk(near: dict[int, list[int]]) -> dict[int, int | None]:
    """Place -> the place that it was entered from, in the order of entering, depth first. With a list instead of calls: a way may be longer than Python's stack."""
    origins: dict[int, int | None] = {}
    open_ways: list[tuple[int, int | None]] = [(place, None) for place in reversed(near)]
    while open_ways:
        place, origin = open_ways.pop()
        if place not in origins:
            origins[place] = origin
            open_ways += [(other, place) for other in near[place] if other not in origins]
    return origins
