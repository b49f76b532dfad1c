"""A search of the audit: asked for with a button, recorded once, and kept in the session as it was asked, so that turning its pages is no new search.

A search stands at the number of the newest entry of its moment: what is written later, its own entry first, does not move its pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import administering, downloads, tables
from dashboard.access import signed_in
from dashboard.access.viewer import Viewer
from dashboard.exports import csv_file, xlsx_file
from dashboard.ledger import account_list, audit
from dashboard.ledger.audit import EVERY_UNIT, Actor, Entry, Sought
from dashboard.ledger.mailings import MAILED
from dashboard.ledger.measured_year import day_start, local_time
from dashboard.navigation import PAGES
from dashboard.recording import REQUESTED, SEEN, TAKEN
from dashboard.text import _, language, use
from dashboard.text import audit as sentences

SEARCHED, TAKEN_AWAY, VERIFIED = "audit_searched", "audit_taken", "audit_verified"
"""Actions of the audit: what is done with the audit itself."""

ABOUT_PEOPLE = (SEEN, TAKEN, REQUESTED, MAILED)
"""What a breach notice asks for: whose rows were shown, taken away or asked for."""

PAGE_SIZE = 100
MOST_PAGES = 100

MOST_ROWS = xlsx_file.MOST_ROWS

_STATE = "audit_search"
"""In the session: the search that was asked last."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; days of Jakarta, both count. No action means all of them."""

    unit_id: str | None
    since: date
    until: date
    actions: tuple[str, ...]
    account_no: int | None
    outcome: str | None

    def codes(self) -> dict[str, object]:
        """As the audit keeps it."""
        values = {**vars(self), "since": self.since.isoformat(), "until": self.until.isoformat(), "unit_id": None}
        return {name: value for name, value in values.items() if value not in ((), None)}


@dataclass(frozen=True)
class Search:
    """A search that was recorded: what was asked, what that means to the ledger, the entries before which number, and how many they are."""

    asked: Asked
    sought: Sought
    before: int
    count: int


def last() -> Search | None:
    """The search that this session asked last."""
    found: Search | None = st.session_state.get(_STATE)
    return found


