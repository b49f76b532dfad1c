"""The log of mail by schedule as it is looked through: of roles by who may ask for their mail, all of it by who may see the audit."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import grid, tables
from dashboard.access import roles, signed_in
from dashboard.ledger import mail_log
from dashboard.ledger.mail_log import Sought
from dashboard.text import _
from dashboard.text import mail_log as words

PAGE = tables.PAGES[1]
"""What a page number is called in the address: each page that shows the log has another list beside it."""


def show(named: Callable[[set[str]], Mapping[str, str]], *, is_of_roles: bool) -> None:
    """Who was sent what, when, and what became of it, newest first. `named`: the names of units, of those that the reader may know."""
    outcome = st.segmented_control(
        _("What became of it"), list(words.OUTCOMES), format_func=lambda code: _(words.OUTCOMES[code]), key="mail_log_outcome", on_change=_begin
    )
    sought = Sought(outcome if outcome in mail_log.OUTCOMES else None, is_of_roles)
    count = mail_log.count(signed_in.ledger(), sought)
    if not count:
        st.info(_("No mail of this kind."))
        return
    found = mail_log.page(signed_in.ledger(), sought, tables.page_number(count, mail_log.PAGE_SIZE, mail_log.MOST_PAGES, PAGE))
    names = named({each.unit_id for each in found if each.unit_id is not None})
    grid.words(words.rows(found, names, roles.load()), words.count(count))
    if count > mail_log.PAGE_SIZE:
        tables.turn(count, mail_log.PAGE_SIZE, mail_log.MOST_PAGES, key="mail_log_page", name=PAGE)


def _begin() -> None:
    """Other mails begin at their first page."""
    st.query_params.pop(PAGE, None)
