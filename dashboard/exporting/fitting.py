"""A definition cut down to what its viewer may take away from the release of this run. Whatever is not there, or not theirs, is dropped alike."""

from dataclasses import replace
from typing import Any

from dashboard import warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting import grains
from dashboard.exporting.definition import CODED, SHAPES_OF, Definition
from dashboard.queries import choices


class NotOfferedError(Exception):
    """The viewer may take nothing away."""


def fitted(viewer: Viewer, definition: Definition) -> tuple[Definition, list[str]]:
    """The definition without what is not this viewer's, and the names (definition.PARAMETERS) of what was dropped. Raises NotOfferedError.

    A year that the release lacks gives way to the newest, a grain that is not offered to the first that is; columns that are not offered to all that are.
    """
    offered = grains.offered(viewer)
    if not offered:
        raise NotOfferedError
    held = [int(year) for year in warehouse.fetch(choices.years())["period_year"]]
    changes: dict[str, Any] = {"years": tuple(year for year in definition.years if year in held) or tuple(held[:1])}
    dropped = [] if set(definition.years) <= set(held) else ["years"]
    if definition.grain not in offered:
        dropped.append("grain")
        changes |= {"grain": offered[0], "shape": SHAPES_OF[offered[0]][0]}
    cut = replace(definition, **changes)
    if cut.unit_id is not None and not _has_unit(viewer, cut):
        dropped.append("unit")
        cut = replace(cut, unit_id=None)
    cut, narrowed = _narrowed(viewer, cut)
    cut, columns = _with_columns(viewer, cut)
    return cut, [*dropped, *narrowed, *columns]


def _has_unit(viewer: Viewer, definition: Definition) -> bool:
    """Whether the unit is one that the viewer sees, in any of the years; of people, one of whose people they see."""
    seen = replace(viewer, scope=viewer.people | viewer.masked) if definition.grain == "person" else viewer
    return any(len(warehouse.fetch(choices.unit(seen, year, str(definition.unit_id)))) for year in definition.years)


def _narrowed(viewer: Viewer, definition: Definition) -> tuple[Definition, list[str]]:
    """Without the filters that the grain has not."""
    allowed = grains.narrowing(viewer, definition.grain)
    filters = {**CODED, "is_measured": "measured", "unit_id": "unit"}
    lost = [field for field, name in filters.items() if name not in allowed and getattr(definition, field) not in {(), None}]
    emptied: dict[str, Any] = {field: () if field in CODED else None for field in lost}
    return replace(definition, **emptied), [filters[field] for field in lost]


def _with_columns(viewer: Viewer, definition: Definition) -> tuple[Definition, list[str]]:
    """With columns, and an order, that are offered."""
    names = grains.names(viewer, definition.grain, definition.shape)
    dropped = [] if set(definition.columns) <= set(names) else ["column"]
    kept = tuple(name for name in definition.columns if name in names)
    if definition.order and definition.order not in grains.orders(viewer, definition.grain, definition.shape):
        dropped.append("order")
        definition = replace(definition, order="", is_descending=False)
    return replace(definition, columns=kept), dropped
