"""The first page of who measures: how one stands, what comes next, the own unit, the days, and what IP ASN is and is for."""

import streamlit as st

from dashboard import access, links
from dashboard.measuring import own, progress, standing, unit_figures
from dashboard.text import _, plain
from dashboard.text import home as sentences

access.require("measure")
progress.style()
situation = own.read()
if situation is None:
    standing.unknown()
    st.stop()
st.markdown(f"**{plain(situation.person.asn_name or _('not known'))}** · {plain(situation.person.unit_name or situation.person.unit_id)}")
standing.show(situation)
with st.container(key="measure_ways"):
    links.to("identity_check", _("Look through my data") if situation.checked_at is None else _("My data in SIMPEG"))
    if situation.eligibility.may_measure:
        links.to("measure", _("Measure my index (Ukur Indeks)"))
unit_figures.show(situation)
with st.container(border=True):
    st.subheader(_("Schedule"), anchor=False)
    progress.lines([sentences.stage(stage, situation.now) for stage in situation.year.stages])
with st.container(border=True):
    st.subheader(_("What IP ASN is and is for"), anchor=False)
    st.markdown(sentences.definition())
    st.markdown("\n".join(f"- {use}" for use in sentences.uses()))
