"""Accounts in words: what is known of one, what roles it holds, and why a change was refused."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.access.roles import Role, Roles
from dashboard.ledger.account_list import Listed
from dashboard.ledger.accounts import AccountError, Grant, PasswordRefusedError
from dashboard.ledger.measured_year import local_time
from dashboard.text.formats import moment, whole
from dashboard.text.language import N_, _, language, ngettext_

REFUSALS = {
    "unfit_name": N_("The sign-in name has to be a NIP of 18 digits or an e-mail address."),
    "name_taken": N_("There is an account with this sign-in name already."),
    "no_account": N_("There is no such account."),
    "own_account": N_("Nobody changes the own account: ask another administrator."),
    "not_held": N_("This account does not hold that role."),
    "last_administrator": N_("This is the last active administrator; name another one first."),
    "provider_password": N_("The password of this account is kept by its identity provider."),
    "password_refused": N_("The password was refused."),
    "unfit_nip": N_("The role is for one person: a NIP of 18 digits is needed."),
    "no_unit": N_("The role is for a unit: choose one."),
    "no_role": N_("Choose a role."),
}
"""Why a change was refused, by the code of AccountError and those of the page itself."""

SOURCES = {"local": N_("password here"), "oidc": N_("identity provider")}


def refusal(error: AccountError | str) -> str:
    """Why a change was refused, in the reader's language."""
    if isinstance(error, PasswordRefusedError):
        return _(REFUSALS["password_refused"])
    code = error if isinstance(error, str) else error.code
    return _(REFUSALS[code]) if code in REFUSALS else str(error)


def role_name(role: Role) -> str:
    """The role's name in the reader's language; one that is switched off says so."""
    name = role.name if language() == "id" else role.name_en
    return name if role.is_enabled else _("{role} (switched off)", role=name)


def held(grant: Grant, roles: Roles, units: Mapping[str, str]) -> str:
    """A role that is held: its name with the unit by name and code, or that it is for one person."""
    known = roles.get(grant.role_code)
    name = _("{role} (unknown, gives nothing)", role=grant.role_code) if known is None else role_name(known)
    if grant.unit_id is not None:
        return f"{name}: {units.get(grant.unit_id, _('unit unknown in this release'))} ({grant.unit_id})"
    return name if grant.nip is None else _("{role}: NIP ending in {digits}", role=name, digits=f"{grant.nip:018}"[-4:])


def state(listed: Listed) -> str:
    """Open or closed, and what stands in the way of signing in."""
    said = [_("open") if listed.account.is_active else _("closed")]
    if listed.locked_until is not None:
        said.append(_("waits until {moment}", moment=moment(local_time(listed.locked_until))))
    if listed.account.must_change_password:
        said.append(_("has to choose a password"))
    return ", ".join(said)


def table(found: Sequence[Listed], roles: Roles, units: Mapping[str, str]) -> pd.DataFrame:
    """One row per account, in words."""
    rows = [
        {
            _("Sign-in name"): each.account.sign_in_name,
            _("Shown name"): each.account.shown_name or "–",
            _("State"): state(each),
            _("Roles"): "; ".join(held(grant, roles, units) for grant in each.grants) or _("none"),
            _("Second factor"): _("set") if each.account.has_second_factor else _("not set"),
            _("Signs in with"): _(SOURCES[each.account.source]),
            _("Signed in last"): _("never") if each.last_sign_in_at is None else moment(local_time(each.last_sign_in_at)),
            _("Signed in now"): sessions(each.session_count),
        }
        for each in found
    ]
    return pd.DataFrame(rows)


def sessions(count: int) -> str:
    """In how many browsers an account is signed in."""
    return _("nowhere") if not count else ngettext_("{places} browser", "{places} browsers", count, places=whole(count))


def caption(count: int) -> str:
    """How many accounts were found."""
    return ngettext_("{accounts} account found.", "{accounts} accounts found.", count, accounts=whole(count))
