"""One account and everything an administrator may change of it; the forms to add one and to look for one."""

from html import escape

import streamlit as st

from dashboard import account_changes, administering
from dashboard.access import roles, signed_in
from dashboard.access.viewer import Viewer
from dashboard.ledger import account_list
from dashboard.ledger.account_list import STATES, Listed, Wanted
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import Actor
from dashboard.text import _, plain
from dashboard.text import accounts as sentences


def add() -> None:
    """The form of a new account. What is typed stays in the session until it is sent."""
    with st.expander(_("Add an account"), icon=":material/person_add:"), st.form("account_add", clear_on_submit=True, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("NIP or e-mail"), key="account_name", max_chars=254, width=320)
            st.text_input(_("Name for greeting (optional)"), key="account_shown", max_chars=200, width=320)
            st.selectbox(
                _("Signs in with"),
                ["local", "oidc"],
                format_func=lambda code: _(sentences.SOURCES[code]),
                key="account_source",
                width=240,
                filter_mode=None,
            )
        keys = ("account_name", "account_shown", "account_source")
        st.form_submit_button(_("Add the account"), on_click=account_changes.add, args=keys, type="primary")


def wanted() -> Wanted:
    """Which accounts are looked for; no name and no NIP in the address."""
    known = roles.load()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(_("Name, NIP or e-mail"), key="account_search", max_chars=100, icon=":material/search:", width=320)
        role = st.selectbox(
            _("Role"),
            list(known),
            index=None,
            format_func=lambda code: sentences.role_name(known[code]),
            key="account_role",
            placeholder=_("All"),
            width=280,
        )
        names = {"open": _("open"), "closed": _("closed")}
        state = st.selectbox(_("State"), STATES, index=None, format_func=names.__getitem__, key="account_state", placeholder=_("All"), width=160)
    return Wanted(text, role, state)


def chosen(found: list[Listed]) -> Listed | None:
    """Which of the accounts shown is to be changed; the only one at once."""
    names = {each.account.account_no: each.account.sign_in_name for each in found}
    if len(found) == 1:
        return found[0]
    number = st.selectbox(
        _("Account to change"),
        list(names),
        index=None,
        format_func=lambda no: names.get(no, str(no)),
        key="account_chosen",
        placeholder=_("Choose"),
        width=420,
    )
    return next((each for each in found if each.account.account_no == number), None)


def show(viewer: Viewer, actor: Actor, account_no: int) -> None:
    """The account with all that may be changed; of one's own nothing."""
    listed = account_list.one(signed_in.ledger(), account_no, now=administering.now())
    if listed is None:
        return
    with st.container(border=True):
        st.html(f"<h3>{escape(listed.account.sign_in_name)}</h3>")  # Markdown would make a link of an e-mail address
        st.caption(plain(f"{sentences.state(listed)} · {sentences.sessions(listed.session_count)}"))
        if account_no == actor.account_no:
            st.info(_("This is your own account: another administrator changes it. Your password and your sessions are at My account."))
            return
        _roles(viewer, listed)
        _give(viewer, account_no)
        _account(listed)


def _roles(viewer: Viewer, listed: Listed) -> None:
    """What it holds, each with the button that takes it."""
    units = administering.unit_names(viewer, {grant.unit_id for grant in listed.grants if grant.unit_id is not None})
    if not listed.grants:
        st.markdown(_("It holds no role."))
    for place, grant in enumerate(listed.grants):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(plain(sentences.held(grant, roles.load(), units)), width="content")
            _take(listed.account.account_no, grant, place)


def _take(account_no: int, grant: Grant, place: int) -> None:
    with st.popover(_("Take away"), type="tertiary", icon=":material/remove_circle:"):
        st.markdown(_("The account does without this role, and all its sessions end at once."))
        st.button(
            _("Take this role away"),
            on_click=account_changes.take,
            args=(account_no, grant),
            key=f"account_take_{account_no}_{place}",
            type="primary",
        )


def _give(viewer: Viewer, account_no: int) -> None:
    """A role to give: first which, then for which unit or person."""
    known = {code: role for code, role in roles.load().items() if role.is_enabled and code != "public"}
    with st.expander(_("Give a role"), icon=":material/add_moderator:"):
        code = st.selectbox(
            _("Role"),
            list(known),
            index=None,
            format_func=lambda code: sentences.role_name(known[code]),
            key=f"account_give_{account_no}",
            placeholder=_("Choose"),
        )
        if code is None:
            return
        unit_id = administering.unit(viewer, f"account_give_{account_no}", _("For the unit, with all below it")) if known[code].needs_unit else None
        nip_key = f"account_nip_{account_no}" if known[code].needs_nip else None
        if nip_key is not None:
            st.text_input(_("For the person with this NIP"), key=nip_key, max_chars=30, width=320)
        args = (account_no, code, unit_id, nip_key)
        st.button(_("Give this role"), on_click=account_changes.give, args=args, key=f"account_give_{account_no}_button", type="primary")


def _account(listed: Listed) -> None:
    """What is done to the account as a whole."""
    number, account = listed.account.account_no, listed.account
    with st.container(horizontal=True):
        if listed.session_count:
            st.button(
                _("End all sessions"), on_click=account_changes.end_sessions, args=(number,), key=f"account_end_{number}", icon=":material/logout:"
            )
        if listed.locked_until is not None:
            st.button(
                _("Lift the wait"), on_click=account_changes.unlock, args=(number,), key=f"account_unlock_{number}", icon=":material/lock_open:"
            )
        if account.source == "local" and account.is_active:
            with st.popover(_("New password"), icon=":material/password:"):
                st.markdown(_("All sessions end. The new password is made here and shown once."))
                st.button(
                    _("Set the password anew"),
                    on_click=account_changes.reset_password,
                    args=(number,),
                    key=f"account_password_{number}",
                    type="primary",
                )
        if account.has_second_factor:
            with st.popover(_("Remove the second factor"), icon=":material/phonelink_erase:"):
                st.markdown(
                    _(
                        "For a lost telephone, once you know who asks. All sessions end; a new one is set up at the next sign-in where the role needs it."
                    )
                )
                st.button(
                    _("Remove it"), on_click=account_changes.remove_second_factor, args=(number,), key=f"account_factor_{number}", type="primary"
                )
        if account.is_active:
            with st.popover(_("Close the account"), icon=":material/person_off:"):
                st.markdown(
                    _(
                        "All sessions end at once, and nobody signs in with it. It can be opened again; it is never removed, because the audit names it."
                    )
                )
                st.button(_("Close it"), on_click=account_changes.close, args=(number,), key=f"account_close_{number}", type="primary")
        else:
            st.button(
                _("Open the account again"),
                on_click=account_changes.reopen,
                args=(number,),
                key=f"account_open_{number}",
                icon=":material/person_check:",
            )
