"""The own measurement as a list: every version with what changed, its receipt, and what can be done now."""

import streamlit as st

from dashboard.ledger import entries, moves
from dashboard.ledger.entry_records import History, Version
from dashboard.measuring import own, receipts, steps
from dashboard.measuring.own import Situation
from dashboard.text import _, plain
from dashboard.text import entries as words
from dashboard.text import measure as sentences


def show(situation: Situation) -> None:
    """What can be done, then the versions, the newest first, then everything that happened."""
    _action(situation)
    if situation.own is None or situation.own.version is None:
        return
    history = entries.history(own.ledger(), situation.own.entry.entry_no, by=situation.by)
    st.subheader(_("Versions"), anchor=False)
    for place in range(len(history.versions) - 1, -1, -1):
        _version(situation, history, place)
    with st.expander(_("Everything that happened"), on_change="rerun", key="measure_history") as opened:
        if opened.open:
            _events(history)


def _action(situation: Situation) -> None:
    """The one button that leads on, where anything can be done."""
    if not situation.may_write:
        return
    if situation.own is None:
        st.button(_("Start measuring"), on_click=steps.begin, key="measure_start", type="primary", width="stretch")
    elif situation.own.version is None:
        st.button(_("Go on measuring"), on_click=steps.begin, key="measure_start", type="primary", width="stretch")


def _version(situation: Situation, history: History, place: int) -> None:
    version, before = history.versions[place], history.versions[place - 1] if place else None
    receipt = next((each for each in history.receipts if each.version_no == version.version_no), None)
    is_newest = place == len(history.versions) - 1
    with st.container(border=True, key=f"measure_version_{version.version_no}", gap="small"):
        said = [f"**{_('Version {version}', version=version.version_no)}** · {words.at(version.made_at)} · {_by(version)}"]
        if receipt is not None:
            said.append(sentences.result(receipt))
            said.append(_("Receipt {number}", number=receipt.receipt_no))
        changed = sentences.changes(situation.year, before, version)
        said += [plain(each) for each in changed]
        if before is not None and not changed:
            said.append(_("Nothing changed in the answers."))
        st.markdown("  \n".join(said))
        with st.container(horizontal=True):
            if is_newest and situation.may_write:
                st.button(_edit(situation), on_click=steps.begin, key="measure_edit", type="primary")
            if is_newest and situation.may_write and situation.own is not None and situation.own.draft is not None:
                st.button(_("Drop unsubmitted changes"), on_click=own.start_over, key="measure_drop")
            if receipt is not None:
                receipts.offer(receipt, version, situation.person, situation.year)


def _edit(situation: Situation) -> str:
    if situation.own is not None and situation.own.draft is not None:
        return _("Go on editing")
    return _("Correct and submit again") if situation.state == moves.RETURNED else _("Edit")


def _by(version: Version) -> str:
    who = {"asn": _("by you"), "verifier": _("corrected by the verifier of your unit"), "paper": _("entered from paper by the verifier of your unit")}
    return who.get(version.made_as, version.made_as)


def _events(history: History) -> None:
    for event in reversed(history.events):
        said = f"{words.at(event.at)} · {words.move(event.move)} · {words.role(event.acting_as)}"
        st.markdown(said + (f"  \n{_('Reason: {reason}', reason=plain(event.reason))}" if event.reason else ""))
