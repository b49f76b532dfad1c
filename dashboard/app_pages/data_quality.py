"""What was found in the sources: by check and unit, row by row, with the sources themselves."""

import streamlit as st

from dashboard import access, controls, downloads, figures, filters, recording, tables, warehouse
from dashboard.queries import data_quality
from dashboard.text import _
from dashboard.text import data_quality as words

viewer = access.require("quality")
chosen = filters.show(viewer, "year", "unit")
sources = warehouse.fetch(data_quality.sources(chosen))
totals = warehouse.fetch(data_quality.totals(viewer, chosen)).iloc[0]
checks = warehouse.fetch(data_quality.by_check(viewer, chosen))
units = warehouse.fetch(data_quality.by_unit(viewer, chosen))
st.markdown(words.summary(totals, sources))

with figures.card(_("Sources"), "sources"):
    tables.show(words.sources(sources))
    downloads.offer(sources, "sources", viewer, chosen, of="quality")

left, right = st.columns(2, gap="small")
with left, figures.card(_("Findings by check"), "findings"):
    tables.grid(words.by_check(checks), words.checks(checks), bar=_("Findings"), key="by_check")
    downloads.offer(checks, "findings_by_check", viewer, chosen, of="quality")
with right, figures.card(_("Findings by unit"), "findings"):
    tables.grid(words.by_unit(units), words.units(units), bar=_("Findings"), key="by_unit")
    downloads.offer(units, "findings_by_unit", viewer, chosen, of="quality")

with figures.card(_("Row by row"), "findings"):
    with st.container(horizontal=True):
        severity = controls.choice("severity", _("Severity"), words.severities(), "") or None
        check = controls.choice("check", _("Check"), words.check_titles(checks), "") or None
    row_count = int(warehouse.fetch(data_quality.finding_count(viewer, chosen, check=check, severity=severity))["finding_count"].iloc[0])
    page = tables.page_number(row_count, data_quality.PAGE_SIZE, data_quality.MOST_PAGES)
    rows = data_quality.findings(viewer, chosen, check=check, severity=severity, page=page)
    findings = words.findings(recording.read(rows, "data_quality", viewer.quality, chosen))
    tables.grid(findings, _("Each row is one finding; its row number is the one seen when the source is opened."), key="findings")
    tables.turn(row_count, data_quality.PAGE_SIZE, data_quality.MOST_PAGES, key="findings_page")
    downloads.offer(findings, "findings", viewer, chosen, of="quality")

with figures.card(_("Unit names to review"), "unit_names"):
    unit_names = words.unit_names(warehouse.fetch(data_quality.unit_names(viewer, chosen)))
    tables.show(unit_names)
    downloads.offer(unit_names, "unit_names", viewer, chosen, of="quality")
