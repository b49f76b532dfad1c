"""What somebody who measures sees of the own unit: index, coverage and categories of all its people together, small groups hidden always, nothing row by row.

Who measures has no scope of figures (data/roles.toml). These come through a viewer of their own, which holds one unit with all below it and no duty, so that
the small-group rule applies whatever else the same account may see. The reader knows one result of the group, the own: without it there must still be enough.
"""

import pandas as pd

from dashboard import disclosure, figures, warehouse
from dashboard.access.viewer import Scope, Viewer
from dashboard.measuring import progress
from dashboard.measuring.own import Situation
from dashboard.queries import choices, overview, summary
from dashboard.queries.disclosure import FEW, HIDDEN
from dashboard.queries.filters import Filters
from dashboard.text import _
from dashboard.text import disclosure as words_of_hidden
from dashboard.text import home as sentences
from dashboard.text import overview as words_of_index

COUNTS = ("asn_count", "eligible_count", "measured_count", "verified_count")
"""What is no result, and stays."""


def viewer_of(unit_id: str) -> Viewer:
    """Whoever belongs to a unit, as a reader of its figures."""
    return Viewer(permissions=frozenset({"aggregates"}), scope=Scope(unit_ids=(unit_id,)))


def show(situation: Situation) -> None:
    """The card of the own unit; a sentence where the release does not know the unit."""
    chosen = Filters(situation.year.period_year, situation.person.unit_id)
    viewer = viewer_of(situation.person.unit_id)
    name = warehouse.fetch(choices.unit(viewer, chosen.year, situation.person.unit_id))
    with figures.card(_("Your unit"), "index"):
        if name.empty:
            figures.note(_("The release has no figures of your unit yet."))
            return
        figures.note(str(name["unit_name"].iloc[0]))
        _figures(*seen(viewer, chosen))


def seen(viewer: Viewer, chosen: Filters) -> tuple[pd.Series, bool]:
    """The row of overview.index as people of the unit see it; and whether its results are hidden because beside the reader too few are measured."""
    found = disclosure.fetch(viewer, chosen, overview.index(viewer, chosen), "overview.index").iloc[0]
    if not 0 < found["measured_count"] <= disclosure.minimum(chosen):
        return found, False
    kept = [name for name in found.index if str(name) in COUNTS]
    return pd.concat([found[kept], pd.Series({HIDDEN: FEW})]), True


def _figures(found: pd.Series, is_few: bool) -> None:
    is_hidden = words_of_hidden.is_hidden(found)
    if is_few:
        figures.note(sentences.few_beside_you())
    else:
        if not is_hidden:
            figures.lead(words_of_hidden.value(found, "mean_total_score"), found["category_code"])
        figures.note(words_of_index.index(found))
    figures.note(sentences.unit_coverage(found))
    if not is_hidden and found["measured_count"]:
        progress.lines(sentences.unit_categories(found, summary.CATEGORIES), is_beside=True)
        figures.note(words_of_hidden.about())
