"""Measuring outside the schedule: opened for a unit by the secretariat, with a reason; and every opening there was."""

import streamlit as st

from dashboard import access, acting, figures, grid, outcomes
from dashboard.ledger import late_openings, roster
from dashboard.reporting import duty, opening
from dashboard.text import _
from dashboard.text import openings as words

access.require("open_late")
outcomes.told()
year, by = duty.year(), acting.as_secretariat()
figures.note(
    _("After the close, or before the opening, people of a unit measure only while it is opened here. Unit, days, reason and who opened it are kept.")
)
with st.container(border=True):
    st.subheader(_("Open measuring for a unit"), anchor=False)
    opening.offer(year)
found = late_openings.listed(duty.ledger(), year.period_year, by)
if not found:
    st.info(_("No unit was opened outside the schedule in {year}.", year=year.period_year))
    st.stop()
places = (roster.unit_of(duty.ledger(), year.period_year, each.unit_id, by=by) for each in found)
names = {place.unit_id: place.unit_name for place in places if place is not None}
grid.words(words.openings(found, names, duty.now()), words.opening_count(len(found)))
