"""Tables of results on their way to a page: small groups are hidden here, before any chart, sentence or file has them.

A viewer whose duty covers the chosen unit gets them whole. For all others it is kept which selections were shown (shown_before), so that two of them do not
give a third.
"""

from dataclasses import replace
from math import ceil, floor

import numpy as np
import pandas as pd
import streamlit as st
from sqlalchemy import Select

from dashboard import shown_before, warehouse
from dashboard.access.viewer import Viewer
from dashboard.queries import changes, choices, dimensions, known, overview, reasons, tree, units
from dashboard.queries.differencing import OWN, Selection, is_pair_revealing, is_revealing, selection
from dashboard.queries.disclosed import DISCLOSED, EVERYBODY, Circumstance, Own, group_reasons
from dashboard.queries.disclosure import FEW, HIDDEN, OTHERS
from dashboard.queries.filters import Filters
from dashboard.text import disclosure as sentences

DIFFERENCE = "difference"
"""Why a selection is withheld: with one that was shown it would give few people away."""

RESULT = "result"
"""Why a selection is withheld: people are chosen by their category, so that every count of them, an empty one too, is a result."""


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
    """Why no result of the choice is shown: FEW people, OTHERS beside the unit would be known in the table above it, DIFFERENCE, or RESULT; None when it is
    shown, which the session then remembers."""
    if is_whole(viewer, chosen):
        return None
    smallest = _minimum(chosen.year)
    if chosen.categories:
        return RESULT
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


def fetch(viewer: Viewer, chosen: Filters, select: Select, name: str, grouping: str = "unit", column: str = "") -> pd.DataFrame:
    """The rows of a query of disclosed.DISCLOSED, small groups hidden; the session remembers those shown. `grouping`: by what its rows are groups, crossed
    with those of `column`."""
    frame = warehouse.fetch(select)
    if frame.empty or is_whole(viewer, chosen):
        return frame
    case = _case(viewer, chosen, grouping if _is_grouped(frame) else "", _minimum(chosen.year), column)
    reaches = _reaches(chosen) if name == "distribution.histogram" else {}
    own_changes = _own_changes(viewer, chosen) if name.startswith("changes.") else {}
    case = replace(case, grouping=grouping, withheld=withheld(viewer, chosen), reaches=reaches, own_changes=own_changes)
    hidden = DISCLOSED[name].hide(frame, case)
    if "overlap_count" in frame:
        hidden = hidden.assign(overlap_count=_overlaps(hidden).where(frame["overlap_count"].notna()))
    _remember_groups(viewer, chosen, grouping, DISCLOSED[name].shown(frame, hidden))
    _remember_answers(viewer, chosen, case, DISCLOSED[name].answers(hidden, case))
    return hidden


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
    base, seen = _selection(viewer, chosen), _known(viewer, chosen)
    counted = shown_before.answers()

    def knows(kind: str, code: str) -> bool:
        return base.part(kind, code) in seen

    def reveals(kind: str, code: str, count: int) -> bool:
        part = base.part(kind, code)
        return part is not None and part not in seen and is_pair_revealing(part, count, seen, smallest)

    def tells(code: str, answer: str, count: int) -> bool:
        part, kind = _group_of(base, grouping, column, code), _answer(column, answer)
        if part is None or not count or kind not in counted:
            return False
        asked = replace(part, answer=kind)
        looked = is_revealing if part == base else is_pair_revealing
        return counted[kind].get(asked) != count and looked(asked, count, counted[kind], smallest)

    return Circumstance(smallest, grouping, column, knows=knows, reveals=reveals, tells=tells, own=_own(viewer, chosen, grouping, column))


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
    told = by_indicator.loc[by_indicator[HIDDEN].isna(), "indicator_code"]
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
    base = _selection(viewer, chosen)
    for (code, answer), count in shown.items():
        part, kind = _group_of(base, case.grouping, case.column, code), _answer(case.column, answer)
        if part is not None and count:
            shown_before.remember_answer(kind, {replace(part, answer=kind): count})


def _remember_groups(viewer: Viewer, chosen: Filters, grouping: str, shown: dict[str, int]) -> None:
    base = _selection(viewer, chosen)
    parts = {base.part(grouping, code): count for code, count in shown.items() if count}
    shown_before.remember({part: count for part, count in parts.items() if part is not None})
