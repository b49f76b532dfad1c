"""The rules of a year in words. Frames are those of dashboard.queries.method; what comes back are frames of words, ready to be read."""

import pandas as pd

from dashboard.text.definitions import DEFINITIONS, definition, title
from dashboard.text.formats import day, is_missing, number
from dashboard.text.labels import LABELS, label
from dashboard.text.language import N_, _, language, ngettext_

ANSWERS = {"education": "education", "performance": "performance", "discipline": "discipline"}
"""Which labels an indicator's answers have; the others are answered with yes or no."""


def points_of(value: float) -> str:
    """22,5: points without needless zeros."""
    return number(value, 0 if float(value).is_integer() else 1 if (float(value) * 10).is_integer() else 2)


def rules(row: pd.Series) -> str:
    """The rule version, the regulation and what is not certain about it, as Markdown."""
    said = _(
        "Rule version **{version}** of measurement year {year}: {regulation}. Categories follow **{letter}**: {convention}. The other convention stands beside it below, "
        "and means that the two class differently are marked. Shared views will not show groups of fewer than {size} people.",
        version=row["rule_version"],
        year=row["period_year"],
        regulation=row["regulation"],
        letter=label("convention_letter", row["category_convention"]),
        convention=label("convention", row["category_convention"]),
        size=row["minimum_group_size"],
    )
    if row["is_confirmed"] and is_missing(row["note"]):
        return said
    doubt = _("Some values of these rules have no confirmed source; they are marked.") if not row["is_confirmed"] else ""
    return "\n\n".join(part for part in (said, doubt, "" if is_missing(row["note"]) else str(row["note"])) if part)


