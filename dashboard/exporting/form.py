"""What an export is to hold, chosen on the page: periods, filters, what one row is, columns, order and kind of file. The address is the only state, as of the
filters; so the address of the page is the link to the definition, and it holds codes alone."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import figures, filters, grid, warehouse
from dashboard.access.viewer import Viewer
from dashboard.exporting import fitting, grains
from dashboard.exporting.definition import PARAMETERS, SHAPES_OF, Definition
from dashboard.queries import choices
from dashboard.text import _
from dashboard.text import export_page as sentences
from dashboard.text import exporting as words

CARRIED = ("year", "lang", "release")
"""What the address holds beside the definition: the year that other pages show, the language and a release that was chosen."""

_FOLLOWING = {"grain": ("shape", "column", "order"), "shape": ("column", "order")}
"""What begins anew when something is changed: another grain has other columns."""


def show(viewer: Viewer) -> Definition:
    """Show every widget and return what they are set to, of what this viewer may take; what is not available is dropped and said.

    Raises fitting.NotOfferedError, warehouse.NoReleaseError.
    """
    asked, unknown = Definition.from_parameters(_address(), _years())
    definition, unfit = fitting.fitted(viewer, asked)
    _keep_year(definition)
    with st.container(border=True):
        st.subheader(_("Choice of data"), anchor=False)
        _periods(definition)
        offered = grains.narrowing(viewer, definition.grain)
        shown = filters.show(_seen(viewer, definition), *offered)
        definition = replace(definition, **{name: getattr(shown, name) for name in _FILTERS})
        _say([name for name in dict.fromkeys([*unknown, *unfit]) if name not in offered])
        _rows(viewer, definition)
        _columns(viewer, definition)
    return definition


_FILTERS = ("unit_id", "rank_groups", "position_groups", "employment_kinds", "sexes", "categories", "is_measured")


def kind(definition: Definition) -> None:
    """The widgets of the kind of file."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = {code: words.kind(code) for code in words.KINDS}
        st.session_state["export_kind"] = definition.kind
        st.selectbox(
            _("Kind of file"),
            list(names),
            format_func=names.__getitem__,
            key="export_kind",
            on_change=_write,
            args=("kind",),
            width=260,
            filter_mode=None,
        )
        if definition.kind == "csv":
            st.session_state["export_bom"], st.session_state["export_comma"] = definition.has_bom, definition.has_decimal_comma
            st.toggle(_("For Excel (UTF-8 with a mark)"), key="export_bom", on_change=_write_flag, args=("bom", True))
            st.toggle(_("Decimal comma, columns apart by semicolons"), key="export_comma", on_change=_write_flag, args=("comma", False))
    if definition.kind == "csv":
        figures.note(sentences.digits())


def link(definition: Definition) -> str:
    """The address of this page with this definition, for whoever may open it; what they may not see is dropped when they do."""
    return f"/export?{sentences.query(definition.parameters() | _carried())}"


def load(definition: Definition) -> None:
    """Put a definition into the address."""
    st.query_params.from_dict(definition.parameters() | _carried() | {"year": [str(definition.years[0])]})


def _carried() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in CARRIED if name in st.query_params}


def _address() -> dict[str, list[str]]:
    """What the address says; a year chosen on another page is the period where none is said."""
    said = {name: st.query_params.get_all(name) for name in PARAMETERS}
    return said if said["years"] else said | {"years": st.query_params.get_all("year")}


def _years() -> list[int]:
    """Years of the release, the newest first."""
    return [int(year) for year in warehouse.fetch(choices.years())["period_year"]]


def _seen(viewer: Viewer, definition: Definition) -> Viewer:
    """The viewer as the choice of units knows them: of people, those units whose people they may take away."""
    return replace(viewer, scope=viewer.people | viewer.masked) if grains.permission(definition.grain) == "people" else viewer


def _keep_year(definition: Definition) -> None:
    """The newest chosen year is the one whose units are offered, and the one that other pages show."""
    if filters.chosen_year() != definition.years[0]:
        st.query_params["year"] = str(definition.years[0])


def _say(dropped: Sequence[str]) -> None:
    if dropped:
        st.warning(_("Not available and therefore ignored: {filters}.", filters=", ".join(sentences.parameter(name) for name in dropped)))


def _periods(definition: Definition) -> None:
    st.session_state["export_years"] = list(definition.years)
    st.pills(_("Periods"), _years(), selection_mode="multi", key="export_years", on_change=_write_years, format_func=str)


def _rows(viewer: Viewer, definition: Definition) -> None:
    """What one row is, how it is laid out, and the order."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choice("grain", _("One row for each"), {code: words.grain(code) for code in grains.offered(viewer)}, definition.grain)
        shapes = {code: words.shape(code) for code in SHAPES_OF[definition.grain]}
        if len(shapes) > 1:
            _choice("shape", _("Layout"), shapes, definition.shape)
        orders = {"": _("Organisation"), **{name: name for name in grains.orders(viewer, definition.grain, definition.shape)}}
        st.session_state["export_order"], st.session_state["export_falls"] = definition.order, definition.is_descending
        st.selectbox(_("Order by"), list(orders), format_func=orders.__getitem__, key="export_order", on_change=_write_order, width=260)
        st.toggle(_("Highest first"), key="export_falls", on_change=_write_order, disabled=not definition.order)


def _choice(name: str, title: str, names: dict[str, str], value: str) -> None:
    st.session_state[f"export_{name}"] = value
    st.selectbox(title, list(names), format_func=names.__getitem__, key=f"export_{name}", on_change=_write, args=(name,), width=260, filter_mode=None)


def _columns(viewer: Viewer, definition: Definition) -> None:
    """The columns, all of them where none is chosen, and what each holds."""
    offered = grains.columns(viewer, definition.grain, definition.shape)
    names = [column.name for column in offered]
    st.session_state["export_column"] = [name for name in definition.columns if name in names]
    st.multiselect(
        _("Columns"), names, key="export_column", on_change=_write, args=("column",), placeholder=_("All {count} columns", count=len(names))
    )
    with st.expander(_("What the columns hold"), icon=":material/menu_book:"):
        held = pd.DataFrame({_("Column"): names, _("What it holds"): [column.description for column in offered]})
        grid.words(held, sentences.column_count(len(names)))


def _write(name: str) -> None:
    """Put a changed widget into the address; what hangs on it begins anew."""
    value = st.session_state[f"export_{name}"]
    _put(**dict.fromkeys(_FOLLOWING.get(name, ()), ()), **{name: [value] if isinstance(value, str) else list(value)})


def _write_years() -> None:
    chosen = sorted(st.session_state["export_years"], reverse=True)
    _put(years=[str(year) for year in chosen], year=[str(year) for year in chosen[:1]])


def _write_order() -> None:
    name = st.session_state["export_order"]
    _put(order=[f"-{name}" if st.session_state["export_falls"] else name] if name else [])


def _write_flag(name: str, usual: bool) -> None:
    value = st.session_state[f"export_{name}"]
    _put(**{name: [] if value is usual else ["yes" if value else "no"]})


def _put(**changes: Sequence[str]) -> None:
    """Change the address in one step, so that the back button takes it back in one."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params} | {name: list(values) for name, values in changes.items()}
    st.query_params.from_dict({name: values for name, values in kept.items() if values})
