"""Issuing what is shown, and the files of what was issued: made anew at a click, and handed over only with the checksum that stands in the ledger."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, clock, downloads, grid, outcomes, recording, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import Scope, Viewer
from dashboard.documents import files
from dashboard.documents.content import Document
from dashboard.documents.errors import DocumentError
from dashboard.documents.order import PERSONAL
from dashboard.issuing import issue, rights, told
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.ledger import issued_documents
from dashboard.ledger.issued_documents import Issued
from dashboard.ledger.measured_year import local_date
from dashboard.queries.filters import Filters
from dashboard.text import _, language, plain, use
from dashboard.text import issuing as words

MOST_OFFERED = 3
"""Documents whose files stand ready to be made; where there are more, all of them stand in a list."""

LOOKED_AT = "document_looked_at"
"""In the session: whose result sheet was shown last."""

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def ledger() -> Engine | None:
    """The ledger; none where nobody signs in."""
    return None if recording.acting() is None else signed_in.ledger()


def made(viewer: Viewer, held: Right, asked: Asked) -> Document:
    """The document as it stands now; ends the run with its sentence where there can be none."""
    try:
        document = issue.preview(ledger(), held, viewer, asked)
        if asked.nip is None:
            told.check(viewer, document.figures)
    except DocumentError as error:
        st.info(plain(str(error)))
        st.stop()
    if asked.nip is not None:
        _record(asked, document)
    return document


def _record(asked: Asked, document: Document) -> None:
    """Somebody's result sheet is about to be shown: an entry for each person that is looked at."""
    if st.session_state.get(LOOKED_AT) != asked.nip:
        recording.anew(PERSONAL)
        st.session_state[LOOKED_AT] = asked.nip
    unit_id = document.order.unit_id
    recording.shown(PERSONAL, Scope(unit_ids=(unit_id,)), Filters(asked.year, unit_id), 1, asked.release_id)


def offer(held: Right, asked: Asked, document: Document) -> None:
    """What is meant, the button that gives it a number, and the draft as a file."""
    st.markdown(f"**{plain(' · '.join(part for part in (document.title, document.subtitle) if part))}**")
    with st.container(horizontal=True, vertical_alignment="center"):
        if ledger() is not None:
            st.button(_("Issue under a number"), key="document_issue", type="primary", icon=":material/approval:", on_click=_issue, args=(asked,))
        draft = recording.taking(partial(files.pdf, document), "documents", held.scope, _filters(asked, document), 1)
        downloads.button(_("Draft (PDF)"), draft, files.file_name(document, "pdf"), PDF, "document_draft")
    if ledger() is None:
        st.caption(_("Here nobody signs in, so no number can be given: this is a draft."))


def _issue(asked: Asked) -> None:
    """What the button does. It runs before its page: the right is asked for anew, and the release is the one that was looked at."""
    use(st.query_params.get("lang"))
    viewer, actor = access.require("export"), recording.acting()
    held = rights.right_of(access.current_identity(), asked.kind)
    if actor is None or held is None:
        outcomes.tell("refused", _("This document is no longer yours to issue."))
        return
    on = local_date(clock.now())
    try:
        given = issue.issued(signed_in.ledger(), held, viewer, asked, actor=actor, on=on, now=datetime.now(UTC))
    except DocumentError as error:
        outcomes.tell("refused", str(error))
    except SQLAlchemyError:
        outcomes.tell("refused", _("The ledger cannot be written at the moment. Nothing was issued; please try again."))
    else:
        outcomes.tell("done", words.issued(given.document, is_known=given.is_known))


def issued(viewer: Viewer, asked: Asked, document: Document) -> None:
    """What was issued of this unit or person and kind: the newest with their files, where there are more, all in a list."""
    book = ledger()
    if book is None:
        return
    found = _found(book, asked, document)
    st.subheader(_("Issued documents"), anchor=False)
    if not found:
        st.caption(_("None of this kind was issued yet."))
        return
    kept = {each.release_id for each in warehouse.published()}
    for each in found[:MOST_OFFERED]:
        _one(book, viewer, each, is_kept=each.release_id in kept)
    if len(found) > MOST_OFFERED:
        grid.words(words.listed(found), words.listed_count(len(found)))


def _found(book: Engine, asked: Asked, document: Document) -> tuple[Issued, ...]:
    if asked.nip is not None:
        return issued_documents.of_person(book, asked.year, asked.nip)
    return issued_documents.of_units(book, asked.year, [document.order.unit_id], [asked.kind])


def _one(book: Engine, viewer: Viewer, each: Issued, *, is_kept: bool) -> None:
    with st.container(border=True, key=f"document_{each.document_no}", gap="small"):
        st.markdown(f"**{plain(each.number)}** · {plain(words.said_of(each))}")
        st.caption(f"SHA-256 {words.grouped(each.checksum)}")
        if not is_kept:
            st.caption(_("Its release is no longer kept, so its files cannot be made again; whoever has one can still have it checked."))
            return
        with st.container(horizontal=True):
            for suffix, mime in (("pdf", PDF), ("docx", DOCX)):
                name = f"ipasn_{each.kind}_{each.period_year}_{each.checksum[:8]}.{suffix}"
                content = partial(_content, partial(issue.document, book, viewer, each), suffix, language())
                recorded = recording.taking(content, "documents", _scope(each), Filters(each.period_year), 1)
                downloads.button(suffix.upper(), recorded, name, mime, f"document_{each.document_no}_{suffix}")


def _content(document: Callable[[], Document], suffix: str, spoken: str) -> bytes:
    """A file, made in another thread, which knows no language."""
    use(spoken)
    content: bytes = getattr(files, suffix)(document())
    return content


def _scope(each: Issued) -> Scope:
    return Scope(unit_ids=(each.unit_id,))


def _filters(asked: Asked, document: Document) -> Filters:
    return Filters(asked.year, None if asked.kind == PERSONAL else document.order.unit_id)
