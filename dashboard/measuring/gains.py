"""Where points come from, and what would raise them: one tap away, and sent only then."""

import streamlit as st

from dashboard import warehouse
from dashboard.ledger.measured_year import Indicator
from dashboard.measuring import points, progress
from dashboard.measuring.own import Situation
from dashboard.queries import choices, measure
from dashboard.queries.filters import Filters
from dashboard.text import _, label
from dashboard.text import measure as sentences


def show(situation: Situation, dimension_code: str | None = None) -> None:
    """Both, of one dimension or of all."""
    with st.expander(_("Where do these points come from?"), on_change="rerun", key="measure_origin") as opened:
        if opened.open:
            _origins(situation, dimension_code)
    with st.expander(_("What would raise them?"), on_change="rerun", key="measure_gain") as opened:
        if opened.open:
            _gains(situation, dimension_code)


def _origins(situation: Situation, dimension_code: str | None) -> None:
    year, group = situation.year, str(situation.person.position_group)
    chosen = Filters(year.period_year)
    regulation = str(warehouse.fetch(choices.rules(year.period_year))["regulation"].iloc[0])
    asked = {each.indicator_code: each for each in year.asked_of(group) if dimension_code in {None, each.dimension_code}}
    found = warehouse.fetch(measure.origins(chosen, group))
    rows = [row for _place, row in found.iterrows() if row["indicator_code"] in asked]
    version = year.rule_version
    progress.lines(
        [
            (
                label("indicator", row["indicator_code"]),
                sentences.origin(row, asked[row["indicator_code"]], version, regulation),
                str(row["source"] or ""),
            )
            for row in rows
        ]
    )


def _gains(situation: Situation, dimension_code: str | None) -> None:
    group = str(situation.person.position_group)
    asked: dict[str, Indicator] = {each.indicator_code: each for each in situation.year.asked_of(group)}
    found = [
        (asked[gain.indicator_code], gain)
        for gain in points.gains(situation.year, group, situation.given)
        if dimension_code in {None, asked[gain.indicator_code].dimension_code}
    ]
    for indicator, gain in found:
        st.markdown(sentences.gain(indicator, gain.points, gain.best, is_answered=gain.is_answered))
    if not found:
        st.markdown(_("Nothing: these are the most points that there are."))
