"""What the burn-up of a stage says in sentences. Frames are those of dashboard.queries.burn_up and completion.stages."""

from datetime import datetime

import pandas as pd

from dashboard.text.formats import day, is_missing, looked_at, percent, whole
from dashboard.text.language import _


def choices(stages: pd.DataFrame) -> dict[str, str]:
    """Stages that can be shown, by their number: those that anybody owes here, all when nobody owes any."""
    owed = stages[stages["due_count"] > 0]
    return {str(number): _("Stage {number}", number=number) for number in (owed if len(owed) else stages)["stage_no"]}


def first_open(stages: pd.DataFrame) -> str:
    """Number of the first stage that is not complete, or of the last."""
    names = choices(stages)
    is_open = ~stages["state"].isin(["on_time", "late"])
    still = [number for number in stages.loc[is_open, "stage_no"].astype(str) if number in names]
    return still[0] if still else list(names)[-1]


def sentence(stage: pd.Series, days: pd.DataFrame, last_year: pd.DataFrame, as_of: datetime) -> str:
    """How much of the stage is done at the moment, against the target line and the same working day of the year before."""
    if days.empty:
        return _("Stage {number} begins on {day}; nothing has been done yet.", number=stage["stage_no"], day=day(stage["window_starts_on"]))
    last = days.iloc[-1]
    said = _(
        "Stage {number}, as of {moment}: {done} of {due} done ({share}).",
        number=stage["stage_no"],
        moment=looked_at(as_of),
        done=whole(stage["done_count"]),
        due=whole(stage["due_count"]),
        share=percent(stage["done_count"], stage["due_count"]),
    )
    return " ".join(part for part in (said, _target(stage), _same_day(last_year, last), _undated(last)) if part)


def _target(stage: pd.Series) -> str:
    """How many the target line expects by now."""
    if is_missing(stage["expected_count"]):
        return ""
    expected, ahead = whole(stage["expected_count"]), int(stage["ahead_count"])
    if ahead < 0:
        return _("The target line expects {expected} by now: {count} fewer than that are done.", expected=expected, count=whole(-ahead))
    return _("The target line expects {expected} by now: it is reached.", expected=expected)


def _same_day(last_year: pd.DataFrame, last: pd.Series) -> str:
    """How many were done at the end of the same working day of the stage's window a year before."""
    same = last_year[last_year["on_date"] == last["on_date"]]
    if same.empty:
        return ""
    then = same.iloc[0]
    return _(
        "At the end of the same working day of {year}: {share} ({done} of {due}).",
        year=then["period_year"],
        share=percent(then["done_total"], then["due_count"]),
        done=whole(then["done_total"]),
        due=whole(then["due_count"]),
    )


def _undated(last: pd.Series) -> str:
    """How many of those done are in no day."""
    count = int(last["undated_count"])
    if not count:
        return ""
    return _("Of those done, {count} were done at a time that is not known: they are in the total, but in no day and in no pace.", count=whole(count))
