"""Which entries of the queue are asked for: kept in the address as codes and numbers, never a name or a NIP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from dashboard import controls
from dashboard.ledger import moves, roster
from dashboard.text import _, whole
from dashboard.text import verification as words
from dashboard.verifying.duty import Duty

VIEWS: Mapping[str, tuple[str, ...]] = {
    "waiting": moves.WAITING,
    "returned": (moves.RETURNED,),
    "verified": (moves.VERIFIED,),
    "reported": (moves.REPORTED,),
    "draft": (moves.DRAFT,),
}
"""What may be looked at, and the states of it."""

MOST_UNITS = 400
"""A longer list of units asks for a part of the name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Place = tuple[datetime, int]


@dataclass(frozen=True)
class Choice:
    """View, unit (none: all), after which entry the page begins, and the entry that is open. All from the address; whoever uses them asks within the scope."""

    view: str
    unit_id: str | None
    after: Place | None
    entry_no: int | None

    @property
    def states(self) -> tuple[str, ...]:
        """States of the view."""
        return VIEWS[self.view]


def read(duty: Duty) -> Choice:
    """What the address asks for; a unit outside the scope counts as none."""
    view = st.query_params.get("view", "waiting")
    unit_id = st.query_params.get("unit")
    known = None if unit_id is None else roster.unit_of(duty.ledger, duty.year.period_year, unit_id, by=duty.by)
    if unit_id is not None and known is None:
        st.warning(_("Not available and therefore ignored: {filters}.", filters=_("Unit")))
    place = _place(st.query_params.get("after", ""))
    return Choice(view if view in VIEWS else "waiting", None if known is None else known.unit_id, place, _number(st.query_params.get("entry", "")))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _place(text: str) -> Place | None:
    micros, _point, number = text.partition(".")
    at, entry_no = _number(micros[:-1] if micros.endswith("u") else ""), _number(number)
    return None if at is None or entry_no is None or at > 10**16 else (_EPOCH + timedelta(microseconds=at), entry_no)


def place_code(place: Place) -> str:
    """A place in the queue as the address keeps it."""
    return f"{(place[0] - _EPOCH) // timedelta(microseconds=1)}u.{place[1]}"


def address(**changes: str | None) -> dict[str, list[str]]:
    """The address with these changed; None takes one away."""
    return controls.address(**{name: [] if value is None else [value] for name, value in changes.items()})


def go(**changes: str | None) -> None:
    """Change the address in one step, so that the back button takes it back in one."""
    st.query_params.from_dict(address(**changes))


def show(chosen: Choice, counts: Mapping[str, int]) -> None:
    """The views with how many entries each has."""
    st.session_state["queue_view"] = chosen.view
    st.segmented_control(
        _("Entries"),
        list(VIEWS),
        format_func=lambda code: f"{words.view(code)} ({whole(sum(counts[state] for state in VIEWS[code]))})",
        key="queue_view",
        required=True,
        on_change=_write_view,
        label_visibility="collapsed",
    )


def _write_view() -> None:
    go(view=st.session_state["queue_view"], after=None, entry=None)


def unit(duty: Duty, chosen_id: str | None, key: str = "queue") -> None:
    """The unit to narrow to, in the address: from a list, or by a part of the name where there are too many."""
    count = roster.unit_count(duty.ledger, duty.year.period_year, by=duty.by)
    if count < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = ""
        if count > MOST_UNITS:
            title = _("Part of a unit's name")
            text = st.text_input(title, key=f"{key}_unit_text", max_chars=100, icon=":material/search:", width=260).strip()
        names = {each.unit_id: each.unit_name for each in roster.units(duty.ledger, duty.year.period_year, by=duty.by, text=text, limit=MOST_UNITS)}
        if chosen_id is not None and chosen_id not in names:
            known = roster.unit_of(duty.ledger, duty.year.period_year, chosen_id, by=duty.by)
            names = {chosen_id: known.unit_name if known else chosen_id, **names}
        st.session_state[f"{key}_unit"] = chosen_id
        st.selectbox(
            _("Unit"),
            list(names),
            index=None,
            format_func=lambda unit_id: names.get(unit_id, unit_id),
            key=f"{key}_unit",
            on_change=_write_unit,
            args=(f"{key}_unit",),
            placeholder=_("All units"),
            filter_mode="contains",
            width=440,
        )


def _write_unit(key: str) -> None:
    go(unit=st.session_state[key], after=None, entry=None)
