"""The answer first: index, coverage, categories of the scale, change, and where to look."""

from dashboard.charts.theme import CATEGORY_COLOURS
from dashboard.documents import cells
from dashboard.documents.content import Block, Chart, Fact, Facts, Mark, Paragraph, Section
from dashboard.documents.gathering import Gathered
from dashboard.documents.plain_words import harmless
from dashboard.text import _, disclosure, label, number, percent, whole
from dashboard.text import overview as words
from dashboard.text.formats import is_missing


def section(found: Gathered) -> Section:
    """Index with what bounds it, four figures, and what changed."""
    blocks: list[Block] = [Paragraph(words.index(found.now), "lead"), facts(found), strip(found)]
    said = (words.gap(found.now), words.change(found.now, found.before))
    return Section(_("Summary"), tuple(blocks + [Paragraph(each) for each in said if each]))


def facts(found: Gathered) -> Facts:
    """Index, coverage, verified, not measured."""
    now = found.now
    category = "" if is_missing(now["category_code"]) else label("category", now["category_code"])
    return Facts(
        (
            Fact(_("Index"), disclosure.value(now, "mean_total_score"), category),
            Fact(_("Coverage"), words.coverage(now), words.measured(now)),
            Fact(_("Verified"), percent(now["verified_count"], now["measured_count"]), words.verified(now)),
            Fact(_("Not measured yet"), whole(now["eligible_count"] - now["measured_count"]), words.missing(now)),
        )
    )


def strip(found: Gathered) -> Chart:
    """The index on the scale of categories, with its bounds."""
    now = found.now
    value, low, high = (cells.value(now, name) for name in ("mean_total_score", "lowest_mean", "highest_mean"))
    mark = Mark(found.unit_name, value, disclosure.value(now, "mean_total_score"), low if high is not None else None, high)
    bands = tuple(
        Mark(
            label("category", row.category_code),
            None,
            whole(row.printed_from),
            float(row.lower_bound),
            float(row.upper_bound),
            _colour(row.category_code),
        )
        for row in found.bands.itertuples()
    )
    caption = _("The index on the scale of the categories; the line reaches from the lowest to the highest value it can still take")
    return Chart("strip", (mark,), caption, words.index(now), bands=bands)


def bounds(found: Gathered) -> str:
    """What the index can still become; empty where that is hidden or settled."""
    low, high = (cells.value(found.now, name) for name in ("lowest_mean", "highest_mean"))
    if low is None or high is None or low == high:
        return ""
    return _("If everybody were measured the index would lie between {lowest} and {highest}.", lowest=number(low), highest=number(high))


def _colour(code: object) -> str:
    return CATEGORY_COLOURS[str(code)]


def to_look_at(found: Gathered) -> Section:
    """Where to look further: at most three reasons, found by a fixed rule."""
    reasons = [words.reason(row) for _place, row in found.reasons.iterrows()]
    if not reasons:
        none: tuple[Block, ...] = (Paragraph(_("The rule that looks for points at stake finds none.")),)
        return Section(_("Where to look further"), none)
    items = (Paragraph(f"{harmless(each.heading)}. {harmless(each.sentence, most=400)}", "item") for each in reasons)
    return Section(_("Where to look further"), tuple(items))
