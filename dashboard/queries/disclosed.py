"""Which tables show results of groups, and what of each the small-group rule may hide: every query of the dashboard stands in one of these lists.

A table's `hide` takes its frame and gives it back with what is hidden missing and the column disclosure.HIDDEN, which says why. It never changes a count of
people, unless people are grouped by their results.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from dashboard.queries import summary
from dashboard.queries.bars import WHOLE_SCALE, joined
from dashboard.queries.changes import COLUMNS as CHANGES
from dashboard.queries.changes import EFFECTS
from dashboard.queries.differencing import OWN
from dashboard.queries.disclosure import CELLS, FEW, HIDDEN, OTHERS, close_cells, hidden_cells, hidden_groups
from dashboard.queries.distribution import QUANTILES

EVERYBODY = "?"
"""The code of people of whom no code is known, and of a row that is of no group: no selection has it."""

Knows = Callable[[str, str], bool]
"""Whether the reader has the figure of a group already: by the grouping's name and the group's code."""

Reveals = Callable[[str, str, int], bool]
"""Whether a group of that many people, with what the reader has seen, gives few people away."""


Tells = Callable[[str, str, int], bool]
"""Whether a count of an answer, by the group's code, the answer and the people, with those seen gives few people away."""

Own = Mapping[tuple[str, str, str], int]
"""How many of the reader's own people, whom they see in full, are in a group: by its code, the code it is crossed with or the answer, and the category."""


def knows_nothing(_grouping: str, _code: str) -> bool:
    """What a reader knows who has seen nothing and has no duty."""
    return False


def reveals_nothing(_grouping: str, _code: str, _count: int) -> bool:
    """What a group reveals to such a reader."""
    return False


def tells_nothing(_code: str, _answer: str, _count: int) -> bool:
    """What a count tells such a reader."""
    return False


@dataclass(frozen=True)
class Circumstance:
    """In which case a table is hidden: the smallest group that is shown, by what people are grouped (crossed with `column`), what the reader has seen, whom
    they see in full (`own`: taken away from every count before it is judged), why all of it is withheld. `reaches`: category -> its first and last whole
    point; `own_changes`: of the reader's own people, how many of each count of Changes.kinds."""

    minimum: int
    grouping: str = ""
    column: str = ""
    knows: Knows = knows_nothing
    reveals: Reveals = reveals_nothing
    tells: Tells = tells_nothing
    own: Own = field(default_factory=dict)
    withheld: str | None = None
    reaches: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    own_changes: Mapping[str, int] = field(default_factory=dict)

    def own_count(self, code: str, other: str | None = None, category: str | None = None) -> int:
        """How many of a group are the reader's own; `other`: the code it is crossed with; `category`: only those in it."""
        wanted = (code, other, category)
        return sum(count for key, count in self.own.items() if all(one is None or one == each for one, each in zip(wanted, key, strict=True)))


class Disclosed(ABC):
    """A table of results."""

    @abstractmethod
    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """The frame with what may not be seen missing, and HIDDEN."""

    def shown(self, frame: pd.DataFrame, hidden: pd.DataFrame) -> dict[str, int]:
        """The groups whose results stay in a frame from which something was hidden, and how many people each has; none unless rows are groups."""
        del frame, hidden
        return {}

    def answers(self, hidden: pd.DataFrame, case: Circumstance) -> dict[tuple[str, str], int]:
        """The counts by category or answer that stay: (group, answer) -> people. None unless the table has such counts of groups that can be chosen."""
        del hidden, case
        return {}


def is_result(grouping: str) -> bool:
    """Whether people are grouped by what they scored: then to be in a group is a result."""
    return grouping == "category" or grouping.endswith("_level")


def _without(frame: pd.DataFrame, columns: tuple[str, ...], rows: np.ndarray) -> pd.DataFrame:
    """The frame with these columns missing in these rows."""
    emptied = {name: frame[name].mask(pd.Series(rows, index=frame.index)) for name in columns if name in frame}
    return frame.assign(**emptied)


