"""An index with its coverage on a page: the line of one, and the table of several that are compared."""

import pandas as pd

from dashboard import disclosure, downloads, figures, grid
from dashboard.access.viewer import Viewer
from dashboard.queries import coverage, overview
from dashboard.queries.filters import Filters
from dashboard.text import _
from dashboard.text import coverage as sentences
from dashboard.text.groups import group_names, shown

COLUMNS = (
    *("group_name", "mean_total_score", "measured_count", "coverage_pct", "lowest_mean", "highest_mean", "overlap_count"),
    *("category_code", "eligible_count"),
)


def line(viewer: Viewer, chosen: Filters) -> None:
    """Index, n, coverage and bounds of everybody chosen."""
    row = disclosure.fetch(viewer, chosen, overview.index(viewer, chosen), "overview.index").iloc[0]
    figures.note(sentences.line(row, is_by_result=coverage.is_by_result(chosen)))


def groups(viewer: Viewer, chosen: Filters, group: str, name: str) -> None:
    """The groups' indexes with coverage, bounds and the word whether their order is decided, and a download; a sentence where coverage says nothing. `name` is
    that of the file."""
    if coverage.is_by_result(chosen, group):
        figures.note(_("These groups are made or chosen by results: whoever is not measured is in none of them, so coverage and bounds say nothing."))
        return
    by_group = disclosure.fetch(viewer, chosen, coverage.by_group(viewer, chosen, group), "coverage.by_group", group)
    names = group_names(by_group, group)
    table = grid.show(by_group.assign(group_name=names), COLUMNS, _sentence(by_group, names))
    downloads.offer(table, name, viewer, chosen)


def _sentence(by_group: pd.DataFrame, names: list[str]) -> str:
    cut = shown(len(by_group), int(by_group["group_count"].iloc[0])) if len(by_group) else ""
    return _("Bounds are those of the index, the sum of all dimensions.") + f" {sentences.order(by_group, names)}{cut}"
