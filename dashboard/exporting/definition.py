"""What an export holds, as a value of codes: nobody's name, no NIP, no free text. It stands in a ledger, in an address or on a command line, and every
value is looked at again whenever it is read."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from dashboard.queries.filters import Filters
from dashboard.text.labels import LABELS

SHAPES_OF: Mapping[str, tuple[str, ...]] = {
    "person": ("wide", "long"),
    "unit": ("wide",),
    "unit_category": ("long", "wide"),
    "unit_rank": ("long", "wide"),
    "dimension": ("long", "wide"),
    "completion_day": ("long",),
}
"""What one row is, and how it may be laid out, the usual way first: long has one row for each category, rank group or dimension, wide a column for each."""

GRAINS = tuple(SHAPES_OF)
KINDS = ("csv", "xlsx", "parquet", "duckdb")
"""Kinds of file."""

CODED = {
    "rank_groups": "rank_group",
    "position_groups": "position_group",
    "employment_kinds": "employment_kind",
    "sexes": "sex",
    "categories": "category",
}
"""Filters of fixed codes: field -> name in the address and kind of label."""

MEASURED = {"yes": True, "no": False}
PARAMETERS = ("years", "unit", *CODED.values(), "measured", "grain", "shape", "column", "order", "kind", "bom", "comma")
"""Every name in the address."""

MOST_YEARS, MOST_COLUMNS, LONGEST = 20, 80, 100

_COLUMN = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,59}")
_UNIT = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?")
_NIP = re.compile(r"\d{18}")


class DefinitionError(ValueError):
    """A definition that cannot be. `field` names what is wrong with it, never its value, which came from outside."""

    def __init__(self, field: str) -> None:
        super().__init__(f"Ekspor ditentukan dengan nilai {field} yang tidak dikenal.")
        self.field = field


@dataclass(frozen=True)
class Definition:
    """One export. Years newest first; filters as in queries.filters.Filters; no columns: all that may be taken; no order: by unit in tree order, then by person.

    Raises DefinitionError for anything that is not one of its codes.
    """

    years: tuple[int, ...]
    grain: str = "unit"
    shape: str = ""
    unit_id: str | None = None
    rank_groups: tuple[str, ...] = ()
    position_groups: tuple[str, ...] = ()
    employment_kinds: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_measured: bool | None = None
    columns: tuple[str, ...] = ()
    order: str = ""
    is_descending: bool = False
    kind: str = "csv"
    has_bom: bool = True
    has_decimal_comma: bool = False

    def __post_init__(self) -> None:
        """Look at every value; put years and codes into one order and the usual shape where none is said."""
        for name in ("years", "columns", *CODED):
            if not isinstance(getattr(self, name), tuple):
                raise DefinitionError(name)
        if not self.shape and self.grain in SHAPES_OF:
            object.__setattr__(self, "shape", SHAPES_OF[self.grain][0])
        for name, is_fine in self._demands():
            if not is_fine:
                raise DefinitionError(name)
        object.__setattr__(self, "years", tuple(sorted(set(self.years), reverse=True)))
        for name, kind in CODED.items():
            object.__setattr__(self, name, tuple(code for code in LABELS[kind] if code in getattr(self, name)))

    def _demands(self) -> list[tuple[str, bool]]:
        """Field -> whether its value may be."""
        flags = ("is_descending", "has_bom", "has_decimal_comma")
        return [
            ("years", 0 < len(self.years) <= MOST_YEARS and all(type(year) is int and 1900 < year < 2200 for year in self.years)),
            ("grain", self.grain in SHAPES_OF),
            ("shape", self.shape in SHAPES_OF.get(self.grain, ())),
            ("unit_id", self.unit_id is None or _is_unit(self.unit_id)),
            *((name, all(code in LABELS[kind] for code in getattr(self, name))) for name, kind in CODED.items()),
            ("is_measured", self.is_measured is None or isinstance(self.is_measured, bool)),
            ("columns", len(set(self.columns)) == len(self.columns) <= MOST_COLUMNS and all(map(_is_column, self.columns))),
            ("order", self.order == "" or _is_column(self.order)),
            ("kind", self.kind in KINDS),
            *((name, isinstance(getattr(self, name), bool)) for name in flags),
        ]

    def filters(self, year: int) -> Filters:
        """The filters, in one of the years."""
        coded = {name: getattr(self, name) for name in CODED}
        return Filters(year=year, unit_id=self.unit_id, is_measured=self.is_measured, **coded)

    @property
    def is_narrowed(self) -> bool:
        """Whether people are chosen by anything but year and unit."""
        return self.filters(0) != Filters(year=0, unit_id=self.unit_id)

    def to_json(self) -> str:
        """One text per definition, what is left at its default left out."""
        defaults = {each.name: each.default for each in fields(self)}
        said = {name: value for name, value in asdict(self).items() if value != defaults[name]}
        return json.dumps(said, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Definition":
        """What `to_json` wrote. Raises DefinitionError."""
        try:
            said = json.loads(text)
        except ValueError:
            raise DefinitionError("json") from None
        if not isinstance(said, dict) or not said.keys() <= {each.name for each in fields(cls)} or "years" not in said:
            raise DefinitionError("json")
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        try:
            return cls(**given)
        except TypeError:
            raise DefinitionError("json") from None

    def parameters(self) -> dict[str, list[str]]:
        """The definition as an address has it."""
        usual = Definition(self.years, self.grain)
        said: dict[str, list[str]] = {
            "years": [str(year) for year in self.years],
            "grain": [self.grain],
            "shape": [] if self.shape == usual.shape else [self.shape],
            "unit": [] if self.unit_id is None else [self.unit_id],
            **{kind: list(getattr(self, name)) for name, kind in CODED.items()},
            "measured": [word for word, value in MEASURED.items() if value is self.is_measured],
            "column": list(self.columns),
            "order": [f"{'-' if self.is_descending else ''}{self.order}"] if self.order or self.is_descending else [],
            "kind": [self.kind],
            "bom": [] if self.has_bom else ["no"],
            "comma": ["yes"] if self.has_decimal_comma else [],
        }
        return {name: values for name, values in said.items() if values}

    @classmethod
    def from_parameters(cls, given: Mapping[str, Sequence[str]], years: Sequence[int]) -> tuple["Definition", list[str]]:
        """What an address says, and the names of what in it is no code and was left out. `years` of the release, newest first; without one of them the newest."""
        asked = {name: list(given.get(name, ())) for name in PARAMETERS}
        found: dict[str, Any] = {"years": tuple(year for year in years if str(year) in asked["years"])[:MOST_YEARS] or tuple(years[:1])}
        dropped = [] if set(asked["years"]) <= set(map(str, found["years"])) else ["years"]
        for name, values in _read(asked).items():
            for field, value in values.items():
                try:
                    cls(**{**found, field: value})
                except DefinitionError:
                    dropped.append(name)
                else:
                    found[field] = value
        return cls(**found), dropped


def _read(asked: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Name in the address -> the fields that it sets, in the order of PARAMETERS; what is not asked sets none."""
    last = {name: values[-1] for name, values in asked.items() if values}
    order = last.get("order", "")
    read: dict[str, dict[str, Any]] = {name: {name: last[name]} for name in ("grain", "shape", "kind") if name in last}
    read |= {kind: {name: tuple(dict.fromkeys(asked[kind]))} for name, kind in CODED.items() if asked[kind]}
    if "unit" in last:
        read["unit"] = {"unit_id": last["unit"]}
    if "measured" in last:
        read["measured"] = {"is_measured": MEASURED.get(last["measured"], last["measured"])}
    if asked["column"]:
        read["column"] = {"columns": tuple(dict.fromkeys(asked["column"]))}
    if order:
        read["order"] = {"order": order.removeprefix("-"), "is_descending": order.startswith("-")}
    for name, field in (("bom", "has_bom"), ("comma", "has_decimal_comma")):
        if name in last:
            read[name] = {field: MEASURED.get(last[name], last[name])}
    return read


def _is_unit(text: object) -> bool:
    """Whether it can be a unit's identifier; what looks like a NIP is none."""
    return isinstance(text, str) and len(text) <= LONGEST and _UNIT.fullmatch(text) is not None and not _NIP.search(re.sub(r"[\s.'-]", "", text))


def _is_column(name: object) -> bool:
    return isinstance(name, str) and _COLUMN.fullmatch(name) is not None
