"""Results of units that measured on paper: a workbook to fill in, read and previewed, and stored when that is confirmed, never before."""

import streamlit as st

from dashboard import access, outcomes
from dashboard.text import _, whole
from dashboard.verifying import choice, duty, paper_form, paper_preview, reading

viewer = access.require("verify")
mine = duty.begin()
outcomes.told()
unit_id = choice.read(mine).unit_id
within = duty.on_paper(mine).within(unit_id)
st.markdown(
    _(
        "For people who measured on paper. Download the workbook, fill in what stands on the papers, upload it, look through the preview, and enter it."
    )
)
choice.unit(mine, unit_id, key="paper")
st.subheader(_("1. The workbook"), anchor=False)
paper_form.offer(within)
st.subheader(_("2. The filled in workbook"), anchor=False)
st.caption(
    _("XLSX or CSV, up to {megabytes} MB and {rows} results. The file is not kept.", megabytes=reading.MOST_MEGABYTES, rows=whole(reading.MOST_ROWS))
)
paper_preview.upload(within)
paper_preview.show(within)
