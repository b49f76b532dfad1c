"""Going back to an earlier release: confirmed by typing its name, and written into the audit in one transaction with it."""

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard import access, administering, outcomes, recording, warehouse
from dashboard.access import denied, signed_in
from dashboard.ledger import audit
from dashboard.ledger.engine import writing
from dashboard.queries import choices
from dashboard.text import _
from dashboard.text import releases as sentences
from dashboard.text.releases import Told

ROLLED_BACK = "release_rolled_back"
"""The action of the audit."""


def published() -> list[Told]:
    """What every release that can be read says of itself, the current one first; none where the folder does not say which is current."""
    try:
        return [_told(release) for release in warehouse.published()]
    except warehouse.NoReleaseError:
        return []


def _told(release: warehouse.Published) -> Told:
    run = warehouse.fetch_of(release.release_id, choices.release()).iloc[0]
    years = warehouse.fetch_of(release.release_id, choices.years())["period_year"]
    return Told(
        release_id=release.release_id,
        built_at=release.built_at,
        as_of=release.as_of,
        years=tuple(sorted(int(year) for year in years)),
        software_version=str(run["software_version"]),
        byte_count=release.byte_count,
        is_current=release.is_current,
        is_sample=bool(run["is_sample"]),
    )


def offer(found: list[Told]) -> None:
    """The choice of an earlier release, the field for its name and the button."""
    earlier = {each.release_id: each for each in found if not each.is_current}
    if not earlier:
        st.info(_("There is no other release to go back to."))
        return
    st.markdown(
        _(
            "Everybody sees the chosen release from the next click on. Nothing is deleted: the release shown now stays and can be chosen again in the same way. "
            "The next build publishes on top of the release that is current then."
        )
    )
    chosen = st.selectbox(
        _("Release to show"),
        list(earlier),
        index=None,
        format_func=lambda no: sentences.name(earlier[no]),
        key="release_chosen",
        placeholder=_("Choose"),
        width=420,
    )
    if chosen is None:
        return
    st.text_input(_("Type {release} to confirm", release=chosen), key="release_confirmation", max_chars=40, width=420)
    st.button(
        _("Make it the current release"), on_click=roll_back, args=(chosen,), key="release_roll_back", type="primary", icon=":material/history:"
    )


def _former() -> dict[str, str]:
    """The release that is current now, for the audit; nothing where there is none that could be shown."""
    try:
        return {"former_release_id": warehouse.current_id()}
    except warehouse.NoReleaseError:
        return {}


def roll_back(release_id: str) -> None:
    """What the button does, if the name was typed. The permission is asked for here too: a button's work runs before its page."""
    actor = recording.acting()
    if actor is None or not access.current_viewer().may("releases"):
        denied.page(access.current_identity(), "releases")
        return
    if st.session_state.pop("release_confirmation", "").strip() != release_id:
        outcomes.tell("refused", _("The name typed is not that of the release. Nothing was changed."))
        return
    try:
        with writing(signed_in.ledger()) as connection:
            details: audit.Details = {"page": "releases", "release_id": release_id, "filters": _former()}
            audit.append(connection, ROLLED_BACK, actor=actor, now=administering.now(), **details)
            warehouse.roll_back(release_id)
        outcomes.tell("done", _("{release} is the current release now.", release=release_id))
    except warehouse.BuildRunningError:
        outcomes.tell("refused", _("A build is running. Nothing was changed: try again when it has ended."))
    except (warehouse.NoReleaseError, SQLAlchemyError):
        outcomes.tell("refused", _("The release cannot be opened, or this cannot be recorded at the moment. Nothing was changed."))
