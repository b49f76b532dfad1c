"""What is said of the stages of the schedule, on every page that shows them. Rows have the columns of queries.completion.stages or matrix."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from dashboard.text.formats import day, is_missing, number, percent, whole
from dashboard.text.labels import label
from dashboard.text.language import _, language, ngettext_


def stage_name(row: Any) -> str:
    """Number and name of a stage of the schedule."""
    return f"{row['stage_no']}. {in_language(row, 'stage_name')}"


def in_language(row: Any, column: str) -> str:
    """The text of a column that a release has in Indonesian and, as <column>_en, in English."""
    return str(row[f"{column}_en" if language() == "en" else column])


def due(due_on: date, as_of: datetime) -> str:
    """How far a deadline is: days left, today, or days past."""
    days = (due_on - as_of.date()).days
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext_("{count} day left", "{count} days left", days)
    return ngettext_("{count} day past", "{count} days past", -days)


def declared(row: Any) -> str:
    """That a stage was declared complete with people not verified; empty where it was not."""
    if is_missing(row["is_declared"]) or not row["is_declared"]:
        return ""
    return _("declared complete; {share} verified", share=percent(row["done_count"], row["due_count"]))


def progress(row: Any) -> str:
    """How far the stage is from its plan: when it was completed, when it begins, or how many people or reports and working days it is behind or ahead."""
    if is_missing(row["state"]):
        return _("nobody owes it here")
    if row["state"] in {"on_time", "late"}:
        return _completed(row)
    if not row["elapsed_minutes"]:
        return _("begins on {day}", day=day(row["window_starts_on"], length="brief"))
    if not row["ahead_count"]:
        return _("as planned")
    amount = _amount(abs(row["ahead_count"]), row["counts"])
    days = number(abs(row["ahead_days"]), 1)
    if row["ahead_count"] < 0:
        return _("{amount} / {days} working days behind the plan", amount=amount, days=days)
    return _("{amount} / {days} working days ahead of the plan", amount=amount, days=days)


def _amount(count: int, counts: str) -> str:
    """So many people or reports."""
    if counts == "reports":
        return ngettext_("{number} report", "{number} reports", count, number=whole(count))
    return ngettext_("{number} person", "{number} people", count, number=whole(count))


def _completed(row: Any) -> str:
    """The day of completion, and by how many days it was late."""
    if is_missing(row["completed_at"]):
        return _("completed at an unknown time")
    on = day(row["completed_at"], length="brief")
    if row["state"] == "on_time":
        return _("completed on {day}", day=on)
    return ngettext_("completed on {day}, {count} day late", "completed on {day}, {count} days late", int(row["late_days"]), day=on)


def sentence(frame: pd.DataFrame, as_of: datetime) -> str:
    """Which stages are overdue, late or behind the plan, which was declared complete with people open, and which is due next, with what is expected of it."""
    if frame["done_count"].isna().all():
        return _("The schedule of this year is not known here.")
    said = " ".join(_standing(frame)) or _("No stage is overdue, late or behind the plan.")
    for _place, row in frame.iterrows():
        if note := declared(row):
            said += " " + _("Stage {stage}: {note}.", stage=row["stage_no"], note=note)
    coming = frame[[state == "not_due" and due_on >= as_of.date() for state, due_on in zip(frame["state"], frame["due_on"], strict=True)]]
    return said if coming.empty else f"{said} {_following(coming.iloc[0])}"


def _standing(frame: pd.DataFrame) -> list[str]:
    """Which stages need attention, by what is wrong with them."""
    found = {
        _("Overdue: stage {stages}."): frame["state"] == "overdue",
        _("Completed late: stage {stages}."): frame["state"] == "late",
        _("Behind the plan: stage {stages}."): (frame["state"] == "not_due") & (frame["ahead_count"] < 0).fillna(False),
    }
    return [words.format(stages=", ".join(str(no) for no in frame.loc[which, "stage_no"])) for words, which in found.items() if which.any()]


def _following(row: pd.Series) -> str:
    """The stage that is due next: what is done of it, and what the target line expects by now."""
    return _(
        "Next is stage {stage}, by {day}: {done} of {total} done, {expected} expected by now ({progress}).",
        stage=row["stage_no"],
        day=day(row["due_on"]),
        done=whole(row["done_count"]),
        total=whole(row["due_count"]),
        expected=whole(row["expected_count"]),
        progress=progress(row),
    )


def state(row: Any) -> str:
    """The state in a word; where nobody owes anything, that."""
    return _("nobody owes it here") if is_missing(row["state"]) else label("state", row["state"])
