"""The index of groups of people: by position, rank and status, PNS and PPPK apart."""

import pandas as pd

from dashboard.documents import cells
from dashboard.documents.content import Column, Section, Table
from dashboard.documents.gathering import Gathered
from dashboard.text import _, disclosure, whole
from dashboard.text.groups import group_names, group_title


def section(found: Gathered) -> Section:
    """One table a grouping."""
    return Section(_("Groups of people"), tuple(_table(kind, frame) for kind, frame in found.groups.items() if len(frame)))


def _table(kind: str, frame: pd.DataFrame) -> Table:
    columns = (
        Column(group_title(kind), width=2.4),
        Column(_("People"), is_number=True),
        Column(_("To be measured"), is_number=True, width=1.2),
        Column(_("n (measured)"), is_number=True, width=1.2),
        Column(_("Index"), is_number=True, width=1.2),
        Column(_("Category"), width=1.6),
        Column(_("Lowest–highest possible"), is_number=True, width=1.8),
    )
    rows = tuple(_group(row, name) for (_place, row), name in zip(frame.iterrows(), group_names(frame, kind), strict=True))
    return Table(columns, rows, caption=group_title(kind), note=disclosure.about() if disclosure.is_any(frame) else "")


def _group(row: pd.Series, name: str) -> tuple[str, ...]:
    if not row["eligible_count"]:
        return (_("{group} (not measured by the rules)", group=name), whole(row["asn_count"]), *[cells.NOTHING] * 5)
    counts = (cells.count(row, column) for column in ("asn_count", "eligible_count", "measured_count"))
    return (name, *counts, cells.mean(row), cells.category(row), cells.bounds(row))