def _marked(frame: pd.DataFrame, codes: list[str | None]) -> pd.DataFrame:
    return frame.assign(**{HIDDEN: pd.Series(codes, index=frame.index, dtype="string")})


def _codes(frame: pd.DataFrame, side: str) -> list[str]:
    """The code of each row's group; of units their identifier, OWN for the people right in the chosen one; EVERYBODY where rows are of no group."""
    names = {"code": f"{side}_code", "own": f"{side}_is_own"} if side else {"code": "unit_id", "own": "is_own"}
    if names["code"] not in frame:
        return [EVERYBODY] * len(frame)
    own = frame[names["own"]].fillna(value=False).astype(bool) if names["own"] in frame else [False] * len(frame)
    return [OWN if is_own else EVERYBODY if pd.isna(code) else str(code) for code, is_own in zip(frame[names["code"]], own, strict=True)]


def wider(grouping: str, code: str) -> tuple[str, str] | None:
    """The grouping and group that a group is part of: a rank of its rank group, a kind of position of its position group. None: of everybody only."""
    if grouping == "rank":
        return "rank_group", code if code == EVERYBODY else code.split("/", maxsplit=1)[0] if "/" in code else "PPPK"
    if grouping == "position_kind":
        return "position_group", "struktural" if code in {"JPT", "administrator", "pengawas"} else code
    return None


def group_reasons(codes: list[str], counts: list[int], case: Circumstance) -> dict[str, str | None]:
    """Group -> why it is hidden. Of a grouping within a wider one all groups of a hidden wider group are, and each shown one is protected by itself."""
    if case.withheld:
        return dict.fromkeys(codes, case.withheld)
    if case.own:
        others = [count - case.own_count(code) for code, count in zip(codes, counts, strict=True)]
        found_of_others = group_reasons(codes, others, replace(case, own={}))
        return {
            code: reason and (FEW if count < case.minimum else OTHERS) for (code, reason), count in zip(found_of_others.items(), counts, strict=True)
        }
    above = [wider(case.grouping, code) for code in codes]
    if not any(above):
        return _level_reasons(codes, counts, case.grouping, case)
    parents = [parent or (case.grouping, code) for parent, code in zip(above, codes, strict=True)]
    sums = {parent: sum(count for one, count in zip(parents, counts, strict=True) if one == parent) for parent in dict.fromkeys(parents)}
    hidden = _level_reasons([code for _name, code in sums], list(sums.values()), parents[0][0], case)
    found: dict[str, str | None] = {}
    for parent in sums:
        inside = [(code, count) for one, code, count in zip(parents, codes, counts, strict=True) if one == parent]
        if hidden[parent[1]]:
            found |= {code: FEW if count < case.minimum else OTHERS for code, count in inside}
        else:
            found |= _level_reasons([code for code, _count in inside], [count for _code, count in inside], case.grouping, case)
    return found


def _level_reasons(codes: list[str], counts: list[int], grouping: str, case: Circumstance) -> dict[str, str | None]:
    known = [case.knows(grouping, code) for code in codes]
    everybody_alike = is_result(grouping) and sum(count > 0 for count in counts) == 1
    forced = [everybody_alike or case.reveals(grouping, code, count) for code, count in zip(codes, counts, strict=True)]
    return dict(zip(codes, hidden_groups(counts, case.minimum, known, forced), strict=True))


def _shown(codes: list[str], counts: pd.Series, hidden: pd.DataFrame) -> dict[str, int]:
    """Group -> people, of the rows that are not hidden whole; of those whose code is not known no selection can be made."""
    rows = zip(codes, counts, hidden[HIDDEN], strict=True)
    return {code: int(count) for code, count, reason in rows if code != EVERYBODY and (pd.isna(reason) or reason == CELLS)}


