"""Every filter widget once, bound to the address of the page.

The address is the only state: a widget that is changed writes its codes there, and each run sets the widgets from there, after checking every value on the
server. So a filter outlives a change of page, a reload, a change of language (codes, not words) and a shared link. Streamlit's own bind="query-params"
writes the words a reader sees, which change with the language and need not be unique.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import streamlit as st

from dashboard import access, tables, warehouse
from dashboard.access import denied
from dashboard.access.viewer import Viewer
from dashboard.queries import choices, schedule
from dashboard.queries.filters import Filters
from dashboard.text import _, day, label, language, moment
from dashboard.text.labels import LABELS

CODES = {
    "rank_group": tuple(LABELS["rank_group"]),
    "position_group": tuple(LABELS["position_group"]),
    "employment_kind": tuple(LABELS["employment_kind"]),
    "sex": tuple(LABELS["sex"]),
    "category": tuple(LABELS["category"]),
    "measured": tuple(LABELS["measured"]),
}
"""What the filters of fixed codes may be set to."""

NAMES = ("year", "unit", "as_of", *CODES)
"""Every filter, by its name in the address."""

MOST_UNITS = 400
"""A longer list of units is cut to its upper levels and the surroundings of the chosen unit: 12,500 names would be 600 KB a page."""


def parameters(**changes: object) -> dict[str, list[str]]:
    """Filters, language and release as they stand in the address, for links; `changes` set one, None takes one away."""
    kept = {name: st.query_params.get_all(name) for name in (*NAMES, "lang", "release") if name in st.query_params}
    for name, value in changes.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = [str(value)]
    return kept


def chosen_year() -> int:
    """The year in the address, if the release has it; otherwise its newest."""
    years = _years()
    asked = st.query_params.get("year", "")
    return int(asked) if asked in map(str, years) else years[0]


def current_language() -> str:
    """The language in the address."""
    return language()


def write_language() -> None:
    """Put the chosen language into the address."""
    st.query_params["lang"] = st.session_state["language"]


def show(viewer: Viewer, *names: str) -> Filters:
    """Show these filters in one bar and return what they are set to; a filter that is not shown is not in force. Raises KeyError for an unknown name.

    Values that are not allowed are dropped with one sentence, which is the same for a unit that does not exist and one that the viewer may not see.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise KeyError(", ".join(unknown))
    dropped: list[str] = []
    coded = [name for name in names if name in CODES]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        year = _year(dropped) if "year" in names else chosen_year()
        unit_id = _unit(viewer, year, dropped) if "unit" in names else None
        end_of_day = _end_of_day(year, dropped) if "as_of" in names else None
        values = dict.fromkeys(CODES, ()) | _coded(coded, dropped)
    chosen = Filters(
        year=year,
        unit_id=unit_id,
        rank_groups=values["rank_group"],
        position_groups=values["position_group"],
        employment_kinds=values["employment_kind"],
        sexes=values["sex"],
        categories=values["category"],
        is_measured={"yes": True, "no": False}.get(",".join(values["measured"])),
        as_of=end_of_day,
    )
    _say(dropped, chosen)
    return chosen


def year_before(chosen: Filters) -> Filters:
    """The same choice in the newest year of the release before the chosen one; without one, in the calendar year before, of which nothing is known."""
    earlier = [year for year in _years() if year < chosen.year]
    return replace(chosen, year=max(earlier, default=chosen.year - 1))


def as_of(chosen: Filters) -> datetime:
    """The moment that is looked at: the end of the chosen day, or what counts as now for the chosen year in this release."""
    return chosen.as_of or _as_of_release(chosen.year)


def words(chosen: Filters) -> list[str]:
    """The filters in force beyond year and unit, one text each: "Golongan: III, IV"."""
    titles = _titles()
    parts = (
        ("rank_group", chosen.rank_groups),
        ("position_group", chosen.position_groups),
        ("employment_kind", chosen.employment_kinds),
        ("sex", chosen.sexes),
        ("category", chosen.categories),
        ("measured", () if chosen.is_measured is None else ("yes",) if chosen.is_measured else ("no",)),
    )
    return [f"{titles[name]}: {', '.join(label(name, code) for code in values)}" for name, values in parts if values]


def unit_name(viewer: Viewer, chosen: Filters) -> str:
    """Name of the chosen unit, or that it is all of them."""
    if chosen.unit_id is None:
        return _("All units")
    found = warehouse.fetch(choices.unit(viewer, chosen.year, chosen.unit_id))
    return str(found["unit_name"].iloc[0])


def _titles() -> dict[str, str]:
    return {
        "year": _("Year"),
        "unit": _("Unit"),
        "as_of": _("As of the day"),
        "rank_group": _("Rank group"),
        "position_group": _("Position group"),
        "employment_kind": _("Employment status"),
        "sex": _("Sex"),
        "category": _("Category"),
        "measured": _("Measurement state"),
    }


def _years() -> list[int]:
    return [int(year) for year in warehouse.fetch(choices.years())["period_year"]]


def _as_of_release(year: int) -> datetime:
    periods = warehouse.fetch(choices.years())
    found: datetime = periods.loc[periods["period_year"] == year, "as_of"].iloc[0].to_pydatetime()
    return found


