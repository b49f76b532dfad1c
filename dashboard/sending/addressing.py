"""Where the mail of whoever is signed in goes: the sign-in name, or an address that is named here and proved by the code mailed there."""

import streamlit as st

from dashboard import clock
from dashboard.ledger import mail_addresses
from dashboard.ledger.audit import Actor
from dashboard.ledger.mail_addresses import AddressError, MailAddress
from dashboard.sending import desk, settings
from dashboard.text import _, plain


def show(by: Actor) -> str | None:
    """The address in force, or the way to one."""
    address = mail_addresses.of_account(desk.ledger(), by.account_no or 0)
    named = mail_addresses.named(desk.ledger(), by.account_no or 0)
    if address is not None:
        st.text(_("Mail goes to {address}.", address=address))  # Markdown would make a link of it
        _say_names(address)
    elif not settings.places().domains:
        st.warning(
            _("This account has no e-mail address, and none can be named: the domains of the office are not set. Please tell your administrator.")
        )
    else:
        _name()
    if named is not None and named.confirmed_at is None and address is None:
        _confirm(named)
    return address


def _say_names(address: str) -> None:
    if not settings.places().may_name_people(address):
        st.caption(_("People are named to no address outside the domains of the office: files with names stay in the dashboard."))


def _name() -> None:
    with st.form("mail_address", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("E-mail address of your office"), key="mail_address_text", max_chars=254, width=360)
        st.form_submit_button(_("Send a code there"), on_click=_take_name)


def _confirm(named: MailAddress) -> None:
    if named.is_refused:
        st.error(plain(_("The mail server refuses {address}. Look whether it is right, and name it again.", address=named.address)))
        return
    said = _("A code goes to {address} within a quarter of an hour.") if named.code_mailed_at is None else _("A code was sent to {address}.")
    st.text(said.format(address=named.address))
    with st.form("mail_code", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Code"), key="mail_code_text", max_chars=20, width=180)
        st.form_submit_button(_("Confirm"), on_click=_take_code)


def _take_name() -> None:
    by, text = desk.actor(), str(st.session_state.get("mail_address_text", ""))

    def work() -> None:
        if mail_addresses.is_address(text.strip().lower()) and not settings.places().may_name_people(text.strip().lower()):
            raise AddressError("domain")
        mail_addresses.name(desk.ledger(), text, actor=by, now=clock.now())

    desk.attempt(work, _("A code goes there with the next mail. Type it here; until then nothing else is sent."))


def _take_code() -> None:
    by, typed = desk.actor(), str(st.session_state.get("mail_code_text", ""))
    desk.attempt(lambda: mail_addresses.confirm(desk.ledger(), typed, actor=by, now=clock.now()), _("The address is confirmed."))