@dataclass(frozen=True)
class Groups(Disclosed):
    """One or more rows per group, or one row of everybody.

    `people`: column of the measured people; `measures`: hidden together; `side`: prefix of the group's columns ("" with unit_id); `cells` and `shares`: counts
    of the people by category and their shares, hidden cell by cell; `bounds`: hidden also where few are to be measured and nobody is.
    """

    people: str
    measures: tuple[str, ...]
    side: str = "group"
    cells: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide small groups and those that would give them away, then small cells of what is left."""
        codes = _codes(frame, self.side)
        first = dict(zip(reversed(codes), reversed([int(count) for count in frame[self.people]]), strict=True))
        reasons = group_reasons(list(dict.fromkeys(codes)), [first[code] for code in dict.fromkeys(codes)], case)
        found = [reasons[code] if first[code] or is_result(case.grouping) else None for code in codes]
        is_hidden = np.array([reason is not None for reason in found], dtype=bool)
        counted = (self.people,) if is_result(case.grouping) else ()
        kept = _without(frame, (*self.measures, *self.cells, *self.shares, *counted), is_hidden)
        if self.bounds:
            few = ((frame["eligible_count"] > 0) & (frame["eligible_count"] < case.minimum)).to_numpy(dtype=bool)
            kept = _without(kept, self.bounds, few)
            found = [reason or (CELLS if is_few else None) for reason, is_few in zip(found, few, strict=True)]
        if self.cells:
            kept, found = self._without_cells(frame, kept, found, case)
        return _marked(kept, found)

    def shown(self, frame: pd.DataFrame, hidden: pd.DataFrame) -> dict[str, int]:
        """The groups whose mean is shown."""
        return _shown(_codes(frame, self.side), frame[self.people], hidden)

    def answers(self, hidden: pd.DataFrame, case: Circumstance) -> dict[tuple[str, str], int]:
        """The counts by category that are shown, but of people of whom the group is not known."""
        del case
        codes, is_one_row = _codes(hidden, self.side), not self._is_grouped(hidden)
        shown = ((code, name, count) for name in self.cells for code, count in zip(codes, hidden[name], strict=True) if not pd.isna(count))
        return {(code, name.removesuffix("_count")): int(count) for code, name, count in shown if is_one_row or code != EVERYBODY}

    def _is_grouped(self, frame: pd.DataFrame) -> bool:
        return (f"{self.side}_code" if self.side else "unit_id") in frame

    def _without_cells(
        self, frame: pd.DataFrame, kept: pd.DataFrame, found: list[str | None], case: Circumstance
    ) -> tuple[pd.DataFrame, list[str | None]]:
        """Cells of few people hidden; of a category that is hidden of all people together, those of every group, or their sum would give it."""
        codes, names_of = _codes(frame, self.side), [name.removesuffix("_count") for name in self.cells]
        whole = frame[list(self.cells)].fillna(0).to_numpy(dtype="int64")
        counts = whole - np.array([[case.own_count(code, category=name) for name in names_of] for code in codes], dtype="int64").reshape(whole.shape)
        start = _lines(counts, [reason not in {None, CELLS} for reason in found])
        start |= np.array([[case.tells(code, *cell) for cell in zip(names_of, line, strict=True)] for code, line in zip(codes, whole, strict=True)])
        if len(counts) > 1 and not is_result(case.grouping):
            start |= hidden_cells(counts.sum(axis=0).reshape(1, -1), case.minimum)
        cells = hidden_cells(counts, case.minimum, start)
        for place, names in enumerate(zip(self.cells, self.shares or self.cells, strict=True)):
            kept = _without(kept, names, cells[:, place])
        return kept, [reason or (CELLS if row.any() else None) for reason, row in zip(found, cells, strict=True)]


@dataclass(frozen=True)
class Answers(Disclosed):
    """One row per category or answer of the same people: how many gave it, and their share."""

    people: str = "asn_count"
    measures: tuple[str, ...] = ("asn_count", "share_pct")

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide answers of few people and what would give them away. How many gave none (only points were reported) is no result and stands elsewhere on the
        page: it stays, and does not help to hide the others."""
        codes = _answers(frame)
        is_answer = np.array([code != EVERYBODY for code in codes], dtype=bool)
        whole = frame[self.people].fillna(0).to_numpy(dtype="int64")
        counts = whole - np.array([case.own_count(EVERYBODY, code) for code in codes], dtype="int64")
        start = np.array([case.tells(EVERYBODY, code, int(count)) for code, count in zip(codes, whole, strict=True)], dtype=bool)
        cells = is_answer.copy()
        if not case.withheld and is_answer.any():
            cells[is_answer] = hidden_cells(counts[is_answer].reshape(1, -1), case.minimum, start[is_answer].reshape(1, -1))[0]
        return _marked(_without(frame, self.measures, cells), [CELLS if is_hidden else None for is_hidden in cells])

    def answers(self, hidden: pd.DataFrame, case: Circumstance) -> dict[tuple[str, str], int]:
        """The counts that are shown."""
        del case
        counts = zip(_answers(hidden), hidden[self.people], strict=True)
        return {(EVERYBODY, code): int(count) for code, count in counts if not pd.isna(count)}


