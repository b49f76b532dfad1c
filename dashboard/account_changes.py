"""What an administrator's buttons do to an account: asked of the ledger, which writes it into the audit, and told on the next run in the reader's language.

A button's work runs before its page asks for the permission, so it is asked for here too.
"""

import re
import secrets
from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, administering, outcomes, recording
from dashboard.access import denied, roles, signed_in
from dashboard.ledger import accounts, passwords, sessions
from dashboard.ledger.accounts import AccountError, Grant
from dashboard.ledger.audit import Actor
from dashboard.text import _
from dashboard.text import accounts as sentences

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another: a first password is read out or written down."""

GROUPS, GROUP_SIGNS = 5, 5
"""25 signs of 31: 123 bits."""

_SHOWN_ONCE = "account_shown_once"
"""In the session: the first password that was made last."""

Change = Callable[[Actor], str | None]
"""A change by an actor; a first password to be shown this once. Raises AccountError."""


def first_password() -> str:
    """A new password that nobody chose."""
    while True:
        made = "-".join("".join(secrets.choice(SIGNS) for _sign in range(GROUP_SIGNS)) for _group in range(GROUPS))
        if not passwords.problems(made):
            return made


def told() -> None:
    """What the last button did, this once, and the first password that it made."""
    outcomes.told()
    password = st.session_state.pop(_SHOWN_ONCE, None)
    if password:
        st.warning(_("Hand this first password over in person. It is shown this once, and its owner has to choose another at the first sign-in."))
        st.code(password, language=None)


def _change(change: Change, said: str, account_no: int | None = None) -> None:
    """Carry out a change of an account, never of the own one, and keep what is to be told."""
    actor = recording.acting()
    if actor is None or not access.current_viewer().may("accounts"):
        denied.page(access.current_identity(), "accounts")
        return
    if account_no == actor.account_no:
        outcomes.tell("refused", sentences.refusal("own_account"))
        return
    try:
        st.session_state[_SHOWN_ONCE] = change(actor)
        outcomes.tell("done", said)
    except AccountError as error:
        outcomes.tell("refused", sentences.refusal(error))
    except SQLAlchemyError:
        outcomes.tell("refused", _("The accounts cannot be written at the moment. Nothing was changed."))


def add(name_key: str, shown_key: str, source_key: str) -> None:
    """A new account: the names as typed in these fields, with a password made here or opened by the identity provider."""
    name, shown_name = st.session_state[name_key], st.session_state[shown_key].strip() or None
    is_local = st.session_state[source_key] == "local"

    def added(actor: Actor) -> str | None:
        password = first_password() if is_local else None
        accounts.add(signed_in.ledger(), name, password=password, shown_name=shown_name, actor=actor, now=administering.now())
        return password

    _change(added, _("The account was added. It holds no role yet: find it below and give it one."))


def give(account_no: int, role_code: str | None, unit_id: str | None, nip_key: str | None) -> None:
    """A role, with the unit or the person that it is for."""

    def given(actor: Actor) -> None:
        grant = _grant(role_code, unit_id, "" if nip_key is None else st.session_state[nip_key])
        accounts.grant(signed_in.ledger(), account_no, grant, actor=actor, now=administering.now())

    _change(given, _("The role was given. It counts from the next click on."), account_no)


def _grant(role_code: str | None, unit_id: str | None, nip: str) -> Grant:
    """The role as the file of roles has it. Raises AccountError when what it is for is missing."""
    role = roles.load().get(role_code or "")
    if role is None or not role.is_enabled:
        raise AccountError("no_role", "Pilih peran.")
    if role.needs_unit and unit_id is None:
        raise AccountError("no_unit", "Pilih satuan kerja untuk peran ini.")
    digits = accounts.normal_name(nip)
    if role.needs_nip and not re.fullmatch(r"[0-9]{18}", digits):
        raise AccountError("unfit_nip", "Peran ini memerlukan NIP 18 angka.")
    return Grant(role.code, unit_id if role.needs_unit else None, int(digits) if role.needs_nip else None)


def take(account_no: int, grant: Grant) -> None:
    """A role away."""
    _change(_of(accounts.revoke, account_no, grant), _("The role was taken, and every session of the account has ended."), account_no)


def close(account_no: int) -> None:
    """The account and all its sessions."""
    _change(_of(accounts.disable, account_no), _("The account was closed, with all its sessions."), account_no)


def reopen(account_no: int) -> None:
    """A closed account."""
    _change(_of(accounts.enable, account_no), _("The account was opened again."), account_no)


def unlock(account_no: int) -> None:
    """The wait after failures."""
    _change(_of(accounts.unlock, account_no), _("The wait was lifted."), account_no)


def remove_second_factor(account_no: int) -> None:
    """For a lost telephone."""
    _change(_of(accounts.remove_second_factor, account_no), _("The second factor was removed, and all sessions ended."), account_no)


def end_sessions(account_no: int) -> None:
    """Everywhere at once."""
    _change(_of(sessions.end_all, account_no), _("All sessions of this account have ended."), account_no)


def reset_password(account_no: int) -> None:
    """A new first password, shown once."""

    def reset(actor: Actor) -> str:
        password = first_password()
        accounts.set_password(signed_in.ledger(), account_no, password, actor=actor, now=administering.now())
        return password

    _change(reset, _("The password was set anew, and all sessions ended."), account_no)


def _of(change: Callable[..., object], *about: object) -> Change:
    """A change of the ledger as a Change."""

    def changed(actor: Actor) -> None:
        partial(change, signed_in.ledger(), *about)(actor=actor, now=administering.now())

    return changed
