"""What a page lets its reader turn beyond the filters: order, grouping, view. Kept in the address too, so that the back button turns them back."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from dashboard import tables
from dashboard.text import _
from dashboard.text.headings import heading


def order(names: Sequence[str], default: str, *, is_descending: bool = False) -> tuple[str, bool]:
    """The order in the address, one of `names` (columns, "urgency", "tree", "unit" or "rank"), and whether it is descending, with the widgets that change them."""
    asked = st.query_params.get("order", default)
    chosen = asked if asked in names else default
    falls = {"1": True, "0": False}.get(st.query_params.get("desc", ""), is_descending)
    st.session_state["order_name"], st.session_state["order_falls"] = chosen, falls
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"):
        st.selectbox(_("Order by"), names, format_func=_order_name, key="order_name", on_change=_write_order, width=210, filter_mode=None)
        st.toggle(_("Highest first"), key="order_falls", on_change=_write_order)
    return chosen, falls


def choice(name: str, title: str, names: dict[str, str], default: str, width: int | Literal["stretch"] = 240) -> str:
    """One of many, kept in the address under `name`; anything else there means the default. `names`: code -> what a reader sees."""
    st.session_state[f"choice_{name}"] = chosen = _asked(name, names, default)
    st.selectbox(
        title, list(names), format_func=names.__getitem__, key=f"choice_{name}", on_change=_write, args=(name,), width=width, filter_mode=None
    )
    return chosen


def view(name: str, title: str, names: dict[str, str], default: str) -> str:
    """One of a few, side by side, kept in the address as `choice` does."""
    st.session_state[f"choice_{name}"] = chosen = _asked(name, names, default)
    st.segmented_control(title, list(names), format_func=names.__getitem__, key=f"choice_{name}", on_change=_write, args=(name,), required=True)
    return chosen


def several(name: str, title: str, names: dict[str, str], most: int) -> tuple[str, ...]:
    """Some of many, at most `most`, kept in the address under `name`; what is not among them is dropped."""
    chosen = tuple(code for code in dict.fromkeys(st.query_params.get_all(name)) if code in names)[:most]
    st.session_state[f"choice_{name}"] = list(chosen)
    st.multiselect(
        title,
        list(names),
        format_func=names.__getitem__,
        key=f"choice_{name}",
        on_change=_write,
        args=(name,),
        max_selections=most,
        placeholder=_("Choose"),
    )
    return chosen


def person(key: str, *, is_offered: bool = True) -> str:
    """What is searched for: a name or a NIP. It stays in the session, never in the address. Nothing where a search is not offered."""
    if not is_offered:
        return ""
    return st.text_input(_("Name or NIP"), key=key, max_chars=80, icon=":material/search:", width=300, persist_state="session")


def asked(name: str) -> tuple[str, ...]:
    """What the address holds under `name`, unchecked: whoever uses it asks the release what of it there is."""
    return tuple(st.query_params.get_all(name))[:20]


def open_unit(unit_id: str | None) -> None:
    """Put a unit into the address, or take it away: the filters follow, and the back button comes back here."""
    _rewrite(unit=[] if unit_id is None else [unit_id], **tables.FIRST_PAGES)


def _asked(name: str, names: dict[str, str], default: str) -> str:
    asked = st.query_params.get(name, default)
    return asked if asked in names else default


def _order_name(name: str) -> str:
    return {"urgency": _("Needs a call first"), "tree": _("Organisation"), "unit": _("Unit and NIP"), "rank": _("Rank")}.get(name) or heading(name)


def _write(name: str) -> None:
    value = st.session_state[f"choice_{name}"]
    _rewrite(**{name: [value] if isinstance(value, str) else list(value)}, **tables.FIRST_PAGES)


def _write_order() -> None:
    _rewrite(order=[st.session_state["order_name"]], desc=["1" if st.session_state["order_falls"] else "0"], **tables.FIRST_PAGES)


def address(**changes: list[str]) -> dict[str, list[str]]:
    """The address of this page with all it holds, changed; an empty list takes a parameter away."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    return {name: values for name, values in (kept | changes).items() if values}


def _rewrite(**changes: list[str]) -> None:
    """Change the address in one step, so that the back button takes it back in one."""
    st.query_params.from_dict(address(**changes))