def _answers(frame: pd.DataFrame) -> list[str]:
    """The answer or category of each row; EVERYBODY where it is not known."""
    return [EVERYBODY if pd.isna(code) else str(code) for code in frame["category_code" if "category_code" in frame else "answer_code"]]


@dataclass(frozen=True)
class Cross(Disclosed):
    """One row per pair of groups (row_*, column_*): people of the pair, of the row, share and mean."""

    measures: tuple[str, ...] = ("asn_count", "row_pct", "mean_total_score")

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide small rows and small pairs; pairs that nobody is in are added, so that a hidden pair does not mean somebody."""
        whole = _every_pair(frame)
        rows, columns = _codes(whole, "row"), _codes(whole, "column")
        heads = {code: int(count) for code, count in zip(rows, whole["row_count"], strict=True)}
        reasons = group_reasons(list(heads), list(heads.values()), case)
        counts = whole["asn_count"].to_numpy(dtype="int64") - np.array(
            [case.own_count(*pair) for pair in zip(rows, columns, strict=True)], dtype="int64"
        )
        counts = counts.reshape(len(heads), -1)
        case = replace(case, own={})
        told = np.array([_tells(case, *pair) for pair in zip(rows, columns, whole["asn_count"], strict=True)], dtype=bool).reshape(counts.shape)
        cells = self._cells(counts, reasons, list(dict.fromkeys(columns)), case, told).ravel()
        found = [reasons[code] or (CELLS if is_hidden else None) for code, is_hidden in zip(rows, cells, strict=True)]
        hidden = _without(whole, self.measures, cells)
        if is_result(case.grouping):
            hidden = _without(hidden, ("row_count",), np.array([reasons[code] is not None for code in rows], dtype=bool))
        return _marked(hidden, found)

    def answers(self, hidden: pd.DataFrame, case: Circumstance) -> dict[tuple[str, str], int]:
        """The counts that are shown, where people are crossed with their categories."""
        if "category" not in {case.grouping, case.column}:
            return {}
        pairs = zip(_codes(hidden, "row"), _codes(hidden, "column"), hidden["asn_count"], strict=True)
        turned = ((row, column, count) if case.column == "category" else (column, row, count) for row, column, count in pairs)
        return {(code, answer): int(count) for code, answer, count in turned if not pd.isna(count) and EVERYBODY not in {code, answer}}

    def _cells(self, counts: np.ndarray, reasons: Mapping[str, str | None], columns: list[str], case: Circumstance, told: np.ndarray) -> np.ndarray:
        """The hidden cells; the same whichever of the two groupings stands in the rows, so that one table does not give away the other."""
        below = group_reasons(columns, [int(count) for count in counts.sum(axis=0)], replace(case, grouping=case.column, column="", own={}))
        start = told | _lines(counts, [reason is not None for reason in reasons.values()])
        start |= np.array([below[code] is not None for code in columns], dtype=bool)
        sides = [(is_result(grouping), grouping) for grouping in (case.grouping, case.column)]
        if sides[0] <= sides[1]:
            return _of_answers(counts, start, case.column, case.minimum)
        return _of_answers(counts.T, start.T, case.grouping, case.minimum).T


def _tells(case: Circumstance, row: str, column: str, count: int) -> bool:
    """Whether a pair with a category is a count that tells."""
    if case.column == "category":
        return case.tells(row, column, int(count))
    return case.grouping == "category" and case.tells(column, row, int(count))


def _lines(counts: np.ndarray, rows: list[bool]) -> np.ndarray:
    """All cells of these rows."""
    return np.repeat(np.array(rows, dtype=bool).reshape(-1, 1), counts.shape[1], axis=1)


def _of_answers(counts: np.ndarray, start: np.ndarray, grouping: str, minimum: int) -> np.ndarray:
    """hidden_cells; of categories all stand in the columns, those of nobody too, as in the tables of groups."""
    missing = max(0, len(summary.CATEGORIES) - counts.shape[1]) if grouping == "category" else 0
    wide = np.pad(counts, ((0, 0), (0, missing)))
    begun = np.pad(start, ((0, 0), (0, missing)))
    return hidden_cells(wide, minimum, begun)[:, : counts.shape[1]]


def _every_pair(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a cross table with one for every pair, in the same order."""
    heads = frame.drop_duplicates("row_order")[[*(name for name in frame if name.startswith("row_") and name != "row_pct"), "group_count"]]
    parts = frame.drop_duplicates("column_order").sort_values("column_order")[[name for name in frame if name.startswith("column_")]]
    values = frame[["row_order", "column_order", "asn_count", "row_pct", "mean_total_score"]]
    whole = heads.merge(parts, how="cross").merge(values, how="left", on=["row_order", "column_order"])
    return whole.assign(asn_count=whole["asn_count"].fillna(0), row_pct=whole["row_pct"].fillna(0.0))[list(frame.columns)]