def form(viewer: Viewer, actor: Actor) -> None:
    """What can be asked, and the button that asks and records it."""
    unit_id = administering.unit(viewer, "audit", _("Unit (nothing means all, also what has no unit)"), is_any_code=True)
    today = local_time(administering.now()).date()
    names = account_list.names(signed_in.ledger())
    with st.form("audit_form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            since = st.date_input(_("From"), today - timedelta(days=30), key="audit_since", format="DD/MM/YYYY", width=150)
            until = st.date_input(_("Until"), today, key="audit_until", format="DD/MM/YYYY", width=150)
            account_no = st.selectbox(
                _("Account"),
                list(names),
                index=None,
                format_func=lambda no: names.get(no, str(no)),
                key="audit_account",
                placeholder=_("All"),
                width=320,
            )
            outcome = st.selectbox(
                _("How it ended"),
                list(sentences.OUTCOMES),
                index=None,
                format_func=sentences.outcome,
                key="audit_outcome",
                placeholder=_("All"),
                width=240,
            )
        actions = st.multiselect(
            _("What"), list(sentences.ACTIONS), list(ABOUT_PEOPLE), format_func=sentences.action, key="audit_actions", placeholder=_("Everything")
        )
        is_asked = st.form_submit_button(_("Search and record it"), type="primary", icon=":material/search:")
    if is_asked:
        _ask(viewer, actor, Asked(unit_id, since, until, tuple(actions), account_no, outcome))


def _ask(viewer: Viewer, actor: Actor, asked: Asked) -> None:
    """Count, record, and only then keep the search, whose entries are shown from here on."""
    st.session_state.pop(_STATE, None)
    for page in tables.PAGES:
        st.query_params.pop(page, None)
    if asked.until < asked.since:
        st.error(_("The last day lies before the first."))
        return
    ledger, sought = signed_in.ledger(), _sought(viewer, asked)
    before = audit.newest(ledger) + 1
    search = Search(asked, sought, before, audit.count(ledger, sought, before=before))
    unit_ids = () if asked.unit_id is None else (asked.unit_id,)
    if administering.recorded(SEARCHED, actor, page="audit", unit_ids=unit_ids, filters=asked.codes(), row_count=search.count):
        st.session_state[_STATE] = search


def _sought(viewer: Viewer, asked: Asked) -> Sought:
    """A unit with those above and below it in any year, and what showed all units."""
    unit_ids = None
    if asked.unit_id is not None:
        unit_ids = sorted({EVERY_UNIT, *administering.related_units(viewer, asked.unit_id)})
    return Sought(
        account_no=asked.account_no,
        unit_ids=unit_ids,
        actions=asked.actions or None,
        outcome=asked.outcome,
        since=day_start(asked.since),
        until=day_start(asked.until + timedelta(days=1)),
    )


def unit_name(viewer: Viewer, search: Search) -> str | None:
    """Name and code of the unit asked about; None when all were."""
    unit_id = search.asked.unit_id
    return None if unit_id is None else sentences.units((unit_id,), administering.unit_names(viewer, {unit_id}))


def entries(viewer: Viewer, search: Search, page: int) -> pd.DataFrame:
    """The rows of one page of a search, in words."""
    ledger = signed_in.ledger()
    found = audit.search(ledger, search.sought, before=search.before, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE).entries
    units = administering.unit_names(viewer, {unit_id for entry in found for unit_id in entry.unit_ids} - {EVERY_UNIT})
    return sentences.worded(found, account_list.names(ledger), units, _page_titles())


def _page_titles() -> dict[str, str]:
    """The pages as their readers know them; what else is named is a file of rows."""
    return {entry.name: _(entry.title) for entry in PAGES}


def offer(viewer: Viewer, actor: Actor, search: Search) -> None:
    """All that was found as CSV, in codes, and as XLSX, in words; recorded when the file is made."""
    if not search.count:
        return
    if search.count > MOST_ROWS:
        st.caption(sentences.too_many(search.count, MOST_ROWS))
        return
    notes = [
        (_("Content"), sentences.found(search.count, unit_name(viewer, search), search.asked.since, search.asked.until)),
        (_("Filters"), sentences.filters(search.asked.codes())),
        (_("How to read it"), sentences.reading()),
    ]
    names = administering.every_unit_name(viewer)
    stem = f"ipasn_audit_{search.asked.since}_{search.asked.until}"

    def worded(spoken: str) -> bytes:
        use(spoken)
        units, accounts = names(), account_list.names(signed_in.ledger())
        parts = (sentences.worded(part, accounts, units, _page_titles()) for part in _parts(search))
        return xlsx_file.content(parts, sheet=_("Data"), notes=notes, notes_sheet=_("About these data"))

    with st.container(horizontal=True):
        downloads.button(_("Download CSV"), partial(_taken, actor, search, partial(_csv, search)), f"{stem}.csv", "text/csv", "audit")
        made = partial(_taken, actor, search, partial(worded, language()))
        downloads.button(_("Download XLSX"), made, f"{stem}.xlsx", downloads.XLSX, "audit_xlsx")


def _taken(actor: Actor, search: Search, made: "partial[bytes]") -> bytes:
    """A file that is recorded when it is made, and not made when it cannot be recorded."""
    unit_ids = () if search.asked.unit_id is None else (search.asked.unit_id,)
    administering.append(TAKEN_AWAY, actor, page="audit", unit_ids=unit_ids, filters=search.asked.codes(), row_count=search.count)
    return made()


def _csv(search: Search) -> bytes:
    accounts = account_list.names(signed_in.ledger())
    return csv_file.joined(sentences.plainly(part, accounts) for part in _parts(search))


def _parts(search: Search) -> Iterator[tuple[Entry, ...]]:
    """All entries of a search, a thousand at a time."""
    before: int | None = search.before
    while before is not None:
        found = audit.search(signed_in.ledger(), search.sought, before=before, limit=audit.MOST_ENTRIES)
        yield found.entries
        before = found.next_before