def _write(name: str) -> None:
    """Put a changed widget into the address; what is empty or the default leaves it. Page numbers begin anew, and a day is of one year."""
    value = st.session_state[f"filter_{name}"]
    codes = [str(code) for code in value] if isinstance(value, (list, tuple)) else [] if value is None else [str(value)]
    if codes:
        st.query_params[name] = codes
    else:
        st.query_params.pop(name, None)
    for page in tables.PAGES:
        st.query_params.pop(page, None)
    if name == "year":
        st.query_params.pop("as_of", None)


def _clear() -> None:
    for name in CODES:
        st.query_params.pop(name, None)


def _allowed(name: str, options: Sequence[str], dropped: list[str]) -> tuple[str, ...]:
    """The values in the address that are options, in the options' order."""
    asked = st.query_params.get_all(name)
    if set(asked) - set(options):
        dropped.append(name)
    return tuple(option for option in options if option in asked)


def _year(dropped: list[str]) -> int:
    years = _years()
    asked = st.query_params.get("year")
    if asked is not None and asked not in map(str, years):
        dropped.append("year")
    st.session_state["filter_year"] = chosen_year()
    st.selectbox(_titles()["year"], years, key="filter_year", on_change=_write, args=("year",), width=120, filter_mode=None)
    return chosen_year()


def _unit(viewer: Viewer, year: int, dropped: list[str]) -> str | None:
    asked = st.query_params.get("unit")
    chosen_id = asked
    if asked is not None and warehouse.fetch(choices.unit(viewer, year, asked)).empty:
        dropped.append("unit")
        chosen_id = None
        _note_refused(viewer, year, asked)
    levels = warehouse.fetch(choices.unit_levels(viewer, year))
    deepest = levels.loc[levels["unit_count"].cumsum() <= MOST_UNITS, "unit_level"].max() if len(levels) else 0
    units = warehouse.fetch(choices.units(viewer, year, 1 if deepest != deepest else int(deepest), chosen_id))  # noqa: PLR0124 NaN
    top = int(units["unit_level"].min()) if len(units) else 0
    names = {str(row.unit_id): "\u2003" * (int(row.unit_level) - top) + str(row.unit_name) for row in units.itertuples()}
    st.session_state["filter_unit"] = chosen_id
    st.selectbox(
        _titles()["unit"],
        list(names),
        index=None,
        format_func=lambda unit_id: names.get(unit_id, unit_id),
        key="filter_unit",
        on_change=_write,
        args=("unit",),
        placeholder=_("All units"),
        filter_mode="contains",
        width=440,
    )
    return chosen_id


def _note_refused(viewer: Viewer, year: int, unit_id: str) -> None:
    """For the audit: somebody who sees some units asked for another one. A unit of theirs in another year is none."""
    is_of_other_year = any(not warehouse.fetch(choices.unit(viewer, other, unit_id)).empty for other in _years() if other != year)
    if not (viewer.scope.is_everything or is_of_other_year):
        denied.unit(access.current_identity(), unit_id, warehouse.release_id())


def _end_of_day(year: int, dropped: list[str]) -> datetime | None:
    """The end of the day in the address, when it is one that can be looked at; without one, nothing: the release's own moment."""
    days = [str(value) for value in warehouse.fetch(schedule.past_days(year))["on_date"]]
    asked = st.query_params.get("as_of")
    if asked is not None and asked not in days:
        dropped.append("as_of")
    chosen = asked if asked in days else None
    st.session_state["filter_as_of"] = chosen
    st.selectbox(
        _titles()["as_of"],
        days,
        index=None,
        format_func=lambda code: day(date.fromisoformat(code), length="full"),
        key="filter_as_of",
        on_change=_write,
        args=("as_of",),
        placeholder=_("{moment} (release)", moment=moment(_as_of_release(year))),
        filter_mode="contains",
        width=300,
    )
    return None if chosen is None else datetime.combine(date.fromisoformat(chosen), time.max)


def _coded(names: Sequence[str], dropped: list[str]) -> dict[str, tuple[str, ...]]:
    """The filters of fixed codes, behind one button that says how many are set."""
    if not names:
        return {}
    values = {name: _allowed(name, CODES[name], dropped) for name in names}
    set_count = sum(1 for codes in values.values() if codes)
    heading = _("Filters ({count})", count=set_count) if set_count else _("Filters")
    with st.popover(heading, icon=":material/filter_alt:", type="primary" if set_count else "secondary"):
        for name in names:
            st.session_state[f"filter_{name}"] = list(values[name])
            _pills(name)
        st.button(_("Clear filters"), on_click=_clear, type="tertiary", icon=":material/close:", disabled=not set_count)
    return values


def _pills(name: str) -> None:
    st.pills(
        _titles()[name],
        CODES[name],
        selection_mode="multi",
        format_func=lambda code: label(name, code),
        key=f"filter_{name}",
        on_change=_write,
        args=(name,),
    )


def _say(dropped: list[str], chosen: Filters) -> None:
    """One line of the day that is looked at, one of the filters in force, and one about values that were dropped."""
    if chosen.as_of is not None:
        words_of_day = _(
            "The state by the times in the data at the end of {day}. The release itself is as of {moment}.",
            day=day(chosen.as_of, length="full"),
            moment=moment(_as_of_release(chosen.year)),
        )
        st.info(words_of_day, icon=":material/history:")
    parts = words(chosen)
    if parts:
        st.caption(_("Only: {filters}.", filters=" · ".join(parts)))
    if dropped:
        titles = _titles()
        st.warning(_("Not available and therefore ignored: {filters}.", filters=", ".join(titles[name] for name in dict.fromkeys(dropped))))
