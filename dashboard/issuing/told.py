"""Whether a document would, with what its reader's session has shown, give few people away: the same tables are asked as on every page, one by one.

A document itself is the same for everybody and knows no session; it is handed over where the session may see all that it tells, which the session then remembers.
That its reader knows the own people of a duty counts for a page and not here: documents hang on walls, and whoever has such a duty reads them there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard import disclosure, shown_before, warehouse
from dashboard.access.viewer import Scope, Viewer
from dashboard.documents import gathering, sealing
from dashboard.documents.errors import DocumentError
from dashboard.queries.filters import Filters
from dashboard.queries.summary import CATEGORIES
from dashboard.text import disclosure as sentences


class DifferenceError(DocumentError):
    """With what was shown before, the document would give few people away."""


def check(viewer: Viewer, figures: Mapping[str, Any]) -> None:
    """Ask for the figures of a document of a unit in the session of this run (shown_before). Raises DifferenceError; then nothing of it is remembered."""
    chosen = Filters(year=int(figures["year"]), unit_id=str(figures["unit_id"]))
    above = frozenset(code for code in CATEGORIES if figures["unit"][f"{code}_count"] is None)
    with warehouse.holding(str(figures["release_id"])), shown_before.trying():
        if disclosure.is_whole(viewer, chosen):
            return
        shown = sealing.results(gathering.results(replace(viewer, duty=Scope()), chosen, above))
        if any(_is_withheld(shown[name], figures[name]) for name in shown):
            reason = shown["unit"].get("hidden")
            raise DifferenceError(sentences.withheld(reason if reason == disclosure.FULL else disclosure.DIFFERENCE))


def _is_withheld(shown: Any, told: Any) -> bool:
    """Whether anything that is told is not shown; rows are found by their first value, their code."""
    if isinstance(told, Mapping):
        return any(_is_withheld(shown.get(name), value) for name, value in told.items() if name != "hidden")
    if isinstance(told, list):
        rows = {str(next(iter(row.values()))): row for row in shown}
        return any(_is_withheld(rows.get(str(next(iter(row.values()))), {}), row) for row in told)
    return told is not None and shown is None
