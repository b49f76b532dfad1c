"""The burn-up draws what its frames say, each day at its end."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import forecast as forecasts
from dashboard import text, warehouse
from dashboard.access import READER
from dashboard.charts import burn_up as chart
from dashboard.charts import theme
from dashboard.queries import burn_up, completion, schedule
from dashboard.queries.filters import Filters


def drawn(stage_no: int, moment: datetime | None, year: int = 2021) -> tuple[go.Figure, chart.BurnUp, pd.Series]:
    """The figure of a stage of the whole sample at a moment, what it was drawn from, and the stage."""
    filters = Filters(year, as_of=moment)
    stages, by_day = warehouse.fetch(completion.stages(READER, filters)), warehouse.fetch(burn_up.by_day(READER, filters))
    at = moment or datetime(2021, 4, 20, 12)
    stage = stages[stages["stage_no"] == stage_no].iloc[0]
    calendar = forecasts.Calendar.of(warehouse.fetch(burn_up.calendar(filters)))
    parts = {
        "days": by_day,
        "target": warehouse.fetch(burn_up.target(filters)),
        "last_year": warehouse.fetch(burn_up.last_year(READER, filters, Filters(year - 1))),
        "deadlines": warehouse.fetch(schedule.deadlines(filters)),
    }
    of_stage: dict[str, Any] = {name: frame[frame["stage_no"] == stage_no] for name, frame in parts.items()}
    given = chart.BurnUp(**of_stage, cone=forecasts.cone(stage, by_day, calendar, at), moment=at)
    return chart.figure(given), given, stage


def line(figure: go.Figure, name: str) -> dict[datetime, float]:
    """Places and shares of a line, by its name in the legend."""
    trace = next(trace for trace in figure.data if trace.name == name)
    return dict(zip(trace.x, trace.y, strict=True))


def end(day: int, month: int = 4) -> datetime:
    return datetime(2021, month, day)


def test_lines_stand_at_the_end_of_their_days(warehouse_of_sample: object) -> None:
    figure, given, _stage = drawn(1, datetime.combine(date(2021, 4, 14), time.max))
    done = line(figure, text._("Done"))
    assert next(iter(done)) == end(6), "the line begins a day before the first day"
    assert list(done.values()) == [0, *given.days["done_pct"]]
    assert done[end(13)] == pytest.approx(100 * 480 / 1353)
    assert max(done) == pytest.approx(end(14), abs=timedelta(seconds=1))
    assert line(figure, text._("Target line")) == {end(11): 0, end(12): 20, end(13): 40, end(14): 60, end(15): 80, end(16): 100}
    assert line(figure, text._("Year {year}", year=2020))[end(14)] == pytest.approx(100 * 506 / 1378)


def test_a_moment_within_a_day_stands_within_it(warehouse_of_sample: object) -> None:
    figure, _given, _stage = drawn(1, None)
    assert max(line(figure, text._("Done"))) == datetime(2021, 4, 19, 12)
    assert [shape.x0 for shape in figure.layout.shapes] == [end(16), datetime(2021, 4, 19, 12)]


def test_the_cone_begins_with_what_is_done_and_ends_with_the_interval(warehouse_of_sample: object) -> None:
    moment = datetime.combine(date(2021, 4, 14), time.max)
    figure, given, stage = drawn(1, moment)
    area = next(trace for trace in figure.data if trace.name == text._("Forecast (80%)"))
    assert area.fill == "toself"
    assert area.y[0] == area.y[-1] == pytest.approx(stage["done_pct"])
    found = forecasts.forecast(forecasts._stage(stage, given.days), moment, forecasts.Calendar.of(warehouse.fetch(burn_up.calendar(Filters(2021)))))
    highest = dict(zip(given.cone["on_date"], given.cone["highest_pct"], strict=True))
    lowest = dict(zip(given.cone["on_date"], given.cone["lowest_pct"], strict=True))
    assert min(day for day, share in highest.items() if share == 100) == found.earliest_on
    assert min(day for day, share in lowest.items() if share == 100) == found.latest_on == max(lowest)
    assert all(stage["done_pct"] <= low <= high <= 100 for low, high in zip(lowest.values(), highest.values(), strict=True))


def test_a_stage_that_has_not_begun_shows_its_target_and_deadline(warehouse_of_sample: object) -> None:
    figure, given, _stage = drawn(4, datetime.combine(date(2021, 4, 14), time.max))
    assert given.days.empty
    assert given.cone.empty
    assert {trace.name for trace in figure.data} == {text._("Target line"), text._("Year {year}", year=2020)}
    assert text._("deadline {day}", day="23 Apr") in [note.text for note in figure.layout.annotations]


def test_a_moved_deadline_leaves_a_quiet_line(warehouse_of_sample: object) -> None:
    _figure, given, _stage = drawn(1, None)
    moved = pd.concat([given.deadlines, given.deadlines.assign(deadline_no=2, due_on=date(2021, 4, 19))], ignore_index=True)
    figure = chart.figure(chart.BurnUp(given.days, given.target, given.last_year, given.cone, moved, given.moment))
    former, now, _looked_at = figure.layout.shapes
    assert (former.x0, former.line.color) == (end(16), theme.QUIET)
    assert (now.x0, now.line.color) == (end(19), theme.ALARM)
    assert text._("former deadline {day}", day="16 Apr") in [note.text for note in figure.layout.annotations]


def test_quiet_months_after_the_deadline_are_not_drawn(warehouse_of_sample: object) -> None:
    figure, given, _stage = drawn(1, datetime(2020, 12, 31, 12), year=2020)
    first, last = figure.layout.xaxis.range
    assert given.days["on_date"].iloc[-1] == date(2020, 5, 27), "40 days after the deadline"
    assert (first, last) == (datetime(2020, 4, 6), datetime(2020, 5, 5)), "a week after the last event"
    assert max(line(figure, text._("Done"))) <= last


def test_figures_stand_beside_every_share(warehouse_of_sample: object) -> None:
    figure, _given, _stage = drawn(1, None)
    done = next(trace for trace in figure.data if trace.name == text._("Done"))
    assert done.text[list(done.x).index(end(13))] == "13 Apr: 480 dari 1.353 (35,5%), 150 pada hari itu"
