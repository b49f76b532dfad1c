"""The reporting chain: what is reported by whoever reads this, with which figures, and the reports that came to them."""

import streamlit as st

from dashboard import access, links, outcomes, warehouse
from dashboard.reporting import duty, making, receiving
from dashboard.text import _

viewer = access.require("report")
outcomes.told()
year, held = duty.year(), duty.duties()
st.markdown(
    _(
        "A report freezes the figures of the release shown now, with the time and the name of who reports. It is never changed: whoever receives it can return "
        "it with a reason, and then it is made anew. Small groups are withheld in it, because it goes on to others."
    )
)
if warehouse.release_id() != year.release_id:
    st.info(_("Reports read an earlier release: go back to the current one to report."))
    st.stop()
shown = [making.show(viewer, year, each) for each in held.stages] + [receiving.show(year, each) for each in held.receives]
if not any(shown):
    st.info(_("No unit of yours owes a report in {year}.", year=year.period_year))
links.to("completion", _("Completion of all units"))
