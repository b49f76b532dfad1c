"""All units at once: what will be made, the button, how far it is unit by unit, cancelling, and the ZIP."""

from collections import OrderedDict
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path
from threading import Lock

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, clock, grid, outcomes, recording, shown_before, text, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import Scope, Viewer
from dashboard.documents.order import INFOGRAPHIC, UNIT_REPORT
from dashboard.exporting import jobs
from dashboard.exporting.jobs import Standing
from dashboard.issuing import batch, issue, rights, told
from dashboard.issuing.batch import Batch, Order, Unit, Worker
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.ledger import sessions
from dashboard.ledger.audit import Actor
from dashboard.ledger.issued_documents import Given
from dashboard.ledger.measured_year import local_date
from dashboard.queries import choices
from dashboard.text import _, plain, whole
from dashboard.text import exporting as words_of_files
from dashboard.text import issuing as words
from dashboard.web.taken_files import address

KINDS = (UNIT_REPORT, INFOGRAPHIC)
"""Kinds that are issued for every unit."""

DEEPEST = 99
"""No tree of units is as deep."""

MOST_KEPT = 100
"""Batches whose results are remembered; beyond that the oldest is forgotten."""

SECONDS = 1.0
"""How often the page looks how far it is."""

_batches: OrderedDict[int, tuple[str, Batch]] = OrderedDict()
_lock = Lock()


def show(held: Right, asked: Asked) -> None:
    """Everything of the batch, where the kind is issued for every unit and somebody has signed in."""
    actor = recording.acting()
    if held.kind not in KINDS or actor is None or actor.session_no is None:
        return
    st.subheader(_("All units at once"), anchor=False)
    units = _units(held, asked)
    _offer(actor, asked, units)
    _standing(actor.session_no)


def _units(held: Right, asked: Asked) -> list[Unit]:
    """The unit that is shown and all below it."""
    below = Viewer(permissions=held.viewer.permissions, scope=Scope(unit_ids=(asked.unit_id,)))
    found = warehouse.fetch(choices.units(below, asked.year, DEEPEST))
    return [Unit(str(row.unit_id), str(row.unit_name)) for row in found.itertuples()]


