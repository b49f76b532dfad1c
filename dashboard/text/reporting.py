"""What is said of reports of stages: what is owed, what a report says, what came in and what was returned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.ledger.measured_year import Stage, local_date, local_time
from dashboard.ledger.stage_reports import StageReport
from dashboard.reporting.owed import Coming, Due
from dashboard.text import disclosure, entries, stages
from dashboard.text.formats import day, moment, number, percent, plain, whole
from dashboard.text.labels import label
from dashboard.text.language import N_, _, language, ngettext_

CATEGORIES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")

NOT_YET = N_("not reported yet")

ON_VERIFICATION = 3
"""The last stage whose return opens entries again: those after it rest on reports alone."""

Figures = Mapping[str, Any]


def heading(due: Due) -> str:
    """Stage and unit."""
    return f"{stage_name(due.stage)} · {due.unit_name}"


def stage_name(stage: Stage) -> str:
    """Number and name of a stage."""
    return f"{stage.stage_no}. {stage.stage_name_en if language() == 'en' else stage.stage_name}"


def role(code: str) -> str:
    """A role as whom somebody reports."""
    return entries.role(code)


def deadline(stage: Stage, now: datetime) -> str:
    """The deadline in force and how far it is."""
    today = local_date(now)
    due_on = stage.due_on(today)
    return _("Due on {day}, 24:00 WIB: {left}.", day=day(due_on), left=stages.due(due_on, local_time(now)))


def index(found: Figures) -> str:
    """The mean of the figures; a withheld or missing one in words."""
    return _number(found, "mean_total_score")


def _number(found: Figures, name: str) -> str:
    if found[name] is not None:
        return number(float(found[name]))
    return disclosure.words(found["withheld"]) if found.get("withheld") else _("no data yet")


def bounds(found: Figures) -> str:
    """The category by its rule version and convention, and what bounds the mean."""
    if found["mean_total_score"] is None or found["lowest_mean"] is None:
        return ""
    return _(
        "{category} ({rules}, {convention}); between {lowest} and {highest} when everybody is measured.",
        category=label("category", found["category_code"]),
        rules=found["rule_version"],
        convention=label("convention_letter", found["category_convention"]),
        lowest=number(float(found["lowest_mean"])),
        highest=number(float(found["highest_mean"])),
    )


def coverage(found: Figures) -> str:
    """Share measured."""
    return percent(float(found["coverage_pct"]), 100) if found["coverage_pct"] is not None else _("no data yet")


def measured(found: Figures) -> str:
    """Measured of eligible."""
    return _of(found["measured_count"], found["eligible_count"], _("{count} of {total} people measured."))


def verified_share(found: Figures) -> str:
    """Share verified of those measured."""
    return percent(float(found["verified_pct"]), 100) if found["verified_pct"] is not None else _("no data yet")


def verified(found: Figures) -> str:
    """Verified of measured."""
    return _of(found["verified_count"], found["measured_count"], _("{count} of {total} measured people verified."))


def _of(count: int | None, total: int | None, words: str) -> str:
    return "" if count is None or total is None else words.format(count=whole(count), total=whole(total))


def categories(found: Figures) -> str:
    """How many people are in which category; withheld ones in words."""
    counts = [(label("category", code), found[f"{code}_count"]) for code in CATEGORIES]
    if all(count is None for _name, count in counts):
        return ""
    hidden = _("withheld")
    return _("People by category: {counts}.", counts=", ".join(f"{name} {hidden if count is None else whole(count)}" for name, count in counts))


def origin(found: Figures) -> str:
    """Release, moment and rules of the figures."""
    at = moment(datetime.fromisoformat(found["as_of"]))
    return _("Figures of release {release}, as of {moment}, rules {rules}.", release=found["release_id"], moment=at, rules=found["rule_version"])


def parts(count: int) -> str:
    """What the table of units below holds."""
    return ngettext_("{count} unit right below, as it stands in the statement.", "{count} units right below, as they stand in the statement.", count)


def unmet(due: Due, names: Mapping[str, str]) -> list[str]:
    """What this report would come before."""
    said = []
    if due.unmet.open_count:
        said.append(
            ngettext_(
                "{number} person to be measured has no verified entry in this application.",
                "{number} people to be measured have no verified entry in this application.",
                due.unmet.open_count,
                number=whole(due.unmet.open_count),
            )
        )
    if due.unmet.open_reports:
        open_ones = ", ".join(_("stage {stage}: {unit}", stage=stage_no, unit=names.get(unit, unit)) for stage_no, unit in due.unmet.open_reports)
        said.append(_("Not reported yet: {open}.", open=open_ones))
    return said


def button(due: Due) -> str:
    """What the button says."""
    return _("Report") if due.unmet.is_nothing else _("Report as incomplete")


def made(report: StageReport) -> str:
    """Who reported when, and whether in time."""
    when = entries.at(report.at)
    sentence = _("Reported by **{name}** ({role}) on {moment}.", name=_plain(report.reporter_name), role=role(report.acting_as), moment=when)
    late = _("Late: it was due by {day}.", day=day(_date(report.statement["due_on"]))) if report.is_late else _("In time.")
    return f"{sentence} {late}"


def remarks(report: StageReport) -> list[str]:
    """What was written with it."""
    said = [_("Incomplete, because: {reason}", reason=_plain(report.incomplete_reason))] if report.incomplete_reason else []
    return said + ([_("Comment: {comment}", comment=_plain(report.comment))] if report.comment else [])


def returned(report: StageReport) -> str:
    """That the last report came back, from whom and why."""
    when = entries.at(report.returned_at) if report.returned_at else ""
    return _(
        "The last report was returned on {moment} ({role}): {reason}",
        moment=when,
        role=role(report.returned_as or ""),
        reason=_plain(report.return_reason),
    )


def sent(report: StageReport) -> str:
    """What the button did."""
    return _("Reported on {moment}. Checksum: {checksum}", moment=entries.at(report.at), checksum=report.checksum)


def sent_back(report: StageReport) -> str:
    """What the return did."""
    return _("The report of {unit} was returned.", unit=report.statement["unit_name"])


def incoming(found: Coming) -> str:
    """Which reports come in."""
    return _("Received: {stage}", stage=stage_name(found.stage))


def incoming_counts(found: Coming) -> str:
    """How many of them are there."""
    late = sum(report.is_late for report in found.reports)
    said = _("{count} of {total} reports are there.", count=whole(len(found.reports)), total=whole(len(found.owners)))
    return said + (" " + ngettext_("{count} came late.", "{count} came late.", late) if late else "")


def row(unit_name: str, report: StageReport | None) -> dict[str, str]:
    """One row of the table of reports that come in."""
    figures = report.statement["figures"] if report is not None else None
    return {
        _("Unit"): unit_name,
        _("Reported"): _(NOT_YET) if report is None else entries.at(report.at),
        _("State"): "" if report is None else _state(report),
        _("Index"): "" if figures is None else index(figures),
        _("Coverage"): "" if figures is None else coverage(figures),
        _("n (measured)"): "" if figures is None or figures["measured_count"] is None else whole(figures["measured_count"]),
    }


def _state(report: StageReport) -> str:
    parts = [_("late") if report.is_late else _("in time")] + ([_("incomplete")] if report.incomplete_reason else [])
    return ", ".join(parts)


def name(report: StageReport) -> str:
    """A report in a list of choices."""
    return f"{report.statement['unit_name']} · {entries.at(report.at)}"


def consequence(report: StageReport) -> str:
    """What a return does to entries."""
    if report.stage_no > ON_VERIFICATION:
        return _("It is reported anew. The reports below it stay as they are.")
    return _("Entries of the unit that are reported are opened again for its verifiers, and its report of verification is returned too.")


def _plain(text: str | None) -> str:
    return plain(text or "")


def _date(text: str) -> Any:
    return pd.Timestamp(text).date()
