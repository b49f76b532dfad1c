"""Which release is shown: the current one, or an earlier one as it was published. The choice stands in the address, so it is kept over pages and in links."""

from dataclasses import dataclass

import streamlit as st

from dashboard import tables, warehouse
from dashboard.text import _, moment
from dashboard.warehouse import Published


@dataclass(frozen=True)
class Begun:
    """Whether the release in the address could not be had, and why there is none to show; `lacking` None: there is one."""

    is_refused: bool = False
    lacking: str | None = None


def begin() -> Begun:
    """Begin this run with the release in the address, else with the current one."""
    asked = st.query_params.get("release")
    try:
        is_refused = asked not in {warehouse.begin_run(asked), None}
    except warehouse.NoReleaseError as error:
        return Begun(lacking=str(error))
    if is_refused:
        st.query_params.pop("release")
    return Begun(is_refused)


def choose() -> None:
    """The releases one may look at, where there is a choice, the current one first."""
    found = {release.release_id: release for release in warehouse.published()}
    shown = warehouse.release_id()
    if len(found) < 2 or shown not in found:
        return
    st.session_state["release"] = shown
    name = _("Release: the current one") if found[shown].is_current else _("Release: an earlier one")
    with st.popover(name, type="tertiary", icon=":material/history:"):
        st.radio(_("Release"), list(found), format_func=lambda release_id: _name(found[release_id]), key="release", on_change=_write)
        st.caption(_("An earlier release is shown as it was published: its data, its rules and what counted as now."))


def banner(*, is_refused: bool) -> None:
    """That the release shown is not the current one, with the way back to it; or that the one asked for is not there."""
    if is_refused:
        st.warning(_("The release asked for is not known here, is no longer kept or cannot be read; shown is the current one."))
    if warehouse.release_id() == warehouse.current_id():
        return
    shown = next((release for release in warehouse.published() if release.release_id == warehouse.release_id()), None)
    with st.container(key="release_banner", gap="xxsmall"):
        st.warning(_("This is not the current release. {release}.", release=_name(shown)) if shown else _("This is not the current release."))
        st.button(_("Back to the current release"), on_click=_put, args=(None,), type="tertiary", icon=":material/undo:", key="release_back")


def _name(release: Published) -> str:
    """As of when, and when it was published."""
    said = _("As of {moment}, published {built}", moment=moment(release.as_of), built=moment(release.built_at))
    return _("{release} (current)", release=said) if release.is_current else said


def _write() -> None:
    """Put the chosen release into the address; the current one is not named there, so that the next one is seen when it comes."""
    chosen = st.session_state["release"]
    _put(None if chosen == warehouse.current_id() else chosen)


def _put(release_id: str | None) -> None:
    """Name a release in the address, or none. A link to the same page would not do: Streamlit keeps the address when only its parameters differ."""
    if release_id is None:
        st.query_params.pop("release", None)
    else:
        st.query_params["release"] = release_id
    for page in tables.PAGES:
        st.query_params.pop(page, None)
