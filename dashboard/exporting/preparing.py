"""An export made ready: one statement, or one table of figures from which small groups are hidden, that count, preview and file all come from.

It is asked for within a run of a page, or by the command line, and made into a file later, in a process of its own and of the same release.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import pyarrow as pa
from sqlalchemy import BigInteger, Boolean, Double, Select, String, column, select, table

from dashboard import shown_before, warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting import about, figures, grains
from dashboard.exporting.about import About
from dashboard.exporting.definition import KINDS, Definition
from dashboard.exporting.fitting import NotOfferedError
from dashboard.exporting.grains import HIDDEN, Column
from dashboard.exports import written, xlsx_file
from dashboard.exports.written import WORDS
from dashboard.ledger import audit
from dashboard.queries import exported

PREVIEWED = 100
"""Rows of a preview."""

TABLE = "figures"
"""The name that dashboard.exporting.making_process gives to a table of figures."""

_TYPES: dict[str, tuple[Any, pa.DataType]] = {
    "text": (String, pa.string()),
    "count": (BigInteger, pa.int64()),
    "number": (Double, pa.float64()),
    "flag": (Boolean, pa.bool_()),
}
"""Kind of a column of figures -> its type in a statement and in memory."""


@dataclass(frozen=True, repr=False)
class Prepared:
    """One export of one release for one viewer. Rows of people are not in it, what finds them is; nothing of it may be shown but by its methods."""

    definition: Definition
    about: About
    unit_ids: tuple[str, ...]
    """Whose rows, for the audit."""
    rows: Select = field(compare=False)
    figures: pa.Table | None = field(default=None, compare=False)
    withheld: str | None = None
    """Why all figures are hidden, in one sentence."""

    @property
    def release_id(self) -> str:
        """The release that the rows come from."""
        return self.about.release_id

    @property
    def row_count(self) -> int:
        """How many rows the file has."""
        return self.about.row_count

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the file."""
        hidden = (Column(HIDDEN, "text", self.definition.grain),) if self.about.has_hidden and self._is_typed else ()
        return (*self.about.columns, *hidden)

    @property
    def _is_typed(self) -> bool:
        """Whether a number cannot give way to words in this kind of file."""
        return self.definition.kind in {"parquet", "duckdb"}

    @property
    def details(self) -> audit.Details:
        """What the audit says of it: codes and identifiers of units alone."""
        filters = {name: values for name, values in self.definition.parameters().items() if name not in {"unit", "bom", "comma"}}
        return {"release_id": self.release_id, "page": "export", "unit_ids": self.unit_ids, "filters": filters, "row_count": self.row_count}

    def written_as(self, kind: str, *, has_bom: bool = True, has_decimal_comma: bool = False) -> "Prepared":
        """The same rows as another kind of file. Raises DefinitionError."""
        return replace(self, definition=replace(self.definition, kind=kind, has_bom=has_bom, has_decimal_comma=has_decimal_comma))

    @property
    def file_name(self) -> str:
        """What the rows are, of which years, from which release."""
        years = "-".join(map(str, sorted({self.definition.years[-1], self.definition.years[0]})))
        return f"ipasn_{self.definition.grain}_{years}_{self.release_id}.{self.definition.kind}"

    def kinds(self) -> tuple[str, ...]:
        """The kinds of file that hold so many rows."""
        return tuple(kind for kind in KINDS if kind != "xlsx" or self.row_count <= xlsx_file.MOST_ROWS)

    def preview(self) -> pd.DataFrame:
        """The first PREVIEWED rows of the file; what is hidden says so. Rows of people are asked anew each time and kept nowhere. Raises NoReleaseError."""
        if self.figures is not None:
            return written.told(self.figures.slice(0, PREVIEWED).to_pandas(types_mapper=_pandas_type)).drop(columns=HIDDEN, errors="ignore")
        with warehouse.holding(self.release_id):
            return warehouse.read(self.rows.limit(PREVIEWED))

    def statement(self) -> Select:
        """The rows as they stand in a file of the kind that is defined."""
        if self._is_typed:
            return written.typed(self.rows)
        shown = self.rows.with_only_columns(*(each for each in self.rows.selected_columns if each.name != HIDDEN))
        if self.definition.kind == "xlsx":
            return written.xlsx(shown)
        return written.csv(shown, has_bom=self.definition.has_bom, has_decimal_comma=self.definition.has_decimal_comma, codes=grains.CODES)

    def question(self) -> warehouse.Question:
        """`statement` as the database takes it. Raises NoReleaseError."""
        with warehouse.holding(self.release_id):
            return warehouse.question(self.statement())


