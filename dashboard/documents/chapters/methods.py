"""The annex: how the figures are computed, by which rules, and what is not shown."""

import re

import pandas as pd

from dashboard.documents.content import Block, Column, Paragraph, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, disclosure
from dashboard.text import method as words
from dashboard.text.definitions import definition, title

DIMENSIONS = ("qualification", "competence", "performance", "discipline")

DEFINED = ("index", "categories", "dimensions", "units", "lost_points", "stages", "change")
"""Definitions that a report needs, in the words of the pages."""

_MARKS = re.compile(r"\*\*|`")


def sections(found: Gathered) -> tuple[Section, ...]:
    """Definitions, points, categories and who is measured."""
    return (definitions(found), points(found), categories(found), people(found))


def definitions(found: Gathered) -> Section:
    """Rule version and regulation, then each figure."""
    said: list[Block] = [Paragraph(line) for line in _plain(words.rules(found.rules.version))]
    for name in DEFINED:
        said += [
            Paragraph(f"{title(name) if not place else ''}{': ' if not place else ''}{line}", "item")
            for place, line in enumerate(_plain(definition(name)))
        ]
    said.append(Paragraph(f"{_('Small groups')}: {disclosure.about()}", "item"))
    return Section(_("Figures"), tuple(said))


def points(found: Gathered) -> Section:
    """What each answer gives to each position group."""
    tables = [table(words.points(found.rules.points, name), words.dimension_heading(found.rules.points, name)) for name in DIMENSIONS]
    return Section(_("Points"), tuple(each for each in tables if each.rows))


def categories(found: Gathered) -> Section:
    """Bounds of the categories under both conventions, and the words for participation."""
    bounds = table(words.categories(found.rules.categories), _("Categories of the index"))
    return Section(_("Categories"), (bounds, table(words.participation(found.rules.participation), _("Words for participation"))))


def people(found: Gathered) -> Section:
    """Who is measured."""
    return Section(_("Who is measured"), (table(words.eligibility(found.rules.eligibility), ""),))


def table(frame: pd.DataFrame, caption: str) -> Table:
    """A frame of words as a table; columns are as wide as their longest words ask for, within reason."""
    texts = {str(name): [_MARKS.sub("", str(value)) for value in frame[name]] for name in frame.columns}
    widths = [min(4.0, max(1.0, max(map(len, [name, *values]), default=1) / 12)) for name, values in texts.items()]
    columns = tuple(Column(name, width=width) for name, width in zip(texts, widths, strict=True))
    return Table(columns, tuple(zip(*texts.values(), strict=True)), caption=caption)


def _plain(markdown: str) -> list[str]:
    """The lines of a text without the signs of Markdown."""
    return [line.strip() for line in _MARKS.sub("", markdown).splitlines() if line.strip()]
