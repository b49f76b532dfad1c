"""Figures of units for a file: the tables of the pages, unit after unit down the tree, small groups hidden in each as on the page.

One file holds what a reader would click together in an hour, so what is hidden in the table of a unit is hidden in the tables of all units below it, cell by
cell: sums over the tree give nothing back. An order is made when the small groups are hidden, and hidden figures come last in it.
"""

from dataclasses import replace

import pandas as pd

from dashboard import disclosure, shown_before, warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting.definition import Definition
from dashboard.exporting.grains import FIGURES, HIDDEN, RANK_GROUPS, RANK_MEASURES
from dashboard.exports.written import WORDS
from dashboard.queries import exported, overview, units
from dashboard.queries.disclosure import CELLS, OTHERS
from dashboard.queries.filters import Filters
from dashboard.queries.summary import CATEGORIES, DIMENSIONS
from dashboard.text import disclosure as words


class NeedsSessionError(Exception):
    """Figures narrowed by more than year and unit, where nothing remembers what the reader has seen before."""


class TooManyShownError(Exception):
    """More units than the reader's session has room to remember; afterwards nobody could say what they have seen."""


def frame(viewer: Viewer, definition: Definition, *, remembers: bool) -> pd.DataFrame:
    """The rows of a grain of figures: FIGURES, HIDDEN, and for each column in which anything is hidden one of words (WORDS).

    `remembers`: whether the reader's session keeps what it was shown. Without one the whole tree is gone through from the top, so that the same is hidden
    every time, and raises NeedsSessionError for what only a memory could protect. With one, raises TooManyShownError before anything of it counts as shown.
    """
    if sum(_remembered(viewer, definition.filters(year)) for year in definition.years) > shown_before.room():
        raise TooManyShownError
    years = [_year(viewer, definition, year, remembers=remembers) for year in sorted(definition.years)]
    return _ordered(pd.concat(years, ignore_index=True), definition)


def _remembered(viewer: Viewer, chosen: Filters) -> int:
    """How many selections a year adds at most to what the session remembers: every unit, and beside those with units below the people right in them."""
    if disclosure.is_whole(viewer, chosen):
        return 0
    places = warehouse.fetch(units.places(viewer, chosen))
    return len(places) + int(places["parent_unit_id"].nunique())


def withheld(viewer: Viewer, definition: Definition) -> str | None:
    """Why all figures of the choice are hidden, in one sentence; None when they are not, or not in every year."""
    reasons = [disclosure.withheld(viewer, definition.filters(year)) for year in definition.years]
    return words.withheld(reasons[0]) if all(reasons) and reasons[0] else None


def _year(viewer: Viewer, definition: Definition, year: int, *, remembers: bool) -> pd.DataFrame:
    """The rows of one year in tree order, each unit before those below it."""
    chosen = definition.filters(year)
    places = warehouse.fetch(units.places(viewer, chosen)).set_index("unit_id")
    start = chosen
    if not remembers and not disclosure.is_whole(viewer, chosen):
        if definition.is_narrowed:
            raise NeedsSessionError
        start = replace(chosen, unit_id=None)
    disclosure.minimum(chosen)
    rows = (
        _of_ranks(viewer, start)
        if definition.grain == "unit_rank"
        else _marked(disclosure.down(viewer, start, units.every(viewer, start), "units.every"))
    )
    placed = rows[rows["unit_id"].isin(places.index)].drop(columns="unit_no", errors="ignore")
    placed = placed.join(places[["unit_no", "parent_unit_id", "unit_level"]], on="unit_id").assign(period_year=year)
    seen = warehouse.fetch(units.places(viewer, replace(chosen, unit_id=None)))["unit_id"]
    placed = placed.assign(parent_unit_id=placed["parent_unit_id"].where(placed["parent_unit_id"].isin(seen)))
    keys = ["unit_no", "is_own", *(["rank_order"] if "rank_order" in placed else [])]
    return _told(_shaped(placed.sort_values(keys, ignore_index=True), definition, year), definition)