def prepared(viewer: Viewer, definition: Definition, *, release_id: str | None = None, remembers: bool = True) -> Prepared:
    """The export of a fitted definition, from this release or that of the run. `remembers`: see figures.frame.

    Raises NotOfferedError, NoReleaseError, TooMuchAskedError, figures.NeedsSessionError, figures.TooManyShownError.
    """
    offered = grains.names(viewer, definition.grain, definition.shape)
    if definition.grain not in grains.offered(viewer) or not set(definition.columns) | {definition.order or offered[0]} <= set(offered):
        raise NotOfferedError
    names = tuple(name for name in offered if name in definition.columns) if definition.columns else tuple(offered)
    with warehouse.holding(release_id or warehouse.release_id()):
        if definition.grain in {"person", "completion_day"}:
            asked = exported.people if definition.grain == "person" else exported.days
            return _of_rows(viewer, definition, names, asked(viewer, definition, names))
        with nullcontext() if remembers else shown_before.apart():
            return _of_figures(viewer, definition, names, remembers=remembers)


def _of_rows(viewer: Viewer, definition: Definition, names: Sequence[str], rows: Select) -> Prepared:
    row_count = int(warehouse.read(exported.counted(rows))["row_count"].iloc[0])
    return _made(viewer, definition, names, row_count, rows)


def _of_figures(viewer: Viewer, definition: Definition, names: Sequence[str], *, remembers: bool) -> Prepared:
    found = figures.frame(viewer, definition, remembers=remembers)
    said = [f"{name}{WORDS}" for name in names if f"{name}{WORDS}" in found]
    has_hidden = bool(said)
    found = found.assign(**{HIDDEN: found[HIDDEN].where(found[said].notna().any(axis=1))})
    kinds = {name: grains.kind_of(name) for name in names} | dict.fromkeys([HIDDEN, *said] if has_hidden else [], "text")
    held = pa.table({name: pa.array(_plain(found[name]), type=_TYPES[kind][1]) for name, kind in kinds.items()})
    rows = select(*(column(name, _TYPES[kind][0]) for name, kind in kinds.items())).select_from(table(TABLE))
    ready = _made(viewer, definition, names, len(found), rows, has_hidden=has_hidden)
    return replace(ready, figures=held, withheld=figures.withheld(viewer, definition))


def _plain(values: pd.Series) -> list[Any]:
    """The values, None where there is none."""
    return [None if missing else value for value, missing in zip(values.tolist(), values.isna().tolist(), strict=True)]


def _made(viewer: Viewer, definition: Definition, names: Sequence[str], row_count: int, rows: Select, *, has_hidden: bool = False) -> Prepared:
    known = {each.name: each for each in grains.columns(viewer, definition.grain, definition.shape)}
    said = about.about(viewer, definition, [known[name] for name in names], row_count, has_hidden=has_hidden)
    scope = viewer.people | viewer.masked if definition.grain == "person" else viewer.scope
    every = (audit.EVERY_UNIT,) if scope.is_everything else scope.unit_ids
    return Prepared(definition, said, every if definition.unit_id is None else (definition.unit_id,), rows)


def _pandas_type(kind: pa.DataType) -> Any:
    return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get(kind)
