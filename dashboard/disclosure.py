"""Tables of results on their way to a page: small groups are hidden here, before any chart, sentence or file has them.

A viewer whose duty covers the chosen unit gets them whole. For all others it is kept which selections were shown (shown_before), so that two of them do not
give a third.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
import pandas as pd
import streamlit as st
from sqlalchemy import Select

from dashboard import shown_before, warehouse
from dashboard.access.viewer import Viewer
from dashboard.queries import changes, choices, dimensions, known, overview, reasons, summary, tree, units
from dashboard.queries.differencing import OWN, Selection, is_pair_revealing, is_revealing, selection
from dashboard.queries.disclosed import DISCLOSED, EVERYBODY, Circumstance, Own, group_reasons
from dashboard.queries.disclosure import CELLS, FEW, HIDDEN, OTHERS
from dashboard.queries.filters import Filters
from dashboard.text import disclosure as sentences

DIFFERENCE = "difference"
"""Why a selection is withheld: with one that was shown it would give few people away."""

RESULT = "result"
"""Why a selection is withheld: people are chosen by their category, so that every count of them, an empty one too, is a result."""

FULL = "full"
"""Why everything is withheld from now on: of what the session has seen no more can be remembered."""


def is_whole(viewer: Viewer, chosen: Filters, unit_ids: tuple[str, ...] = ()) -> bool:
    """Whether the viewer sees all of the chosen unit, or of `unit_ids`: nothing is suppressed for them, it is their duty, or the figures are their own."""
    scope = viewer.scope
    if not viewer.has_suppression or viewer.duty.is_everything or (scope.nip is not None and not scope.unit_ids and not scope.is_everything):
        return True
    asked = unit_ids or ((chosen.unit_id,) if chosen.unit_id is not None else () if scope.is_everything else scope.unit_ids)
    return bool(asked) and all(_is_duty(viewer, chosen.year, unit_id) for unit_id in asked)


def _is_duty(viewer: Viewer, year: int, unit_id: str) -> bool:
    """Whether the unit would be visible to somebody whose scope is the viewer's duty."""
    return bool(viewer.duty.unit_ids) and not warehouse.fetch(choices.unit(Viewer(scope=viewer.duty), year, unit_id)).empty


def minimum(chosen: Filters) -> int:
    """The smallest group that is shown, by the rules of the year, which what is said from now on names too."""
    found = _minimum(chosen.year)
    sentences.use_minimum(found)
    return found


def _minimum(year: int) -> int:
    """The smallest group of a year that a page compares with; in a year without rules nobody is measured."""
    rules = warehouse.fetch(choices.rules(year))
    return int(rules["minimum_group_size"].iloc[0]) if len(rules) else 1


def begin(viewer: Viewer, chosen: Filters, *, ends: bool = True) -> None:
    """Say that the rule is in force, where it is; end the run of the page with a sentence where the whole choice is withheld. `ends`: not where a page also
    shows what is no result."""
    minimum(chosen)
    if is_whole(viewer, chosen):
        return
    reason = withheld(viewer, chosen)
    if reason is not None and ends:
        st.info(sentences.withheld(reason), icon=":material/shield:")
        st.stop()
    st.caption(sentences.about())


def anybody(select: Select, column: str) -> bool:
    """Whether a query of DISCLOSED counts anybody at all in this column."""
    return bool(warehouse.fetch(select)[column].fillna(0).any())


def withheld(viewer: Viewer, chosen: Filters) -> str | None:
    """Why no result of the choice is shown: FEW people, OTHERS beside the unit would be known in the table above it, DIFFERENCE, RESULT, or FULL; None when it
    is shown, which the session then remembers."""
    if is_whole(viewer, chosen):
        return None
    smallest = _minimum(chosen.year)
    if chosen.categories:
        return RESULT
    if shown_before.room() <= 0:
        return FULL
    count = int(warehouse.fetch(overview.index(viewer, chosen))["measured_count"].iloc[0])
    if count < smallest:
        return FEW if count else None
    return _reason(viewer, chosen, count, smallest)


def _reason(viewer: Viewer, chosen: Filters, count: int, smallest: int) -> str | None:
    """`withheld` of a choice with enough people."""
    asked, seen = _selection(viewer, chosen), _known(viewer, chosen)
    if seen.get(asked) == count:
        return None
    if _is_protecting(viewer, chosen, asked, smallest):
        return OTHERS
    if is_revealing(asked, count, seen, smallest):
        return DIFFERENCE
    shown_before.remember({asked: count})
    return None


