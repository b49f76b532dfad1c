"""Corrections of SIMPEG's data that people of the own units ask for: decided here, exported for SIMPEG, never written over what SIMPEG says."""

from dashboard import access, outcomes
from dashboard.ledger import corrections
from dashboard.verifying import choice, duty, for_simpeg, requests

viewer = access.require("verify")
mine = duty.begin()
outcomes.told()
unit_id = choice.read(mine).unit_id
within = mine.within(unit_id)
counts = corrections.counts(mine.ledger, mine.year.period_year, by=within.by)
choice.unit(mine, unit_id, key="corrections")
for_simpeg.offer(within, counts)
requests.show(within, requests.view(counts))
