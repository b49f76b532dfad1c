"""What the first page of the person who measures says: what IP ASN is and is for, the days left, the own state, the own unit."""

from datetime import date, datetime, timedelta

import pandas as pd

from dashboard.ledger.entry_records import Event
from dashboard.ledger.measured_year import Eligibility, MeasuredYear, Stage, local_date
from dashboard.ledger.windows import Window
from dashboard.text import entries
from dashboard.text.formats import day, is_missing, percent, whole
from dashboard.text.labels import label
from dashboard.text.language import N_, _, language, ngettext_

STATES: dict[str | None, str] = {
    None: N_("You have not begun to measure."),
    "draft": N_("You have begun and not submitted yet. What you have answered is saved."),
    "submitted": N_("You submitted on {moment}. Your unit has yet to verify it; until then you can edit it."),
    "edited": N_("You submitted again on {moment}. Your unit has yet to verify it; until then you can edit it."),
    "returned": N_("Your unit returned your measurement on {moment}: {reason} Correct it and submit again."),
    "verified": N_("Your unit verified your measurement on {moment}. It can be changed only if the unit returns it."),
    "reported": N_(
        "Your measurement was verified and stands in a report of your unit since {moment}. It can be changed only if that report is returned."
    ),
    "reopened": N_(
        "The report in which your measurement stood was returned on {moment}: {reason} Your unit looks at it again; until then you can edit it."
    ),
}
"""The own state, by its code."""


def definition() -> str:
    """What IP ASN is."""
    return _(
        "The ASN Professionalism Index (IP ASN) measures how well education, training, performance and discipline of a civil servant fit the position. "
        "It is the sum of the points of four dimensions, 0 to 100: qualification (at most 25), competence (40), performance (30) and discipline (5). "
        "The rules are Permenpan RB 38/2018 and Peraturan BKN 8/2019."
    )


def uses() -> tuple[str, ...]:
    """What IP ASN is for: the three whom the regulation names."""
    return (
        _("**For you**: it shows which training or education would take you further."),
        _("**For the agency**: it is a base for plans of development and for policy."),
        _("**For the public**: it is a way to see how professional the civil service is; shown are groups only, never persons."),
    )


def not_eligible(eligibility: Eligibility, employment_status: str | None) -> str:
    """Why somebody is not measured: the reason of the rule file."""
    reason = eligibility.reason if language() == "id" else eligibility.reason_en
    status = employment_status or _("not known")
    return _(
        "You are not measured this year. {reason} (Your status in SIMPEG: {status}.) There is nothing that you need to do here.",
        reason=reason,
        status=status,
    )


def no_group() -> str:
    """That nothing can be asked of somebody whose position is not known."""
    return _(
        "SIMPEG does not say whether your position is structural, functional or administrative, so it is not known what to ask of you. "
        "Ask for a correction of your position; the verifier of your unit passes it on."
    )


def window(found: Window, now: datetime, year: MeasuredYear) -> str:
    """The days of the measurement, plainly, with their dates."""
    first, last = day(local_date(found.opens_at), length="full"), day(_last_day(found.closes_at), length="full")
    if found.kind == "before":
        count = (local_date(found.opens_at) - local_date(now)).days
        left = ngettext_("in {count} day", "in {count} days", count)
        return _(
            "The measurement of {year} has not opened yet. It opens on {first}, {left}, and ends on {last} at 24:00 WIB.",
            year=year.period_year,
            first=first,
            left=left,
            last=last,
        )
    if found.kind == "closed":
        return _(
            "The measurement of {year} is closed. It ran from {first} to {last}, 24:00 WIB. Late measuring is possible only if the secretariat opens it for your unit.",
            year=year.period_year,
            first=first,
            last=last,
        )
    left = days_left(found, now)
    if found.kind == "late":
        return _("The secretariat has opened late measuring for your unit until {moment}: {left}.", moment=entries.at(found.closes_at), left=left)
    return _("The measurement of {year} is open until {last}, 24:00 WIB: {left}.", year=year.period_year, last=last, left=left)


def days_left(found: Window, now: datetime) -> str:
    """How long it is still open: days, on the last day hours."""
    count = (_last_day(found.closes_at) - local_date(now)).days
    if count > 0:
        return ngettext_("{count} day left", "{count} days left", count)
    hours = int((found.closes_at - now).total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour left")
    return ngettext_("{count} hour left", "{count} hours left", hours)


def _last_day(closes_at: datetime) -> date:
    """The day that a moment which does not belong to it any more ends."""
    return local_date(closes_at - timedelta(microseconds=1))


def state(code: str | None, last: Event | None) -> str:
    """The own state, with its time and the reason where there is one."""
    moment_ = "" if last is None else entries.at(last.at)
    reason = "" if last is None or not last.reason else f"“{last.reason}”."
    return _(STATES[code], moment=moment_, reason=reason)


def stage(found: Stage, now: datetime) -> tuple[str, str, str]:
    """One stage of the schedule: name, days, what is left of them."""
    today, due = local_date(now), found.due_on(local_date(now))
    name = found.stage_name if language() == "id" else found.stage_name_en
    days = day(due, length="full") if found.starts_on is None else f"{day(found.starts_on)} – {day(due)}"
    if found.starts_on is not None and today < found.starts_on:
        return name, days, ngettext_("begins in {count} day", "begins in {count} days", (found.starts_on - today).days)
    if today > due:
        return name, days, _("over")
    left = (due - today).days
    return name, days, ngettext_("{count} day left", "{count} days left", left) if left else _("today is the last day")


def few_beside_you() -> str:
    """Why a unit has no figures for somebody who knows one of its results: the own."""
    return _("Hidden: beside yourself too few people of your unit are measured, so that nobody's result can be read from its figures.")


def unit_coverage(row: pd.Series) -> str:
    """How many of the own unit are measured."""
    if not row["eligible_count"]:
        return ""
    return _(
        "{measured} of {eligible} people to be measured have a result: {share}.",
        measured=whole(row["measured_count"]),
        eligible=whole(row["eligible_count"]),
        share=percent(row["measured_count"], row["eligible_count"]),
    )


def unit_categories(row: pd.Series, codes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Category, people and share of each category, highest first; hidden ones are said to be."""
    rows = []
    for code in reversed(codes):
        count = row[f"{code}_count"]
        hidden = is_missing(count)
        rows.append((label("category", code), _("hidden") if hidden else whole(count), "" if hidden else percent(count, row["measured_count"])))
    return rows
