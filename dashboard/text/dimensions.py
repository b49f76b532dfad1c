"""What the page of dimensions says in sentences. Frames are those of dashboard.queries.dimensions.by_indicator."""

import pandas as pd

from dashboard.text import disclosure
from dashboard.text.formats import percent, whole
from dashboard.text.labels import label
from dashboard.text.language import _

TRAININGS = ("technical_training", "functional_training", "leadership_training", "seminar")


def trainings(frame: pd.DataFrame) -> str:
    """How many people have no training or seminar of each kind, of those who are asked for it and whose answer is known."""
    rows = frame.dropna(subset=["missing_count", "full_count"]).set_index("indicator_code")
    parts = [
        _(
            "{indicator}: {count} of {total} ({share})",
            indicator=label("indicator", code),
            count=whole(row["missing_count"]),
            total=whole(known),
            share=percent(row["missing_count"], known),
        )
        for code in TRAININGS
        if code in rows.index
        for row in [rows.loc[code]]
        for known in [row["missing_count"] + row["full_count"]]
        if known
    ]
    if not parts and disclosure.is_any(frame):
        return _("How many people have no training is hidden, so that it shows nobody's.")
    return f"{_('People without')} {'; '.join(parts)}." if parts else _("No answers are known: only points were reported.")


def by_position(frame: pd.DataFrame) -> str:
    """How to read the table of indicators."""
    unknown = int(frame.loc[frame["indicator_code"] == "competence_not_itemised", "asked_count"].sum())
    said = _("Points lost are of the mean over everybody counted, so the rows add up to 100 minus the mean.")
    return f"{said} {_('Of {count} people competence was reported as one number.', count=whole(unknown))}" if unknown else said
