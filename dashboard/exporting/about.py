"""What a file says about itself: from which release, as of when, narrowed by what, under which rules, with which columns, made by whom and when.

The same stands in a file of its own beside it (JSON), in the sheet "Keterangan" of a workbook and in the table `keterangan` of a database.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dashboard import filters, warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting.definition import Definition
from dashboard.exporting.grains import Column
from dashboard.ledger import audit
from dashboard.queries import choices, exported
from dashboard.text import LANGUAGES, _, exporting, label, moment, whole

FORMAT = 1
"""Version of the file beside a file."""


@dataclass(frozen=True)
class Maker:
    """Who takes rows away: account and the name to show; no account where nobody signs in. A name that is a NIP is left out."""

    account_no: int | None = None
    shown_name: str = ""

    def __post_init__(self) -> None:
        """Leave out what looks like a NIP: the file goes further than its maker."""
        if audit.says_nip(self.shown_name):
            object.__setattr__(self, "shown_name", "")

    @property
    def words(self) -> str:
        """Who it is."""
        if self.account_no is None:
            return _("Whoever sits at the machine of the dashboard")
        return " · ".join(part for part in (_("Account {number}", number=self.account_no), self.shown_name) if part)


@dataclass(frozen=True)
class About:
    """Facts of an export before it is made; words are those of the language of the run that asked for it."""

    release_id: str
    built_at: datetime
    is_sample: bool
    years: tuple[dict[str, Any], ...]
    unit: str
    filters: tuple[str, ...]
    definition: Definition
    columns: tuple[Column, ...]
    row_count: int
    has_hidden: bool

    def notes(self, columns: Sequence[Column], maker: Maker, made_at: datetime) -> list[tuple[str, str]]:
        """What and value, for people: the sheet of a workbook, the table of a database."""
        sample = [(_("Sample data"), _("All people are invented."))] if self.is_sample else []
        rules = [f"{year['period_year']}: {year['rule_version']}, {label('convention_letter', year['category_convention'])}" for year in self.years]
        return [
            *sample,
            (_("Content"), exporting.grain(self.definition.grain)),
            (_("Release"), self.release_id),
            (_("Published"), moment(self.built_at)),
            (_("As of"), "\n".join(f"{year['period_year']}: {moment(datetime.fromisoformat(year['as_of']))}" for year in self.years)),
            (_("Unit"), self.unit),
            (_("Filters"), " · ".join(self.filters) or _("none")),
            (_("Rules"), "\n".join(rules)),
            (_("Rows"), whole(self.row_count)),
            (_("Made by"), maker.words),
            (_("Made at"), moment(made_at)),
            (_("Small groups"), exporting.hidden() if self.has_hidden else exporting.nothing_hidden()),
            (_("How to read it"), f"{exporting.reading()} {exporting.reversing()}"),
            *((column.name, column.description) for column in columns),
        ]

    def sidecar(self, columns: Sequence[Column], maker: Maker, made_at: datetime, file: dict[str, Any]) -> str:
        """For programs: JSON, with the name, size and SHA-256 of the file."""
        said = {
            "format": FORMAT,
            "file": file,
            "release": {"release_id": self.release_id, "built_at": self.built_at.isoformat(), "is_sample": self.is_sample},
            "years": list(self.years),
            "definition": json.loads(self.definition.to_json()) | {"grain": self.definition.grain, "shape": self.definition.shape},
            "unit": self.unit,
            "filters": list(self.filters),
            "row_count": self.row_count,
            "columns": [_column(column) for column in columns],
            "small_groups": exporting.hidden() if self.has_hidden else exporting.nothing_hidden(),
            "made_by": {"account_no": maker.account_no, "shown_name": maker.shown_name},
            "made_at": made_at.isoformat(timespec="seconds"),
            "reading": exporting.reading(),
            "reversing": exporting.reversing(),
        }
        return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _column(column: Column) -> dict[str, str]:
    return {"name": column.name, "kind": column.kind, **{f"description_{code}": column.described(code) for code in LANGUAGES}}


def about(viewer: Viewer, definition: Definition, columns: Sequence[Column], row_count: int, *, has_hidden: bool) -> About:
    """The facts of an export from the release of this run."""
    release = warehouse.fetch(choices.release()).iloc[0]
    chosen = definition.filters(definition.years[0])
    return About(
        release_id=str(release["release_id"]),
        built_at=release["built_at"].to_pydatetime(),
        is_sample=bool(release["is_sample"]),
        years=tuple(map(_year, warehouse.fetch(exported.periods(definition.years)).to_dict("records"))),
        unit=_unit(viewer, definition),
        filters=tuple(filters.words(chosen)),
        definition=definition,
        columns=tuple(columns),
        row_count=row_count,
        has_hidden=has_hidden,
    )


def _year(row: dict[str, Any]) -> dict[str, Any]:
    """One year's moment and rules, as JSON takes them."""
    return row | {"period_year": int(row["period_year"]), "as_of": row["as_of"].isoformat(), "minimum_group_size": int(row["minimum_group_size"])}


def _unit(viewer: Viewer, definition: Definition) -> str:
    """Name of the chosen unit, in the newest year that has it."""
    if definition.unit_id is None:
        return _("All units")
    seen = replace(viewer, scope=viewer.people | viewer.masked) if definition.grain == "person" else viewer
    for year in definition.years:
        found = warehouse.fetch(choices.unit(seen, year, definition.unit_id))
        if len(found):
            return str(found["unit_name"].iloc[0])
    return definition.unit_id
