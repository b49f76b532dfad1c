"""What the log of mail by schedule says."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.access.roles import Roles
from dashboard.ledger.mail_log import Logged
from dashboard.ledger.measured_year import local_time
from dashboard.text import accounts
from dashboard.text import sending as words
from dashboard.text.formats import day, moment, whole
from dashboard.text.language import N_, _, ngettext_

OUTCOMES = {"not_sent": N_("Not sent, or not known"), "open": N_("Under way"), "sent": N_("Taken by the mail server")}
"""What somebody may ask for, by the outcome of the log."""


def rows(found: Sequence[Logged], unit_names: Mapping[str, str], roles: Roles) -> pd.DataFrame:
    """One row per mail, newest first, in words. It names accounts, and nobody of whom a mail was."""
    return pd.DataFrame(
        [
            {
                _("Sign-in name"): each.sign_in_name,
                _("Due on"): day(each.mailing.due_on, length="medium"),
                _("Content"): f"{each.mailing.subscription_no}. {words.content(each.content)}",
                _("About"): _("All units") if each.unit_id is None else unit_names.get(each.unit_id, each.unit_id),
                _("Asked for by"): _asked_by(each, roles),
                _("What became of it"): words.state(each.mailing.state, each.mailing.reason),
                _("When"): moment(local_time(each.changed_at)),
                _("Attempts"): whole(each.mailing.attempt_count),
                _("Rows attached"): words.whole_or_dash(each.mailing.row_count),
            }
            for each in found
        ]
    )


def _asked_by(one: Logged, roles: Roles) -> str:
    if one.role_code is None:
        return _("the account itself")
    known = roles.get(one.role_code)
    return _("Everybody: {role}", role=one.role_code if known is None else accounts.role_name(known))


def count(number: int) -> str:
    """How many mails there are."""
    return ngettext_("{count} mail, newest first.", "{count} mails, newest first.", number)