@dataclass(frozen=True)
class Histogram(Disclosed):
    """One row per whole point and category: how many people."""

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Leave out categories that are hidden elsewhere, and join neighbouring points of a category until each bar holds enough people (`points_to`)."""
        sums = [int(frame.loc[frame["category_code"] == code, "asn_count"].sum()) for code in summary.CATEGORIES]
        own = [case.own_count(EVERYBODY, category=code) for code in summary.CATEGORIES]
        start = np.array([[case.tells(EVERYBODY, code, count) for code, count in zip(summary.CATEGORIES, sums, strict=True)]], dtype=bool)
        hidden = hidden_cells(np.array([sums]) - np.array([own]), case.minimum, start)[0]
        bars: list[tuple[int, int, str, int]] = []
        for code, own_count, is_hidden in zip(summary.CATEGORIES, own, hidden, strict=True):
            rows = frame[frame["category_code"] == code]
            counts = {int(point): int(count) for point, count in zip(rows["points"], rows["asn_count"], strict=True)}
            found = [] if is_hidden or not counts else joined(counts, case.reaches.get(code, WHOLE_SCALE), case.minimum + own_count)
            bars += [(first, last, code, count) for first, last, count in found]
        made = pd.DataFrame(bars, columns=["points", "points_to", "category_code", "asn_count"]).astype({"points": "Int64", "points_to": "Int64"})
        return _marked(made.astype({"asn_count": "Int64"}), [CELLS if bar[0] != bar[1] else None for bar in bars])


@dataclass(frozen=True)
class Spread(Disclosed):
    """One row per group: mean, extremes and quantiles of its totals."""

    groups: Groups = Groups("asn_count", ("mean_total_score", "lowest", "highest", *QUANTILES))

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide small groups, the lowest and the highest person always, and a quantile unless `minimum` people lie at or beyond it on either side."""
        kept = self.groups.hide(frame, case)
        everyone = np.full(len(frame), fill_value=True)
        kept = _without(kept, ("lowest", "highest"), everyone)
        least = np.array([case.minimum + case.own_count(code) for code in _codes(frame, self.groups.side)])
        for name, share in QUANTILES.items():
            kept = _without(kept, (name,), (frame["asn_count"] * min(share, 100 - share) < 100 * least).to_numpy(dtype=bool))
        return kept.assign(**{HIDDEN: kept[HIDDEN].fillna(CELLS)})

    def shown(self, frame: pd.DataFrame, hidden: pd.DataFrame) -> dict[str, int]:
        """The groups whose mean is shown."""
        return self.groups.shown(frame, hidden)