def points(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """What each answer of a dimension gives to each position group."""
    rows = frame[frame["dimension_code"] == dimension]
    is_new = rows["indicator_code"].ne(rows["indicator_code"].shift())
    words = {
        _("Indicator"): [_indicator(row) if first else "" for (_place, row), first in zip(rows.iterrows(), is_new, strict=True)],
        _("Answer"): [_answer(row) for _place, row in rows.iterrows()],
        **{label("position_group", group): [_points_cell(value) for value in rows[group]] for group in ("struktural", "fungsional", "pelaksana")},
        _("Confirmed"): [_("yes") if confirmed else _("**not confirmed**") for confirmed in rows["is_confirmed"]],
    }
    return pd.DataFrame(words)


def _points_cell(value: object) -> str:
    return _("not asked") if is_missing(value) else points_of(float(value))  # type: ignore[arg-type]


def _indicator(row: pd.Series) -> str:
    """Name, least hours and how far back it counts."""
    parts = [label("indicator", row["indicator_code"])]
    if not is_missing(row["minimum_hours"]):
        parts.append(_("at least {hours} JP", hours=points_of(row["minimum_hours"])))
    if not is_missing(row["window_years"]):
        parts.append(ngettext_("last {count} year", "last {count} years", int(row["window_years"])))
    return ", ".join(parts)


def _answer(row: pd.Series) -> str:
    """The answer in words, with its band where it has one."""
    name = label(ANSWERS.get(row["indicator_code"], "answer"), row["answer_code"])
    if is_missing(row["lower_bound"]):
        return name
    if is_missing(row["upper_bound"]):
        return _("{name}: {lower} and above", name=name, lower=points_of(row["lower_bound"]))
    return _("{name}: {lower} to below {upper}", name=name, lower=points_of(row["lower_bound"]), upper=points_of(row["upper_bound"]))


def categories(frame: pd.DataFrame) -> pd.DataFrame:
    """Each category as the regulation prints it and as each convention bounds it."""
    return pd.DataFrame(
        {
            _("Category"): [label("category", code) for code in frame["category_code"]],
            _("Printed in the regulation"): [f"{row.printed_from}–{row.printed_to}" for row in frame.itertuples()],
            _("Convention B (lower bound inclusive)"): [_interval(row, "lower_inclusive") for _place, row in frame.iterrows()],
            _("Convention A (upper bound inclusive)"): [_interval(row, "upper_inclusive") for _place, row in frame.iterrows()],
        }
    )


def _interval(row: pd.Series, convention: str) -> str:
    """61 ≤ x < 71."""
    low = "≤" if row[f"{convention}_is_lower_included"] else "<"
    high = "≤" if row[f"{convention}_is_upper_included"] else "<"
    return f"{points_of(row[f'{convention}_lower_bound'])} {low} x {high} {points_of(row[f'{convention}_upper_bound'])}"


def participation(frame: pd.DataFrame) -> pd.DataFrame:
    """The words for the share of people measured."""
    return pd.DataFrame(
        {
            _("Participation"): [label("category", code) for code in frame["category_code"]],
            _("Share measured"): [_share(row) for _place, row in frame.iterrows()],
            _("Confirmed"): [_("yes") if confirmed else _("**not confirmed**") for confirmed in frame["is_confirmed"]],
        }
    )


def _share(row: pd.Series) -> str:
    lower = points_of(row["lower_bound"])
    if is_missing(row["upper_bound"]):
        return _("{lower}% and above", lower=lower)
    return _("{lower}% to below {upper}%", lower=lower, upper=points_of(row["upper_bound"]))


def eligibility(frame: pd.DataFrame) -> pd.DataFrame:
    """Who is measured, who is not, and why."""
    return pd.DataFrame(
        {
            _("Status"): [_("every other status") if code == "*" else code for code in frame["status_code"]],
            _("Shown as"): [label("employment_kind", code) for code in frame["employment_kind"]],
            _("Outcome"): [label("outcome", code) for code in frame["outcome"]],
            _("Reason"): list(frame["reason_en" if language() == "en" else "reason"]),
        }
    )


def schedule(frame: pd.DataFrame) -> pd.DataFrame:
    """The stages with their days, what is counted, and who owes it to whom."""
    return pd.DataFrame(
        {
            _("Stage"): [f"{row['stage_no']}. {row['stage_name_en' if language() == 'en' else 'stage_name']}" for _place, row in frame.iterrows()],
            _("Begins"): ["–" if is_missing(value) else day(value) for value in frame["starts_on"]],
            _("Due (24:00 WIB)"): [day(value) for value in frame["due_on"]],
            _("What is counted"): [label("counts", code) for code in frame["counts"]],
            _("Owed by"): list(frame["owed_by"]),
            _("Owed to"): list(frame["owed_to"]),
        }
    )


def definitions() -> str:
    """How every figure is computed, as Markdown: the same words as beside the charts."""
    return "\n\n".join(f"##### {title(name)}\n{definition(name)}" for name in DEFINITIONS)


GLOSSARY = (
    (N_("IP ASN"), N_("ASN Professionalism Index: points of four dimensions, 0 to 100, measured once a year.")),
    (N_("Qualification"), N_("Highest level of formal education, at most 25 points.")),
    (N_("Competence"), N_("Training that fits the position, technical training and seminars, at most 40 points.")),
    (N_("Performance"), N_("Value or predicate of the annual performance assessment of the year before, at most 30 points.")),
    (N_("Discipline"), N_("Heaviest disciplinary punishment of the last five years, at most 5 points.")),
    (N_("Unit"), N_("A part of the agency (satuan kerja); its figures include all units below it.")),
    (N_("Golongan"), N_("Rank class of a PNS, I/a to IV/e; of PPPK I to XVII. Their numerals do not mean the same.")),
    (N_("Position group"), N_("Structural, functional or administrative staff: decides which indicators are asked.")),
    (N_("JP"), N_("Jam pelajaran: hours of training.")),
    (N_("PNS, CPNS, PPPK"), N_("Permanent civil servants, candidates, and employees with a work agreement.")),
    (N_("SIMPEG"), N_("The personnel information system: who belongs to which unit, and with which attributes.")),
    (N_("n"), N_("Number of people a figure is computed from.")),
    (N_("Coverage"), N_("Share of the people to be measured who have a result.")),
    (N_("Bounds"), N_("Lowest and highest value a mean could still take, depending on those not measured yet.")),
    (N_("As of"), N_("The moment that counts as now in the data; what happened later is not in the figures.")),
    (N_("Release"), N_("One complete, unchangeable set of data; every figure on a page comes from one release.")),
)


def glossary() -> pd.DataFrame:
    """The words of these pages and what they mean."""
    return pd.DataFrame({_("Term"): [_(term) for term, _meaning in GLOSSARY], _("Meaning"): [_(meaning) for _term, meaning in GLOSSARY]})


def dimension_heading(frame: pd.DataFrame, dimension: str) -> str:
    """Name of a dimension and the most points it can give. Raises KeyError for an unknown dimension."""
    maximum = frame.loc[frame["dimension_code"] == dimension, "maximum_score"]
    name = LABELS["dimension"][dimension]
    return _("{dimension}, at most {points} points", dimension=_(name), points=points_of(maximum.iloc[0])) if len(maximum) else _(name)
