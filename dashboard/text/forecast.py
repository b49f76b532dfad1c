"""What the forecast of a stage says in sentences. Rows are those of dashboard.forecast.by_stage."""

import pandas as pd

from dashboard.forecast import LEAST_DAYS
from dashboard.text.formats import day, is_missing, number, whole
from dashboard.text.language import _, ngettext_
from dashboard.text.stages import stage_name

COLUMNS = (
    *("stage_no", "stage_name", "due_on", "remaining_count", "pace", "pace_needed", "days_left", "day_count", "last_count"),
    *("earliest_on", "likely_on", "latest_on", "outcome_code", "latest_code"),
)
"""What of a forecast can be taken away."""


def by_stage(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Of each stage that anybody owes here its name with the pace needed and the pace there is, and what that leads to, empty when it is completed."""
    return [(f"{stage_name(row)}: {headline(row)}", sentence(row)) for _place, row in frame[frame["outcome_code"] != "nobody"].iterrows()]


def headline(row: pd.Series) -> str:
    """The pace needed and the pace there is, or why there is none: "needs 37 a working day, has 22"."""
    outcome = row["outcome_code"]
    if outcome == "complete":
        return _("completed")
    if is_missing(row["pace_needed"]):
        over = _("deadline passed") if row["is_past_due"] else _("no working day left")
        return f"{over}, {_pace(row)}"
    needed = whole(row["pace_needed"])
    if outcome == "not_begun":
        return _("not begun; needs {needed} a working day", needed=needed)
    return _("needs {needed} a working day, {pace}", needed=needed, pace=_pace(row))


def _pace(row: pd.Series) -> str:
    return _("not enough data on the pace") if is_missing(row["pace"]) else _("now {pace}", pace=pace_of(row["pace"]))


def pace_of(pace: float) -> str:
    """A pace with one decimal while that says something."""
    return number(pace, 0 if pace >= 10 or not pace else 1)


def sentence(row: pd.Series) -> str:
    """What remains and by when, and when it will be done at the present pace."""
    outcome = row["outcome_code"]
    if outcome == "complete":
        return ""
    said = {"not_begun": _not_begun, "too_few": _too_few, "standstill": _standstill, "forecast": _forecast}[outcome](row)
    return f"{_remaining(row)} {_deadline(row)} {said}"


def _remaining(row: pd.Series) -> str:
    count = int(row["remaining_count"])
    if row["counts"] == "reports":
        return ngettext_("{number} report remains.", "{number} reports remain.", count, number=whole(count))
    return ngettext_("{number} person remains.", "{number} people remain.", count, number=whole(count))


def _not_begun(row: pd.Series) -> str:
    return _("The stage begins on {day}; there is no pace yet.", day=_day(row, "window_starts_on"))


def _too_few(row: pd.Series) -> str:
    return _("Not enough data for a forecast: {count} of at least {least} working days are over.", count=whole(row["day_count"]), least=LEAST_DAYS)


def _standstill(row: pd.Series) -> str:
    return _("Nothing was done on the last {count} working days: at this pace it does not complete.", count=whole(row["day_count"]))


def _forecast(row: pd.Series) -> str:
    pace = _("At the mean of the last {count} working days, {pace} a day,", count=whole(row["day_count"]), pace=pace_of(row["pace"]))
    return " ".join(part for part in (f"{pace} {_dates(row)}", _verdict(row), _unsteady(row)) if part)


def _dates(row: pd.Series) -> str:
    if is_missing(row["earliest_on"]):
        return _("it does not complete within the days that can be computed.")
    earliest = _day(row, "earliest_on")
    if is_missing(row["likely_on"]):
        return _("it completes on {earliest} at the earliest; later than the days that can be computed is more likely.", earliest=earliest)
    likely = _day(row, "likely_on")
    if row["latest_code"] == "unbounded":
        return _(
            "it completes around {likely} (80% interval: from {earliest}; a latest day cannot be given, the days differ too much).",
            likely=likely,
            earliest=earliest,
        )
    if row["latest_code"] == "beyond":
        return _(
            "it completes around {likely} (80% interval: from {earliest}; its end lies beyond the days that can be computed).",
            likely=likely,
            earliest=earliest,
        )
    if row["earliest_on"] == row["latest_on"]:
        return _("it completes on {likely} (80% interval: that day alone).", likely=likely)
    return _("it completes around {likely} (80% interval: {earliest} to {latest}).", likely=likely, earliest=earliest, latest=_day(row, "latest_on"))


def _day(row: pd.Series, column: str) -> str:
    """A day, with its year when that is not the deadline's."""
    return day(row[column], length="brief" if row[column].year == row["due_on"].year else "long")


def _verdict(row: pd.Series) -> str:
    """What the interval says about the deadline that is still to come."""
    if row["is_past_due"]:
        return ""
    if not is_missing(row["latest_on"]) and row["latest_on"] <= row["due_on"]:
        return _("The deadline will probably be met.")
    if is_missing(row["earliest_on"]) or row["earliest_on"] > row["due_on"]:
        return _("The deadline will probably be missed.")
    return _("Whether the deadline is met is open.")


def _unsteady(row: pd.Series) -> str:
    """That the last day was out of line with the pace: the forecast does not know whether that goes on."""
    last, pace = int(row["last_count"]), row["pace"]
    if 2 * last < pace:
        return _("The last working day brought only {count}: if it goes on like that, it takes longer.", count=whole(last))
    if last > 2 * pace:
        return _("The last working day brought {count}: if it goes on like that, it is sooner.", count=whole(last))
    return ""


def _deadline(row: pd.Series) -> str:
    """What the deadline asks for."""
    due = _day(row, "due_on")
    if row["is_past_due"]:
        return _("The deadline of {day} has passed.", day=due)
    if is_missing(row["pace_needed"]):
        return _("No working day is left until the deadline of {day}.", day=due)
    if row["days_left"] < 1:
        return _(
            "The deadline of {day} leaves {days} of a working day: all that remains has to be done in it.", day=due, days=number(row["days_left"])
        )
    return _(
        "The deadline of {day} asks for {needed} a working day (working days left: {days}).",
        day=due,
        needed=whole(row["pace_needed"]),
        days=number(row["days_left"], 0 if float(row["days_left"]).is_integer() else 1),
    )