@dataclass(frozen=True)
class Indicators(Disclosed):
    """One row per indicator, or per indicator and position group, the costliest first: how many have full points, and what the others cost the mean."""

    counts: tuple[str, ...] = ("full_count", "missing_count", "unknown_count")
    costs: tuple[str, ...] = ("lost_sum", "lost_points")

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide counts of few people, and the cost that would tell them, with a second indicator of the dimension; an indicator that is its whole dimension
        keeps the cost, which its mean tells. Over position groups an indicator is hidden in all of them or in none, unless the group is."""
        by_position = "position_group" in frame
        least = case.minimum + sum(case.own.values())  # how the own people answered is not looked up: as if any count could be theirs
        small = np.array([self._is_small(line, least) for line in frame[list(self.counts)].to_numpy(dtype="int64")], dtype=bool)
        groups = self._hidden_positions(frame, case) if by_position else np.zeros(len(frame), dtype=bool)
        small = _with_siblings(frame, small & ~groups)
        alone = frame.groupby("dimension_code")["indicator_code"].transform("nunique").eq(1).to_numpy(dtype=bool)
        kept = _without(frame, (*self.counts, "missing_pct"), small | groups)
        kept = _without(kept, self.costs, (small & ~alone) | groups)
        marked = _marked(kept, [OTHERS if is_group else CELLS if is_small else None for is_group, is_small in zip(groups, small, strict=True)])
        return _hidden_last(marked, ["dimension_code", "indicator_code", *(["position_group"] if by_position else [])])

    def _is_small(self, line: np.ndarray, minimum: int) -> bool:
        return bool(hidden_cells(line.reshape(1, -1), minimum).any())

    def _hidden_positions(self, frame: pd.DataFrame, case: Circumstance) -> np.ndarray:
        """Rows of position groups that are hidden wherever people are grouped by position group."""
        counts = {str(code): int(rows["asked_count"].max()) for code, rows in frame.groupby("position_group")}
        reasons = group_reasons(list(counts), list(counts.values()), replace(case, grouping="position_group"))
        return np.array([reasons[str(code)] is not None for code in frame["position_group"]], dtype=bool)


def _hidden_last(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows in the order of their costs, those of hidden costs at the end by their keys: among the others their place would tell the cost."""
    is_known = frame["lost_points"].notna()
    return pd.concat([frame[is_known], frame[~is_known].sort_values(keys)], ignore_index=True)


def _with_siblings(frame: pd.DataFrame, small: np.ndarray) -> np.ndarray:
    """The hidden rows, whole indicators, with the cheapest other indicator of a dimension in which only one of several is hidden."""
    hidden = set(frame.loc[small, "indicator_code"])
    costs = frame.groupby(["dimension_code", "indicator_code"])["lost_sum"].sum().sort_values(kind="stable")
    for dimension in frame["dimension_code"].unique():
        names = list(costs[dimension].index)
        shown = [name for name in names if name not in hidden]
        if len(names) - len(shown) == 1 and shown:
            hidden.add(shown[0])
    return np.array([code in hidden for code in frame["indicator_code"]], dtype=bool)


