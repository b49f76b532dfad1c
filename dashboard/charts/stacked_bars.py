"""Groups split into parts: as people or as shares, the parts in a fixed order and named above."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import rows, theme
from dashboard.text import _, disclosure, percent, whole
from dashboard.text.groups import group_name, group_names, shown

DARKEST, LIGHTEST = (0x25, 0x4A, 0x7E), (0xB9, 0xD2, 0xEC)
"""Ends of the scale for parts that are not categories."""


def figure(frame: pd.DataFrame, row: str, column: str, *, is_share: bool = True) -> go.Figure:
    """Frame: queries.distribution.cross of the groupings `row` and `column`; one bar a row, one part a column code. A part narrower than 7 % has no text."""
    heads = frame.drop_duplicates("row_order")
    places = dict(zip(heads["row_order"], rows.places(len(heads)), strict=True))
    parts = frame.drop_duplicates("column_order").sort_values("column_order")
    traces = [
        _part(
            frame[frame["column_order"] == part.column_order],
            places,
            group_name(column, part.column_code),
            _look(column, part.column_code, place, len(parts)),
            is_share,
        )
        for place, part in enumerate(parts.itertuples())
    ]
    names = zip(places.values(), group_names(heads, row, "row"), _figures(frame, heads), strict=True)
    return theme.figure(
        traces,
        height=rows.height(len(heads), 70 + 22 * (len(parts) // 4)),
        legend=True,
        barmode="stack",
        annotations=[one for place, name, text in names for one in rows.words(place, name, text)],
        xaxis=rows.share_axis() if is_share else {"tickformat": ",d", "showgrid": False},
        yaxis=rows.axes(len(heads)),
        margin={"l": 8, "r": 16},
    )


def _figures(frame: pd.DataFrame, heads: pd.DataFrame) -> list[str]:
    """n of each row, and whether any of its parts is hidden: the bar is shorter by that."""
    counts = [disclosure.short() if pd.isna(count) else _("n = {n}", n=whole(count)) for count in heads["row_count"]]
    if not disclosure.is_any(frame):
        return counts
    cut = set(frame.loc[frame["asn_count"].isna(), "row_order"])
    has_count = heads["row_count"].notna()
    said = zip(counts, heads["row_order"], has_count, strict=True)
    return [f"{text} · {disclosure.short()}" if order in cut and is_told else text for text, order, is_told in said]


def _look(column: str, code: object, place: int, count: int) -> dict[str, object]:
    """Colour and pattern of a part: a category's own, otherwise a step from dark to light."""
    if column == "category" and isinstance(code, str):
        return {"color": theme.CATEGORY_COLOURS[code], "pattern": theme.pattern(code), "line": {"width": 0}}
    share = place / max(1, count - 1)
    colour = "#" + "".join(f"{round(dark + (light - dark) * share):02X}" for dark, light in zip(DARKEST, LIGHTEST, strict=True))
    return {"color": colour, "line": {"width": 1, "color": "#FFFFFF"}}


def _part(part: pd.DataFrame, places: dict[int, int], name: str, look: dict[str, object], is_share: bool) -> go.Bar:
    part = part.dropna(subset=["asn_count"])
    shares = list(part["row_pct"])
    texts = [percent(share, 100, 0) if is_share else whole(count) for share, count in zip(shares, part["asn_count"], strict=True)]
    return go.Bar(
        x=shares if is_share else list(part["asn_count"]),
        y=[places[order] for order in part["row_order"]],
        orientation="h",
        width=0.36,
        name=name,
        marker=look,
        text=[text if share >= 7 else "" for text, share in zip(texts, shares, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": theme.ink(str(look["color"])), "size": 11},
        constraintext="none",
        hovertemplate=f"{name}: %{{x:.1f}}<extra></extra>" if is_share else f"{name}: %{{x}}<extra></extra>",
    )


def sentence(frame: pd.DataFrame, row: str, column: str) -> str:
    """Which part is largest over all, and in which group it is largest."""
    if disclosure.is_any(frame):
        return _shown(frame, row, column)
    total = int(frame["asn_count"].sum())
    sums = frame.groupby("column_order")["asn_count"].sum()
    largest = frame[frame["column_order"] == sums.idxmax()]
    part = group_name(column, largest["column_code"].iloc[0])
    peak = int(largest["row_pct"].argmax())
    said = _(
        "n = {n} in {groups} groups. Largest part: {part} ({share}); most of all in {group} ({group_share}, n = {group_n}).",
        n=whole(total),
        groups=whole(frame["row_order"].nunique()),
        part=part,
        share=percent(sums.max(), total),
        group=group_names(largest, row, "row")[peak],
        group_share=percent(largest["row_pct"].iloc[peak], 100),
        group_n=whole(largest["row_count"].iloc[peak]),
    )
    return said + shown(frame["row_order"].nunique(), int(frame["group_count"].iloc[0]))


def _shown(frame: pd.DataFrame, row: str, column: str) -> str:
    """The largest share that is shown, where pairs of few people are hidden."""
    known = frame.dropna(subset=["asn_count"]).reset_index(drop=True)
    if known.empty or not known["asn_count"].any():
        return _("All parts here are hidden, so that they show nobody's.")
    peak = int(known["row_pct"].argmax())
    return _(
        "Parts of few people are hidden, so that they show nobody's. Largest shown: {part} in {group} ({share}).",
        part=group_name(column, known["column_code"].iloc[peak]),
        group=group_names(known, row, "row")[peak],
        share=percent(known["row_pct"].iloc[peak], 100),
    )
