"""Asking for mail by schedule: what, when and for whom."""

from datetime import date, timedelta

import streamlit as st

from dashboard import access, clock, outcomes
from dashboard.access import roles
from dashboard.access.roles import Role
from dashboard.access.viewer import Viewer
from dashboard.ledger import account_list, subscriptions
from dashboard.ledger.subscriptions import Wanted
from dashboard.queries.filters import Filters
from dashboard.sending import contents, desk
from dashboard.text import LANGUAGES, _, language, plain
from dashboard.text import accounts as account_words
from dashboard.text import sending as words

OWN = ""
"""Whom a subscription is for: the account itself; otherwise the code of a role."""

FRIDAY = 5
HOURS = range(5, 21)
MONTH = timedelta(days=30)


def offer(viewer: Viewer, chosen: Filters, unit_name: str) -> Wanted | None:
    """The form; what stands in it, for the preview. None: the roles show nothing that could be sent."""
    offered = contents.offered(viewer)
    if not offered:
        st.info(_("Your roles show nothing that could be sent."))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        content = st.selectbox(_("Content"), offered, format_func=words.content, key="mail_content", width=340, filter_mode=None)
        whom = _whom(viewer, content)
    with st.form("mail", border=False):
        _when()
        st.form_submit_button(
            _("Send by schedule"), type="primary", icon=":material/schedule_send:", on_click=_ask, args=(chosen.unit_id, content, whom)
        )
    if whom == OWN:
        st.caption(plain(_("About: {unit}. For another one, choose it above.", unit=unit_name)))
    else:
        _say_holders(whom)
    return _wanted(content, whom, chosen.unit_id)


def _say_holders(role_code: str) -> None:
    """How many get it as the role is held now, so that nobody is surprised."""
    held = account_list.holders(desk.ledger(), role_code)
    said = _("Everybody gets it about the unit that the role is held for.")
    st.caption(f"{said} {words.holder_count(len(held), len({account_no for account_no, _grant in held}))}")


def _whom(viewer: Viewer, content: str) -> str:
    """For oneself, or for everybody with a role that shows this content; only the first where one may ask for no others."""
    if not viewer.may("subscribe_roles"):
        return OWN
    named = {code: account_words.role_name(role) for code, role in _roles_of(content).items()}
    names = {OWN: _("Myself")} | {code: _("Everybody: {role}", role=name) for code, name in named.items()}
    return st.selectbox(_("For"), list(names), format_func=lambda code: names.get(code, code), key="mail_whom", width=360, filter_mode=None)


def _roles_of(content: str) -> dict[str, Role]:
    """The roles that show a content, by code; of one that sees oneself nothing is sent to everybody."""
    permission = contents.PLANS[content][0]
    return {code: role for code, role in roles.load().items() if role.is_enabled and permission in role.permissions and not role.needs_nip}


def _when() -> None:
    st.pills(
        _("On"),
        range(1, 8),
        selection_mode="multi",
        default=[FRIDAY],
        format_func=lambda number: _(words.WEEKDAYS[number - 1]),
        key="mail_weekdays",
    )
    first = desk.today()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(_("At"), HOURS, index=2, format_func=words.hour_of, key="mail_hour", width=130, filter_mode=None)
        st.date_input(_("From"), first, min_value=first, max_value=first + subscriptions.LONGEST, key="mail_from", format="DD/MM/YYYY", width=150)
        last = first + subscriptions.LONGEST
        st.date_input(_("Until"), first + MONTH, min_value=first, max_value=last, key="mail_until", format="DD/MM/YYYY", width=150)
        st.selectbox(
            _("Language of the mail"),
            LANGUAGES,
            index=LANGUAGES.index(language()),
            format_func={"id": "Bahasa Indonesia", "en": "English"}.__getitem__,
            key="mail_language",
            width=200,
            filter_mode=None,
        )


def _ask(unit_id: str | None, content: str, whom: str) -> None:
    """What the button does; every value is asked for again here, because it comes from a browser."""
    by, viewer = desk.actor(), access.current_viewer()
    is_for_role = viewer.may("subscribe_roles") and content in contents.PLANS and whom in _roles_of(content)
    if content not in contents.offered(viewer) or not (whom == OWN or is_for_role):
        outcomes.tell("refused", words.refusal("none"))
        return
    wanted = _wanted(content, whom, unit_id)
    desk.attempt(lambda: subscriptions.make(desk.ledger(), wanted, actor=by, today=desk.today(), now=clock.now()), _("It is on schedule."))


def _wanted(content: str, whom: str, unit_id: str | None) -> Wanted:
    """What stands in the form; whether it can be is asked by the ledger."""
    state = st.session_state
    first, last = (day if isinstance(day, date) else date.min for day in (state.get("mail_from"), state.get("mail_until")))
    return Wanted(
        content,
        str(state.get("mail_language")) if state.get("mail_language") in LANGUAGES else language(),
        tuple(int(number) for number in state.get("mail_weekdays") or ()),
        int(state.get("mail_hour", -1)),
        first,
        last,
        unit_id=unit_id if whom == OWN else None,
        role_code=whom or None,
    )
