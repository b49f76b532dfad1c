"""Measuring oneself (Ukur Indeks): the own measurement with all its versions, or the step of it that stands in the address."""

import streamlit as st

from dashboard import access, links
from dashboard.measuring import own, progress, receipts, standing, steps, versions
from dashboard.text import _

access.require("measure")
progress.style()
situation = own.read()
if situation is None:
    standing.unknown()
    st.stop()
if steps.current() is not None and situation.own is not None and situation.may_write:
    steps.show()
else:
    own.say_refused()
    receipts.say_sent()
    standing.show(situation)
    if situation.checked_at is None:
        with st.container(key="measure_ways"):
            links.to("identity_check", _("Look through my data"))
    versions.show(situation)
