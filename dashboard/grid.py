"""Tables of figures: plain HTML, so that numbers are written as officials write them, screen readers and printers have them, and a phone can scroll them.

How a value is written follows from its column's name (`_count`, `_pct`, `_score`, `_on`, ...), so a column looks the same on every page.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import controls, tables
from dashboard.charts import theme
from dashboard.text import N_, _, day, difference, disclosure, label, language, moment, number, percent, plain, short_label, use, whole
from dashboard.text.coverage import row_order
from dashboard.text.formats import is_missing
from dashboard.text.groups import unit_name
from dashboard.text.headings import heading

CODES = {
    "dimension_code": "dimension",
    "indicator_code": "indicator",
    "position_group": "position_group",
    "employment_kind": "employment_kind",
    "score_source": "score_source",
    "change_code": "change",
}
"""Columns that hold a code, and the kind of label it has."""

TEXTS = frozenset(
    {
        "unit_name",
        "former_unit_name",
        "group_name",
        "stage_name",
        "asn_name",
        "position_name",
        "rank_code",
        "nip",
        "person_code",
        "owed_by",
        "owed_to",
        "answer_name",
    }
)
"""Columns that are shown as they are."""

EMPTY = {
    "starts_on": N_("no first day"),
    "completed_at": N_("not completed"),
    "measured_at": N_("not yet"),
    "verified_at": N_("not yet"),
    "missing_pct": N_("not known"),
    **dict.fromkeys(("done_pct", "expected_count"), N_("nobody owes it here")),
    **dict.fromkeys(("coverage_pct", "measured_pct", "verified_pct"), N_("– nobody is to be measured")),
    **dict.fromkeys(("lowest_mean", "highest_mean", "overlap_count", "missing_share_pct", "ahead_count", "ahead_days", "late_days"), "–"),
    **dict.fromkeys(("state", "measured_state", "verified_state", "report_state"), N_("nobody owes it here")),
    **dict.fromkeys(TEXTS, N_("not known")),
    **dict.fromkeys(("former_total_score", "present_total_score", "total_difference", "mean_difference"), "–"),
    **dict.fromkeys(("corrected_effect", "new_effect", "moved_effect", "removed_effect"), "–"),
}
"""What a missing value is called; any other column has no data yet."""

STYLE = """<style>
.ipasn-grid{overflow-x:auto;max-width:100%}
.ipasn-grid table{border-collapse:collapse;width:100%;font-size:.87rem;font-variant-numeric:tabular-nums}
.ipasn-grid th,.ipasn-grid td{padding:.34rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 14%,transparent);text-align:left;vertical-align:baseline}
.ipasn-grid thead th{font-weight:600;font-size:.78rem;line-height:1.25;vertical-align:bottom;border-bottom-width:2px}
.ipasn-grid .r{text-align:right;white-space:nowrap}
.ipasn-grid thead .r{white-space:normal}
.ipasn-grid tbody th{font-weight:500;min-width:17rem;max-width:26rem;overflow-wrap:anywhere}
.ipasn-grid tr>:first-child{position:sticky;left:0;background:light-dark(#FFFFFF,#11161D)}
.ipasn-grid a{color:inherit;text-decoration-color:color-mix(in srgb,currentColor 40%,transparent);text-underline-offset:.18em}
.ipasn-grid a:hover{text-decoration-color:currentColor}
.ipasn-grid .none{opacity:.7;font-style:italic}
.ipasn-grid .mark{display:inline-block;min-width:1.35rem;text-align:center;border-radius:.7rem;padding:0 .3rem;margin-right:.35rem;font-size:.72rem;font-weight:700;line-height:1.2rem}
.ipasn-grid .w{white-space:nowrap}
.ipasn-grid .note{display:block;font-size:.78rem;min-width:9rem;white-space:normal}
.ipasn-grid .tight .note{min-width:0;white-space:nowrap}
.ipasn-grid .note b{font-weight:600}
.ipasn-grid .wide{min-width:13rem}
.ipasn-grid .stage{min-width:10.5rem}
.ipasn-grid thead .note{font-weight:400;opacity:.85}
.ipasn-grid .share{display:block;position:relative;height:.42rem;margin:.28rem 0 .16rem;background:color-mix(in srgb,currentColor 14%,transparent)}
.ipasn-grid .share>span{display:block;height:100%}
.ipasn-grid .share>i{position:absolute;top:-.16rem;bottom:-.16rem;width:2px;background:currentColor}
@media (max-width:640px){.ipasn-grid th,.ipasn-grid td{padding:.34rem .45rem}.ipasn-grid tbody th{min-width:9rem;max-width:11rem}}
</style>"""


def show(
    frame: pd.DataFrame, columns: Sequence[str], caption: str, *, is_linked: bool = False, notes: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Show these columns as a table whose first column names the row, with a caption, and return them, to be taken away.

    `notes`: words to stand below the cells of a column, one a row, empty for none. `is_linked`: the first column leads to the row's unit (unit_id), but for rows of the people right in a unit (is_own). Raises KeyError for a column
    without a heading.
    """
    head = "".join(f'<th scope="col"{_side(name)}>{escape(heading(name))}</th>' for name in columns)
    first = links(frame, columns[0]) if is_linked else _noted(columns[0], frame[columns[0]], (notes or {}).get(columns[0]))
    rest = [[f"<td{_side(name)}>{cell}</td>" for cell in _noted(name, _told(frame, name), (notes or {}).get(name))] for name in columns[1:]]
    put(head, ((name, "".join(cells)) for name, *cells in zip(first, *rest, strict=True)), caption)
    return frame[[*columns, *({disclosure.CODE} & set(frame.columns))]]


def _told(frame: pd.DataFrame, name: str) -> list[Any]:
    """The values of a column; where one is hidden, the words for that."""
    if disclosure.CODE not in frame:
        return list(frame[name])
    rows = frame.to_dict("records")
    return [Hidden(words) if is_missing(row[name]) and (words := disclosure.cell(name, row)) else row[name] for row in rows]


class Hidden(str):
    """Words that stand for a hidden value."""

    __slots__ = ()


def words(frame: pd.DataFrame, caption: str) -> None:
    """A table of words, with headings that are words already; the first column names the row."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    rows = [[escape(str(value)) for value in row] for row in frame.itertuples(index=False)]
    put(head, ((name, "".join(f"<td>{cell}</td>" for cell in cells)) for name, *cells in rows), caption)


def put(head: str, rows: Iterable[tuple[str, str]], caption: str) -> None:
    """A table of HTML that is already written: the cells of its head, and of each row its name and its other cells."""
    body = "".join(f'<tr><th scope="row">{name}</th>{cells}</tr>' for name, cells in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'{STYLE}<div class="ipasn-grid" tabindex="0" role="region" aria-label="{escape(caption)}">{table}</div>')
    st.caption(plain(caption))


def _noted(name: str, values: Iterable[Any], notes: Sequence[str] | None) -> list[str]:
    """The cells of a column, each with its note."""
    cells = [_cell(name, value) for value in values]
    if notes is None:
        return cells
    return [f'{cell} <span class="note">{escape(note)}</span>' if note else cell for cell, note in zip(cells, notes, strict=True)]


def links(frame: pd.DataFrame, column: str) -> list[str]:
    """The first column as links to this page with the row's unit chosen and all else kept."""
    own = frame["is_own"] if "is_own" in frame else [False] * len(frame)
    written = []
    for unit_id, name, is_own in zip(frame["unit_id"], frame[column], own, strict=True):
        address = urlencode(controls.address(unit=[str(unit_id)], **tables.FIRST_PAGES), doseq=True)
        written.append(escape(unit_name(name, is_own=True)) if is_own else f'<a href="?{escape(address)}">{escape(str(name))}</a>')
    return written


def _side(name: str) -> str:
    """Figures stand at the right of their column; long names have room."""
    if name in {"unit_name", "former_unit_name", "position_name"}:
        return " class=wide"
    if name.endswith(("_effect", "mean_total_score")):
        return ' class="r tight"'
    return "" if _is_text(name) else " class=r"


def _is_text(name: str) -> bool:
    return name in {*TEXTS, *CODES, "overlap_count"} or name.endswith(("state", "category_code", "participation_code")) or name.startswith("is_")


def _cell(name: str, value: Any) -> str:
    """A cell's content."""
    if isinstance(value, Hidden):
        return f'<span class="none">{escape(value)}</span>'
    if is_missing(value):
        return f'<span class="none">{escape(_(EMPTY.get(name, "no data yet")))}</span>'
    return escape(str(value)) if name in TEXTS else _written(name, value, language())


@lru_cache(maxsize=50_000)
def _written(name: str, value: Any, language_code: str) -> str:
    """A figure or a code as HTML, never a name or a NIP: those are not kept. The language is part of the key."""
    use(language_code)
    if name.endswith(("category_code", "participation_code")):
        return _marked(theme.CATEGORY_COLOURS[value], short_label("category", value), label("category", value))
    if name.endswith("state"):
        return state(value)
    if name in CODES:
        return escape(label(CODES[name], value))
    if name.startswith("is_"):
        return escape(label("answer", "yes" if value else "no"))
    if name == "overlap_count":
        return f'<span class="w">{escape(row_order(value))}</span>'
    return escape(_figure(name, value))


def state(code: str) -> str:
    """A state of the schedule as HTML: sign, colour and word."""
    sign, colour = theme.STATES[code]
    return _marked(colour, sign, label("state", code))


def _figure(name: str, value: Any) -> str:
    if name.endswith("_pct"):
        return percent(value, 100)
    is_signed = name.startswith(("ahead", "difference")) and bool(value)
    if name in {"ahead_days", "difference_points"}:
        return number(value, 1, signed=is_signed)
    if name.endswith(("_count", "_total", "_no", "_days")) or name.startswith("printed"):
        return whole(value, signed=is_signed)
    if name.endswith("_on"):
        return day(value, length="medium")
    if name.endswith("_at"):
        return moment(value)
    return difference(value) if name.endswith(("_effect", "_difference")) else number(value)


def _marked(colour: str, sign: str, word: str) -> str:
    style = f"background:{colour};color:{theme.ink(colour)}"
    return f'<span class="w"><span class="mark" aria-hidden="true" style="{style}">{escape(sign)}</span>{escape(word)}</span>'
