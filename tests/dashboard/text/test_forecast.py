"""What a forecast says, in both languages, for every outcome there is."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from dashboard import forecast, text
from dashboard.forecast import Calendar
from dashboard.text import forecast as sentences

CALENDAR = Calendar(tuple(day.date() for day in pd.bdate_range("2021-04-01", "2021-06-30")))


def row(done: dict[int, int], due_count: int, moment: datetime, **changes: Any) -> pd.Series:
    """A forecast of a stage of 12 to 16 April 2021 with these counts by day of April."""
    stage = {
        "stage_no": 1,
        "stage_name": "Pengukuran",
        "stage_name_en": "Measurement",
        "counts": "measured",
        "starts_on": date(2021, 4, 12),
        "window_starts_on": date(2021, 4, 12),
        "due_on": date(2021, 4, 16),
        "is_past_due": moment.date() > date(2021, 4, 16),
        "done_count": sum(done.values()),
        "due_count": due_count,
        "state": "not_due",
        **changes,
    }
    by_day = pd.DataFrame({"stage_no": 1, "on_date": [date(2021, 4, day) for day in done], "done_count": list(done.values())}, index=range(len(done)))
    return forecast.by_stage(pd.DataFrame([stage]), by_day, CALENDAR, moment).iloc[0]


def said(found: pd.Series) -> str:
    """Heading and sentence in English."""
    text.use("en")
    ((heading, sentence),) = sentences.by_stage(pd.DataFrame([found]))
    text.use("id")
    return f"{heading} | {sentence}"


def april(day: int, hour: int = 0) -> datetime:
    return datetime(2021, 4, day, hour)


def test_the_pace_needed_stands_beside_the_pace_there_is() -> None:
    found = row({12: 20, 13: 24, 14: 22}, 140, april(15))
    assert sentences.headline(found) == "butuh 37 per hari kerja, kini 22"
    assert said(found) == (
        "1. Measurement: needs 37 a working day, now 22 | 74 people remain. The deadline of 16 Apr asks for 37 a working day (working days left: 2). "
        "At the mean of the last 3 working days, 22 a day, it completes around 20 Apr (80% interval: 19 Apr to 21 Apr). The deadline will probably be missed."
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (row({12: 9}, 9, april(15), state="on_time"), "1. Measurement: completed | "),
        (row({12: 4}, 9, april(15), state="on_time"), "1. Measurement: completed | "),
        (
            row({}, 100, april(8)),
            "not begun; needs 20 a working day | 100 people remain. The deadline of 16 Apr asks for 20 a working day (working days left: 5).",
        ),
        (row({}, 100, april(8)), "The stage begins on 12 Apr; there is no pace yet."),
        (row({12: 4}, 100, april(13)), "needs 24 a working day, not enough data on the pace"),
        (row({12: 4}, 100, april(14)), "Not enough data for a forecast: 2 of at least 3 working days are over."),
        (row({}, 100, april(16)), "needs 100 a working day, now 0 | "),
        (row({}, 100, april(16)), "Nothing was done on the last 4 working days: at this pace it does not complete."),
        (row({12: 9, 13: 9, 14: 10}, 30, april(15)), "it completes on 15 Apr (80% interval: that day alone). The deadline will probably be met."),
        (row({12: 9, 13: 9, 14: 9}, 46, april(15)), "Whether the deadline is met is open."),
        (row({12: 0, 13: 0, 14: 12}, 60, april(15)), "a latest day cannot be given, the days differ too much"),
        (row({12: 0, 13: 0, 14: 12}, 60, april(15)), "The last working day brought 12: if it goes on like that, it is sooner."),
        (row({12: 9, 13: 9, 14: 9, 15: 1}, 60, april(16)), "The last working day brought only 1: if it goes on like that, it takes longer."),
        (row({12: 9, 13: 9, 14: 9}, 400, april(15)), "its end lies beyond the days that can be computed"),
        (row({12: 9, 13: 9, 14: 9}, 620, april(15)), "at the earliest; later than the days that can be computed is more likely."),
        (row({12: 9, 13: 9, 14: 9}, 9_000, april(15)), "it does not complete within the days that can be computed."),
        (
            row({12: 9, 13: 9, 14: 9}, 60, april(16, 18)),
            "The deadline of 16 Apr leaves 0.25 of a working day: all that remains has to be done in it.",
        ),
        (row({12: 9, 13: 9, 14: 9}, 60, april(20)), "deadline passed, now 3.6 | 33 people remain. The deadline of 16 Apr has passed."),
        (row({12: 9, 13: 9, 14: 9}, 60, april(17), is_past_due=False), "No working day is left until the deadline of 16 Apr."),
        (row({12: 1, 13: 0, 14: 1}, 3, april(15), counts="reports"), "now 0.7 | 1 report remains."),
    ],
)
def test_every_outcome_has_its_words(found: pd.Series, words: str) -> None:
    assert words in said(found)


def test_a_stage_that_nobody_owes_is_left_out() -> None:
    assert sentences.by_stage(pd.DataFrame([row({}, 0, april(15))])) == []


def test_a_passed_deadline_gives_no_verdict_on_it() -> None:
    assert "probably" not in said(row({12: 9, 13: 9, 14: 9}, 60, april(20)))


def test_a_year_is_named_where_it_is_another() -> None:
    found = row({12: 9, 13: 9, 14: 9}, 60, april(15)).copy()
    found["latest_on"] = date(2022, 1, 3)
    assert "to 3 January 2022)" in said(found)


def test_what_can_be_taken_away_is_there() -> None:
    found = row({12: 20, 13: 24, 14: 22}, 140, april(15))
    assert set(sentences.COLUMNS) <= set(found.index)
    assert {"stage_no", "pace", "pace_needed", "remaining_count", "earliest_on", "likely_on", "latest_on", "day_count"} <= set(sentences.COLUMNS)
