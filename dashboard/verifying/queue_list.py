"""The queue as a list that is turned a page at a time, and verifying at once what differs in nothing."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import grid, outcomes, recording
from dashboard.ledger import verification
from dashboard.ledger.verification import Bulk, Waiting
from dashboard.text import _, entries, ngettext_
from dashboard.text import verification as words
from dashboard.verifying import choice, duty, marks
from dashboard.verifying.choice import Choice
from dashboard.verifying.duty import Duty

PAGE_SIZE = 50

MOST_AT_ONCE = 200
"""Entries verified together: as many as somebody can look through in a list."""

_ASKED = "verifying_bulk"
"""In the session: whether the list of entries to verify together is open."""


def show(mine: Duty, chosen: Choice, counts: Mapping[str, int]) -> None:
    """The entries of the view."""
    total = sum(counts[state] for state in chosen.states)
    rows = verification.queue(mine.ledger, mine.year.period_year, by=mine.by, states=chosen.states, after=chosen.after, limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    if not shown:
        st.info(_("Nothing is waiting here.") if chosen.view == "waiting" else _("Nothing found"))
        _turn(chosen, None)
        return
    recording.looked("verification", mine.unit_ids, len(shown), {"year": mine.year.period_year, "view": chosen.view})
    table(mine, shown, words.caption(len(shown), total))
    _turn(chosen, shown[-1] if len(rows) > PAGE_SIZE else None)


def table(mine: Duty, rows: Sequence[Waiting], caption: str) -> None:
    """Name and NIP, what differs, state, since when, unit, who made it. The name leads to the entry."""
    titles = (_("Name"), _("Differs from SIMPEG"), _("State"), _("Waiting"), _("Unit"), _("Made"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    grid.put(head, [(_link(row), _cells(mine, row)) for row in rows], caption)


def _link(row: Waiting) -> str:
    address = urlencode(choice.address(entry=str(row.entry_no)), doseq=True)
    name = escape(row.asn_name or _("name not known"))
    return f'<a href="?{escape(address)}" target="_self">{name}</a> <span class="note">{row.nip}</span>'


def _cells(mine: Duty, row: Waiting) -> str:
    differing = "<br>".join(map(marks.difference, words.differences(row))) if row.version_no else "–"
    cells = (
        differing or marks.none(),
        f'<span class="w">{marks.state(row.state)}</span>',
        f'{escape(words.waited(mine.now, row.moved_at))} <span class="note">{escape(entries.at(row.moved_at))}</span>',
        escape(row.unit_name or row.unit_id),
        escape(words.made(row.made_as) + (f" · {_('your own entry')}" if row.is_own else "")),
    )
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _turn(chosen: Choice, last: Waiting | None) -> None:
    """Buttons to the next page and back to the first."""
    with st.container(horizontal=True):
        if chosen.after is not None:
            st.button(_("From the beginning"), icon=":material/first_page:", key="queue_first", on_click=choice.go, kwargs={"after": None})
        if last is not None:
            code = choice.place_code(last.place)
            st.button(_("Next page"), icon=":material/navigate_next:", key="queue_next", on_click=choice.go, kwargs={"after": code})


def bulk(mine: Duty, chosen: Choice) -> bool:
    """Verify together what differs in nothing: first a list with its count, in place of the queue, then one confirmation. Whether the list is shown."""
    if chosen.view != "waiting":
        return False
    plain_ones = verification.queue(mine.ledger, mine.year.period_year, by=mine.by, limit=MOST_AT_ONCE, is_plain=True)
    if not plain_ones:
        return False
    with st.container(border=True):
        st.markdown(f"**{words.plain_count(len(plain_ones), is_cut=len(plain_ones) == MOST_AT_ONCE)}**")
        if not st.session_state.get(_ASKED):
            st.button(_("List them and verify them together"), icon=":material/done_all:", key="bulk_list", on_click=_ask, args=(True,))
            return False
        recording.looked("verification", mine.unit_ids, len(plain_ones), {"year": mine.year.period_year, "view": "plain"})
        table(mine, plain_ones, words.caption(len(plain_ones), len(plain_ones)))
        _confirm(plain_ones)
    return True


def _confirm(rows: Sequence[Waiting]) -> None:
    seen = {row.entry_no: row.change_no for row in rows}
    names = {row.entry_no: row.asn_name or _("name not known") for row in rows}
    st.markdown(_("Education and position group are those of SIMPEG, and no correction is open. Evidence is not looked at one by one here."))
    with st.container(horizontal=True):
        title = ngettext_("Verify this {count} entry", "Verify these {count} entries", len(rows))
        st.button(title, type="primary", icon=":material/done_all:", key="bulk_verify", on_click=_verify, args=(seen, names))
        st.button(_("Cancel"), key="bulk_cancel", on_click=_ask, args=(False,))


def _ask(is_asked: bool) -> None:
    st.session_state[_ASKED] = is_asked


def _verify(seen: Mapping[int, int], names: Mapping[int, str]) -> None:
    mine = duty.asked()
    st.session_state[_ASKED] = False
    done = outcomes.attempt(lambda: verification.verify_plain(mine.ledger, seen, by=mine.by, now=mine.now))
    if done is not None:
        outcomes.tell("partly" if done.left else "done", *_told(done, names))


def _told(done: Bulk, names: Mapping[int, str]) -> list[str]:
    """How many were verified, and of each that was left why."""
    said = [words.verified(len(done.verified))]
    if done.left:
        said[0] += f" {words.left(len(done.left))}"
        said += [f"{names[entry_no]}: {entries.sentence(error)}" for entry_no, error in done.left.items()]
    return said
