"""A unit among many: a part of its name or its code is typed, then one of those that fit is chosen."""

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st

from dashboard.text import _


def show(
    key: str, title: str, found: Callable[[str], Mapping[str, str]], nothing: str, *, most: int, width: int | Literal["stretch"] = "stretch"
) -> tuple[str, str | None]:
    """What was typed, and the unit; none while nothing is typed or nothing fits, which `nothing` says.

    `found`: the units that fit what was typed, code to words, at most `most`. Keys of the session: <key>_text and <key>_unit.
    """
    hint = _("Part of the name, or the code")
    typed = st.text_input(title, key=f"{key}_text", max_chars=100, placeholder=hint, icon=":material/search:", width=width).strip()
    names = found(typed) if typed else {}
    if not names:
        if typed:
            st.caption(nothing)
        return typed, None
    if len(names) == most:
        st.caption(_("More units fit than are offered here; type more of the name."))
    chosen: str = st.selectbox(
        _("Unit found"), list(names), format_func=lambda unit_id: names.get(unit_id, unit_id), key=f"{key}_unit", filter_mode=None, width=width
    )
    return typed, chosen
