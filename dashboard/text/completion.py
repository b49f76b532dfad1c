"""What the page of completion says in sentences. Frames are those of dashboard.queries.completion and schedule."""

from collections.abc import Sequence

import pandas as pd

from dashboard.text import stages as words
from dashboard.text.formats import day, whole
from dashboard.text.labels import label
from dashboard.text.language import _, ngettext_

STATES = ("overdue", "late", "not_due", "on_time")
COMPLETED = {"late", "on_time"}


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with stage_name (its number before it), owed_by and owed_to in the language of this run."""
    rows = [row for _place, row in frame.iterrows()]
    written = {name: [words.in_language(row, name) for row in rows] for name in ("owed_by", "owed_to")}
    return frame.assign(stage_name=[words.stage_name(row) for row in rows], **written)


def closings(frame: pd.DataFrame) -> list[str]:
    """Of each completed stage when it was, and whether it was declared complete with people open, in words; empty of an open one."""
    return [
        " · ".join(filter(None, (words.declared(row), words.progress(row)))) if row["state"] in COMPLETED else "" for _place, row in frame.iterrows()
    ]


def stages(frame: pd.DataFrame) -> str:
    """How many stages are in which state."""
    counts = frame["state"].value_counts()
    parts = [f"{whole(counts[state])} {label('state', state).lower()}" for state in STATES if state in counts]
    return _("Stages: {states}. A deadline ends at 24:00 WIB.", states=", ".join(parts) or _("nobody owes it here"))


def owners(frame: pd.DataFrame) -> list[str]:
    """Of each stage of `named` who owes it to whom."""
    return [_("{owed_by} to {owed_to}", owed_by=row.owed_by, owed_to=row.owed_to) for row in frame.itertuples()]


def histories(frame: pd.DataFrame, deadlines: pd.DataFrame) -> list[str]:
    """Of each stage how its deadline was moved, in words; empty where it was not."""
    return [_history(deadlines[deadlines["stage_no"] == stage_no]) for stage_no in frame["stage_no"]]


def _history(deadlines: pd.DataFrame) -> str:
    first, *moves = [row for _place, row in deadlines.iterrows()]
    if not moves:
        return ""
    said = [_("first {day}", day=day(first["due_on"], length="brief"))]
    for before, row in zip([first, *moves], moves, strict=False):
        sentence = (
            _("on {decided} put off to {day}: {reason}") if row["due_on"] > before["due_on"] else _("on {decided} brought forward to {day}: {reason}")
        )
        on = {"decided": day(row["decided_on"], length="brief"), "day": day(row["due_on"], length="brief")}
        said.append(sentence.format(reason=words.in_language(row, "reason"), **on))
    return "; ".join(said)


def holidays(days: pd.DataFrame, frame: pd.DataFrame) -> str:
    """Which days between the first window and the last deadline are holidays, and which weekend days are worked."""
    within = days[[frame["window_starts_on"].min() <= on <= frame["due_on"].max() for on in days["on_date"]]]
    special = within[within["day_name"].notna()]
    free, worked = _named_days(special[~special["is_working"]]), _named_days(special[special["is_working"]])
    said = (
        _("Holidays and joint leave within the schedule: {days}.", days=free)
        if free
        else _("No holiday and no joint leave falls within the schedule.")
    )
    said = f"{said} {_('Saturdays and Sundays are no working days.')}"
    return f"{said} {_('Worked by decision: {days}.', days=worked)}" if worked else said


def _named_days(days: pd.DataFrame) -> str:
    return ", ".join(f"{day(row['on_date'], length='brief')} ({words.in_language(row, 'day_name')})" for _place, row in days.iterrows())


def reaches() -> dict[str, str]:
    """Which units the matrix can have, in words."""
    return {"below": _("Right below"), "owners": _("All that owe a report"), "mine": _("My units")}


def units(counts: pd.Series) -> str:
    """How many units need a call and why. Counts: a row of completion.unit_counts."""
    kinds = {
        "overdue_count": _("{count} with a stage overdue"),
        "behind_count": _("{count} behind the plan"),
        "running_count": _("{count} as planned or ahead"),
        "completed_count": _("{count} with everything completed"),
        "nothing_count": _("{count} owing nothing"),
    }
    parts = [sentence.format(count=whole(counts[name])) for name, sentence in kinds.items() if counts[name]]
    total = ngettext_("{number} unit", "{number} units", int(counts["unit_count"]), number=whole(counts["unit_count"]))
    return f"{total}: {', '.join(parts)}."


def owed(row: pd.Series) -> str:
    """Who owes a stage and by when."""
    return _("{owed_by}, by {day}", owed_by=row["owed_by"], day=day(row["due_on"], length="brief"))


def cell(row: pd.Series) -> Sequence[str]:
    """A unit's stage in short lines: how many are done and open, then how late it is or how far from the plan."""
    lines = [_open(row)] if row["due_count"] > 1 or row["state"] in {"not_due", "overdue"} else []
    if row["state"] == "overdue":
        return [*lines, ngettext_("{count} day past", "{count} days past", int(row["late_days"]))]
    said = words.progress(row)
    return [*lines, _("declared {completed}", completed=said) if row["is_declared"] else said]


def _open(row: pd.Series) -> str:
    """How many people or reports are done, and how many open; of a single report, that it is not made."""
    done, due, still = whole(row["done_count"]), whole(row["due_count"]), whole(row["open_count"])
    if row["counts"] == "reports":
        return _("{done} of {due} reports, {open} open", done=done, due=due, open=still) if row["due_count"] > 1 else _("no report yet")
    return _("{done} of {due}, {open} open", done=done, due=due, open=still) if row["open_count"] else _("all {due}", due=due)
