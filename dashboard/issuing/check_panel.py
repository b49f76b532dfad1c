"""A checksum typed or scanned, and what is known of its document: one answer to all that were not issued."""

import re

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard import recording, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.issuing import checking, shown
from dashboard.issuing.checking import Checked
from dashboard.ledger.issued_documents import SHORTEST, Issued
from dashboard.queries import choices
from dashboard.text import _, plain
from dashboard.text import issuing as words

PARAMETER = "checksum"
"""Name of the checksum in the address: the square code of a document leads here. It says nothing of people."""

DIGITS = re.compile(r"[0-9a-fA-F]{16}|[0-9a-fA-F]{64}")
"""A whole checksum or its beginning; a NIP has another length."""

NAMES = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING)
"""The name of the unit stands on the document itself."""


def typed() -> str:
    """The checksum in the field, at first the one in the address."""
    st.session_state.setdefault("check_typed", st.query_params.get(PARAMETER, "")[:200])
    return st.text_input(
        _("Checksum, or its first {count} digits", count=SHORTEST),
        key="check_typed",
        max_chars=200,
        icon=":material/tag:",
        on_change=_write,
        width=680,
    ).strip()


def _write() -> None:
    """Keep the address as what is looked at. Whatever else is typed, a name perhaps, does not get there."""
    value = "".join(st.session_state["check_typed"].split())
    if DIGITS.fullmatch(value):
        st.query_params[PARAMETER] = value
    else:
        st.query_params.pop(PARAMETER, None)


def answer(viewer: Viewer, digits: str) -> None:
    """What is known of the document."""
    if recording.acting() is None:
        st.info(_("Here nobody signs in, so no document was issued and none can be checked."))
        return
    try:
        found = checking.check(signed_in.ledger(), viewer, digits)
    except SQLAlchemyError:
        st.error(_("The ledger cannot be read at the moment; please try again."))
        return
    if found is None:
        st.error(
            _("No document was issued with this checksum. Compare every digit; a document that was changed has another one."),
            icon=":material/gpp_bad:",
        )
        return
    _found(found)


def _found(found: Checked) -> None:
    is_good = found.outcome == checking.SAME
    said = f"**{plain(_('This document was issued here.'))}**  \n{plain(words.outcome(found.outcome))}"
    (st.success if is_good else st.warning)(said, icon=":material/verified:" if is_good else ":material/gpp_maybe:")
    if not found.is_told:
        st.caption(_("It is the result sheet of a person: more is said only to that person and to those of whose duty it is."))
        return
    shown.pairs(tuple(words.checked(found.document, _unit(found.document)).items()))
    if is_good:
        st.caption(_("Compare number, unit, day and figures with the paper: a checksum can be copied onto another document."))


def _unit(document: Issued) -> str:
    name = warehouse.fetch(choices.unit(NAMES, document.period_year, document.unit_id))
    return document.unit_id if name.empty else f"{name['unit_name'].iloc[0]} ({document.unit_id})"