def _offer(actor: Actor, asked: Asked, units: list[Unit]) -> None:
    if len(units) > batch.MOST_UNITS:
        st.caption(
            _(
                "{count} units are too many for one go of at most {most}; choose a unit further down.",
                count=whole(len(units)),
                most=whole(batch.MOST_UNITS),
            )
        )
        return
    st.caption(
        _(
            "One document for the unit that is shown and each one below it, {count} in all, each with a number of its own, in one ZIP.",
            count=whole(len(units)),
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        suffixes = st.segmented_control(
            _("Files"), batch.KINDS_OF_FILES, default=[batch.PDF], format_func=str.upper, selection_mode="multi", key="batch_files"
        )
        is_busy = any(each.state in jobs.OPEN for each in jobs.ALL.standings(actor.session_no))
        label = _("Issue all {count}", count=whole(len(units)))
        st.button(label, key="batch_begin", icon=":material/folder_zip:", on_click=_begin, args=(asked, units), disabled=is_busy or not suffixes)


def _begin(asked: Asked, units: list[Unit]) -> None:
    """What the button does; it runs before its page, so right and session are asked for anew."""
    text.use(st.query_params.get("lang"))
    viewer, actor, identity = access.require("export"), recording.acting(), access.current_identity()
    held = rights.right_of(identity, asked.kind)
    if actor is None or actor.session_no is None or held is None:
        outcomes.tell("refused", _("This document is no longer yours to issue."))
        return
    suffixes = tuple(suffix for suffix in batch.KINDS_OF_FILES if suffix in st.session_state.get("batch_files", ())) or (batch.PDF,)
    order = Order(asked, tuple(units), suffixes, f"ipasn_{asked.kind}_{asked.year}_{asked.release_id}.zip")
    kept: list[Batch] = []

    def begun(folder: Path) -> Batch:
        kept.append(Batch(order, _worker(signed_in.ledger(), held, viewer, actor, order), folder))
        return kept[0]

    try:
        token = jobs.ALL.start(actor.session_no, order.file_name, len(units), begun)
    except jobs.BusyError:
        outcomes.tell("refused", _("A file of yours is being made already. Wait for it, or cancel it."))
    except OSError:
        outcomes.tell("refused", words_of_files.failure("disk_full"))
    else:
        _keep(actor.session_no, token, kept[0])


def _keep(session_no: int, token: str, made: Batch) -> None:
    with _lock:
        _batches.pop(session_no, None)
        _batches[session_no] = (token, made)
        while len(_batches) > MOST_KEPT:
            _batches.popitem(last=False)


def _worker(book: Engine, held: Right, viewer: Viewer, actor: Actor, order: Order) -> Worker:
    """What the thread of the batch does with one unit: for the account that asked, as long as its session lasts."""
    on, record_taken, nobody, session_no = local_date(clock.now()), recording.recorder(), Viewer(), actor.session_no or 0

    def issued(asked: Asked) -> Given:
        with shown_before.of_session(session_no):
            return issue.issued(book, held, nobody, asked, actor=actor, on=on, now=datetime.now(UTC), check=partial(told.check, viewer))

    def may_go_on() -> bool:
        try:
            return session_no in sessions.lasting(book, [session_no], now=datetime.now(UTC))
        except SQLAlchemyError:
            return False

    def record(count: int) -> None:
        ids = [unit.unit_id for unit in order.units]
        filters = {"year": order.asked.year, "document_kind": order.asked.kind}
        record_taken({"release_id": order.asked.release_id, "page": "documents", "unit_ids": ids, "filters": filters, "row_count": count})

    return Worker(issued, lambda given: issue.document(book, nobody, given.document), may_go_on, record)


def _standing(session_no: int) -> None:
    """The last batch of this session, looked at again while it runs."""
    found = _batches.get(session_no)
    state = next((each for each in jobs.ALL.standings(session_no) if found is not None and each.token == found[0]), None)
    if found is None or state is None:
        return
    is_open = state.state in jobs.OPEN
    st.fragment(partial(_shown, session_no, found[1]), run_every=SECONDS if is_open else None)(was_open=is_open)


def _shown(session_no: int, made: Batch, *, was_open: bool) -> None:
    text.use(st.query_params.get("lang"))
    access.require("export")
    found = _batches.get(session_no)
    state = next((each for each in jobs.ALL.standings(session_no) if found is not None and each.token == found[0]), None)
    if was_open and (state is None or state.state not in jobs.OPEN):
        st.rerun()
    if state is not None:
        with st.container(border=True, key="batch_standing"):
            _state(session_no, state, made)


def _state(session_no: int, state: Standing, made: Batch) -> None:
    results, count = made.results, len(made.order.units)
    if state.state == jobs.QUEUED:
        st.info(_("Waiting: number {place} in line. Others are being made.", place=state.ahead))
    elif state.state == jobs.RUNNING:
        st.progress(min(len(results) / max(1, count), 1.0), text=plain(words.summed(results, count)))
    elif state.state == jobs.DONE:
        st.markdown(plain(words.summed(results, count)))
        name = escape(state.file_name)
        link = f'<a href="{escape(address(state.token, state.file_name))}" download="{name}">{escape(_("Download the ZIP"))}</a>'
        st.html(f'{grid.STYLE}<div class="ipasn-grid">{link}</div>')
    else:
        st.warning(plain(f"{words_of_files.failure(state.code or 'killed')} {words.summed(results, count)}"))
        st.caption(_("What was issued until then stays issued; issuing all of them again gives the same numbers."))
    if state.state in jobs.OPEN:
        st.button(_("Cancel"), key="batch_cancel", icon=":material/cancel:", on_click=jobs.ALL.cancel, args=(session_no, state.token))
    if results:
        grid.words(words.results(results), words.summed(results, count))