def _of_ranks(viewer: Viewer, chosen: Filters) -> pd.DataFrame:
    """One row per unit, with all below it or without them (is_own), and rank group."""
    found = disclosure.down(viewer, chosen, exported.ranks(viewer, chosen), "exported.ranks", "rank_group")
    renamed = {"row_code": "unit_id", "row_name": "unit_name", "row_is_own": "is_own", "column_code": "rank_group", "column_order": "rank_order"}
    rows = _marked(found.rename(columns={**renamed, "asn_count": "measured_count"}))
    return rows.assign(**{HIDDEN: rows[HIDDEN].mask(rows[HIDDEN] == CELLS, OTHERS)})  # a pair is hidden whole


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with HIDDEN, of a viewer from whom nothing is hidden too."""
    return rows if HIDDEN in rows else rows.assign(**{HIDDEN: pd.Series([None] * len(rows), index=rows.index, dtype="string")})


def _shaped(rows: pd.DataFrame, definition: Definition, year: int) -> pd.DataFrame:
    """The rows as they are laid out; HIDDEN says of each row why something of it is missing."""
    if definition.grain == "unit_category" and definition.shape == "long":
        return _long(rows, {code: {"asn_count": f"{code}_count", "share_pct": f"{code}_pct"} for code in CATEGORIES}, "category_code")
    if definition.grain == "dimension" and definition.shape == "long":
        return _dimensions(rows, year)
    if definition.grain == "unit_rank" and definition.shape == "wide":
        return _ranks_wide(rows)
    return rows


def _long(rows: pd.DataFrame, parts: dict[str, dict[str, str]], key: str) -> pd.DataFrame:
    """One row per row and part: `parts` says for each code which column each new one is taken from."""
    plain = rows.drop(columns=[name for name in (key, *next(iter(parts.values()))) if name in rows])
    turned = [plain.assign(**{key: code}, **{new: rows[old] for new, old in names.items()}) for code, names in parts.items()]
    found = pd.concat(turned).sort_index(kind="stable", ignore_index=True)
    first = next(iter(next(iter(parts.values()))))
    return found.assign(**{HIDDEN: found[HIDDEN].where(found[first].isna())})


def _dimensions(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """One row per unit and dimension."""
    most = dict(zip(*warehouse.fetch(overview.maxima(Filters(year=year)))[["dimension_code", "maximum_score"]].T.to_numpy(), strict=True))
    found = _long(rows, {name: {"mean_score": f"mean_{name}_score"} for name in DIMENSIONS}, "dimension_code")
    maximum = found["dimension_code"].map(most).astype("float64")
    code = found[HIDDEN].where(found[HIDDEN] != "cells")
    return found.assign(maximum_score=maximum, share_pct=100.0 * found["mean_score"] / maximum, **{HIDDEN: code})


def _ranks_wide(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per unit, the measures of each rank group beside each other; people of unknown rank group are in none of them."""
    keys = ["unit_no", "is_own"]
    heads = rows.drop_duplicates(keys).drop(columns=["rank_group", "rank_order", *RANK_MEASURES, HIDDEN])
    is_hidden = rows.groupby(keys)[HIDDEN].agg(lambda codes: "cells" if codes.notna().any() else None).astype("string")
    for group in RANK_GROUPS:
        of_group = rows[rows["rank_group"] == group].set_index(keys)[[*RANK_MEASURES, HIDDEN]]
        named = of_group.rename(columns={name: f"{name}_{group}" for name in (*RANK_MEASURES, HIDDEN)})
        heads = heads.join(named, on=keys)
    return heads.join(is_hidden, on=keys).reset_index(drop=True)


def _told(rows: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """The columns of the grain, HIDDEN, and what is said where something is hidden."""
    names = FIGURES[definition.grain, definition.shape]
    said = {f"{name}{WORDS}": _words(rows, name) for name in names if rows[name].isna().any()}
    kept = {name: values for name, values in said.items() if values.notna().any()}
    has_hidden = pd.DataFrame(kept, index=rows.index).notna().any(axis=1)
    return rows[[*names, HIDDEN]].assign(**{HIDDEN: rows[HIDDEN].where(has_hidden)}, **kept)


def _words(rows: pd.DataFrame, name: str) -> pd.Series:
    """What is said in place of the missing values of a column; nothing where a value is missing for another reason."""
    group = name.rpartition("_")[2]
    stem, code = (name.removesuffix(f"_{group}"), f"{HIDDEN}_{group}") if group in RANK_GROUPS else (name, HIDDEN)
    told = [words.cell(stem, {HIDDEN: why}) if missing else None for why, missing in zip(rows[code], rows[name].isna(), strict=True)]
    return pd.Series(told, index=rows.index, dtype="string")


def _ordered(rows: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """By the column that comes first, if any; what is missing or hidden last; equals by year and in tree order."""
    if not definition.order:
        return rows
    return rows.sort_values(definition.order, ascending=not definition.is_descending, na_position="last", kind="stable", ignore_index=True)


def _empty(definition: Definition) -> pd.DataFrame:
    """No row, the columns there are."""
    return pd.DataFrame(columns=[*FIGURES[definition.grain, definition.shape], HIDDEN])
