"""Whether the audit is whole: asked with a button, because all of it is read; the last number and hash are shown, to be noted elsewhere."""

import re

import streamlit as st

from dashboard import administering, audit_search
from dashboard.access import signed_in
from dashboard.ledger import audit
from dashboard.ledger.audit import Actor
from dashboard.text import _, ngettext_, whole

NOTED = re.compile(r"\s*(\d{1,18}):([0-9a-f]{64})\s*")


def show(actor: Actor) -> None:
    """What the chain proves, a note of an earlier time to compare with, and the button."""
    st.markdown(
        _(
            "Every entry carries the hash of the one before it. Whoever changes, removes or inserts one breaks the chain. Who can write the whole database can "
            "also write a whole new chain: so note number and hash outside this system, and compare with what was noted the last time."
        )
    )
    noted = st.text_input(_("Noted the last time (NUMBER:HASH), if there is a note"), key="audit_noted", max_chars=90)
    if not st.button(_("Verify the whole chain now"), key="audit_verify", icon=":material/verified_user:"):
        return
    fits = NOTED.fullmatch(noted)
    if noted.strip() and fits is None:
        st.error(_("This is no note: write NUMBER:HASH as it was shown here."))
        return
    with st.spinner(_("Every entry is being read.")):
        verified = audit.verify(signed_in.ledger(), noted=None if fits is None else (int(fits[1]), fits[2]))
    outcome = "whole" if verified.first_broken is None else "broken"
    if administering.recorded(audit_search.VERIFIED, actor, page="audit", outcome=outcome, row_count=verified.count):
        _say(verified)


def _say(verified: audit.Verified) -> None:
    if verified.first_broken is not None:
        said = _(
            "The audit is NOT whole: {count} entries fit; entry {broken} was changed, removed or moved. Tell your security officer now, and keep the database as it is.",
            count=whole(verified.count),
            broken=whole(verified.first_broken),
        )
        st.error(said, icon=":material/gpp_bad:")
        return
    st.success(
        ngettext_("The audit is whole: {entries} entry.", "The audit is whole: {entries} entries.", verified.count, entries=whole(verified.count)),
        icon=":material/verified_user:",
    )
    st.caption(_("Note this outside the system:"))
    st.code(f"{verified.count}:{verified.head}", language=None, wrap_lines=True)
