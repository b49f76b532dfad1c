"""Receipts: what was just submitted, and the PDF of any version. No name stands in a file's name or address."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import downloads, recording, warehouse
from dashboard.access.viewer import Scope
from dashboard.exports import documents
from dashboard.ledger.entry_records import Receipt, Version
from dashboard.ledger.identities import Identity
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.measuring import points
from dashboard.queries import choices
from dashboard.queries.filters import Filters
from dashboard.text import _, entries, language, use
from dashboard.text import measure as sentences
from dashboard.text import receipt as words

SENT = "measuring_receipt"
"""In the session: the receipt of what was submitted last."""


def remember(receipt: Receipt) -> None:
    """Let the next run say that this was submitted."""
    st.session_state[SENT] = receipt


def say_sent() -> None:
    """That something was submitted: number, time, points. It is in the ledger."""
    receipt: Receipt | None = st.session_state.pop(SENT, None)
    if receipt is not None:
        st.success(said(receipt), icon=":material/task_alt:")


def said(receipt: Receipt) -> str:
    """Number, time and points of a receipt, in Markdown."""
    words_of_it = _("**Submitted and saved.** Receipt {number}, {moment}.", number=receipt.receipt_no, moment=entries.at(receipt.at))
    return f"{words_of_it}  \n{sentences.result(receipt)}"


def offer(receipt: Receipt, version: Version, person: Identity, year: MeasuredYear) -> None:
    """A button that saves the receipt as PDF; it is made when it is pressed."""
    rules = warehouse.fetch(choices.rules(year.period_year)).iloc[0]
    is_sample = bool(warehouse.fetch(choices.release())["is_sample"].iloc[0])
    most = points.most(year, version.position_group)
    beside = words.Rules(str(rules["regulation"]), str(rules["category_convention"]), most, is_sample)
    made = partial(_pdf, partial(words.document, receipt, version, person, year, beside), language())
    recorded = recording.taking(made, "receipt", Scope(nip=person.nip), Filters(year.period_year), 1)
    downloads.button(_("Receipt (PDF)"), recorded, f"ipasn_receipt_{receipt.receipt_no}.pdf", "application/pdf", f"receipt_{receipt.version_no}")


def _pdf(made: Callable[[], documents.Receipt], spoken: str) -> bytes:
    """In the language of the run that offered it: the file is made in another thread, which knows none."""
    use(spoken)
    return documents.receipt(made())
