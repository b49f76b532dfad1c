"""The mail as it would be now for whoever looks at it. No person stands in it: files are named and not made."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.queries.filters import Filters
from dashboard.sending import contents, desk, mail, settings
from dashboard.sending.plans import Asked, Plan
from dashboard.sending.recipients import NotSentError
from dashboard.text import _, plain
from dashboard.text import sending as words


def show(viewer: Viewer, chosen: Filters, content: str, to: str | None) -> None:
    """Subject, words and the names of its files; or why there would be no mail. `to`: where it would go."""
    places = settings.places()
    asked = Asked(viewer, chosen.unit_id, to is not None and places.may_name_people(to), desk.ledger())
    try:
        planned = contents.plan(content, asked)
    except NotSentError as error:
        st.info(plain(words.state("skipped", error.code)))
        return
    st.markdown(f"**{plain(planned.mail.subject)}**")
    st.html(f'<div style="overflow-x:auto">{mail.html(planned.mail)}</div>')
    _files(planned)


def _files(planned: Plan) -> None:
    said = [words.file_line(each.name, each.row_count) for each in planned.files] or [_("none")]
    st.caption(plain(_("Attachments: {files}", files="; ".join(said))))
