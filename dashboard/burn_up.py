"""The stages of the schedule day by day, and where their pace leads: two parts of the page of completion."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import controls, downloads, figures, filters, forecast, warehouse
from dashboard.access.viewer import Viewer
from dashboard.charts import burn_up as chart
from dashboard.queries import burn_up, schedule
from dashboard.queries.filters import Filters
from dashboard.text import _, plain
from dashboard.text import burn_up as words
from dashboard.text import forecast as forecast_words


def show(viewer: Viewer, chosen: Filters, stages: pd.DataFrame) -> None:
    """One stage, chosen by the reader, against its target line, the year before and its deadlines, with the forecast. Stages: queries.completion.stages."""
    picked = int(controls.view("stage", _("Stage"), words.choices(stages), words.first_open(stages)))
    before = replace(filters.year_before(chosen), as_of=None)
    by_day, moment = warehouse.fetch(burn_up.by_day(viewer, chosen)), filters.as_of(chosen)
    stage = stages[stages["stage_no"] == picked].iloc[0]
    drawn = chart.BurnUp(
        days=_of(by_day, picked),
        target=_of(warehouse.fetch(burn_up.target(chosen)), picked),
        last_year=_of(warehouse.fetch(burn_up.last_year(viewer, chosen, before)), picked),
        cone=forecast.cone(stage, by_day, _calendar(chosen), moment),
        deadlines=_of(warehouse.fetch(schedule.deadlines(chosen)), picked),
        moment=moment,
    )
    figures.show(chart.figure(drawn), words.sentence(stage, drawn.days, drawn.last_year, moment), key="by_day")
    downloads.offer(by_day, "completion_by_day", viewer, chosen)


def forecasts(viewer: Viewer, chosen: Filters, stages: pd.DataFrame) -> None:
    """Of every stage the pace it needs and has, and when it is complete at that pace."""
    by_day = warehouse.fetch(burn_up.by_day(viewer, chosen))
    found = forecast.by_stage(stages, by_day, _calendar(chosen), filters.as_of(chosen))
    worded = forecast_words.by_stage(found)
    for heading, sentence in worded:
        st.markdown(f"**{plain(heading)}**  \n{plain(sentence)}")
    if not worded:
        figures.note(_("Nobody owes anything here."))
    downloads.offer(found[list(forecast_words.COLUMNS)], "completion_forecast", viewer, chosen)


def _of(rows: pd.DataFrame, stage_no: int) -> pd.DataFrame:
    return rows[rows["stage_no"] == stage_no]


def _calendar(chosen: Filters) -> forecast.Calendar:
    return forecast.Calendar.of(warehouse.fetch(burn_up.calendar(chosen)))
