"""The mail as it would be now: subject, words, tables, link and footer are those that are sent. No person stands in it: files are named and not made."""

import streamlit as st

from dashboard import warehouse
from dashboard.access import roles
from dashboard.access.viewer import Viewer
from dashboard.ledger.subscriptions import Wanted
from dashboard.queries.filters import Filters
from dashboard.sending import contents, desk, mail, settings, unmade
from dashboard.sending.plans import Asked, Plan, closing, speaking
from dashboard.text import _, plain
from dashboard.text import sending as words


def show(viewer: Viewer, chosen: Filters, wanted: Wanted, to: str | None) -> None:
    """What stands in the form as a mail, or why there would be none. `to`: where it would go, of one for oneself.

    One for holders of a role is shown as whoever holds it for the chosen unit gets it, with what the reader may see of it.
    """
    places = settings.places()
    may_have_names = bool(places.domains) if wanted.role_code else to is not None and places.may_name_people(to)
    asked = Asked(viewer, _unit_id(chosen, wanted), may_have_names, desk.ledger())
    try:
        with speaking(wanted.language):
            planned = contents.plan(wanted.content, asked)
            written = closing(planned.mail, wanted, places)
            said = mail.html(written)
    except Exception as error:
        why = unmade.outcome(error)
        if why is None:
            raise
        st.info(plain(words.state(*why)))
        return
    if warehouse.release_id() != warehouse.current_id():
        st.info(_("You look at an earlier release; what is sent comes from the current one."))
    st.markdown(f"**{plain(written.subject)}**")
    st.html(f'<div style="overflow-x:auto">{said}</div>')
    _files(planned)


def _unit_id(chosen: Filters, wanted: Wanted) -> str | None:
    """Holders of a role that is held for no unit get it about all units."""
    role = roles.load().get(wanted.role_code or "")
    return chosen.unit_id if role is None or role.needs_unit else None


def _files(planned: Plan) -> None:
    said = [words.file_line(each.name, each.row_count) for each in planned.files] or [_("none")]
    st.caption(plain(_("Attachments: {files}", files="; ".join(said))))
