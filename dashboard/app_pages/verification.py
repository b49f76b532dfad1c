"""Entries of the own units: the queue, one entry beside SIMPEG's word, and what is decided of it. No name and no NIP in an address."""

import streamlit as st

from dashboard import access, outcomes
from dashboard.ledger import verification
from dashboard.text import _
from dashboard.verifying import choice, duty, entry_panel, queue_list

viewer = access.require("verify")
mine = duty.begin()
outcomes.told()
chosen = choice.read(mine)
if chosen.entry_no is not None:
    entry_panel.show(mine, chosen, chosen.entry_no)
    st.stop()
within = mine.within(chosen.unit_id)
counts = verification.counts(mine.ledger, mine.year.period_year, by=within.by)
if not any(counts.values()):
    st.info(_("Nobody of your units has begun yet."))
choice.unit(mine, chosen.unit_id)
choice.show(chosen, counts)
if not queue_list.bulk(within, chosen):
    queue_list.show(within, chosen, counts)
