"""The small-group rule against an attacker who subtracts: totals, parents, rows and columns of one page."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.queries.differencing import OWN, Selection, is_apart, is_revealing, is_within
from dashboard.queries.disclosure import FEW, OTHERS, bridges, close_cells, hidden_cells, hidden_groups
from dashboard.text import disclosure as words

MINIMUM = 5

counts_of_groups = st.lists(st.integers(0, 12), min_size=1, max_size=9)
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=7).map(np.array)
)


def recovered(hidden: np.ndarray, equations: Sequence[np.ndarray]) -> list[int]:
    """Places of hidden values that linear equations over all places determine, those shown being known."""
    places = np.flatnonzero(hidden.ravel())
    if not len(places):
        return []
    matrix = np.array([equation.ravel()[places] for equation in equations], dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(len(places))
    return [int(place) for unit, place in zip(units, places, strict=True) if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank]


@given(counts_of_groups, st.lists(st.booleans(), min_size=9, max_size=9))
def test_what_is_hidden_of_groups_is_two_groups_and_enough_people(counts: list[int], known_flags: list[bool]) -> None:
    known = [flag and count >= MINIMUM for flag, count in zip(known_flags, counts, strict=False)]
    reasons = hidden_groups(counts, MINIMUM, known)
    hidden = [count for count, reason in zip(counts, reasons, strict=True) if reason and count]
    assert all(reason == FEW for count, reason in zip(counts, reasons, strict=True) if 0 < count < MINIMUM)
    assert not any(reason for reason, is_known in zip(reasons, known, strict=True) if is_known)
    free = [count for count, is_known in zip(counts, known, strict=True) if count and not is_known]
    if hidden and len(free) > 1 and sum(free) >= MINIMUM:
        assert len(hidden) > 1
        assert sum(hidden) >= MINIMUM
    if not any(0 < count < MINIMUM for count in counts):
        assert hidden == []


@given(counts_of_groups)
def test_a_total_and_the_shown_groups_give_no_hidden_one(counts: list[int]) -> None:
    reasons = hidden_groups(counts, MINIMUM)
    hidden = np.array([reason is not None for reason in reasons])
    if hidden.any() and sum(counts) >= MINIMUM:
        assert recovered(hidden, [np.ones(len(counts))]) == []


def test_the_smallest_other_group_is_hidden_with_a_small_one_and_the_first_of_equals() -> None:
    assert hidden_groups([3, 40, 8, 8], MINIMUM) == [FEW, None, OTHERS, None]
    assert hidden_groups([3, 1, 8, 40], MINIMUM) == [FEW, FEW, OTHERS, None]
    assert hidden_groups([3, 2, 8], MINIMUM) == [FEW, FEW, None]
    assert hidden_groups([3, 0, 8, 40], MINIMUM, known=[False, False, True, False]) == [FEW, None, None, OTHERS]


@settings(max_examples=300)
@given(tables)
def test_sums_of_rows_and_columns_give_no_hidden_cell(counts: np.ndarray) -> None:
    hidden = hidden_cells(counts, MINIMUM)
    rows = [np.where(np.arange(len(counts))[:, None] == place, 1, 0) * np.ones(counts.shape) for place in range(len(counts))]
    columns = [np.ones(counts.shape) * np.where(np.arange(counts.shape[1]) == place, 1, 0) for place in range(counts.shape[1])]
    known_columns = [
        column
        for place, column in enumerate(columns)
        if len(counts) > 1 and (hidden[:, place].all() is np.False_ or counts[:, place].sum() >= MINIMUM)
    ]
    protectable = {int(place) for place in np.flatnonzero(hidden.ravel()) if _can_be_protected(counts, int(place))}
    assert set(recovered(hidden, [*rows, *known_columns])) & protectable == set()


def _can_be_protected(counts: np.ndarray, place: int) -> bool:
    """Whether anything else in the cell's row and column could have been hidden: in a row or column with nobody else, the sum is the cell."""
    row, column = divmod(place, counts.shape[1])
    others_in_row = counts[row].sum() - counts[row, column]
    others_in_column = counts[:, column].sum() - counts[row, column]
    return bool(others_in_row > 0 and (len(counts) == 1 or others_in_column > 0))


@settings(max_examples=300)
@given(tables)
def test_a_small_cell_is_never_shown_among_others(counts: np.ndarray) -> None:
    hidden = hidden_cells(counts, MINIMUM)
    assert not (~hidden & (counts > 0) & (counts < MINIMUM)).any()
    for line, row in zip(counts, hidden, strict=True):
        if np.count_nonzero(line) == 1:
            assert row.all()
        if row.any() and line.sum() >= MINIMUM:
            assert line[row].sum() >= MINIMUM


