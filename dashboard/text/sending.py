"""What mails by schedule say, and the page that asks for them. Frames are those of dashboard.queries.completion and missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from dashboard.ledger.mailings import Mailing
from dashboard.ledger.measured_year import local_time
from dashboard.ledger.subscriptions import Subscription
from dashboard.text import stages as stage_words
from dashboard.text.formats import day, is_missing, moment, number, percent, whole
from dashboard.text.headings import heading
from dashboard.text.language import N_, _, ngettext_
from dashboard.text.missing import one_line

CONTENTS = {
    "completion": N_("Completion of the unit"),
    "missing": N_("Who is missing"),
    "unit_report": N_("Unit report (PDF, draft)"),
    "infographic": N_("Summary on one page (PDF, draft)"),
}
"""What can be sent, by its code."""

WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))

COMPLETION = ("unit_name", "stage_name", "due_count", "done_count", "done_pct", "state", "due_on", "completed_at", "late_days")
"""Columns of the file of completion."""

STATES = {
    "due": N_("due"),
    "taken": N_("being made"),
    "sending": N_("being handed over"),
    "waiting": N_("to be tried again"),
    "sent": N_("taken by the mail server"),
    "skipped": N_("not sent"),
    "failed": N_("given up"),
    "doubtful": N_("not known whether it arrived; not sent again"),
}
"""What became of a mail."""

REASONS = {
    "closed": N_("the account is closed"),
    "role": N_("the role is no longer held"),
    "permission": N_("the roles do not show this any more"),
    "unit": N_("the unit is not there, or no longer the recipient's to see"),
    "address": N_("the account has no e-mail address"),
    "domain": N_("the address is outside the domains of the office"),
    "ended": N_("the subscription was ended"),
    "unreachable": N_("the mail server does not answer"),
    "tls": N_("no encrypted line to the mail server"),
    "sign_in": N_("the mail server does not accept the sign-in"),
    "sender": N_("the mail server does not accept the sender's address"),
    "slow": N_("the mail server did not answer in time"),
    "line": N_("the line broke"),
    "unclear": N_("the mail server's answer could not be read"),
    "later": N_("the mail server asks to try again later"),
    "refused": N_("the mail server refused it"),
    "died": N_("the sender was stopped while handing it over"),
    "release": N_("the release could not be read"),
    "too_much": N_("the figures took too long to ask for"),
    "nothing": N_("there is nothing to report"),
    "document": N_("the document cannot be made with the settings of documents"),
    "disk": N_("the disk of the server is full"),
    "late": N_("it was due more than a day ago"),
    "defect": N_("a defect of the program"),
}
"""Why a mail is in its state."""

REFUSALS = {
    "weekdays": N_("Choose at least one day of the week."),
    "hour": N_("Choose an hour from 0 to 23."),
    "days": N_("Choose a first and a last day: the last not before today, not before the first, and at most a year after it."),
    "whom": N_("A subscription for a role goes to everybody for their own unit."),
    "many": N_("There are as many subscriptions as one may have; end one first."),
    "none": N_("This subscription is not there any more."),
    "address": N_("This is no e-mail address."),
    "domain": N_("Addresses are taken of these domains alone: {domains}."),
    "soon": N_("An address was named a few minutes ago; please wait ten minutes before naming another."),
    "code": N_("This is not the code that was sent."),
    "over": N_("This code is not taken any more: it is a day old, or was typed wrong too often. Name the address again."),
}


def content(code: str) -> str:
    """What is sent, in words; a code that has none is shown as it is."""
    return _(CONTENTS[code]) if code in CONTENTS else code


def refusal(code: str, **values: object) -> str:
    """Why something was not done."""
    return _(REFUSALS[code], **values)


def subject(code: str, year: int, unit_name: str) -> str:
    """The subject of a mail: no person stands in it."""
    return _("IP ASN {year}: {content}, {unit}", year=year, content=content(code), unit=one_line(unit_name))


def completion(frame: pd.DataFrame, year: int, unit_name: str, as_of: datetime) -> tuple[str, ...]:
    """The sentences of a mail on completion; rows of completion.stages."""
    about = _("ASN Professionalism Index {year}, {unit}, as of {moment}.", year=year, unit=one_line(unit_name), moment=moment(as_of))
    counted = [row for _place, row in frame.iterrows() if row["counts"] in {"measured", "verified"} and row["due_count"]]
    return (about, *(_counted(row) for row in counted), stage_words.sentence(frame, as_of))


def _counted(row: pd.Series) -> str:
    values = {"done": whole(row["done_count"]), "due": whole(row["due_count"]), "share": percent(row["done_count"], row["due_count"])}
    if row["counts"] == "measured":
        return _("{done} of {due} people to be measured have a result ({share}).", **values)
    return _("{done} of {due} people to be measured have a verified result ({share}).", **values)


def stages(frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heading and rows of the table of stages; rows of completion.stages."""
    head = tuple(heading(name) for name in ("stage_name", "done_count", "done_pct", "state", "due_on"))
    return head, tuple(_stage(row) for _place, row in frame.iterrows())


