"""What the first page says in sentences. Rows and frames are those of dashboard.queries.overview, distribution and reasons."""

from dataclasses import dataclass

import pandas as pd

from dashboard.text import disclosure
from dashboard.text.formats import is_missing, number, percent, whole
from dashboard.text.labels import LABELS, label
from dashboard.text.language import _


def index(row: pd.Series) -> str:
    """What the index is, of how many, and what it could still become."""
    if not row["eligible_count"]:
        return _("Nobody here is to be measured.")
    if disclosure.is_hidden(row):
        return disclosure.withheld(row[disclosure.CODE])
    if is_missing(row["lowest_mean"]):
        return _("The index is {mean}, n = {n}.", mean=number(row["mean_total_score"]), n=whole(row["measured_count"]))
    if is_missing(row["mean_total_score"]):
        return _(
            "There is no index yet: none of the {eligible} people to be measured has a result. It could come to lie between {lowest} and {highest}.",
            eligible=whole(row["eligible_count"]),
            lowest=number(row["lowest_mean"]),
            highest=number(row["highest_mean"]),
        )
    return _(
        "The index is {mean} ({category}), the mean of {measured} measured people out of {eligible} to be measured ({coverage}). "
        "If all were measured it would lie between {lowest} and {highest}.",
        mean=number(row["mean_total_score"]),
        category=label("category", row["category_code"]).lower(),
        measured=whole(row["measured_count"]),
        eligible=whole(row["eligible_count"]),
        coverage=percent(row["measured_count"], row["eligible_count"]),
        lowest=number(row["lowest_mean"]),
        highest=number(row["highest_mean"]),
    )


def gap(row: pd.Series) -> str:
    """That the mean lies between two whole numbers where the conventions differ; empty when it does not."""
    if is_missing(row["category_code"]) or row["category_code"] == row["other_category_code"]:
        return ""
    return _(
        "{mean} lies in a gap between the whole numbers of the regulation: {category} under the convention in force, {other} under the other one.",
        mean=number(row["mean_total_score"]),
        category=label("category", row["category_code"]),
        other=label("category", row["other_category_code"]),
    )


def change(now: pd.Series, before: pd.Series) -> str:
    """How the index moved since the year before, with both n; and what makes the two hard to compare."""
    if disclosure.is_hidden(now):
        return ""
    if disclosure.is_hidden(before):
        return _("The index of {year} is not compared with: {reason}.", year=before["period_year"], reason=disclosure.words(before[disclosure.CODE]))
    if is_missing(before["mean_total_score"]):
        return _("There is nothing to compare with: the release holds no result of the year before.")
    if is_missing(now["mean_total_score"]):
        return _("There is no index of {year} to compare yet.", year=now["period_year"])
    said = _(
        "{difference} points since {year}: {mean} (n = {n}, {coverage} measured) after {last_mean} (n = {last_n}, {last_coverage} measured).",
        difference=number(now["mean_total_score"] - before["mean_total_score"], signed=True),
        year=before["period_year"],
        mean=number(now["mean_total_score"]),
        n=whole(now["measured_count"]),
        coverage=percent(now["measured_count"], now["eligible_count"]),
        last_mean=number(before["mean_total_score"]),
        last_n=whole(before["measured_count"]),
        last_coverage=percent(before["measured_count"], before["eligible_count"]),
    )
    if now["rule_version"] == before["rule_version"]:
        return said
    differ = _("The two years were scored under different rules ({one}, {other}).", one=before["rule_version"], other=now["rule_version"])
    return f"{said} {differ}"


def by_category(row: pd.Series, bands: pd.DataFrame) -> pd.DataFrame:
    """The counts of an index row as rows, one per category, lowest first: category_code, printed_from, printed_to, asn_count, share_pct."""
    counts = pd.Series([row[f"{code}_count"] for code in bands["category_code"]], index=bands.index, dtype="Int64")
    shares = (100 * counts / (row["measured_count"] or pd.NA)).astype("Float64").astype("float64")
    frame = bands[["category_code", "printed_from", "printed_to"]].assign(asn_count=counts, share_pct=shares)
    return frame.assign(**{disclosure.CODE: ["cells" if is_missing(count) else None for count in counts]}) if counts.isna().any() else frame


def by_dimension(row: pd.Series) -> pd.DataFrame:
    """The means of an index row as rows, one per dimension: dimension_code, maximum_score, mean_score, share_pct of the maximum, measured_count."""
    codes = list(LABELS["dimension"])
    frame = pd.DataFrame({"dimension_code": codes})
    frame["maximum_score"] = pd.Series([row[f"{code}_maximum"] for code in codes], dtype="float64")
    frame["mean_score"] = pd.Series([row[f"mean_{code}_score"] for code in codes], dtype="float64")
    frame = frame.assign(share_pct=100 * frame["mean_score"] / frame["maximum_score"], measured_count=row["measured_count"])
    return frame.assign(**{disclosure.CODE: row[disclosure.CODE]}) if disclosure.is_hidden(row) else frame


def measured(now: pd.Series) -> str:
    """How many of those to be measured are, and the word for that share."""
    if not now["eligible_count"]:
        return _("nobody is to be measured")
    counts = _("{measured} of {eligible} to be measured", measured=whole(now["measured_count"]), eligible=whole(now["eligible_count"]))
    if is_missing(now["participation_code"]):
        return counts
    word = _("participation {word}", word=label("category", now["participation_code"]).lower())
    return f"{counts} · {word}"


def coverage(now: pd.Series) -> str:
    """The share measured of those to be measured; a dash where nobody is to be measured, because then there is nothing to wait for."""
    return percent(now["measured_count"], now["eligible_count"]) if now["eligible_count"] else "–"


