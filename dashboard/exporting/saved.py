"""Definitions that somebody keeps under a name, and the link that holds one: both are codes, looked at anew when they are opened."""

from datetime import UTC, datetime

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, outcomes, text
from dashboard.access import signed_in
from dashboard.exporting import form
from dashboard.exporting.definition import Definition, DefinitionError
from dashboard.ledger import saved_exports
from dashboard.ledger.saved_exports import SavedExport
from dashboard.text import _
from dashboard.text import export_page as sentences


def show(definition: Definition) -> None:
    """The link, and the definitions of whoever has signed in."""
    with st.popover(_("Keep or share this definition"), icon=":material/bookmark:"):
        st.caption(_("Whoever opens this link gets the same choice, of what they may see themselves. It holds no data of people."))
        st.code(_origin() + form.link(definition), language=None, wrap_lines=True)
        account_no = _account_no()
        if account_no is None:
            st.caption(_("Definitions are kept for those who sign in; here the link alone keeps them."))
        else:
            _own(account_no, definition)


def _origin() -> str:
    """This server, as the reader's browser calls it."""
    scheme, mark, rest = (st.context.url or "").partition("://")
    return f"{scheme}{mark}{rest.split('/', maxsplit=1)[0]}" if mark else ""


def _own(account_no: int, definition: Definition) -> None:
    try:
        known = {each.name: each for each in saved_exports.listed(signed_in.ledger(), account_no)}
    except SQLAlchemyError:
        st.error(_("Your definitions cannot be read at the moment."))
        return
    if known:
        chosen = st.selectbox(_("Your definitions"), list(known), key="export_saved", filter_mode="contains")
        with st.container(horizontal=True):
            st.button(_("Open the definition"), key="export_open", on_click=_open, args=(known[chosen],), icon=":material/folder_open:")
            st.button(_("Delete"), key="export_delete", on_click=_delete, args=(known[chosen],), icon=":material/delete:", type="tertiary")
    st.text_input(_("Name"), key="export_name", max_chars=saved_exports.LONGEST_NAME)
    st.checkbox(_("Replace the one of this name"), key="export_replace")
    st.button(_("Keep"), key="export_keep", on_click=_keep, args=(definition.to_json(),), icon=":material/bookmark_add:")


def _open(saved: SavedExport) -> None:
    """Put it into the address; the run that follows drops what is not available any more, and says so."""
    text.use(st.query_params.get("lang"))
    try:
        form.load(Definition.from_json(saved.definition))
    except DefinitionError:
        outcomes.tell("refused", _("This definition is of another version of the program and cannot be opened. Delete it."))


def _keep(definition: str) -> None:
    text.use(st.query_params.get("lang"))
    account_no = _account_no()
    if account_no is None:
        return
    name, is_replacing = st.session_state["export_name"], st.session_state["export_replace"]
    try:
        saved = saved_exports.save(signed_in.ledger(), account_no, name, definition, now=datetime.now(UTC), is_replacing=is_replacing)
    except saved_exports.SavedExportError as error:
        outcomes.tell("refused", sentences.refused(error.code))
    except SQLAlchemyError:
        outcomes.tell("refused", _("The ledger cannot be written at the moment. Nothing was changed; please try again."))
    else:
        st.session_state["export_name"], st.session_state["export_saved"] = "", saved.name
        outcomes.tell("done", _("Kept as {name}.", name=saved.name))


def _delete(saved: SavedExport) -> None:
    text.use(st.query_params.get("lang"))
    account_no = _account_no()
    try:
        if account_no is not None and saved_exports.remove(signed_in.ledger(), account_no, saved.export_no):
            outcomes.tell("done", _("{name} is deleted.", name=saved.name))
    except SQLAlchemyError:
        outcomes.tell("refused", _("The ledger cannot be written at the moment. Nothing was changed; please try again."))


def _account_no() -> int | None:
    """Whose definitions these are; nobody's where nobody signs in, or who asks may take nothing away."""
    access.require("export")
    identity = access.current_identity()
    return None if identity is None else identity.account_no
