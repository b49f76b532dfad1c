"""Whether SIMPEG has oneself right: nine fields, each right or with a correction asked for."""

import streamlit as st

from dashboard import access, links
from dashboard.measuring import checking, own, progress, standing
from dashboard.text import _

access.require("measure")
progress.style()
situation = own.read()
if situation is None:
    standing.unknown()
    st.stop()
st.markdown(
    _(
        "This is what SIMPEG has of you. Say of each field whether it is right. A correction goes to the verifier of your unit; SIMPEG itself is not changed here."
    )
)
checking.show()
links.to("measure", _("On to measuring"))
