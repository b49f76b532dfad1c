"""A report as its readers see it: the frozen figures each with what they are of, who reported when, and the checksum that shows nothing was changed."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import downloads, figures, grid, recording
from dashboard.access.viewer import Scope
from dashboard.ledger.answers import canonical
from dashboard.ledger.stage_reports import StageReport
from dashboard.queries.disclosure import HIDDEN
from dashboard.queries.filters import Filters
from dashboard.reporting.figures import OF_PART, Figures
from dashboard.text import _
from dashboard.text import reporting as words

PARTS = ("unit_name", "mean_total_score", "category_code", "measured_count", "coverage_pct", "lowest_mean", "highest_mean", "verified_count")


def frozen(found: Figures) -> None:
    """The figures of a report, made or about to be made."""
    with st.container(horizontal=True):
        figures.fact(_("Index"), words.index(found), words.bounds(found))
        figures.fact(_("Coverage"), words.coverage(found), words.measured(found))
        figures.fact(_("Verified"), words.verified_share(found), words.verified(found))
    figures.note(words.categories(found))
    if found.get("units"):
        grid.show(table(found["units"]), PARTS, words.parts(len(found["units"])))
    figures.note(words.origin(found))


def report(found: StageReport, key: str) -> None:
    """A report that was made, with its words, its figures and the statement to take away."""
    st.markdown(words.made(found))
    for sentence in words.remarks(found):
        st.markdown(sentence)
    frozen(found.statement["figures"])
    if not found.is_sound:
        st.error(_("The statement kept does not fit its checksum. Tell your administrator before you rely on these figures."))
    st.caption(_("Checksum (SHA-256) of the statement: {checksum}", checksum=found.checksum))
    chosen = Filters(year=found.period_year, unit_id=found.unit_id)
    made = recording.taking(partial(_file, found), "stage_report", Scope(unit_ids=(found.unit_id,)), chosen, 1)
    name = f"ipasn_stage_{found.stage_no}_{found.unit_id}_{found.report_no}.json"
    downloads.button(_("Download the statement (JSON)"), made, name, "application/json", f"statement_{key}_{found.report_no}")


def _file(found: StageReport) -> bytes:
    """The statement exactly as the checksum was made of it."""
    return canonical(found.statement).encode()


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The units of a statement, one row each, as pages show units."""
    frame = pd.DataFrame(json.loads(json.dumps(rows)), columns=[*OF_PART, "withheld"]).rename(columns={"withheld": HIDDEN})
    numbers = [name for name in frame.columns if name.endswith(("_pct", "_mean", "_score"))]
    frame[numbers] = frame[numbers].apply(pd.to_numeric)
    counts = [name for name in frame.columns if name.endswith("_count")]
    return frame.astype({**dict.fromkeys(counts, "Int64"), HIDDEN: "string"})