@dataclass(frozen=True)
class Changes(Disclosed):
    """One row per unit, or one in all: the mean before, the mean now, and what each kind of change did to it."""

    kinds: tuple[tuple[str, ...], ...] = (
        ("corrected_count",),
        ("new_count",),
        ("moved_in_count", "moved_out_count"),
        ("removed_count", "withdrawn_count"),
    )
    """Counts of the people behind each of changes.EFFECTS."""

    def hide(self, frame: pd.DataFrame, case: Circumstance) -> pd.DataFrame:
        """Hide units as everywhere, by the people then and now; an effect of few people with another one; and the mean before, with the difference, where all
        that changed is of few people."""
        codes = _codes(frame, "")
        hidden = np.zeros(len(frame), dtype=bool)
        for name in ("measured_count", "former_measured_count"):
            of_then = Circumstance(case.minimum, "unit", withheld=case.withheld) if name.startswith("former") else case
            reasons = group_reasons(codes, [int(count) for count in frame[name]], of_then)
            hidden |= np.array([reasons[code] is not None for code in codes], dtype=bool)
        counts = np.array([[int(row[list(names)].sum()) for names in self.kinds] for _place, row in frame.iterrows()]).reshape(len(frame), -1)
        counts = self._of_others(counts, codes, case)
        effects = np.array(
            [[reason is not None for reason in hidden_groups([int(count) for count in line], case.minimum)] for line in counts], dtype=bool
        )
        effects = effects.reshape(counts.shape) | hidden[:, None]
        close_cells(counts, effects, case.minimum)
        few = np.array([0 < int(line[row].sum()) < case.minimum for line, row in zip(counts, effects, strict=True)], dtype=bool)
        kept = _without(frame, tuple(name for name in CHANGES if name.endswith(("_score", "_difference", "_effect"))), hidden)
        kept = _without(kept, ("former_mean_total_score", "mean_difference", *EFFECTS), few)
        for place, name in enumerate(EFFECTS):
            kept = _without(kept, (name,), effects[:, place])
        return _marked(kept, [OTHERS if is_hidden else CELLS if row.any() else None for is_hidden, row in zip(hidden, effects, strict=True)])

    def _of_others(self, counts: np.ndarray, codes: list[str], case: Circumstance) -> np.ndarray:
        """The counts without the reader's own people, in units that have any; where that may leave nobody, as if it left one."""
        own = np.array([sum(case.own_changes.get(name, 0) for name in names) for names in self.kinds], dtype="int64")
        has_own = np.array([case.own_count(code) > 0 for code in codes], dtype=bool).reshape(-1, 1)
        return np.where((counts > 0) & has_own, np.maximum(counts - own, 1), counts) if own.any() else counts

    def shown(self, frame: pd.DataFrame, hidden: pd.DataFrame) -> dict[str, int]:
        """The units whose mean is shown."""
        return _shown(_codes(frame, ""), frame["measured_count"], hidden) if "unit_id" in frame else {}


MEANS = tuple(f"mean_{name}_score" for name in summary.SCORES)
SUMMARY = (*MEANS, "lowest_mean", "highest_mean", "category_code", "other_category_code")
CATEGORY_COUNTS = tuple(f"{code}_count" for code in summary.CATEGORIES)
CATEGORY_SHARES = tuple(f"{code}_pct" for code in summary.CATEGORIES)
BOUNDS = ("lowest_mean", "highest_mean")

DISCLOSED: dict[str, Disclosed] = {
    "overview.index": Groups("measured_count", SUMMARY, cells=CATEGORY_COUNTS, bounds=BOUNDS),
    "distribution.by_category": Answers(),
    "distribution.histogram": Histogram(),
    "distribution.spread": Spread(),
    "distribution.cross": Cross(),
    "exported.ranks": Cross(),
    "units.parts": Groups("measured_count", SUMMARY, "", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "units.every": Groups("measured_count", SUMMARY, "", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "units.comparison": Groups("measured_count", SUMMARY, "", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "units.side_by_side": Groups("measured_count", SUMMARY, "picked", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "coverage.by_group": Groups("measured_count", SUMMARY, "group", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "ranks.by_rank": Groups("measured_count", SUMMARY, "group", CATEGORY_COUNTS, CATEGORY_SHARES, BOUNDS),
    "dimensions.by_dimension": Groups("measured_count", ("mean_score", "share_pct", "lost_points")),
    "dimensions.by_group": Groups("measured_count", ("mean_score", "share_pct")),
    "dimensions.by_indicator": Indicators(),
    "dimensions.levels": Answers(),
    "changes.unit": Changes(),
    "changes.units": Changes(),
}
"""Query -> how its rows are protected. A page asks these through dashboard.disclosure alone."""
