"""Official documents of the release shown: what one will say, its number, its files, and all units at once."""

import streamlit as st

from dashboard import access, outcomes
from dashboard.issuing import batch_panel, choosing, panel, shown
from dashboard.text import _

viewer = access.require("export")
shown.style()
outcomes.told()
st.markdown(_("A document is made of figures of the release shown. Issued, it has a number and a checksum, and anybody can have it checked."))
held = choosing.right()
asked = choosing.asked(viewer, held)
document = panel.made(viewer, held, asked)
panel.offer(held, asked, document)
panel.issued(viewer, asked, document)
batch_panel.show(held, asked)
shown.show(document)
