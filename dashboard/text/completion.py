"""What the page of completion says in sentences. Frames are those of dashboard.queries.completion."""

import pandas as pd

from dashboard.text.formats import whole
from dashboard.text.labels import label
from dashboard.text.language import _
from dashboard.text.overview import declared, stage_name

STATES = ("overdue", "late", "not_due", "on_time")


def named(stages: pd.DataFrame) -> pd.DataFrame:
    """The stages with number and name in the language of this run."""
    return stages.assign(stage_name=[stage_name(row) for _place, row in stages.iterrows()])


def declared_stages(frame: pd.DataFrame) -> list[str]:
    """Of each stage whether it was declared complete with people open, in words; empty where not."""
    return [declared(row.state, row.done_count, row.due_count) for row in frame.itertuples()]


def declared_units(frame: pd.DataFrame) -> list[str]:
    """Of each unit whether it declared its verification complete with people open, in words; empty where not."""
    return [declared(row.verified_state, row.verified_count, row.due_count) for row in frame.itertuples()]


def stages(frame: pd.DataFrame) -> str:
    """How many stages are in which state."""
    return _("Stages: {states}. A deadline ends at 24:00 WIB.", states=_counts(frame["state"]))


def units(frame: pd.DataFrame) -> str:
    """How many of the units shown are in which state of measurement and of verification."""
    return _(
        "{count} units. Measurement: {measured}. Verification: {verified}. People right in the chosen unit count above, but are in no row.",
        count=whole(len(frame)),
        measured=_counts(frame["measured_state"]),
        verified=_counts(frame["verified_state"]),
    )


def _counts(states: pd.Series) -> str:
    counts = states.value_counts()
    parts = [f"{whole(counts[state])} {label('state', state).lower()}" for state in STATES if state in counts]
    return ", ".join(parts) or _("nobody owes it here")