def test_empty_cells_are_hidden_with_small_ones_so_that_hidden_does_not_mean_somebody() -> None:
    assert hidden_cells(np.array([[0, 2, 20, 8]]), MINIMUM).tolist() == [[True, True, False, True]]
    assert hidden_cells(np.array([[0, 0, 20, 8]]), MINIMUM).tolist() == [[False, False, False, False]]
    assert hidden_cells(np.array([[0, 0, 20, 0]]), MINIMUM).all()


def test_codes_are_the_same_for_queries_and_words() -> None:
    from dashboard.queries.disclosure import CELLS, HIDDEN

    assert (words.CODE, words.is_hidden({words.CODE: CELLS}), words.is_hidden({HIDDEN: FEW})) == (HIDDEN, False, True)


def stairs(steps: int) -> np.ndarray:
    """Each row shares a column with the next: hidden cells in one line without a round trip."""
    hidden = np.zeros((steps, steps + 1), dtype=bool)
    places = np.arange(steps)
    hidden[places, places] = hidden[places, places + 1] = True
    return hidden


def test_a_long_way_of_hidden_cells_is_walked_without_an_end_of_the_stack() -> None:
    hidden = stairs(1_000)
    counts = np.where(hidden, 2, 9)
    assert sorted(bridges(hidden)) == [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    around = hidden.copy()
    around[0, -1] = True
    assert bridges(around) == [(0, 0)]
    close_cells(counts, hidden, MINIMUM)
    assert bridges(hidden) == []


@settings(max_examples=300)
@given(
    st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=6).map(np.array))
)
def test_a_cell_on_no_round_trip_is_what_sums_of_rows_and_columns_give(hidden: np.ndarray) -> None:
    sums = [np.ones_like(hidden) * (np.arange(hidden.shape[0])[:, None] == row) for row in range(hidden.shape[0])]
    sums += [np.ones_like(hidden) * (np.arange(hidden.shape[1]) == column) for column in range(hidden.shape[1])]
    assert sorted(row * hidden.shape[1] + column for row, column in bridges(hidden)) == recovered(hidden, sums)


ALL = Selection(2021, ("top",))
MEN, WOMEN = ALL.part("sex", "male"), ALL.part("sex", "female")
UNIT = Selection(2021, ("top", "a"))


@pytest.mark.parametrize(
    ("seen", "asked", "count", "is_refused"),
    [
        ({ALL: 100}, UNIT, 97, True),
        ({ALL: 100}, UNIT, 95, False),
        ({ALL: 100}, UNIT, 100, False),
        ({UNIT: 97}, ALL, 100, True),
        ({ALL: 100, MEN: 60}, WOMEN, 38, True),
        ({ALL: 100, MEN: 60}, WOMEN, 40, False),
        ({MEN: 60, WOMEN: 38}, ALL, 100, True),
        ({MEN: 60}, WOMEN, 58, False),
        ({ALL: 100}, Selection(2020, ("top",)), 98, False),
        ({UNIT: 50, UNIT.part("unit", "b"): 30}, UNIT.part("unit", OWN), 18, True),
    ],
)
def test_two_selections_that_leave_few_are_not_both_shown(seen: dict[Selection, int], asked: Selection, count: int, is_refused: bool) -> None:
    assert is_revealing(asked, count, seen, MINIMUM) is is_refused


people = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["male", "female"]), st.sampled_from(["I", "II", "III"])), max_size=40)
asked_for = st.lists(
    st.builds(
        Selection,
        st.just(2021),
        st.sampled_from([("top",), ("top", "a"), ("top", "b")]),
        st.frozensets(st.sampled_from(["I", "II", "III"]), max_size=2),
        st.just(frozenset()),
        st.just(frozenset()),
        st.frozensets(st.sampled_from(["male", "female"]), max_size=1),
    ),
    max_size=8,
)


def chosen(selection: Selection, everybody: Sequence[tuple[str, str, str]]) -> set[int]:
    return {
        place
        for place, (unit, sex, rank) in enumerate(everybody)
        if (len(selection.units) == 1 or selection.units[1] == unit)
        and (not selection.sex or sex in selection.sex)
        and (not selection.rank_group or rank in selection.rank_group)
    }


@settings(max_examples=300)
@given(people, asked_for)
def test_no_two_shown_selections_differ_by_few(everybody: list[tuple[str, str, str]], asked: list[Selection]) -> None:
    seen: dict[Selection, int] = {}
    for selection in asked:
        count = len(chosen(selection, everybody))
        if count >= MINIMUM and not is_revealing(selection, count, seen, MINIMUM):
            seen[selection] = count
    for one in seen:
        for other in seen:
            both = chosen(one, everybody), chosen(other, everybody)
            if is_within(one, other):
                assert both[0] <= both[1]
                assert not 0 < len(both[1] - both[0]) < MINIMUM
            if is_apart(one, other):
                assert not both[0] & both[1]