def _stage(row: pd.Series) -> tuple[str, ...]:
    if not row["due_count"]:
        return (stage_words.stage_name(row), "–", "–", stage_words.state(row), day(row["due_on"]))
    done = _("{done} of {due}", done=whole(row["done_count"]), due=whole(row["due_count"]))
    return (stage_words.stage_name(row), done, percent(row["done_count"], row["due_count"]), stage_words.state(row), day(row["due_on"]))


def units(frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heading and rows of the table of units, who needs a call first on top; rows of completion.matrix."""
    head = (heading("unit_name"), *(_(STAGE_WORDS[name]) for name in STAGE_WORDS))
    rows = [(str(group["unit_name"].iloc[0]), *_shares(group)) for _unit, group in frame.groupby("place", sort=True)]
    return head, tuple(rows)


STAGE_WORDS = {"measured": N_("Measured"), "verified": N_("Verified")}


def _shares(group: pd.DataFrame) -> tuple[str, ...]:
    """Of the stages that count people, how many are done."""
    found = []
    for counts in STAGE_WORDS:
        row = next((row for _place, row in group.iterrows() if row["counts"] == counts), None)
        found.append("–" if row is None or not row["due_count"] else _done(row))
    return tuple(found)


def _done(row: pd.Series) -> str:
    done, due = whole(row["done_count"]), whole(row["due_count"])
    return _("{done} of {due} ({share})", done=done, due=due, share=percent(row["done_count"], row["due_count"]))


def completion_file(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are read in a file: headings and states in words."""
    said = frame.assign(
        stage_name=[stage_words.stage_name(row) for _place, row in frame.iterrows()],
        state=[stage_words.state(row) for _place, row in frame.iterrows()],
    )
    return said[list(COMPLETION)].rename(columns=heading)


def missing(totals: pd.Series, year: int, unit_name: str, as_of: datetime) -> tuple[str, ...]:
    """The sentences of a mail on missing people; a row of missing.totals."""
    about = _("ASN Professionalism Index {year}, {unit}, as of {moment}.", year=year, unit=one_line(unit_name), moment=moment(as_of))
    if not totals["due_count"]:
        return about, _("Nobody here is to be measured.")
    counts = _(
        "Of {due} people to be measured {unmeasured} have no result yet, and the results of {unverified} are not verified yet.",
        due=whole(totals["due_count"]),
        unmeasured=whole(totals["unmeasured_count"]),
        unverified=whole(totals["unverified_count"]),
    )
    return about, counts


def missing_units(frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heading and rows of the table of units with anybody missing; rows of missing.by_unit."""
    names = ("due_count", "unmeasured_count", "unverified_count")
    head = (heading("unit_name"), *(heading(name) for name in names))
    rows = [(_unit(row), *(whole(row[name]) for name in names)) for _place, row in frame.iterrows()]
    return head, tuple(rows)


def _unit(row: pd.Series) -> str:
    return _("{unit} (directly)", unit=row["unit_name"]) if row["is_own"] else str(row["unit_name"])


def document(title: str, unit_name: str) -> tuple[str, ...]:
    """The sentences of a mail with a document."""
    return (
        one_line(title, 400),
        one_line(unit_name),
        _("Attached as PDF: a draft, without a number. It is issued under a number on the page of documents."),
    )


def confidential() -> str:
    """What a file with names asks of whoever gets it."""
    return _("The attachment names people. It is for your duty alone: do not pass it on, and delete it when it is done.")


def not_attached(count: int, *, is_too_large: bool) -> str:
    """Why the names are not attached."""
    where = _("They stand in the dashboard, page {page}.", page=_("Who is missing"))
    if is_too_large:
        return f"{_('{count} rows are too many for an attachment.', count=whole(count))} {where}"
    return f"{_('Names are not sent to this address.')} {where}"


def rhythm(weekdays: Sequence[int], hour: int, starts_on: date, ends_on: date) -> str:
    """When a mail comes: "Jumat pukul 07.00 WIB, 1 April 2021 sampai 30 April 2021"."""
    days = _("every day") if len(weekdays) == 7 else ", ".join(_(WEEKDAYS[number - 1]) for number in weekdays)
    return _("{days} at {hour}, {first} to {last}", days=days, hour=hour_of(hour), first=day(starts_on), last=day(ends_on))


def hour_of(hour: int) -> str:
    """An hour of Jakarta."""
    return _("{hour}:00 WIB", hour=f"{hour:02d}")


def why(role_name: str | None, when: str) -> tuple[str, ...]:
    """Why somebody gets a mail and how it ends."""
    if role_name is None:
        asked = _("You asked for this mail ({when}). It is ended on the page {page}.", when=when, page=_("Mail by schedule"))
    else:
        asked = _("This mail goes to everybody who holds the role {role} ({when}).", role=role_name, when=when)
    return asked, _("It was sent automatically; answers are not read.")


def open_dashboard() -> str:
    """The words of a mail's link."""
    return _("Open the dashboard")


def code_mail(code: str) -> tuple[str, tuple[str, ...]]:
    """Subject and sentences of the mail that proves an address."""
    return _("IP ASN: code for your e-mail address"), (
        _("Somebody named this address for mail of the ASN Professionalism Index. Type this code on the page {page}:", page=_("Mail by schedule")),
        code,
        _("It is good for one day. If it was not you, do nothing: nothing else is sent here."),
    )


def state(code: str, reason: str | None) -> str:
    """What became of a mail, and why."""
    said = _(STATES[code]) if code in STATES else code
    return f"{said}: {_(REASONS[reason]) if reason in REASONS else reason}" if reason else said


def whole_or_dash(count: int | None) -> str:
    """A count of rows, or that there was no file."""
    return "–" if is_missing(count) else number(count, 0)


def holder_count(mails: int, accounts: int) -> str:
    """How many mails go out each time, and to how many."""
    return _("As the role is held now that is {mails} mails to {accounts} accounts each time.", mails=whole(mails), accounts=whole(accounts))


def mailing_count(count: int) -> str:
    """How many mails are listed."""
    return ngettext_("{count} mail.", "The last {count} mails, newest first.", count)


MOST_COUNTED = 2_000
"""Mails to holders of roles that are counted by day."""

MOST_COUNTS = 20
"""Rows of those counts; the log has every mail."""


def file_line(name: str, row_count: int | None) -> str:
    """A file of a mail by its name, with its rows where it has any."""
    return name if row_count is None else ngettext_("{name} ({rows} row)", "{name} ({rows} rows)", row_count, name=name, rows=whole(row_count))


def named(one: Subscription) -> str:
    """A subscription in a few words."""
    return f"{one.subscription_no}. {content(one.content)}, {rhythm(one.weekdays, one.hour, one.starts_on, one.ends_on)}"


def subscriptions(
    found: Sequence[Subscription], unit_names: Mapping[str, str], role_names: Mapping[str, str], following: Sequence[datetime | None]
) -> pd.DataFrame:
    """One row per subscription, in words; `following`: when each is due next."""
    rows = [
        {
            _("Content"): f"{each.subscription_no}. {content(each.content)}",
            _("About"): _about(each, unit_names, role_names),
            _("Days and hour"): rhythm(each.weekdays, each.hour, each.starts_on, each.ends_on),
            _("Next mail"): "–" if coming is None else moment(local_time(coming)),
            _("Language of the mail"): {"id": "Bahasa Indonesia", "en": "English"}[each.language],
        }
        for each, coming in zip(found, following, strict=True)
    ]
    return pd.DataFrame(rows)


def _about(one: Subscription, unit_names: Mapping[str, str], role_names: Mapping[str, str]) -> str:
    if one.role_code is not None:
        return _("Everybody: {role}", role=role_names.get(one.role_code, one.role_code))
    return _("All units") if one.unit_id is None else unit_names[one.unit_id]


def subscription_count(count: int) -> str:
    """How many are listed."""
    return ngettext_("{count} subscription goes on.", "{count} subscriptions go on.", count)


def mailings(found: Sequence[Mailing], contents: Mapping[int, str]) -> pd.DataFrame:
    """One row per mail to somebody, newest first, in words."""
    rows = [
        {
            _("Due on"): day(each.due_on),
            _("Content"): content(contents.get(each.subscription_no, "")) or "–",
            _("What became of it"): state(each.state, each.reason),
            _("Rows attached"): whole_or_dash(each.row_count),
            _("Release"): each.release_id or "–",
        }
        for each in found
    ]
    return pd.DataFrame(rows)


def counted(found: Sequence[Mailing], contents: Mapping[int, str]) -> pd.DataFrame:
    """One row per day, subscription and what became of its mails, newest first: how many. It names nobody."""
    counts = Counter((each.due_on, each.subscription_no, each.state, each.reason or "") for each in found)
    rows = [
        {
            _("Due on"): day(due_on),
            _("Content"): f"{number}. {content(contents.get(number, ''))}",
            _("What became of it"): state(code, reason or None),
            _("Mails"): whole(count),
        }
        for (due_on, number, code, reason), count in sorted(counts.items(), reverse=True)
    ]
    return pd.DataFrame(rows[:MOST_COUNTS])