def verified(now: pd.Series) -> str:
    """How many of those measured their unit has verified."""
    return _("{verified} of {measured} measured", verified=whole(now["verified_count"]), measured=whole(now["measured_count"]))


def missing(now: pd.Series) -> str:
    """By how much those not measured could still move the mean."""
    if not now["eligible_count"]:
        return _("nobody is to be measured")
    if disclosure.has_hidden(now) and is_missing(now["lowest_mean"]):
        return disclosure.short()
    return _("the mean can still differ by {points} points", points=number(now["highest_mean"] - now["lowest_mean"]))


def ineligible(now: pd.Series) -> str:
    """How many the rules do not measure."""
    return _("{count} of them are not measured by the rules", count=whole(now["asn_count"] - now["eligible_count"]))


def categories(frame: pd.DataFrame) -> str:
    """Which category is the largest and how many reach the two upper ones."""
    if disclosure.is_any(frame):
        return _categories_shown(frame)
    total = int(frame["asn_count"].sum())
    if not total:
        return _("Nobody has been measured yet.")
    largest = frame.loc[frame["asn_count"].idxmax()]
    upper = int(frame.loc[frame["category_code"].isin(["tinggi", "sangat_tinggi"]), "asn_count"].sum())
    return _(
        "Of {total} measured people most are {category} ({share}); {upper} ({upper_share}) are high or very high.",
        total=whole(total),
        category=label("category", largest["category_code"]).lower(),
        share=percent(largest["asn_count"], total),
        upper=whole(upper),
        upper_share=percent(upper, total),
    )


def _categories_shown(frame: pd.DataFrame) -> str:
    """The largest category of those that are shown; a hidden one is never larger."""
    known = frame.dropna(subset=["asn_count"])
    if known.empty:
        return _("The counts by category are hidden, so that they show nobody's.")
    largest = known.loc[known["asn_count"].idxmax()]
    return _(
        "Most people are {category} ({share}); smaller categories are hidden, so that they show nobody's.",
        category=label("category", largest["category_code"]).lower(),
        share=percent(largest["share_pct"], 100),
    )


def dimensions(frame: pd.DataFrame) -> str:
    """Which dimension is nearest to its maximum and which farthest from it."""
    if disclosure.is_any(frame):
        return disclosure.words(frame[disclosure.CODE].iloc[0])
    known = frame.dropna(subset=["share_pct"])
    if known.empty:
        return _("Nobody has been measured yet.")
    weakest, strongest = known.loc[known["share_pct"].idxmin()], known.loc[known["share_pct"].idxmax()]
    return _(
        "Farthest from its maximum is {weakest}: {mean} of {maximum} points ({share}); nearest is {strongest} ({strongest_share}). n = {n}.",
        weakest=label("dimension", weakest["dimension_code"]).lower(),
        mean=number(weakest["mean_score"]),
        maximum=number(weakest["maximum_score"], 0),
        share=percent(weakest["share_pct"], 100),
        strongest=label("dimension", strongest["dimension_code"]).lower(),
        strongest_share=percent(strongest["share_pct"], 100),
        n=whole(weakest["measured_count"]),
    )


@dataclass(frozen=True)
class Reason:
    """A reason to look further: heading, sentence, and the page that shows more, with the unit to choose there."""

    heading: str
    sentence: str
    page: str
    unit_id: str | None = None


def reason(row: pd.Series) -> Reason:
    """One row of reasons.best in words. Raises KeyError for a reason that has no words."""
    return {"training": _training, "open_unit": _open_unit, "fallen": _fallen, "undecided": _undecided, "gap": _gap}[row["reason_code"]](row)


def _training(row: pd.Series) -> Reason:
    return Reason(
        _("{indicator}: {points} points", indicator=label("indicator", row["subject_code"]), points=number(-row["stake"])),
        _(
            "{part} of {total} measured people who are asked for it have none; that takes {points} points off the mean.",
            part=whole(row["part_count"]),
            total=whole(row["total_count"]),
            points=number(row["stake"]),
        ),
        "dimensions",
    )


def _open_unit(row: pd.Series) -> Reason:
    return Reason(
        _("{unit}: {coverage} measured", unit=row["unit_name"], coverage=percent(row["value"], 100)),
        _(
            "{part} of {total} people measured, {all} of the whole choice; those missing can still move the whole mean by {points} points.",
            part=whole(row["part_count"]),
            total=whole(row["total_count"]),
            all=percent(row["other_value"], 100),
            points=number(row["stake"]),
        ),
        "completion",
        row["unit_id"],
    )


def _fallen(row: pd.Series) -> Reason:
    return Reason(
        _("{dimension}: {points} points since the year before", dimension=label("dimension", row["subject_code"]), points=number(-row["stake"])),
        _(
            "Its mean fell from {last} (n = {last_n}) to {mean} (n = {n}).",
            last=number(row["other_value"]),
            last_n=whole(row["total_count"]),
            mean=number(row["value"]),
            n=whole(row["part_count"]),
        ),
        "dimensions",
    )


def _undecided(row: pd.Series) -> Reason:
    return Reason(
        _("Comparison of units not decided"),
        _(
            "For {part} of {total} pairs of units it is open which one is higher: people not measured yet could turn the order.",
            part=whole(row["part_count"]),
            total=whole(row["total_count"]),
        ),
        "units",
    )


def _gap(row: pd.Series) -> Reason:
    return Reason(
        _("Means between two categories"),
        _(
            "{part} of {total} units have a mean that the two category conventions class differently.",
            part=whole(row["part_count"]),
            total=whole(row["total_count"]),
        ),
        "units",
    )
