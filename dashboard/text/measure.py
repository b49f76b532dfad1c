"""What the pages say on which people measure themselves: questions, points while they answer, where points come from, what would raise them, what changed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from dashboard.ledger.answers import ANSWERS_OF, Evidence, Given
from dashboard.ledger.entry_records import Receipt, Version
from dashboard.ledger.measured_year import Indicator, MeasuredYear
from dashboard.text.formats import day, difference, is_missing, number, whole
from dashboard.text.labels import label
from dashboard.text.language import N_, _, ngettext_

QUESTIONS = {
    "education": N_("What is your highest formal education?"),
    "leadership_training": N_("Have you completed the leadership training (diklat kepemimpinan) that belongs to your position?"),
    "functional_training": N_("Have you completed the functional training (diklat fungsional) that belongs to your position?"),
    "technical_training": N_("How many hours (JP) of technical training (diklat teknis) have you completed?"),
    "seminar": N_("Have you taken part in a seminar, workshop, internship or course?"),
    "performance": N_("What is the value of your performance assessment (SKP) of {year}?"),
    "discipline": N_("What is the heaviest disciplinary punishment that you were given in the last {years} years?"),
}

TRAININGS = ("leadership_training", "functional_training", "technical_training", "seminar")

DONE = {True: N_("Yes, completed"), False: N_("Not yet")}

REFERENCES = {
    "education": N_("Number of the diploma"),
    "seminar": N_("Number of the certificate, or title"),
    "performance": N_("Number or title of the report"),
    "discipline": N_("Number of the decision"),
}

DATES = {
    "education": N_("Date of the diploma"),
    "performance": N_("Day on which the head of your unit approved it"),
    "discipline": N_("Date of the decision"),
}


def question(indicator: Indicator, year: int) -> str:
    """What is asked."""
    years = indicator.window_years or 0
    return _(QUESTIONS[indicator.indicator_code], year=year - years, years=years)


def hint(indicator: Indicator, first: date | None) -> str:
    """What counts, by the rules. `first`: the first day that evidence may carry."""
    code = indicator.indicator_code
    if code == "education":
        return _("The highest level counts, not the latest diploma.")
    if code == "technical_training":
        said = _("Points from {hours} hours (JP); what is dated {first} or later counts.", hours=_plain(indicator.minimum_hours), first=day(first))
        return f"{said} {_('Write 0 if there is none.')}"
    if code == "seminar":
        return _("What is dated {first} or later counts.", first=day(first))
    if code == "performance":
        return _("It counts once the head of your unit has approved it, also when the agency has not verified it yet.")
    return ""


def not_offered(indicator: Indicator) -> str:
    """That a training which was never offered is not one that does not apply; empty for other indicators."""
    if indicator.indicator_code not in TRAININGS:
        return ""
    return _(
        "No training offered yet? Then the answer is Not yet: the rules ask this of your position and give no points until there is one. "
        "That is not the same as not applicable."
    )


def reference(code: str) -> str:
    """Name of the field for a number or title."""
    return _(REFERENCES.get(code, N_("Number of the certificate")))


def dated(code: str) -> str:
    """Name of the field for a date."""
    return _(DATES.get(code, N_("Date of the certificate")))


def choice(indicator: Indicator, value: object) -> str:
    """An answer in words, as it stands beside a question."""
    code = indicator.indicator_code
    if value is None:
        return _("not answered")
    if isinstance(value, bool):
        return _(DONE[value])
    if isinstance(value, Decimal):
        return _("{hours} JP", hours=_plain(value)) if code == "technical_training" else _plain(value)
    return label(code, value)


def better(indicator: Indicator, best: object) -> str:
    """The best answer in words: of a value the least that is needed."""
    if isinstance(best, Decimal):
        least = _plain(best)
        return _("at least {hours} JP", hours=least) if indicator.indicator_code == "technical_training" else _("{value} or more", value=least)
    return choice(indicator, best)


def answer(indicator: Indicator, given: Given) -> str:
    """What is answered to an indicator, in words."""
    values = (getattr(given, name) for name in ANSWERS_OF[indicator.indicator_code])
    return choice(indicator, next((value for value in values if value is not None), None))


def evidence(shown: Evidence) -> str:
    """What shows an answer, in one line without its hours, which are the answer; a dash where nothing does."""
    parts = [shown.reference_no, None if shown.dated_on is None else day(shown.dated_on), shown.note]
    return " · ".join(part for part in parts if part) or "–"


def score(value: Decimal | None) -> str:
    """Points with two decimals."""
    return number(None if value is None else float(value))


def total(lowest: Decimal, highest: Decimal, missing_count: int, category_code: str | None) -> str:
    """The points so far: a sum with its category, or the range that missing answers leave."""
    if category_code is not None:
        return _("{points} points: {category}", points=score(lowest), category=label("category", category_code))
    said = _("{lowest} to {highest} points", lowest=score(lowest), highest=score(highest))
    return f"{said} · {ngettext_('{count} answer missing', '{count} answers missing', missing_count)}"


def dimension(code: str, lowest: Decimal, highest: Decimal, most: Decimal, missing_count: int) -> str:
    """The points of one dimension against their maximum."""
    name = label("dimension", code)
    if missing_count:
        return _("{dimension}: {lowest} to {highest} of {most}", dimension=name, lowest=score(lowest), highest=score(highest), most=_plain(most))
    return _("{dimension}: {points} of {most}", dimension=name, points=score(lowest), most=_plain(most))


def gain(indicator: Indicator, points: Decimal, best: object, *, is_answered: bool) -> str:
    """What would raise the points, by how much."""
    values = {"indicator": label("indicator", indicator.indicator_code), "best": better(indicator, best), "points": difference(float(points))}
    if is_answered:
        return _("{indicator}: {points} points with “{best}”.", **values)
    return _("{indicator}: not answered yet, {points} points with “{best}”.", **values)


def origin(row: pd.Series, indicator: Indicator, version: str, regulation: str) -> str:
    """Where the points of one indicator come from: what each answer gives, and by which rule. `row`: of queries.measure.origins."""
    given = "; ".join(
        f"{answer_of_rule(indicator, each.answer_code, each.lower_bound, each.upper_bound)}: {_plain(each.points)}" for each in indicator.answers
    )
    article = row["article"] if not is_missing(row["article"]) else _("no article that is known")
    parts = [_("{regulation}, {article}; rules {version}.", regulation=regulation, article=article, version=version)]
    if not row["is_confirmed"]:
        parts.append(_("These points are commonly used, but not confirmed."))
    if indicator.evidence and not indicator.is_evidence_confirmed:
        parts.append(_("What has to be shown for them is our convention, not confirmed."))
    return f"{given}. {' '.join(parts)}"


def answer_of_rule(indicator: Indicator, code: str, low: Decimal | None, high: Decimal | None) -> str:
    """An answer that the rules know, in words; of a band its bounds."""
    if low is not None and high is not None:
        return _("{low} to under {high}", low=_plain(low), high=_plain(high))
    if low is not None:
        return _("{value} or more", value=_plain(low))
    if code in {"yes", "no"} and indicator.indicator_code == "technical_training":
        hours = _plain(indicator.minimum_hours)
        return _("at least {hours} JP", hours=hours) if code == "yes" else _("under {hours} JP", hours=hours)
    return _(DONE[code == "yes"]) if code in {"yes", "no"} else label(indicator.indicator_code, code)


def changes(year: MeasuredYear, before: Version | None, after: Version) -> list[str]:
    """What differs between two versions, answer by answer; of the first one nothing."""
    if before is None:
        return []
    found = []
    for indicator in year.asked_of(after.position_group):
        code = indicator.indicator_code
        one, other = answer(indicator, before.given), answer(indicator, after.given)
        if one != other:
            found.append(_("{indicator}: {one} → {other}", indicator=label("indicator", code), one=one, other=other))
        elif before.given.evidence_of(code) != after.given.evidence_of(code):
            found.append(_("{indicator}: other evidence", indicator=label("indicator", code)))
    return found


def result(receipt: Receipt) -> str:
    """Total and category of a receipt."""
    return _("{points} points: {category}", points=score(receipt.total_score), category=label("category", receipt.category_code))


def truth(year: int) -> str:
    """The statement that is agreed to with a submit."""
    return _(
        "I declare that these answers for the measurement of {year} are true and that I can show the evidence for them. I know that my unit verifies them "
        "and may return or correct them.",
        year=year,
    )


def missing_count(missing: Sequence[int]) -> str:
    """How many answers a step still lacks; a sign when none."""
    count = sum(missing)
    return ngettext_("{count} answer missing", "{count} answers missing", count) if count else _("complete")


def _plain(value: Decimal | None) -> str:
    """A number with as many decimals as it has."""
    if value is None:
        return number(None)
    exponent = value.normalize().as_tuple().exponent
    return number(float(value), max(0, -exponent)) if isinstance(exponent, int) and exponent < 0 else whole(float(value))