def _is_protecting(viewer: Viewer, chosen: Filters, asked: Selection, smallest: int) -> bool:
    """Whether the unit, or one above it, is hidden in the table of the unit above that one: from level to level the same is hidden."""
    if not asked.units:
        return False
    counts = warehouse.fetch(known.beside(viewer, replace(chosen, unit_id=None), asked.units))
    tops = counts[~counts["parent_unit_id"].isin(asked.units)]
    for depth, unit_id in enumerate(asked.units):
        above = replace(chosen, unit_id=asked.units[depth - 1] if depth else None)
        parts = counts[counts["parent_unit_id"] == above.unit_id] if depth else tops
        if (len(tops) == 1 and not depth) or is_whole(viewer, above):
            continue
        numbers = {str(code): int(count) for code, count in zip(parts["unit_id"], parts["measured_count"], strict=True)}
        if depth:
            numbers[OWN] = int(counts.loc[counts["unit_id"] == above.unit_id, "measured_count"].iloc[0]) - sum(numbers.values())
        if group_reasons(list(numbers), list(numbers.values()), _case(viewer, above, "unit", smallest))[unit_id]:
            return True
    return False


def fetch(
    viewer: Viewer, chosen: Filters, select: Select, name: str, grouping: str = "unit", column: str = "", *, above: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """The rows of a query of disclosed.DISCLOSED, small groups hidden; the session remembers those shown. `grouping`: by what its rows are groups, crossed
    with those of `column`. `above`: groups of `column`, or categories, that are hidden of the chosen unit in the table of the unit above."""
    frame = warehouse.fetch(select)
    if frame.empty or is_whole(viewer, chosen):
        return frame
    case = _case(viewer, chosen, grouping if _is_grouped(frame) else "", _minimum(chosen.year), column)
    reaches = _reaches(chosen) if name == "distribution.histogram" else {}
    own_changes = _own_changes(viewer, chosen) if name.startswith("changes.") else {}
    case = replace(case, grouping=grouping, withheld=withheld(viewer, chosen), reaches=reaches, own_changes=own_changes)
    hidden = DISCLOSED[name].hide(frame, _hiding(case, above) if above else case)
    if "overlap_count" in frame:
        hidden = hidden.assign(overlap_count=_overlaps(hidden).where(frame["overlap_count"].notna()))
    _remember_groups(viewer, chosen, grouping, DISCLOSED[name].shown(frame, hidden))
    _remember_answers(viewer, chosen, case, DISCLOSED[name].answers(hidden, case))
    return hidden


def _hiding(case: Circumstance, above: frozenset[str]) -> Circumstance:
    """The case in which groups of its column, or categories, are hidden whatever their counts."""

    def reveals(kind: str, code: str, count: int) -> bool:
        return (kind == case.column and code in above) or case.reveals(kind, code, count)

    def tells(code: str, answer: str, count: int) -> bool:
        return answer in above or case.tells(code, answer, count)

    return replace(case, reveals=reveals, tells=tells)


def _reaches(chosen: Filters) -> dict[str, tuple[int, int]]:
    """First and last whole point of each category of the year."""
    rows = warehouse.fetch(overview.bands(chosen)).itertuples()
    return {
        str(row.category_code): (min(int(row.printed_from), floor(row.lower_bound)), max(int(row.printed_to), ceil(row.upper_bound) - 1))
        for row in rows
    }


def _is_grouped(frame: pd.DataFrame) -> bool:
    """Whether its rows are of groups, and not all of the same people."""
    return not {"unit_id", "group_code", "row_code", "position_group"}.isdisjoint(frame.columns)


def _case(viewer: Viewer, chosen: Filters, grouping: str, smallest: int, column: str = "") -> Circumstance:
    own = _own(viewer, chosen, grouping, column)
    return _case_of(_selection(viewer, chosen), _known(viewer, chosen), shown_before.answers(), Circumstance(smallest, grouping, column, own=own))


def _case_of(base: Selection, seen: shown_before.Seen, counted: dict[str, shown_before.Seen], case: Circumstance) -> Circumstance:
    """The case with what the reader knows who has seen these selections and counts."""

    def knows(kind: str, code: str) -> bool:
        return base.part(kind, code) in seen

    def reveals(kind: str, code: str, count: int) -> bool:
        part = base.part(kind, code)
        return part is not None and part not in seen and is_pair_revealing(part, count, seen, case.minimum)

    def tells(code: str, answer: str, count: int) -> bool:
        part, kind = _group_of(base, case.grouping, case.column, code), _answer(case.column, answer)
        if part is None or not count or kind not in counted:
            return False
        asked = replace(part, answer=kind)
        looked = is_revealing if part == base else is_pair_revealing
        return counted[kind].get(asked) != count and looked(asked, count, counted[kind], case.minimum)

    return replace(case, knows=knows, reveals=reveals, tells=tells)


def _answer(column: str, answer: str) -> str:
    """What a count by answer is remembered as: a category by its code, any other with what was asked."""
    return f"{column}:{answer}" if column in dimensions.LEVELS else answer


def _group_of(base: Selection, grouping: str, column: str, code: str) -> Selection | None:
    """The group whose people are counted by category or answer: everybody chosen, or a group that a filter can choose."""
    if code == EVERYBODY:
        return base
    return base.part(column if grouping == "category" else grouping, code)


def _own(viewer: Viewer, chosen: Filters, grouping: str, column: str) -> Own:
    """How many of the viewer's own people are in which group of the choice."""
    if not viewer.duty.unit_ids:
        return {}
    rows = warehouse.fetch(known.own_people(viewer, chosen, grouping, column)).to_dict("records")
    found: dict[tuple[str, str, str], int] = {}
    for row in rows:
        codes = [EVERYBODY if pd.isna(row[name]) else str(row[name]) for name in ("row_code", "column_code", "category_code")]
        key = (OWN if row["row_is_own"] else codes[0], codes[1], codes[2])
        found[key] = found.get(key, 0) + int(row["asn_count"])
    return found


def _own_changes(viewer: Viewer, chosen: Filters) -> dict[str, int]:
    """Of the viewer's own units together, how many people changed in each way."""
    found: dict[str, int] = {}
    for unit_id in viewer.duty.unit_ids:
        row = warehouse.fetch(changes.unit(viewer, Filters(year=chosen.year, unit_id=unit_id))).iloc[0]
        found = {name: found.get(name, 0) + int(row[name]) for name in changes.COUNTS}
    return found


def comparison(viewer: Viewer, chosen: Filters, *, order: str, is_descending: bool, page: int) -> pd.DataFrame:
    """The rows of units.comparison. Of hidden means there is no order: they are hidden first, then sorted, compared and cut into pages."""
    if is_whole(viewer, chosen):
        return warehouse.fetch(units.comparison(viewer, chosen, order=order, is_descending=is_descending, page=page))
    parts = fetch(viewer, chosen, units.parts(viewer, chosen), "units.parts")
    parts = parts.assign(overlap_count=_overlaps(parts), part_count=len(parts))
    return _turned(parts, "unit_no" if order == "tree" else order, is_descending, page, units.PAGE_SIZE)


def undecided(viewer: Viewer, chosen: Filters) -> pd.DataFrame:
    """The row of units.undecided, of the means that are shown."""
    if is_whole(viewer, chosen):
        return warehouse.fetch(units.undecided(viewer, chosen))
    parts = fetch(viewer, chosen, units.parts(viewer, chosen), "units.parts")
    count = int(parts["mean_total_score"].notna().sum())
    return pd.DataFrame({"pair_count": [count * (count - 1) // 2], "undecided_count": [int(_overlaps(parts).sum()) // 2]})


def side_by_side(viewer: Viewer, chosen: Filters, picked: tuple[str, ...]) -> pd.DataFrame:
    """The rows of units.side_by_side, each unit withheld or shown as if it were chosen."""
    frame = warehouse.fetch(units.side_by_side(viewer, chosen, picked))
    if frame.empty or is_whole(viewer, chosen, picked):
        return frame
    rows = [_alone(viewer, replace(chosen, unit_id=str(unit_id)), frame[frame["unit_id"] == unit_id]) for unit_id in frame["unit_id"]]
    hidden = pd.concat(rows)
    return hidden.assign(overlap_count=_overlaps(hidden))


def _alone(viewer: Viewer, chosen: Filters, row: pd.DataFrame) -> pd.DataFrame:
    """The row of one picked unit, whole where it is the viewer's duty."""
    if is_whole(viewer, chosen):
        return row.assign(**{HIDDEN: pd.Series([None] * len(row), index=row.index, dtype="string")})
    case = replace(_case(viewer, chosen, "", _minimum(chosen.year)), withheld=withheld(viewer, chosen))
    table = DISCLOSED["units.side_by_side"]
    hidden = table.hide(row, case)
    _remember_answers(viewer, chosen, case, table.answers(hidden, case))
    return hidden


def changed_units(viewer: Viewer, chosen: Filters, *, order: str, is_descending: bool, page: int) -> pd.DataFrame:
    """The rows of changes.by_unit, hidden first and then sorted and cut into pages."""
    if is_whole(viewer, chosen):
        return warehouse.fetch(changes.by_unit(viewer, chosen, order=order, is_descending=is_descending, page=page))
    rows = fetch(viewer, chosen, changes.units(viewer, chosen), "changes.units")
    return _turned(rows, "unit_no" if order == "tree" else order, is_descending, page, changes.PAGE_SIZE)


def look_further(viewer: Viewer, chosen: Filters, now: pd.Series, before: pd.Series) -> pd.DataFrame:
    """The rows of reasons.best that tell nothing hidden: no training whose counts are, no count of pairs or gaps, in which hidden units are counted, and not
    what few people who are not yet measured, or those of a choice that is withheld, leave open."""
    found = warehouse.fetch(reasons.best(viewer, chosen, reasons.known(now), reasons.known(before)))
    if is_whole(viewer, chosen):
        return found
    by_indicator = fetch(viewer, chosen, dimensions.by_indicator(viewer, chosen), "dimensions.by_indicator")
    told = by_indicator.loc[by_indicator[HIDDEN].isna(), "indicator_code"] if len(by_indicator) else []
    is_open = found["total_count"].sub(found["part_count"]).ge(_minimum(chosen.year)) & (withheld(viewer, chosen) is None)
    is_kept = found["reason_code"].eq("open_unit") & is_open | found["reason_code"].eq("fallen")
    return found[is_kept | (found["reason_code"].eq("training") & found["subject_code"].isin(told))]


def _turned(frame: pd.DataFrame, column: str, is_descending: bool, page: int, size: int) -> pd.DataFrame:
    """One page of the rows by a column, those without a value last, equals in tree order."""
    placed = frame.sort_values("unit_no").sort_values(column, ascending=not is_descending, na_position="last", kind="stable")
    return placed.iloc[(page - 1) * size : page * size].reset_index(drop=True)


def _overlaps(frame: pd.DataFrame) -> pd.Series:
    """coverage.with_overlaps of the rows whose mean is shown."""
    is_valued = (frame["mean_total_score"].notna() & frame["lowest_mean"].notna()).to_numpy(dtype=bool)
    lows, highs = (frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in ("lowest_mean", "highest_mean"))
    pairs = (lows[:, None] < highs[None, :]) & (lows[None, :] < highs[:, None]) & is_valued[:, None] & is_valued[None, :]
    np.fill_diagonal(pairs, val=False)
    return pd.Series(pairs.sum(axis=1), index=frame.index, dtype="Int64").mask(pd.Series(~is_valued, index=frame.index))


def _selection(viewer: Viewer, chosen: Filters) -> Selection:
    """What is chosen, with the units from the top down; everything is written as its only top, where there is one."""
    unit_id = chosen.unit_id
    if unit_id is None:
        starts = warehouse.fetch(tree.start_ids(viewer, chosen))["unit_id"]
        unit_id = str(starts.iloc[0]) if len(starts) == 1 else None
    path = () if unit_id is None else tuple(map(str, warehouse.fetch(tree.path(viewer, replace(chosen, unit_id=unit_id)))["unit_id"]))
    return selection(chosen, path)


def _known(viewer: Viewer, chosen: Filters) -> shown_before.Seen:
    """What the session has shown of this release, and the units of the viewer's duty, which they see in full."""
    duties = [replace(chosen, unit_id=unit_id) for unit_id in viewer.duty.unit_ids]
    visible = [one for one in duties if not warehouse.fetch(choices.unit(viewer, one.year, str(one.unit_id))).empty]
    own = {_selection(viewer, one): int(warehouse.fetch(overview.index(viewer, one))["measured_count"].iloc[0]) for one in visible}
    return shown_before.selections() | own


def _remember_answers(viewer: Viewer, chosen: Filters, case: Circumstance, shown: dict[tuple[str, str], int]) -> None:
    """Keep the counts that were shown; of each answer as many as of selections."""
    for answer, seen in _answered(_selection(viewer, chosen), case, shown).items():
        shown_before.remember_answer(answer, seen)


def _answered(base: Selection, case: Circumstance, shown: dict[tuple[str, str], int]) -> dict[str, shown_before.Seen]:
    """Answer -> the selections whose count was shown."""
    found: dict[str, shown_before.Seen] = {}
    for (code, answer), count in shown.items():
        part, kind = _group_of(base, case.grouping, case.column, code), _answer(case.column, answer)
        if part is not None and count:
            found.setdefault(kind, {})[replace(part, answer=kind)] = count
    return found


def _remember_groups(viewer: Viewer, chosen: Filters, grouping: str, shown: dict[str, int]) -> None:
    shown_before.remember(_grouped(_selection(viewer, chosen), grouping, shown))


def _grouped(base: Selection, grouping: str, shown: dict[str, int]) -> shown_before.Seen:
    """The selections whose figures were shown."""
    parts = {base.part(grouping, code): count for code, count in shown.items() if count}
    return {part: count for part, count in parts.items() if part is not None}


@dataclass(frozen=True)
class _Known:
    """What a reader knows of selections that hold a table, or are held by one: figures, and counts by answer."""

    seen: shown_before.Seen
    counted: dict[str, shown_before.Seen]

    def __or__(self, other: "_Known") -> "_Known":
        """What either knows."""
        answers = self.counted.keys() | other.counted.keys()
        return _Known(self.seen | other.seen, {each: self.counted.get(each, {}) | other.counted.get(each, {}) for each in answers})

    def of(self, path: Selection) -> "_Known":
        """What is known of one selection."""
        found = {answer: {one: seen[one] for one in (replace(path, answer=answer),) if one in seen} for answer, seen in self.counted.items()}
        return _Known({path: self.seen[path]} if path in self.seen else {}, found)

    def parts(self, depth: int) -> Callable[[str], "_Known"]:
        """Of each unit that stands so deep in the tree what is known of it, of those above and of those below: no other selection holds it or is held by it."""
        figures, counted = _split(self.seen, depth), {answer: _split(seen, depth) for answer, seen in self.counted.items()}

        def part(code: str) -> _Known:
            (above, below), answers = figures, counted.items()
            return _Known(above | below.get(code, {}), {answer: one[0] | one[1].get(code, {}) for answer, one in answers})

        return part


def _split(seen: shown_before.Seen, depth: int) -> tuple[shown_before.Seen, dict[str, shown_before.Seen]]:
    """The selections that end above a depth of the tree, and the others by their unit there."""
    above: shown_before.Seen = {}
    below: dict[str, shown_before.Seen] = {}
    for one, count in seen.items():
        (below.setdefault(one.units[depth], {}) if len(one.units) > depth else above)[one] = count
    return above, below


@dataclass(frozen=True)
class _Descent:
    """A walk down the tree: what the reader knew before it, and how tables are protected. Of what it shows itself a table has to know the units above alone: no
    other unit holds one of it."""

    viewer: Viewer
    chosen: Filters
    name: str
    column: str
    minimum: int
    before: _Known
    duty: frozenset[str]
    above_duty: frozenset[str]

    def table(
        self, base: Selection, grouping: str, rows: pd.DataFrame, reason: str | None, above: frozenset[str], known: _Known
    ) -> tuple[pd.DataFrame, _Known]:
        """The rows of one table with what is hidden in it, and what it shows."""
        unit_id = base.units[-1] if base.units else None
        at = replace(self.chosen, unit_id=unit_id)
        own = _own(self.viewer, at, "unit", self.column) if unit_id is None or unit_id in self.above_duty else {}
        case = _case_of(base, known.seen, known.counted, Circumstance(self.minimum, grouping, self.column, own=own, withheld=reason))
        table = DISCLOSED[self.name]
        name = "unit_id" if "unit_id" in rows else "row_code"
        asked = rows if grouping else rows.drop(columns=name)  # the chosen unit by itself is no part of anything
        hidden = table.hide(asked, _hiding(case, above) if above else case)
        shown = _Known(_grouped(base, grouping, table.shown(asked, hidden)) if grouping else {}, _answered(base, case, table.answers(hidden, case)))
        hidden = hidden if grouping else hidden.assign(**{name: rows[name].iloc[0]})
        shown_before.remember(shown.seen)
        for answer, seen in shown.counted.items():
            shown_before.remember_answer(answer, seen)
        return hidden, shown


def down(viewer: Viewer, chosen: Filters, rows: Select, name: str, column: str = "") -> pd.DataFrame:
    """The rows of a query of units.every or exported.ranks, small groups hidden table by table from the top down, as `fetch` does with the parts of one unit.

    What is hidden of a unit in the table of the unit above, a category or a group of `column`, is hidden of its parts too: they would add up to it.
    """
    frame = warehouse.fetch(rows)
    if frame.empty or is_whole(viewer, chosen):
        return frame
    places = warehouse.fetch(units.places(viewer, chosen)).set_index("unit_id")["parent_unit_id"]
    start, reason = _selection(viewer, chosen), withheld(viewer, chosen)
    walk = _descent(viewer, chosen, name, column)
    tables = dict(iter(frame.groupby(_part_of(frame, places))))
    found: list[pd.DataFrame] = []
    waiting = [(start, "", reason, frozenset[str](), _Known({}, {}), walk.before)]
    while waiting:
        base, code, reason, above, known, before = waiting.pop()
        if code not in tables:
            continue
        is_head = not code and bool(start.units)
        if code in walk.duty:
            hidden, shown = tables[code].assign(**{HIDDEN: pd.Series(None, index=tables[code].index, dtype="string")}), _Known({}, {})
        else:
            hidden, shown = walk.table(base, "" if is_head else "unit", tables[code], reason, above, before | known)
        found.append(hidden)
        parts = hidden[~_is_own(hidden)]
        of_part = before.parts(len(base.units))
        for unit_id, part in parts.groupby(_unit_ids(parts)):
            path = base if is_head else replace(base, units=(*base.units, str(unit_id)))
            of_path = before if is_head else of_part(str(unit_id))
            waiting.append((path, str(unit_id), _reason_of(part), _hidden_of(part), known | shown.of(path), of_path))
    return pd.concat(found, ignore_index=True)


def _descent(viewer: Viewer, chosen: Filters, name: str, column: str) -> _Descent:
    duty: set[str] = set()
    above: set[str] = set()
    for unit_id in viewer.duty.unit_ids:
        own = replace(chosen, unit_id=unit_id)
        duty |= set(warehouse.fetch(units.places(Viewer(scope=viewer.duty), own))["unit_id"])
        above |= set(map(str, warehouse.fetch(tree.path(viewer, own))["unit_id"]))
    before = _Known(_of_year(_known(viewer, chosen), chosen.year), {name: _of_year(one, chosen.year) for name, one in shown_before.answers().items()})
    return _Descent(viewer, chosen, name, column, _minimum(chosen.year), before, frozenset(duty), frozenset(above))


def _of_year(seen: shown_before.Seen, year: int) -> shown_before.Seen:
    return {one: count for one, count in seen.items() if one.year == year}


def _unit_ids(rows: pd.DataFrame) -> pd.Series:
    return rows["unit_id" if "unit_id" in rows else "row_code"].astype(str)


def _is_own(rows: pd.DataFrame) -> pd.Series:
    return rows["is_own" if "is_own" in rows else "row_is_own"].astype(bool)


def _part_of(rows: pd.DataFrame, places: pd.Series) -> pd.Series:
    """The unit in whose table a row stands; nothing of the rows at the top."""
    unit_ids = _unit_ids(rows)
    parents = unit_ids.map(places)
    return unit_ids.where(_is_own(rows), parents.where(parents.isin(places.index), ""))


def _reason_of(part: pd.DataFrame) -> str | None:
    """Why a unit is hidden in the table of the unit above, and with it all below; None when it is not."""
    reasons = [reason for reason in part[HIDDEN] if not pd.isna(reason) and reason != CELLS]
    return reasons[0] if len(reasons) == len(part) else None


def _hidden_of(part: pd.DataFrame) -> frozenset[str]:
    """Of one unit the groups or categories of which the count is hidden."""
    if "column_code" in part:
        hidden = part.loc[part["asn_count"].isna(), "column_code"]
        return frozenset(EVERYBODY if pd.isna(code) else str(code) for code in hidden)
    return frozenset(code for code in summary.CATEGORIES if part[f"{code}_count"].isna().any())
